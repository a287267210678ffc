"""What the adaptation and the model of progress cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from benchmarks import made_up
from benchmarks.measure import Measure, best
from ilium.app.course import CourseReader
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import follow
from ilium.prescription.loader import load_adaptation
from ilium.progress.ramp import Estimate, estimate
from ilium.record.fold import fold

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TWELVE_WEEKS, TEN_YEARS = 84, 3650
LENGTHS = {"twelve weeks": TWELVE_WEEKS, "ten years": TEN_YEARS}
FLOOR = "one Cholesky factor"
LENGTHS = {"twelve weeks": TWELVE_WEEKS, "ten years": TEN_YEARS}


def measure() -> list[Measure]:
    """Measure the ramp model on twelve weeks and on ten years, and the fold of ten years of rungs."""
    floor = best(lambda: np.linalg.cholesky(np.eye(TWELVE_WEEKS)), 50) * 1000
    taken = {words: best(_model(days), 20) * 1000 for words, days in LENGTHS.items()}
    models = [Measure(f"is it helping, model of {name}", value, "ms", 5, floor, FLOOR) for name, value in taken.items()]
    return [*models, _rungs()]


def _model(days: int) -> Callable[[], Estimate]:
    dice = np.random.default_rng(1)
    ratings = np.clip(np.round(6 - 3 * np.linspace(0, 1, days) + dice.normal(0, 1.2, days)), 0, 10)
    return lambda: estimate(ratings)


def _rungs() -> Measure:
    person = fold(made_up.record(NOW, TEN_YEARS))
    reader = CourseReader()
    told = reader(person, NOW).mornings
    happened = reader._after_place(person)
    library, rules = load_library(), load_adaptation()
    taken = best(lambda: follow(library, rules, happened, told, now=NOW, today=NOW.date()), 5)
    floor = best(lambda: sorted(happened, key=lambda one: one.at), 5)
    return Measure("rungs of ten years, computed again", taken * 1000, "ms", 200, floor * 1000, "sorting what happened")
