"""Counting the repetitions of any movement from one signal: an angle, a height, a distance, in any unit.

A repetition is a swing one way and most of the way back. How large they are is learnt from the signal itself: the
largest size at which enough speaks for it that the movements are a set (`ilium.motion.evidence`). Those of the set are
then counted together, and from then on each as it comes back. A large move into place, a wobble in a hold and most
fidgets are none. Nothing here looks ahead: what was counted at one moment is never taken back, nor changed by what
comes after; where little speaks for a set, the count is later instead.

All constants are fixed and were set on made-up signals (`ilium.motion.signals`, seeds below 1000), on signals of the
moving figure (`ilium.app.figure_signals`, seeds below 1000) and on the KERAAL sample; our choice. How well that does:
docs/counting-accuracy.md.
"""

import math

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from ilium.anatomy.errors import IliumError
from ilium.motion import evidence
from ilium.motion.swings import Pair, Point, Smoother, alike, on_the_way, pairs_of, turning_points

#: A turn is kept from so many times the jitter that is left after smoothing (which is within 4 nearly always), and from
#: this share of the usual repetition.
FINE, FINE_SHARE = 5.0, 0.1
#: The first repetitions are larger than so many times that jitter (smoothed noise spans 8 to 9 in an hour), the next
#: ones than this, since their size is known.
JITTERS, JITTERS_ON = 11.0, 8.0
#: A swing is more than these shares of the usual repetition: while it is learnt, and then. Wobbles stay below 0.3.
OF_USUAL, OF_USUAL_ON = 0.38, 0.33
#: One that is smaller than the first share of the usual takes the second share of the usual time: fidgets are quicker.
SMALL, SMALL_S = 0.6, 0.6
#: The usual repetition is the median of the last few; one far larger counts only if another like it follows.
USUAL_OF, TOO_LARGE = 5, 2.5
#: Seconds from setting out to having come back at least (tremor is quicker), and of a swing.
SHORTEST_S, SWING_S = 0.4, 0.12
#: Neighbours of one set: their sizes and their paces are within these ratios; a set of 0.5 to 1.5 has such neighbours.
CHAIN, REGULAR = 2.2, 2.0
#: Turns half-way are those of more than this share; a swing of more than this share is another movement.
GAP, OTHERS = 0.1, 0.3
#: How near the size that is tried the median must be, and how much larger something else is.
ABOUT, LARGER = 1.2, 1.3
#: Two, and no third yet, are of sizes within this ratio, and this share of all that moved; a lone one comes all the way
#: back, by this share.
TWO, TWO_OF_ALL, ALONE_BACK = 1.5, 0.5, 0.74
#: Seconds in which a way back that ends has slowed to less than this share of it: else it only passes by.
SLOWING_S, SLOWING = 0.06, 0.2
#: Seconds after which we look again although nothing turned.
LOOK_S = 0.25
#: A rest: seconds within this share of the present swing, or within so many times the jitter.
STILL_S, STILL, STILL_JITTERS = 0.35, 0.03, 4.0
#: How many turns, rests and samples are kept, and how far apart samples: enough for a set that is learnt (two minutes),
#: and memory stays bounded.
MOST, MOST_RESTS, MOST_SAMPLES, APART_S = 40, 12, 3000, 0.04
#: Repetitions looked at to learn a set, and the smallest of it as a share of all that moved.
RUN, SMALLEST = 6, 1 / 20


class SignalError(IliumError):
    """A movement signal that cannot be counted: the text says what is amiss and where."""


class Repetitions(msgspec.Struct, frozen=True):
    """What was counted.

    Parameters
    ----------
    count : int
        Whole repetitions.
    starts, turns, ends : tuple of float, length ``count``
        When each set out, turned round, and had come back; in the unit of the times.
    sizes : tuple of float, length ``count``
        How far each went, in the signal's unit.
    counted : tuple of float, length ``count``
        When each was counted: the first ones of a set together, as soon as they are known to be a set.
    """

    count: int
    starts: tuple[float, ...]
    turns: tuple[float, ...]
    ends: tuple[float, ...]
    sizes: tuple[float, ...]
    counted: tuple[float, ...]


