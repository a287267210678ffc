"""The one place where the screening file is read."""

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from ilium.anatomy.errors import SpecificationError
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
    8
    """
    text = resources.files("ilium.screening").joinpath("library", _FILE).read_text(encoding="utf-8")
    return parse_screening(text, _FILE)


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
    screening = _convert(_parse(text, file), file)
    for finding in check_screening(screening, file=file):
        raise finding
    return screening


def _parse(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpecificationError(file, "$", str(error)) from error


def _convert(data: dict[str, object], file: str) -> Screening:
    try:
        return msgspec.convert(data, Screening)
    except msgspec.ValidationError as error:
        reason, at, path = str(error).rpartition(" - at ")
        key = re.sub(r"^\$\.?", "", path.strip("`")) if at else ""
        raise SpecificationError(file, key or "$", reason if at else str(error)) from error
