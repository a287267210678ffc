"""When what came back counts as a repetition: one of a series, not a movement that stands alone."""

import math

from ilium.motion.kernel.arithmetic import say
from ilium.motion.kernel.layout import *


def come_back(S: Numbers, P: Numbers, top: float, t: float, back: float, out: Numbers, n: int) -> int:
    """Count a repetition that is one of a series; one that stands alone waits for another like it.

    Somebody who shifts or scratches makes single movements, each another; who exercises makes the same one again.
    """
    for k in range(4):
        S[CHECKS + k] = S[CHECKS + k] / S[CHECKS + 4 + k] if S[CHECKS + 4 + k] > 0.0 else math.nan
    seconds, beyond = t - S[T_OUT], S[T_BACK] - S[T_ROSE]
    waits = S[WAITING] >= 0.0 and S[T_OUT] - S[WAITING] <= SERIES
    series = S[COUNT] > 0.0 and (waits or S[T_OUT] - S[LAST_END] <= SERIES)
    fits = P[KIND] == HOLDING_KIND or (series and alike(beyond, top, S[USUAL_BEYOND], S[RANGE], NEXT_RANGE))
    pair = waits and alike(beyond, top, S[WAITING_BEYOND], S[WAITING + 2], ALIKE_RANGE)
    if fits or pair:
        between = S[WAITING + 8] == 1.0
        if waits and (pair or between):  # the first of two, or an odd one between two that count
            n = count(S, P, WAITING + 4, S[WAITING], S[WAITING + 1], S[WAITING + 2], S[WAITING + 3], out, n)
            usual(S, S[WAITING_BEYOND])
        S[WAITING] = -1.0
        n = count(S, P, CHECKS, t, seconds, top, back, out, n)
        usual(S, beyond)
        return n
    S[WAITING_BEYOND] = beyond
    S[WAITING], S[WAITING + 1], S[WAITING + 2], S[WAITING + 3] = t, seconds, top, back
    for k in range(4):
        S[WAITING + 4 + k] = S[CHECKS + k]
    S[WAITING + 8] = 1.0 if S[COUNT] > 0.0 and S[T_OUT] - S[LAST_END] <= SERIES else 0.0
    return n


def just_counted(S: Numbers, t: float) -> bool:
    """Tell whether a repetition that counts has just ended."""
    return bool(S[COUNT] > 0.0 and t - S[LAST_END] <= WITHIN)


def usual(S: Numbers, beyond: float) -> None:
    """Learn how long this person's repetitions are beyond the middle."""
    S[USUAL_BEYOND] = beyond if S[COUNT] == 1.0 else 0.7 * S[USUAL_BEYOND] + 0.3 * beyond


def alike(seconds: float, size: float, other_seconds: float, other_size: float, most: float) -> bool:
    """Tell whether two repetitions are about as long and as large."""
    return bool(
        max(seconds, other_seconds) <= ALIKE_SECONDS * min(seconds, other_seconds)
        and max(size, other_size) <= most * min(size, other_size)
    )


def count(
    S: Numbers, P: Numbers, at: int, t: float, seconds: float, size: float, back: float, out: Numbers, n: int
) -> int:
    """Count a repetition that ended at ``t``, with its checks at ``S[at]``, and learn this person's range from it."""
    S[COUNT] += 1.0
    row = n * EVENT
    before = n
    n = say(out, n, REPETITION, t, S[COUNT], seconds, size / S[RANGE])
    if n > before:
        out[row + 5] = back
        for k in range(4):
            out[row + 6 + k] = S[at + k]
    first = S[COUNT] == 1.0
    S[RANGE] = max(size if first else 0.7 * S[RANGE] + 0.3 * size, P[LEAST])
    S[LAST_END] = t
    return n