def count_repetitions(signal: ArrayLike, times: ArrayLike) -> Repetitions:
    """Count the repetitions of a movement.

    Parameters
    ----------
    signal : array_like, shape (n,)
        The movement, in any unit, with any offset, either way up. NaN and infinities are samples that are not there:
        nothing is counted from them, and a gap in the middle of a repetition costs it only if it hides the turn.
    times : array_like, shape (n,), seconds
        When each sample was taken; strictly rising, any rate.

    Returns
    -------
    Repetitions
        A last repetition that has not come back is not counted. No samples, or none that is finite: 0. A movement that
        is done once is counted only where nothing else moved and it stays out for long, 2.5 s, or 1.4 s with a rest
        of 3 s after it: a shorter one cannot be told from a fidget. After the first set each counts as it comes back.

    Raises
    ------
    SignalError
        The shapes differ, a time is not finite, or a time is not later than the one before.

    Examples
    --------
    >>> times = np.arange(0, 20, 1 / 30)
    >>> knee = 90 + 40 * np.sin(2 * np.pi * times / 4)
    >>> count_repetitions(knee, times).count
    5
    >>> count_repetitions(-0.001 * knee + 7, times).count
    5
    """
    values, moments = _checked(signal, times)
    counter = _Counter()
    for value, moment in zip(values, moments, strict=True):
        if math.isfinite(value):
            counter.take(value, moment)
    pairs = [pair for pair, _ in counter.done]
    return Repetitions(
        len(pairs),
        tuple(pair.start[1] for pair in pairs),
        tuple(pair.turn[1] for pair in pairs),
        tuple(pair.back[1] for pair in pairs),
        tuple(pair.size for pair in pairs),
        tuple(t for _, t in counter.done),
    )


def _checked(signal: ArrayLike, times: ArrayLike) -> tuple[list[float], list[float]]:
    try:
        values, moments = np.asarray(signal, dtype=np.float64), np.asarray(times, dtype=np.float64)
    except (TypeError, ValueError):
        raise SignalError("the signal and its times must be numbers") from None
    if values.ndim != 1 or values.shape != moments.shape:
        raise SignalError(f"expected a signal and times of one length, not shapes {values.shape} and {moments.shape}")
    if not np.isfinite(moments).all():
        raise SignalError(f"times[{int(np.flatnonzero(~np.isfinite(moments))[0])}] is not a finite number")
    if (back := np.flatnonzero(np.diff(moments) <= 0)).size:
        at = int(back[0]) + 1
        raise SignalError(f"times[{at}] is {moments[at]:g}, not later than {moments[at - 1]:g} before it")
    return values.tolist(), moments.tolist()


