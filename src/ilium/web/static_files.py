"""The built front end's files, with names that change with their content and may be kept for ever."""

import gzip
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from ilium.web.security import content_policy
from ilium.web.vite import STATIC

TYPES: Final = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".task": "application/octet-stream",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
#: Vite puts every file with a hash in its name here.
HASHED = "app/assets/"
#: The one place where compiled code runs. A worker obeys the policy of its own script; no page needs this.
CAMERA = "app/assets/camera/"
CAMERA_POLICY = content_policy(scripts="'self' 'wasm-unsafe-eval'")
FOR_EVER = "public, max-age=31536000, immutable"

#: What gains from compression; pictures, fonts and sounds are compressed already, and a library is too large to keep.
COMPRESSED: Final = frozenset({".bin", ".css", ".js", ".json", ".svg"})

#: Folders and names of letters, digits and few signs; none begins with a dot.
_name = re.compile(r"(?:[A-Za-z0-9_@-][A-Za-z0-9_@.-]*/)*[A-Za-z0-9_@-][A-Za-z0-9_@.-]*")


def _file(path: str) -> Path:
    """Return the file of an address; raise Http404 where it names none that we serve."""
    file = STATIC / path
    if not _name.fullmatch(path) or file.suffix not in TYPES or not file.is_file():
        raise Http404
    return file


def _etag(request: HttpRequest, path: str) -> str:
    file = _file(path)
    stat = file.stat()
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}{"-gzip" if _is_compressed(request, file) else ""}"'


def _is_compressed(request: HttpRequest, file: Path) -> bool:
    return file.suffix in COMPRESSED and "gzip" in request.headers.get("Accept-Encoding", "")


@lru_cache(maxsize=128)
def _gzipped(file: Path, changed: int) -> bytes:
    """Return the file compressed; ``changed`` makes new content a new entry of the cache."""
    return gzip.compress(file.read_bytes(), mtime=0)


@require_safe
@condition(etag_func=_etag)
def static_file(request: HttpRequest, path: str) -> HttpResponse:
    """Return a file of the built front end."""
    file = _file(path)
    small = _is_compressed(request, file)
    content = _gzipped(file, file.stat().st_mtime_ns) if small else file.read_bytes()
    response = HttpResponse(content, content_type=TYPES[file.suffix])
    if small:
        response["Content-Encoding"] = "gzip"
    if file.suffix in COMPRESSED:
        response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = FOR_EVER if path.startswith(HASHED) else "no-cache"
    return response


def camera_file(request: HttpRequest, path: str) -> HttpResponse:
    """Return a file that only the camera needs."""
    response = static_file(request, path=CAMERA + path)
    response["Content-Security-Policy"] = CAMERA_POLICY
    return response
