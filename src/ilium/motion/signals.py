"""Movement signals whose number of repetitions is known: what counting is tuned and judged on.

Everything here is made up, from a seed: smooth moves between levels, seen at any rate, in any unit, either way up, with
jitter and drift. No person moved for them. The kinds are what goes wrong with real signals; sizes are shares of one
repetition, and our choice.
"""

from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Random = np.random.Generator
#: Where a path is, and when: (seconds, share of a repetition).
Knots = list[tuple[float, float]]


class Signal(msgspec.Struct, frozen=True):
    """A made-up signal.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    values : ndarray, shape (n,), float64
        In any unit; NaN where a sample is missing.
    times : ndarray, shape (n,), float64, seconds
        Strictly rising.
    repetitions : int
        How many were done.
    """

    kind: str
    values: Array
    times: Array
    repetitions: int


class Style(msgspec.Struct, frozen=True):
    """How somebody moves in one set; times in seconds, sizes in shares of a repetition."""

    period: float
    up: float  # share of the moving time that goes out
    hold: float
    pause: float
    noise: float
    drift: float  # a second


def make(kind: str, seed: int) -> Signal:
    """Return a signal.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seed : int
        The same seed gives the same signal.

    Raises
    ------
    KeyError
        There is no such kind.

    Examples
    --------
    >>> made = make("ordinary", 1)
    >>> made.values.shape == made.times.shape
    True
    """
    random = np.random.default_rng([sorted(KINDS).index(kind), seed])
    style = _style(random, kind)
    knots, count = KINDS[kind](random, style)
    return _seen(kind, knots, count, style, random)


_PERIODS = {"fast": (0.8, 1.3), "slow": (10.0, 20.0), "one repetition": (3.0, 10.0), "two repetitions": (2.0, 10.0)}


def _style(random: Random, kind: str) -> Style:
    low, high = _PERIODS.get(kind, (1.2, 10.0))
    period = float(np.exp(random.uniform(np.log(low), np.log(high))))
    still = random.uniform(0.0, 0.3) if random.random() < 0.5 else 0.0
    paused = random.uniform(0.0, 1.0) if random.random() < 0.5 else 0.0
    return Style(
        period,
        random.uniform(0.3, 0.7),
        still * period,
        paused * period,
        random.choice([0.0, 0.01, 0.03, 0.06]),
        random.uniform(-0.01, 0.01),
    )


# --- paths: what is done -------------------------------------------------------------------------------------------


def _rest(knots: Knots, seconds: float) -> None:
    knots.append((knots[-1][0] + seconds, knots[-1][1]))


def _move(knots: Knots, level: float, seconds: float) -> None:
    knots.append((knots[-1][0] + seconds, level))


def _repeat(
    knots: Knots, sizes: Array, style: Style, random: Random, base: float = 0.0, ends: Array | None = None
) -> None:
    """Go out and back once for each size, and rest in between."""
    for number, size in enumerate(sizes):
        pace = random.uniform(0.85, 1.15)
        moving = max(0.7, style.period - style.hold) * pace
        _move(knots, base + float(size), moving * style.up)
        if style.hold:
            _rest(knots, style.hold * pace)
        _move(knots, base + (0.0 if ends is None else float(ends[number])), moving * (1 - style.up))
        if style.pause:
            _rest(knots, style.pause * random.uniform(0.2, 1.0))


def _begin(random: Random) -> Knots:
    knots: Knots = [(0.0, 0.0)]
    _rest(knots, random.uniform(0.0, 3.0))
    return knots


def _many(random: Random, low: int = 3, high: int = 15) -> int:
    return int(random.integers(low, high + 1))


def _even(random: Random, count: int, off: float = 0.12) -> Array:
    return np.asarray(random.uniform(1 - off, 1 + off, count))


def _ordinary(random: Random, style: Style) -> tuple[Knots, int]:
    knots, count = _begin(random), _many(random)
    _repeat(knots, _even(random, count), style, random)
    _rest(knots, random.uniform(0.0, 3.0))
    return knots, count


def _long_end(random: Random, style: Style) -> tuple[Knots, int]:
    knots, count = _ordinary(random, style)
    _rest(knots, random.uniform(10.0, 60.0))
    return knots, count


def _unequal(random: Random, style: Style) -> tuple[Knots, int]:
    knots, count = _begin(random), _many(random)
    _repeat(knots, random.uniform(0.5, 1.5, count), style, random)
    return knots, count


def _tired(random: Random, style: Style) -> tuple[Knots, int]:
    knots, count = _begin(random), _many(random, 6, 20)
    _repeat(knots, np.linspace(1.0, random.uniform(0.4, 0.7), count) * _even(random, count, 0.08), style, random)
    return knots, count


