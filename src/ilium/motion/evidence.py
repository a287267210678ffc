"""How much speaks for it that movements are the repetitions of a set, and not chance: a logarithm of odds.

A set is known by its movements being alike: in size, in the time from one to the next, and in the time each stays out.
Besides, what is slow is meant, since fidgets are quick; and what else moved speaks against a set. Each is one term of a
sum, so that a strong set is known soon, and a weak or quick one later, when there is more of it.

All constants are fixed and our choice; what they were set on, see `ilium.motion.counting`.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ilium.motion.swings import Pair, Point

#: Spread of the logarithm of the ratio of two neighbours within a set, and of two movements that only chance made.
WITHIN, CHANCE = 0.2, 0.6
#: What two neighbours add that are one like the other, at most and at least: people stop, and slip.
MOST, LEAST = math.log(CHANCE / WITHIN), -0.8
#: What speaks against a set before anything is seen: for movements that stay out for a second.
PRIOR = 2.3
#: What a movement adds that stays out for e times a second; from so many seconds on it adds no more.
PACE, SLOWEST_S = 2.5, 4.0
#: What so many seconds add in which nothing moved after it came back: a fidget is followed by another.
QUIET_S, QUIET = 3.0, 1.5
#: What each movement in steps takes away, and each turn half-way.
STEPS, HALF_WAY = 1.0, 1.5
#: What each other swing before takes away, of so many at most; and what something larger takes away, or more than one.
OTHER, MOST_OTHERS, BESIDES = 1.0, 4, 1.0
#: A movement before a set that is more unlike it than this is no part of it.
UNLIKE = -1.0
#: A way is timed between these shares of it.
NEAR, FAR = 0.25, 0.75
#: Seconds out, at least: shorter ones are not measured.
SHORTEST_S = 0.05


class Shape(NamedTuple):
    """How a movement went: seconds beyond the half of its ways, seconds on its ways, and when it was nearly back."""

    out_s: float
    moving_s: float
    back_at: float


def evidence(run: Sequence[Pair], trace: Sequence[Point], now: float, against: float) -> float:
    """Return the logarithm of the odds that movements are the repetitions of a set.

    Parameters
    ----------
    run : sequence of Pair
        Movements that follow each other.
    trace : sequence of Point
        Samples, from before the first of them set out.
    now : float, seconds
        When the last sample was taken.
    against : float
        What was seen besides, by `against`.

    Examples
    --------
    >>> trace = [(1 - abs(t % 40 - 20) / 20, t / 10) for t in range(121)]
    >>> run = [Pair((0.0, t), (1.0, t + 2), (0.0, t + 4)) for t in (0.0, 4.0, 8.0)]
    >>> evidence(run, trace, 12.0, 0.0) > 0
    True
    """
    found = likeness(pair.longer for pair in run) - PRIOR - against
    found += likeness(after.turn[1] - before.turn[1] for before, after in pairwise(run))
    if found + (len(run) - 1) * MOST + _pace(pair.seconds for pair in run) + QUIET <= 0:
        return found  # whatever its shapes, which take time to look at
    shapes = [shape(pair, trace) for pair in run]
    found += likeness(one.out_s for one in shapes) + _pace(one.out_s for one in shapes)
    # one smooth movement takes no longer on its ways than it stays out
    found -= STEPS * sum(one.moving_s > one.out_s for one in shapes)
    return found + QUIET * (now - shapes[-1].back_at > QUIET_S)


def against(half_way: int, others: int, larger: bool) -> float:
    """Return what turns half-way, swings before, and something larger that moved take away."""
    return HALF_WAY * half_way + OTHER * min(others, MOST_OTHERS) + BESIDES * (larger or others > 1)


def likeness(values: Iterable[float]) -> float:
    """Return how much more likely the ratios of neighbours are within a set than by chance, as a logarithm."""
    squares = (math.log(one / other) ** 2 for one, other in pairwise(values))
    return sum(max(LEAST, MOST - 0.5 * square * (WITHIN**-2 - CHANCE**-2)) for square in squares)


def _pace(seconds: Iterable[float]) -> float:
    logarithms = [math.log(min(SLOWEST_S, one)) for one in seconds]
    return PACE * sum(logarithms) / len(logarithms)


def alike_before(pairs: Sequence[Pair], run: Sequence[Pair], trace: Sequence[Point]) -> list[Pair]:
    """Return those movements before a set that are like it in size or in how long they stay out."""
    if not pairs:
        return []
    size, out_s = median(pair.size for pair in run), median(shape(pair, trace).out_s for pair in run)
    return [
        pair for pair in pairs if likeness((pair.shorter, size)) + likeness((shape(pair, trace).out_s, out_s)) > UNLIKE
    ]


def shape(pair: Pair, trace: Sequence[Point]) -> Shape:
    """Return how a movement went, by the samples that were kept of it."""
    first, turn, last = (bisect_left(trace, point[1], key=_moment) for point in (pair.start, pair.turn, pair.back))
    left, there = _crossing(trace[first : turn + 1], pair.start, pair.turn)
    back, set_out = _crossing(trace[last:turn:-1], pair.back, pair.turn)
    out_s = max(SHORTEST_S, (back + set_out - left - there) / 2)
    return Shape(out_s, there - left + back - set_out, back)


def _moment(point: Point) -> float:
    return point[1]


def _crossing(way: Sequence[Point], low: Point, high: Point) -> tuple[float, float]:
    """Return when a way was last near its low end, and then first near its high end."""
    near, far = (low[0] + share * (high[0] - low[0]) for share in (NEAR, FAR))
    up = 1.0 if high[0] > low[0] else -1.0
    left, there = low[1], high[1]
    for before, after in pairwise(way):
        if up * (before[0] - near) < 0 <= up * (after[0] - near):
            left, there = _between(before, after, near), high[1]
        if there == high[1] and up * (before[0] - far) < 0 <= up * (after[0] - far):
            there = _between(before, after, far)
    return left, there


def _between(before: Point, after: Point, value: float) -> float:
    return before[1] + (after[1] - before[1]) * (value - before[0]) / (after[0] - before[0])
