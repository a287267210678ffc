"""Counting the repetitions of any movement from one signal: an angle, a height, a distance, in any unit.

A repetition is a swing one way and most of the way back. What counts as a swing is learnt from the signal itself: it
must stand out from the jitter between neighbouring samples, and be a fair part of the swings before. Nothing here
looks ahead: what has been counted at one moment is never taken back, and does not change with what comes after.

All constants are fixed and were set on synthetic signals, not on the recordings that the tests read; our choice.
"""

import math

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from ilium.anatomy.errors import IliumError

#: Seconds over which samples are smoothed.
SMOOTHING_S = 0.25
#: A swing is more than this many times the jitter that is left after smoothing.
JITTERS = 16.0
#: And more than these shares of the usual repetition, and of the whole range of late.
OF_USUAL, OF_RANGE = 0.4, 0.27
#: Seconds in which an old range is forgotten, so that drift does not make it grow.
FORGET_S = 40.0
#: It must come back by this share of the way out.
BACK = 0.65
#: The usual repetition is the median of the last few.
USUAL_OF = 5
#: Seconds a repetition takes at least, and a swing.
SHORTEST_S, SWING_S = 0.7, 0.2
#: Two movements are alike if one is at most so many times the other.
ALIKE = 1.6
#: How much of the newest jump between samples enters the estimate of jitter.
JITTER_SHARE = 0.05


class SignalError(IliumError):
    """A movement signal that cannot be counted: the text says what is amiss and where."""


