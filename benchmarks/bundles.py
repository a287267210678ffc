"""What the browser loads: every file that an entry of the front end needs at the first visit, gzipped."""

from __future__ import annotations

import gzip
import json

from benchmarks.measure import Measure
from tools.frontend import OUTPUT

PLAYER, PAGES = "src/player/main.ts", "src/pages/main.ts"


def measure() -> list[Measure]:
    """Measure bundles."""
    return [
        Measure("player without figure, JS gzipped", kilobytes(PLAYER, ".js"), "kB", 60),
        Measure("player, CSS gzipped", kilobytes(PLAYER, ".css"), "kB"),
        Measure("pages, JS gzipped", kilobytes(PAGES, ".js"), "kB"),
        Measure("pages, CSS gzipped", kilobytes(PAGES, ".css"), "kB"),
    ]


def kilobytes(entry: str, suffix: str) -> float:
    """Return the size of an entry's files of one kind and of those it imports, in units of 1000 bytes."""
    manifest = json.loads((OUTPUT / "manifest.json").read_text())
    files: set[str] = set()
    todo = [entry]
    while todo:
        chunk = manifest[todo.pop()]
        files |= {file for file in (chunk["file"], *chunk.get("css", ())) if file.endswith(suffix)}
        todo += chunk.get("imports", ())
    return sum(len(gzip.compress((OUTPUT / file).read_bytes())) for file in files) / 1000