def _wobbly(random: Random, style: Style) -> tuple[Knots, int]:
    """Hold each repetition with a wobble or two in it."""
    knots, count = _begin(random), _many(random)
    moving = max(1.0, style.period - style.hold)
    for size in _even(random, count):
        _move(knots, float(size), moving * style.up)
        for _ in range(int(random.integers(1, 3))):
            _move(knots, float(size) - random.uniform(0.1, 0.3), random.uniform(0.3, 0.8))
            _move(knots, float(size) * random.uniform(0.95, 1.05), random.uniform(0.3, 0.8))
        _move(knots, 0.0, moving * (1 - style.up))
        _rest(knots, style.pause)
    return knots, count


def _short_of_the_start(random: Random, style: Style) -> tuple[Knots, int]:
    """Come back by 75 to 100 % of the way only."""
    knots, count = _begin(random), _many(random)
    _repeat(knots, _even(random, count), style, random, ends=random.uniform(0.0, 0.25, count))
    return knots, count


def _under_way(random: Random, style: Style) -> tuple[Knots, int]:
    """Be recorded from the middle of a movement for a whole number of periods."""
    count, phase = _many(random), random.uniform(0.0, 2 * np.pi)
    at = np.linspace(0.0, count, count * 24 + 1)
    levels = 0.5 + 0.5 * np.sin(2 * np.pi * at + phase)
    return [(float(t) * style.period, float(level)) for t, level in zip(at, levels, strict=True)], count


def _large(random: Random) -> float:
    return float(random.choice([-1.0, 1.0]) * random.uniform(1.8, 6.0))


def _into_place(random: Random, style: Style) -> tuple[Knots, int]:
    knots: Knots = [(0.0, _large(random))]
    _rest(knots, random.uniform(0.0, 4.0))
    _move(knots, 0.0, random.uniform(1.0, 5.0))
    _rest(knots, random.uniform(0.8, 5.0))
    count = _many(random)
    _repeat(knots, _even(random, count), style, random)
    return knots, count


def _out_of_place(random: Random, style: Style) -> tuple[Knots, int]:
    knots, count = _ordinary(random, style)
    _move(knots, _large(random), random.uniform(1.0, 5.0))
    _rest(knots, random.uniform(0.0, 5.0))
    return knots, count


def _in_and_out(random: Random, style: Style) -> tuple[Knots, int]:
    """Get into place, do a set, and go back to where it began."""
    knots, count = _into_place(random, style)
    _rest(knots, random.uniform(0.5, 4.0))
    _move(knots, knots[0][1], random.uniform(1.0, 5.0))
    _rest(knots, random.uniform(0.0, 5.0))
    return knots, count


def _fidget(knots: Knots, random: Random) -> None:
    """Shift and scratch: small, quick, each unlike the one before."""
    base = knots[-1][1]
    for _ in range(int(random.integers(1, 5))):
        _move(knots, base + float(random.choice([-1.0, 1.0]) * random.uniform(0.05, 0.2)), random.uniform(0.2, 0.7))
        _rest(knots, random.uniform(0.0, 0.3))
    _move(knots, base, random.uniform(0.2, 0.7))
    _rest(knots, random.uniform(0.3, 3.0))


def _fidgets_before(random: Random, style: Style) -> tuple[Knots, int]:
    knots = _begin(random)
    for _ in range(int(random.integers(1, 4))):
        _fidget(knots, random)
    count = _many(random)
    _repeat(knots, _even(random, count), style, random)
    return knots, count


def _two_sets(random: Random, style: Style) -> tuple[Knots, int]:
    """Do two sets, with fidgets and a rest between them."""
    knots, first, second = _begin(random), _many(random, 3, 8), _many(random, 3, 8)
    _repeat(knots, _even(random, first), style, random)
    _rest(knots, random.uniform(1.0, 20.0))
    for _ in range(int(random.integers(0, 4))):
        _fidget(knots, random)
    _repeat(knots, _even(random, second), style, random)
    _rest(knots, random.uniform(0.0, 3.0))
    return knots, first + second


def _one(random: Random, style: Style) -> tuple[Knots, int]:
    knots = _begin(random)
    _repeat(knots, np.ones(1), style, random)
    _rest(knots, random.uniform(3.0, 6.0))
    return knots, 1


def _two(random: Random, style: Style) -> tuple[Knots, int]:
    knots = _begin(random)
    _repeat(knots, _even(random, 2), style, random)
    _rest(knots, random.uniform(3.0, 6.0))
    return knots, 2


def _everything(random: Random, style: Style) -> tuple[Knots, int]:
    """Do most of it in one: into place, fidgets, an uneven set with short ways back, out again."""
    knots: Knots = [(0.0, _large(random))]
    _move(knots, 0.0, random.uniform(1.0, 5.0))
    _rest(knots, random.uniform(0.8, 5.0))
    _fidget(knots, random)
    count = _many(random)
    _repeat(knots, _even(random, count, 0.25), style, random, ends=random.uniform(0.0, 0.15, count))
    _rest(knots, random.uniform(0.5, 3.0))
    _move(knots, _large(random), random.uniform(1.0, 5.0))
    return knots, count


# --- nothing is done -----------------------------------------------------------------------------------------------


def _still(random: Random, style: Style) -> tuple[Knots, int]:
    knots: Knots = [(0.0, 0.0)]
    _rest(knots, random.uniform(5.0, 120.0))
    return knots, 0


