"""How long Python, the package, the command line and the server take to start."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks import made_up
from benchmarks.measure import RUNS, Measure, best, command
from tools.serving import serving

PYTHON = sys.executable
FLOOR = "python -c pass"


def measure() -> list[Measure]:
    """Measure starts."""
    floor = best(command(PYTHON, "-c", "pass"))
    peer = best(command(PYTHON, "-m", "http.server", "--help"))
    with made_up.folder() as folder:
        _seconds_to_answer(folder)
        again = min(_seconds_to_answer(folder) for _ in range(RUNS))
    return [
        Measure("`import ilium`", best(command(PYTHON, "-c", "import ilium")), "s", 0.15, floor, FLOOR),
        Measure("`ilium --help`", best(command(PYTHON, "-m", "ilium.cli", "--help")), "s", 0.3, floor, FLOOR),
        Measure("second start to a page that answers", again, "s", 2, peer, "http.server"),
    ]


def _seconds_to_answer(folder: Path) -> float:
    start = time.perf_counter()
    with serving(folder):
        return time.perf_counter() - start
