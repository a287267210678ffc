"""The one list of sources: what every ``source`` of a rule package names."""

import re
from functools import cache

from ilium.anatomy.errors import SpecificationError
from ilium.library.package import load_toml
from ilium.library.spec import Source, Spec
from ilium.library.toml import read_toml

FILE = "sources.toml"
#: The source that stands for our own choice.
OWN = "ilium-choice"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SourcesFile(Spec, frozen=True, kw_only=True):
    """The shape of ``sources.toml``."""

    source: dict[str, Source]


@cache
def load_sources() -> dict[str, Source]:
    """Return every source by its id.

    Examples
    --------
    >>> load_sources()["ilium-choice"].cite
    'Our choice, not validated'
    """
    return _checked(load_toml("ilium", FILE, SourcesFile), FILE)


def read_sources(text: str | bytes, file: str) -> dict[str, Source]:
    """Read sources from TOML.

    Raises
    ------
    SpecificationError
        The file is broken, an id is not lower-case words joined by hyphens, or a source cites nothing.
    """
    return _checked(read_toml(text, file, SourcesFile), file)


def _checked(found: SourcesFile, file: str) -> dict[str, Source]:
    for name, source in found.source.items():
        if not _ID.fullmatch(name):
            raise SpecificationError(file, f"source.{name}", "is not lower-case words joined by hyphens")
        if not source.cite.strip():
            raise SpecificationError(file, f"source.{name}.cite", "is empty")
    return found.source
