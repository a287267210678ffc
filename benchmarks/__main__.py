"""`python3 dev.py bench`: measure in one run, set each number beside its floor and its budget, and write the table."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import bundles, camera, figure, live, motion, pages, peers, progress, record, start_up
from benchmarks.measure import Measure
from tools.reference import table

PEERS = """Pose2Sim and kineticstoolkit compute two angles a frame, the same as ours; the engine does all its work:
gates, smoothing, measures, phases, findings."""
NO_PEERS = "Pose2Sim and kineticstoolkit were not beside the hour of landmarks this time: that takes `--peers`."
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
SUITES: tuple[Callable[[], list[Measure]], ...] = (
    start_up.measure,
    bundles.measure,
    record.measure,
    progress.measure,
    pages.measure,
    figure.measure,
    live.measure,
    motion.measure,
    camera.measure,
)
HEAD = ("what", "measured", "floor or peer, same run", "ratio", "budget", "")
ABOUT = """# Benchmarks

<!-- Made by `python3 dev.py bench`; do not edit. -->

Measured on {machine}. Seconds belong to that machine; a ratio to a floor or peer of the same run says more.
Nothing here is a test: a slow machine breaks no build. The record of ten years is made up
(`benchmarks/made_up.py`, a fixed seed).

{table}
{peers}
The figure is measured without a graphics card; on a real one it has not been measured.
"""


def machine() -> str:
    """Return what the numbers depend on, without naming anyone."""
    load = f"{os.getloadavg()[0]:.1f} processes at work before it began"
    kind = f"{os.cpu_count()} cores of {platform.machine()}, {platform.system()}"
    return f"{kind}, Python {platform.python_version()}, {load}"


def text(measures: Sequence[Measure], measured_on: str, about_peers: str) -> str:
    """Return the page."""
    return ABOUT.format(
        machine=measured_on, peers=about_peers, table="\n".join(table(HEAD, (one.cells for one in measures)))
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=PAGE, metavar="FILE", help="where the table goes")
    parser.add_argument("--peers", action="store_true", help="fetch Pose2Sim and kineticstoolkit, and measure them too")
    asked = parser.parse_args()
    output: Path = asked.output
    measures: list[Measure] = []
    measured_on = machine()
    for suite in (*SUITES, peers.measure) if asked.peers else SUITES:
        for one in suite():
            measures.append(one)
            print("  ".join(cell for cell in one.cells if cell), flush=True)
    output.write_text(text(measures, measured_on, PEERS if asked.peers else NO_PEERS), encoding="utf-8")


if __name__ == "__main__":
    main()
