"""When what came back counts as a repetition: one of a series, not a movement that stands alone."""

import math

from ilium.motion.kernel.codes import HOLDS
from ilium.motion.kernel.events import Said, say_repetition
from ilium.motion.kernel.state import MOST_CHECKS, NEVER, KernelState, Path, Repetition, SeriesState
from ilium.motion.kernel.tables import KernelProgram
from ilium.motion.thresholds import SeriesLimits


def come_back(state: KernelState, program: KernelProgram, top: float, back_s: float, said: Said) -> None:
    """Count a repetition that is one of a series; one that stands alone waits for another like it.

    Somebody who shifts or scratches makes single movements, each another; who exercises makes the same one again.
    ``top`` is how far it went, ``back_s`` how long it took to come back.
    """
    series, path, limits = state.series, state.path, program.series
    latest, waiting = series.latest, series.waiting
    measured(latest, path, state.now_s, top, back_s)
    waits = waiting.end_s >= 0.0 and path.out_s - waiting.end_s <= limits.series_s
    soon = series.count > 0 and path.out_s - series.last_end_s <= limits.series_s
    one_more = series.count > 0 and (waits or soon)
    usual = alike(latest, series.usual_beyond_s, path.range, limits.next_range, limits)
    pair = waits and alike(latest, waiting.beyond_s, waiting.size, limits.alike_range, limits)
    if program.counts == HOLDS or (one_more and usual) or pair:
        if waits and (pair or series.waits_after_one):  # the first of two, or an odd one between two that count
            count_one(state, program, waiting, said)
        waiting.end_s = NEVER
        count_one(state, program, latest, said)
    else:
        keep(latest, waiting)
        series.waits_after_one = soon


def measured(latest: Repetition, path: Path, end_s: float, top: float, back_s: float) -> None:
    """Write down the movement that has just come back."""
    latest.end_s, latest.seconds, latest.beyond_s = end_s, end_s - path.out_s, path.back_s - path.rose_s
    latest.size, latest.back_s = top, back_s
    for k in range(MOST_CHECKS):
        frames = path.check_frames[k]
        latest.checks[k] = path.check_totals[k] / frames if frames > 0.0 else math.nan


def keep(latest: Repetition, waiting: Repetition) -> None:
    """Let the latest be the one that waits."""
    waiting.end_s, waiting.seconds, waiting.beyond_s = latest.end_s, latest.seconds, latest.beyond_s
    waiting.size, waiting.back_s = latest.size, latest.back_s
    for k in range(MOST_CHECKS):
        waiting.checks[k] = latest.checks[k]


def just_counted(state: KernelState, program: KernelProgram, at_s: float) -> bool:
    """Tell whether a repetition that counts ended just before then."""
    return bool(state.series.count > 0 and at_s - state.series.last_end_s <= program.follow.followed_within_s)


def alike(one: Repetition, beyond_s: float, size: float, most: float, limits: SeriesLimits) -> bool:
    """Tell whether a repetition is about as long beyond the middle as another, and about as large."""
    return bool(
        max(one.beyond_s, beyond_s) <= limits.alike_seconds * min(one.beyond_s, beyond_s)
        and max(one.size, size) <= most * min(one.size, size)
    )


def count_one(state: KernelState, program: KernelProgram, one: Repetition, said: Said) -> None:
    """Count a repetition, and learn this person's range and pace from it."""
    series, path, newest = state.series, state.path, program.series.newest
    series.count += 1
    say_repetition(said, one.end_s, series.count, one.seconds, one.back_s, one.size / path.range, one.checks)
    size = one.size if series.count == 1 else (1.0 - newest) * path.range + newest * one.size
    path.range = max(size, program.least)
    series.last_end_s = one.end_s
    learn_usual(series, one.beyond_s, newest)


def learn_usual(series: SeriesState, beyond_s: float, newest: float) -> None:
    """Learn how long this person's repetitions are beyond the middle."""
    usual = (1.0 - newest) * series.usual_beyond_s + newest * beyond_s
    series.usual_beyond_s = beyond_s if series.count == 1 else usual
