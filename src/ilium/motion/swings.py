"""Swings of one signal: where it turns round, what belongs together as out and back, and how much it jitters.

All constants are fixed, and were set on made-up signals (`ilium.motion.signals`); our choice, not validated on people.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

#: A point of a signal: value and seconds.
Point = tuple[float, float]  # value, seconds
#: Seconds over which samples are smoothed: long against the jitter of a sensor, short against the quickest repetition.
SMOOTHING_S = 0.12
#: How much of the newest bend between samples enters the estimate of jitter; less would not follow a change of light.
JITTER_SHARE = 0.01
#: A swing back is one from this share of the way out: more than a half, so that with the least swing that is learnt
#: (0.38) a set that begins and ends under way counts whole periods.
BACK = 0.56
#: Two movements are alike if one is at most so many times the other.
ALIKE = 1.6
#: A rest at the level from which a swing began, to this share of the swing, belongs to the rest and not to the swing.
SAME_LEVEL = 0.15
#: Between these shares of the way nobody wobbles who repeats a movement: wobbles are at its ends.
ON_THE_WAY = (0.25, 0.65)


class Pair(NamedTuple):
    """A swing out and the swing back: where it set out, turned and had come back to."""

    start: Point
    turn: Point
    back: Point

    @property
    def size(self) -> float:
        """How far it went."""
        return abs(self.turn[0] - self.start[0])

    @property
    def shorter(self) -> float:
        """The shorter of its two ways."""
        return min(self.size, abs(self.back[0] - self.turn[0]))

    @property
    def longer(self) -> float:
        """The longer of its two ways: the whole one, where the other was cut off by the beginning of a recording."""
        return max(self.size, abs(self.back[0] - self.turn[0]))

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.back[1] - self.start[1]


class Smoother:
    """Smooths sample by sample, and follows how much of the jitter is left."""

    def __init__(self) -> None:
        self.raw: list[float] = []
        self.time = self.value = self.jitter = 0.0
        self.samples = 0

    def take(self, sample: float, t: float) -> float:
        """Return the median of the last three samples, smoothed."""
        self.raw = [*self.raw[-2:], sample]
        middle = sorted(self.raw)[1] if len(self.raw) == 3 else self.raw[0]
        if self.samples:
            share = 1.0 - math.exp(-(t - self.time) / SMOOTHING_S)
            self.value += (middle - self.value) * share
            if len(self.raw) == 3:
                self._learn(share)
        else:
            self.value = middle
        self.samples += 1
        self.time = t
        return self.value

    def _learn(self, share: float) -> None:
        bend = abs(self.raw[0] - 2 * self.raw[1] + self.raw[2]) / 2.45  # of white noise: its deviation
        kept = bend * math.sqrt(share / (2.0 - share)) * 0.8
        weight = max(JITTER_SHARE, 1.0 / self.samples)
        self.jitter += (min(kept, 4 * self.jitter if self.samples > 20 else kept) - self.jitter) * weight


def alike(one: float, other: float, most: float = ALIKE) -> bool:
    """Tell whether neither is more than so many times the other."""
    return max(one, other) <= most * min(one, other)


def turning_points(path: list[Point], least: float) -> list[Point]:
    """Return where the swings that are larger than this turn round, the two ends included; empty swings give one."""
    low = high = path[0]
    direction = 0
    turns: list[Point] = []
    for point in path[1:]:
        low = point if direction <= 0 and point[0] < low[0] else low
        high = point if direction >= 0 and point[0] > high[0] else high
        if direction <= 0 and point[0] - low[0] > least:
            turns.append(low)
            direction, high = 1, point
        elif direction >= 0 and high[0] - point[0] > least:
            turns.append(high)
            direction, low = -1, point
    return [*turns, high if direction > 0 else low] if direction else [path[0]]


def pairs_of(
    turns: list[Point], rests: list[Point], fits: Callable[[Pair], bool], least: float, consumed: bool = False
) -> list[Pair]:
    """Return each swing with the one back, if that comes back far enough.

    Parameters
    ----------
    turns : list of Point
        From `turning_points`.
    rests : list of Point
        Ends of rests: a large move that rested on its way is no part of the swing after it.
    fits : callable
        Tells whether a pair may be one at all.
    least : float
        How large a swing is at least.
    consumed : bool
        The first swing is the way back of what was counted before.
    """
    pairs: list[Pair] = []
    at = 1 if consumed else 0
    while at + 2 < len(turns):
        start, turn, back = turns[at : at + 3]
        came = abs(back[0] - turn[0])
        if came < BACK * abs(turn[0] - start[0]):
            start = _set_out(start, turn, came, rests, least) or start
        pair = Pair(_left(start, turn, rests), turn, back)
        if came >= BACK * pair.size and fits(pair):
            pairs.append(pair)
            at += 2
        else:
            at += 1
    return pairs


def _left(start: Point, turn: Point, rests: list[Point]) -> Point:
    """Return where a swing really set out: at the end of the rest at its beginning."""
    near = SAME_LEVEL * abs(turn[0] - start[0])
    for rest in reversed(rests):
        if start[1] < rest[1] < turn[1] and abs(rest[0] - start[0]) < near:
            return (start[0], rest[1])
    return start


def _set_out(start: Point, turn: Point, came: float, rests: list[Point], least: float) -> Point | None:
    """Return where a large move rested before it went on as far as it came back."""
    way = turn[0] - start[0]
    for rest in reversed(rests):
        left = (turn[0] - rest[0]) / way if start[1] < rest[1] < turn[1] else 0.0
        if left * abs(way) >= least and alike(left * abs(way), came, 1 / BACK):
            return rest
    return None


def on_the_way(turns: list[Point], pair: Pair) -> int:
    """Return how often the movement turned round half-way: only at its ends does somebody wobble."""
    way = pair.turn[0] - pair.start[0]
    inside = (p for p in turns if pair.start[1] < p[1] < pair.back[1])
    return sum(ON_THE_WAY[0] < (p[0] - pair.start[0]) / way < ON_THE_WAY[1] for p in inside)
