"""Where the built front end is: Vite's manifest of hashed names."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from ilium.anatomy.errors import IliumError

STATIC = Path(__file__).parent / "static"
APP = STATIC / "app"
MANIFEST = APP / "manifest.json"
URL = "/static/app/"


class FrontendNotBuilt(IliumError):
    """The front end, or a part of it, has not been built."""


class Chunk(msgspec.Struct, frozen=True):
    """One entry of the manifest; it may have more keys, which we do not need."""

    file: str
    css: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


def manifest() -> dict[str, Chunk]:
    """Return the manifest as it is on the disk now.

    Raises
    ------
    FrontendNotBuilt
        When there is none, or it cannot be read.
    """
    try:
        return _read(MANIFEST, MANIFEST.stat().st_mtime_ns)
    except (OSError, msgspec.DecodeError) as error:
        raise FrontendNotBuilt("The pages have not been built. Run: python3 dev.py run") from error


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> dict[str, Chunk]:
    """Return a manifest; ``changed`` makes a new build a new entry of the cache."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Chunk])


def chunk(entry: str) -> Chunk:
    """Return what an entry such as ``src/pages/main.ts`` was built to.

    Raises
    ------
    FrontendNotBuilt
        When the build has no such entry.
    """
    chunks = manifest()
    if entry not in chunks:
        raise FrontendNotBuilt(f"The build has no entry {entry}; it has {', '.join(sorted(chunks))}.")
    return chunks[entry]


def styles(entry: str) -> list[str]:
    """Return the addresses of an entry's style sheets, those of its imports first, each once; one may be its own."""
    own = [chunk(entry).file] if entry.endswith(".css") else []
    return list(dict.fromkeys(URL + css for css in [*own, *(css for one in _closure(entry) for css in one.css)]))


def script(entry: str) -> str:
    """Return the address of an entry's script."""
    return URL + chunk(entry).file


def preloads(entry: str) -> list[str]:
    """Return the addresses of the scripts that an entry imports, each once."""
    return list(dict.fromkeys(URL + one.file for one in _closure(entry) if one is not chunk(entry)))


def _closure(entry: str, seen: frozenset[str] = frozenset()) -> Iterator[Chunk]:
    """Yield the chunks that an entry imports, deepest first, then its own."""
    if entry in seen:
        return
    for imported in chunk(entry).imports:
        yield from _closure(imported, seen | {entry})
    yield chunk(entry)


def public(name: str) -> str:
    """Return the address of a file that is built without a hash, such as ``favicon.svg``.

    Raises
    ------
    FrontendNotBuilt
        When the build has no such file.
    """
    if not Path(f"{APP}/{name}").is_file():  # a template's string is of a kind that Path does not take by itself
        raise FrontendNotBuilt(f"The build has no file {name}. Run: python3 dev.py run")
    return URL + name