def _one_way(random: Random, style: Style) -> tuple[Knots, int]:
    """Sit or lie down, in one go or two, perhaps a little too far at first, and stay."""
    knots = _begin(random)
    if random.random() < 0.5:
        _move(knots, random.uniform(0.3, 0.7), random.uniform(0.5, 2.0))
        _rest(knots, random.uniform(0.0, 2.0))
    if random.random() < 0.5:
        _move(knots, random.uniform(1.0, 1.25), random.uniform(0.8, 3.0))
    _move(knots, 1.0, random.uniform(0.5, 3.0))
    _rest(knots, random.uniform(0.0, 30.0))
    return knots, 0


def _only_fidgets(random: Random, style: Style) -> tuple[Knots, int]:
    knots = _begin(random)
    for _ in range(int(random.integers(1, 4))):
        _fidget(knots, random)
        _rest(knots, random.uniform(0.0, 8.0))
    return knots, 0


KINDS: Final[dict[str, Callable[[Random, Style], tuple[Knots, int]]]] = {
    "ordinary": _ordinary,
    "fast": _ordinary,
    "slow": _ordinary,
    "drop-outs": _ordinary,
    "spikes": _ordinary,
    "drifting": _ordinary,
    "long hold at the end": _long_end,
    "unequal": _unequal,
    "tiring": _tired,
    "wobbles in the hold": _wobbly,
    "short of the start": _short_of_the_start,
    "recorded under way": _under_way,
    "large move into place": _into_place,
    "large move out of it": _out_of_place,
    "into place and back": _in_and_out,
    "fidgets before": _fidgets_before,
    "two sets, fidgets between": _two_sets,
    "one repetition": _one,
    "two repetitions": _two,
    "all at once": _everything,
    "stillness": _still,
    "noise": _still,
    "sway": _still,
    "one-way move": _one_way,
    "fidgets only": _only_fidgets,
}
#: In which nobody repeats anything.
NOTHING: Final = frozenset({"stillness", "noise", "sway", "one-way move", "fidgets only"})


# --- seeing: what a sensor makes of it ------------------------------------------------------------------------------


def _seen(kind: str, knots: Knots, count: int, style: Style, random: Random) -> Signal:
    times = _times(knots[-1][0], random)
    values = _path(knots, times) + random.normal(0.0, style.noise, len(times)) * (kind != "stillness")
    values += style.drift * (5.0 if kind == "drifting" else 1.0) * times / max(1.0, style.period / 4)
    if kind == "sway":
        values = _sway(times, random)
    if kind == "noise":
        values = random.normal(0.0, 1.0, len(times))
    if kind == "spikes":
        hit = random.random(len(times)) < 0.004
        values[hit] += random.uniform(-5.0, 5.0, int(hit.sum()))
    if kind == "drop-outs":
        _drop(values, times, style, random)
    scale = 10.0 ** random.uniform(-3.0, 3.0) * random.choice([-1.0, 1.0])
    return Signal(kind, scale * (values + random.uniform(-100.0, 100.0)), times, count)


def _times(seconds: float, random: Random) -> Array:
    rate = float(np.exp(random.uniform(np.log(10.0), np.log(240.0))))
    steps = np.full(max(2, int(seconds * rate)), 1.0 / rate)
    if random.random() < 0.5:
        steps *= random.uniform(0.5, 1.5, len(steps))
    times: Array = np.cumsum(steps) * (seconds / steps.sum()) + random.uniform(0.0, 1000.0)
    return times


def _path(knots: Knots, times: Array) -> Array:
    """Go smoothly from knot to knot: at rest at each, fastest half-way (a cubic)."""
    at, levels = np.array(knots).T
    since = np.clip(times - times[0], at[0], at[-1])
    place = np.clip(np.searchsorted(at, since, side="right") - 1, 0, len(at) - 2)
    width = at[place + 1] - at[place]
    share = np.clip((since - at[place]) / np.where(width > 0, width, 1.0), 0.0, 1.0)
    eased = share * share * (3.0 - 2.0 * share)
    return np.asarray(levels[place] + (levels[place + 1] - levels[place]) * eased)


def _sway(times: Array, random: Random) -> Array:
    """Noise that hangs together over a tenth of a second to a second, as of somebody who stands."""
    kept = np.exp(-np.diff(times, prepend=times[0]) / random.uniform(0.1, 1.0))
    values, value = np.empty(len(times)), 0.0
    for index, share in enumerate(kept):
        value = share * value + np.sqrt(1 - share * share) * random.normal()
        values[index] = value
    return values


def _drop(values: Array, times: Array, style: Style, random: Random) -> None:
    """Lose single samples, and runs of up to a fifth of a repetition or a second."""
    values[random.random(len(values)) < random.uniform(0.02, 0.2)] = np.nan
    longest = min(1.0, 0.2 * style.period)
    for start in random.uniform(times[0], times[-1], max(1, int((times[-1] - times[0]) / 15))):
        values[(times >= start) & (times < start + random.uniform(0.0, longest))] = np.nan