class _Counter:
    """Follows the swings of a signal, sample by sample."""

    def __init__(self) -> None:
        self.done: list[tuple[Pair, float]] = []
        self.smoother = Smoother()
        self.points: list[Point] = []
        self.trace: list[Point] = []
        self.rests: list[Point] = []
        self.still: Point = (0.0, 0.0)
        self.extreme: Point = (0.0, 0.0)
        self.direction = 0
        self.consumed = False
        self.looked: Point = (0.0, -math.inf)
        self.odd: Pair | None = None
        self.first = 0  # of those from which the usual one is known
        self.usual = self.usual_s = 0.0
        self.lately: list[Point] = [(0.0, 0.0)]

    def take(self, sample: float, t: float) -> None:
        value = self.smoother.take(sample, t)
        here = (value, t)
        if self.smoother.samples <= 3:
            self.points, self.extreme, self.still, self.looked, self.lately = [here], here, here, here, [here]
            return
        if not self.done and (not self.trace or t - self.trace[-1][1] > APART_S):
            self.trace.append(here)
            del self.trace[:-MOST_SAMPLES]
        if t - self.lately[-1][1] > SLOWING_S:
            self.lately = [self.lately[-1], here]
        turned = self._follow(here)
        self._rest(here)
        if turned or abs(self.extreme[0] - self.looked[0]) > self._step() or t - self.looked[1] > LOOK_S:
            self.looked = (self.extreme[0], t)
            self._look(t)

    @property
    def _leg(self) -> float:
        return abs(self.extreme[0] - self.points[-1][0])

    def _step(self) -> float:
        return 0.05 * self.usual if self.done else max(2 * self.smoother.jitter, 0.05 * self._leg)

    def _rest(self, here: Point) -> None:
        band = max(STILL_JITTERS * self.smoother.jitter, STILL * self._leg)
        if abs(here[0] - self.still[0]) > band:
            self.still = here
        elif here[1] - self.still[1] > STILL_S:
            known = self.rests and self.rests[-1][1] >= self.still[1]
            self.rests = [*(self.rests[:-1] if known else self.rests[-MOST_RESTS:]), here]

    def _follow(self, here: Point) -> bool:
        value, t = here
        fine = max(FINE * self.smoother.jitter, FINE_SHARE * self.usual, 1e-9 * abs(value))
        if self.direction == 0:
            start = self.points[0]
            if abs(value - start[0]) > fine:
                self.direction = 1 if value > start[0] else -1
                self.extreme = here
            return False
        if (value - self.extreme[0]) * self.direction > 0:
            self.extreme = here
            return False
        if abs(value - self.extreme[0]) <= fine or t - self.extreme[1] < SWING_S:
            return False
        self.points.append(self.extreme)
        del self.points[:-MOST]
        self.extreme, self.direction = here, -self.direction
        return True

    def _look(self, t: float) -> None:
        if self.direction == 0:
            return
        path = [*self.points, self.extreme]
        if self.done:
            self._go_on(path, t)
        else:
            self._learn(path, t)

    def _go_on(self, path: list[Point], t: float) -> None:
        usual = self.usual
        least = max(OF_USUAL_ON * usual, JITTERS_ON * self.smoother.jitter)
        for pair in pairs_of(turning_points(path, least), self.rests, self._long_enough, least, self.consumed):
            if len(self.done) - self.first >= 3 and pair.size > TOO_LARGE * usual:
                self._take_odd(pair, t)
            else:
                self._count([pair], t)
                self.odd = None

    def _take_odd(self, pair: Pair, t: float) -> None:
        """Keep one that is far larger than usual; two alike are repetitions, and what was before was something else."""
        before, self.odd = self.odd, pair
        if before is not None and before.start[1] >= pair.start[1]:
            self.odd = before
        elif before is not None and alike(before.size, pair.size):
            self.first, self.odd = len(self.done), None
            self._count([before, pair], t)

    def _long_enough(self, pair: Pair) -> bool:
        small = pair.size < SMALL * self.usual
        return pair.seconds >= (max(SHORTEST_S, SMALL_S * self.usual_s) if small else SHORTEST_S)

    def _count(self, pairs: list[Pair], t: float) -> None:
        self.done += [(pair, t) for pair in pairs]
        last = [pair for pair, _ in self.done[self.first :][-USUAL_OF:]]
        self.usual = sorted(pair.size for pair in last)[len(last) // 2]
        self.usual_s = sorted(pair.seconds for pair in last)[len(last) // 2]
        turn = pairs[-1].turn
        self.points = [turn, *(point for point in self.points if point[1] > turn[1])]
        self.rests = [rest for rest in self.rests if rest[1] > turn[1]]
        self.consumed = True

    def _learn(self, path: list[Point], t: float) -> None:
        if self.smoother.samples < 10:
            return
        values = [point[0] for point in path]
        span = max(values) - min(values)
        doubt = 1 + 4 / math.sqrt(self.smoother.samples)
        least = max(JITTERS * doubt * self.smoother.jitter, SMALLEST * span)
        size = span
        while size > least:
            pairs = self._of_size(path, size)
            run = self._series(pairs, path, size, span, t)
            if run:
                earlier = evidence.alike_before(pairs[: -len(run)], run, self.trace)
                self._count([*earlier, *run], t)
                return
            size *= 0.8

    def _of_size(self, path: list[Point], size: float) -> list[Pair]:
        least = OF_USUAL * size
        pairs = pairs_of(turning_points(path, least), self.rests, self._long_enough, least)
        return [p for p in pairs if least <= p.size <= TOO_LARGE * size]

    def _series(self, pairs: list[Pair], path: list[Point], size: float, span: float, t: float) -> list[Pair]:
        """Return the last pairs if they are repetitions of this size, and can be told from chance."""
        if not pairs:
            return []
        run = _run(pairs)
        sizes = sorted(pair.size for pair in run)
        if not size / ABOUT <= sizes[len(sizes) // 2] <= size * ABOUT:
            return []
        if abs(self.extreme[0] - self.lately[0][0]) > SLOWING * sizes[0]:
            return []
        before = [point for point in path if point[1] <= run[0].start[1]]
        others = max(0, len(turning_points(before, OTHERS * size)) - 1 - (len(pairs) - len(run)))
        larger = span > LARGER * size
        if len(run) == 1 and (others > 1 or larger or not self._whole(run[0])):
            return []
        if len(run) == 2 and (size < TWO_OF_ALL * span or not alike(run[0].longer, run[1].longer, TWO)):
            return []
        turns = turning_points(path, max(GAP * size, FINE * self.smoother.jitter))
        half_way = sum(on_the_way(turns, pair) for pair in run[-4:])
        against = evidence.against(half_way, others, larger)
        return run if evidence.evidence(run, self.trace, t, against) > 0 else []

    def _whole(self, pair: Pair) -> bool:
        """Tell whether it has come all the way back, by the last samples, which are ahead of the smoothed ones."""
        return min(abs(raw - pair.turn[0]) for raw in self.smoother.raw) >= ALONE_BACK * pair.size


def _run(pairs: list[Pair]) -> list[Pair]:
    """Return the last pairs that follow each other at much the same pace and size."""
    run = [pairs[-1]]
    beat = 0.0
    for pair in reversed(pairs[:-1]):
        before, beat = beat, run[-1].turn[1] - pair.turn[1]
        if not alike(pair.size, run[-1].size, CHAIN) or (before and not alike(before, beat, REGULAR)):
            break
        run.append(pair)
        if len(run) == RUN:
            break
    return run[::-1]