class Repetitions(msgspec.Struct, frozen=True):
    """What was counted.

    Parameters
    ----------
    count : int
        Whole repetitions.
    starts, turns, ends : tuple of float, length ``count``
        When each set out, turned round, and had come back so far that it was counted; in the unit of the times.
    sizes : tuple of float, length ``count``
        How far each went, in the signal's unit.
    """

    count: int
    starts: tuple[float, ...]
    turns: tuple[float, ...]
    ends: tuple[float, ...]
    sizes: tuple[float, ...]


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
        A last repetition that has not come back is not counted.

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
    done = counter.done
    return Repetitions(
        len(done),
        tuple(row[0] for row in done),
        tuple(row[1] for row in done),
        tuple(row[2] for row in done),
        tuple(row[3] for row in done),
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
        self.done: list[tuple[float, float, float, float]] = []
        self.raw: list[float] = []
        self.time = self.value = self.jitter = 0.0
        self.samples = 0
        self.low = self.high = self.low_t = self.high_t = 0.0
        self.whole_low = self.whole_high = 0.0
        self.direction = 0  # of the present swing; 0 before the first
        self.origin = self.extreme = (0.0, 0.0)  # where the present swing began and has got to: value, time
        self.out: tuple[tuple[float, float], tuple[float, float]] | None = None  # the swing before, if not yet matched
        self.matched = False
        self.first_wobble: tuple[tuple[float, float], tuple[float, float]] | None = None  # before any repetition
        self.first_origin = (0.0, 0.0)  # where the swing before the present one began

    def take(self, sample: float, t: float) -> None:
        forgotten = min(1.0, (t - self.time) / FORGET_S) if self.samples else 0.0
        value = self._smoothed(sample, t)
        self.whole_low = min(self.whole_low + (value - self.whole_low) * forgotten, value)
        self.whole_high = max(self.whole_high + (value - self.whole_high) * forgotten, value)
        if self.direction == 0:
            self._first_swing(value, t)
            return
        here = (value, t)
        if (value - self.extreme[0]) * self.direction > 0:
            self.extreme = here
            self._match(t)
        elif abs(value - self.extreme[0]) > self._least() and t - self.extreme[1] >= SWING_S:
            self._turn(here)
            self._match(t)

    def _smoothed(self, sample: float, t: float) -> float:
        """Return the median of the last three samples, smoothed; and follow how much they jitter."""
        self.raw = [*self.raw[-2:], sample]
        middle = sorted(self.raw)[len(self.raw) // 2]
        if not self.samples:
            self.value = self.whole_low = self.whole_high = self.low = self.high = middle
            self.low_t = self.high_t = t
        else:
            share = 1.0 - math.exp(-(t - self.time) / SMOOTHING_S)
            self.value += (middle - self.value) * share
            if len(self.raw) == 3:
                bend = abs(self.raw[0] - 2 * self.raw[1] + self.raw[2]) / 2.45  # of white noise: its deviation
                kept = bend * math.sqrt(share / (2.0 - share)) * 0.8
                weight = max(JITTER_SHARE, 1.0 / self.samples)
                self.jitter += (min(kept, 4 * self.jitter if self.samples > 20 else kept) - self.jitter) * weight
        self.samples += 1
        self.time = t
        return self.value

    def _least(self) -> float:
        """Return how large a swing must be now."""
        sizes = sorted(row[3] for row in self.done[-USUAL_OF:])
        usual = sizes[len(sizes) // 2] if sizes else 0.0
        learnt = max(OF_USUAL * usual, OF_RANGE * (self.whole_high - self.whole_low))
        return max(learnt, JITTERS * self.jitter, 1e-9 * max(abs(self.whole_low), abs(self.whole_high)))

    def _first_swing(self, value: float, t: float) -> None:
        if value <= self.low:
            self.low, self.low_t = value, t
        if value >= self.high:
            self.high, self.high_t = value, t
        if self.samples < 8 or self.high - self.low <= self._least():
            return
        self.direction = 1 if self.high_t > self.low_t else -1
        low, high = (self.low, self.low_t), (self.high, self.high_t)
        self.origin, self.extreme = (low, high) if self.direction > 0 else (high, low)

    def _turn(self, here: tuple[float, float]) -> None:
        """Begin a swing the other way: the one before waits for its match, or was one."""
        swing = (self.origin, self.extreme)
        if self.matched:
            self.out = None
        elif self.out is None or not self._wobble(swing) or self._again(swing, here[1]):
            self.out = swing
        else:  # a wobble at the far end: the swing before it goes on
            self.out = None
            self.origin = self.first_origin
            self.direction = -self.direction
            self.extreme = here
            return
        self.first_origin = self.origin
        self.origin, self.extreme = self.extreme, here
        self.direction = -self.direction
        self.matched = False

    def _wobble(self, swing: tuple[tuple[float, float], tuple[float, float]]) -> bool:
        """Tell whether a swing that did not come back is only a wobble of the one before it."""
        assert self.out is not None
        size = abs(swing[1][0] - swing[0][0])
        before = abs(self.out[1][0] - self.out[0][0])
        sizes = sorted(row[3] for row in self.done[-USUAL_OF:])
        if not sizes:
            return size < 0.5 * before
        usual = sizes[len(sizes) // 2]
        return not (size >= 0.6 * usual and before >= 1.6 * usual)

    def _again(self, swing: tuple[tuple[float, float], tuple[float, float]], t: float) -> bool:
        """Tell whether the first wobbles are repetitions after a larger move into place: two alike; count the first."""
        if self.done:
            return False
        before, self.first_wobble = self.first_wobble, swing
        if before is None:
            return False
        size, other = (abs(one[1][0] - one[0][0]) for one in (swing, before))
        if max(size, other) > ALIKE * min(size, other) or t - before[0][1] < 2 * SHORTEST_S:
            return False
        self.done.append((before[0][1], before[1][1], t, other))
        return True

    def _match(self, t: float) -> None:
        """Count a repetition as soon as the swing back has come far enough."""
        if self.out is None or self.matched:
            return
        out = abs(self.out[1][0] - self.out[0][0])
        back = abs(self.extreme[0] - self.origin[0])
        if back >= BACK * out:
            self.matched = True
            if t - self.out[0][1] >= SHORTEST_S:
                self.done.append((self.out[0][1], self.out[1][1], t, out))
