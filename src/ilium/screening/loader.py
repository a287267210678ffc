"""The one place where the screening file is read."""

from functools import cache

from ilium.library.package import package_file
from ilium.library.toml import read_toml
from ilium.screening.check import check_screening
from ilium.screening.model import Screening

_FILE = "screening.toml"


@cache
def load_screening() -> Screening:
    """Return the screening that Ilium ships.

    Raises
    ------
    SpecificationError
        When the file is broken, naming file, key and reason.

    Examples
    --------
    >>> len(load_screening().page)
    9
    """
    return parse_screening(package_file("ilium.screening", _FILE).read_text(encoding="utf-8"), _FILE)


def parse_screening(text: str, file: str) -> Screening:
    """Return the screening written in ``text``; whether its changes exist is checked by `check_screening`.

    Parameters
    ----------
    text : str
        TOML of the shape of `Screening`.
    file : str
        The name that errors give.

    Raises
    ------
    SpecificationError
        For broken TOML, an unknown or missing key, a value of the wrong type, or the first finding of the linter.
    """
    screening = read_toml(text, file, Screening)
    for finding in check_screening(screening, file=file):
        raise finding
    return screening
