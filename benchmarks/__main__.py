"""`python3 dev.py bench`: measure in one run, and set each number beside its budget."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.frontend import OUTPUT

PYTHON = sys.executable
ILIUM = str(Path(PYTHON).with_name("ilium"))
RUNS = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured number with its unit; `budget` is None where it is only a yardstick for the others."""

    name: str
    value: float
    unit: str
    budget: float | None = None

    def row(self) -> str:
        """Return the measure as a line of the table."""
        budget = "" if self.budget is None else f"{self.budget:.2f}"
        verdict = "" if self.budget is None else "ok" if self.value <= self.budget else "OVER"
        return f"{self.name:<44}{self.value:>10.2f} {self.unit:<4}{budget:>10}  {verdict}"


def best_seconds(*command: str) -> float:
    """Return the shortest wall time of several runs: the one that the machine disturbed least."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    return min(once() for _ in range(RUNS))


def gzipped_kilobytes(entry: str, suffix: str) -> float:
    """Return what a first visit to a front-end entry loads: its files of one kind and those it imports, gzipped."""
    manifest = json.loads((OUTPUT / "manifest.json").read_text())
    files: set[str] = set()
    todo = [entry]
    while todo:
        chunk = manifest[todo.pop()]
        files |= {file for file in (chunk["file"], *chunk.get("css", ())) if file.endswith(suffix)}
        todo += chunk.get("imports", ())
    return sum(len(gzip.compress((OUTPUT / file).read_bytes())) for file in files) / 1000


def start_up() -> list[Measure]:
    """Measure how long Python, the package and the command line take to start."""
    floor = best_seconds(PYTHON, "-c", "pass")
    return [
        Measure("python -c pass (the floor)", floor, "s"),
        Measure("import ilium", best_seconds(PYTHON, "-c", "import ilium"), "s", 0.15),
        Measure("ilium --help", best_seconds(ILIUM, "--help"), "s", 0.3),
    ]


def bundles() -> list[Measure]:
    """Measure what the browser loads."""
    return [
        Measure("player without figure, JS gzipped", gzipped_kilobytes("src/player/main.ts", ".js"), "kB", 60),
        Measure("player, CSS gzipped", gzipped_kilobytes("src/player/main.ts", ".css"), "kB"),
        Measure("pages, JS gzipped", gzipped_kilobytes("src/pages/main.ts", ".js"), "kB"),
        Measure("pages, CSS gzipped", gzipped_kilobytes("src/pages/main.ts", ".css"), "kB"),
    ]


SUITES: tuple[Callable[[], list[Measure]], ...] = (start_up, bundles)


def main() -> None:
    """Print the table."""
    print(f"{'what':<44}{'measured':>10} {'':<4}{'budget':>10}")
    for suite in SUITES:
        for measure in suite():
            print(measure.row(), flush=True)


if __name__ == "__main__":
    main()
