"""Which build this is: a mark of everything that pages are made from, and the files that belong to it."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from ilium.web import vite

PACKAGE: Final = Path(__file__).resolve().parents[1]
#: The answer's header that names the build a page comes from.
HEADER: Final = "X-Ilium-Build"
#: What pages are made from, beside the built front end.
MADE_FROM: Final = frozenset({".py", ".html", ".toml"})
#: Files of the front end that a device keeps; those of the camera are kept only where it is used.
KEPT: Final = frozenset({".bin", ".css", ".js", ".json", ".mp3", ".png", ".svg", ".webmanifest", ".woff2"})
#: Where the front end's build puts what only the camera needs: some 27 MB.
CAMERA: Final = "assets/camera/"
WORKER: Final = "src/worker/main.ts"


def build_id() -> str:
    """Return the mark of this build: 16 hexadecimal digits, the same for the same content.

    Raises
    ------
    FrontendNotBuilt
        When the front end has not been built.
    """
    vite.manifest()
    return _digest(vite.MANIFEST, vite.MANIFEST.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _digest(manifest: Path, changed: int) -> str:
    """Return the mark; ``changed`` makes a new build a new entry of the cache."""
    total = hashlib.sha256()
    for name, path in sorted(_sources().items()):
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _sources() -> dict[str, Path]:
    """Return what pages are made from; the names of hashed files stand for their content, in the manifest."""
    made = (path for path in PACKAGE.rglob("*") if path.suffix in MADE_FROM)
    plain = (path for path in vite.APP.iterdir() if path.is_file())
    return {str(path.relative_to(PACKAGE)): path for path in made} | {vite.URL + path.name: path for path in plain}


def kept_files() -> list[str]:
    """Return the addresses of the front end's files that a device keeps, in order.

    Raises
    ------
    FrontendNotBuilt
        When the front end has not been built.
    """
    worker = vite.script(WORKER)
    camera = vite.URL + CAMERA
    files = (path for path in vite.APP.rglob("*") if path.is_file() and path.suffix in KEPT and path != vite.MANIFEST)
    addresses = (vite.URL + path.relative_to(vite.APP).as_posix() for path in files)
    return sorted(address for address in addresses if address != worker and not address.startswith(camera))


def worker_script() -> str:
    """Return the built service worker.

    Raises
    ------
    FrontendNotBuilt
        When it has not been built.
    """
    return (vite.APP / vite.chunk(WORKER).file).read_text(encoding="utf-8")
