"""How often the reading of progress is right: people simulated with a known truth, read as the product reads them.

The truth of the simulation is not the model's own: the change runs along a logistic curve that none of the model's
ramps is, ratings are whole numbers from 0 to 10, and a quarter of the days is missing.
"""

from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.progress.model import ReadingRule
from ilium.progress.ramp import WEEK
from ilium.progress.series import DailyRatings
from ilium.progress.verdict import Word, read

Array = NDArray[np.float64]
Dice = np.random.Generator
MISSING = 0.25
FIRST = date(2026, 1, 1)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of simulated people.

    Parameters
    ----------
    change : float
        Points by which the level falls from beginning to end.
    days : int
        Length of the record.
    noise, memory : float
        SD of the daily noise in points, and how much of it is left on the next day.
    """

    change: float
    days: int
    noise: float
    memory: float


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one case: the part of the people, 0-1, for whom each word was said."""

    case: Case
    said: dict[Word, float]


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """People for whom a probability in this range was stated, and the part of them for whom it was true."""

    low: float
    high: float
    people: int
    stated: float
    true: float


class Misled(msgspec.Struct, frozen=True, kw_only=True):
    """No true change: how often a comparison shows at least so many points "better" all the same, 0-1."""

    noise: float
    memory: float
    single: float
    from_worst: float
    weeks: float


def person(dice: Dice, case: Case, level: float = 6.0) -> tuple[Array, float]:
    """Return a person's ratings, NaN where missing, and the true drop from the first week's level to the last's."""
    days = np.arange(case.days)
    middle = case.days * dice.uniform(0.35, 0.65)
    curve = 1 / (1 + np.exp(-(days - middle) / (case.days / 10)))
    truth = level - case.change * (curve - curve[0]) / (curve[-1] - curve[0])
    ratings = np.clip(np.round(truth + _noise(dice, case.days, case.noise, case.memory)), 0, 10)
    ratings[dice.random(case.days) < MISSING] = np.nan
    return ratings, float(truth[:WEEK].mean() - truth[-WEEK:].mean())


def words(rule: ReadingRule, dice: Dice, case: Case, people: int) -> Found:
    """Return how often each word is said to people of one case."""
    said = [read(rule, _series(person(dice, case)[0])).word for _ in range(people)]
    kinds: tuple[Word, ...] = ("too-early", "unclear", "little-better", "better", "little-worse", "worse")
    return Found(case=case, said={word: said.count(word) / people for word in kinds})


def calibration(rule: ReadingRule, dice: Dice, people: int) -> tuple[Bin, ...]:
    """Return stated probabilities of at least the noticed drop, beside how often it was so, for all kinds of people."""
    pairs = []
    for _ in range(people):
        case = Case(change=dice.normal(0, 2.5), days=42, noise=dice.uniform(0.8, 2.0), memory=dice.uniform(0, 0.5))
        ratings, drop = person(dice, case, level=5.0)
        result = read(rule, _series(ratings)).estimate
        if result is not None:
            pairs.append((result.lower_by[rule.noticed], drop >= rule.noticed))
    edges = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0000001)
    return tuple(_bin(pairs, low, high) for low, high in zip(edges, edges[1:], strict=False))


def misled(dice: Dice, *, noise: float, memory: float, people: int, points: float = 2) -> Misled:
    """Return how single ratings and weeks mislead where nothing has changed, over six weeks.

    ``from_worst``: the first rating is that of the worst day of a fortnight, as when people begin because it hurts.
    """
    ratings = np.stack([np.clip(np.round(5 + _noise(dice, 56, noise, memory)), 0, 10) for _ in range(people)])
    start, later = ratings[:, 14], ratings[:, 55]
    week = ratings[:, 14:21].mean(axis=1) - ratings[:, 49:56].mean(axis=1)
    return Misled(
        noise=noise,
        memory=memory,
        single=float((start - later >= points).mean()),
        from_worst=float((ratings[:, :14].max(axis=1) - later >= points).mean()),
        weeks=float((week >= points).mean()),
    )


def _noise(dice: Dice, days: int, sd: float, memory: float) -> Array:
    fresh = dice.normal(0, sd, days)
    noise = np.empty(days)
    noise[0] = fresh[0]
    for day in range(1, days):
        noise[day] = memory * noise[day - 1] + np.sqrt(1 - memory**2) * fresh[day]
    return noise


def _series(ratings: Array) -> DailyRatings:
    known = np.flatnonzero(~np.isnan(ratings))
    return DailyRatings(FIRST, ratings[known[0] : known[-1] + 1])


def _bin(pairs: list[tuple[float, bool]], low: float, high: float) -> Bin:
    inside = [(stated, true) for stated, true in pairs if low <= stated < high]
    count = max(1, len(inside))
    return Bin(
        low=low,
        high=min(1.0, high),
        people=len(inside),
        stated=sum(stated for stated, _ in inside) / count,
        true=sum(true for _, true in inside) / count,
    )
