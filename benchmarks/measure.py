"""What a measurement is, and how it is taken."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured number.

    Parameters
    ----------
    budget : float, optional
        The most it may be, in its own unit, from the design; None where there is no budget.
    floor : float, optional
        What cannot be undercut, or a peer that does the same, measured in the same run and unit.
    floor_name : str
        What the floor is.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    floor: float | None = None
    floor_name: str = ""

    @property
    def ratio(self) -> str:
        """How many times the floor it is; empty where there is no floor."""
        return "" if self.floor is None else f"{self.value / self.floor:.1f}"

    @property
    def verdict(self) -> str:
        """Whether it keeps its budget; empty where there is none."""
        return "" if self.budget is None else "ok" if self.value <= self.budget else "OVER"

    @property
    def cells(self) -> tuple[str, ...]:
        """What, measured, floor, ratio, budget, verdict."""
        floor = "" if self.floor is None else f"{_figures(self.floor)} {self.unit} ({self.floor_name})"
        budget = "" if self.budget is None else f"{self.budget:g} {self.unit}"
        return self.name, f"{_figures(self.value)} {self.unit}", floor, self.ratio, budget, self.verdict


def _figures(value: float) -> str:
    """Return three figures of a number, without an exponent."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the shortest time of several runs in seconds: the one that the machine disturbed least."""
    return min(seconds(work) for _ in range(runs))


def p95(works: Sequence[Callable[[], object]]) -> float:
    """Return the time in seconds that 19 of 20 of these stay below."""
    return statistics.quantiles([seconds(work) for work in works], n=20)[-1]


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*words: str) -> Callable[[], object]:
    """Return a run of a command, which must succeed."""
    return lambda: subprocess.run(words, check=True, capture_output=True)
