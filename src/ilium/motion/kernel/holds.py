"""Holds: their beginning and end live, their length once the person is back, and this person's pace."""

import math

from ilium.motion.kernel.arithmetic import say
from ilium.motion.kernel.layout import *


def hold_begins(S: Numbers, since: float, t: float, out: Numbers, n: int) -> int:
    """Begin a hold that is held since then."""
    S[HOLDING], S[HOLD_FROM], S[HOLD_TICK], S[HELD], S[LEFT_SINCE] = 1.0, since, 0.0, 0.0, -1.0
    S[HOLDS] += 1.0
    return say(out, n, HOLD, t, S[HOLDS], 0.0, 1.0)


def hold_goes_on(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Say each whole second that is held."""
    whole = math.floor(t - S[HOLD_FROM])
    if whole > S[HOLD_TICK]:
        S[HOLD_TICK] = float(whole)
        n = say(out, n, HOLD, t, S[HOLDS], t - S[HOLD_FROM], 1.0)
    return n


def hold_ends(S: Numbers, until: float, t: float, out: Numbers, n: int) -> int:
    """End a hold whose beginning and end are known."""
    return hold_was(S, until - S[HOLD_FROM], 0.0, t, out, n)


def no_hold(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Take back a hold that was none: the next one has its number."""
    S[HOLDING] = S[HELD] = 0.0
    S[HOLDS] -= 1.0
    return say(out, n, HOLD, t, S[HOLDS] + 1.0, 0.0, 0.0)


def hold_was(S: Numbers, middle: float, flanks: float, t: float, out: Numbers, n: int) -> int:
    """End a hold, and mend those before it where this person's pace is better known by now.

    ``middle`` is the time between the middles of both flanks, and ``flanks`` the halves of both at the specified pace.
    """
    S[HOLDING] = 0.0
    last = int(S[HOLDS]) - 1
    if last >= MOST_HOLDS:
        S[HELD_BEFORE] += seconds_held(S, 0)
        for k in range(2 * MOST_HOLDS - 2):
            S[ENDED + k] = S[ENDED + k + 2]
    place = min(last, MOST_HOLDS - 1)
    S[ENDED + 2 * place], S[ENDED + 2 * place + 1] = middle, flanks
    S[HELD_SET] = S[HELD_BEFORE]
    for k in range(place + 1):
        held = seconds_held(S, k)
        S[HELD_SET] += held
        if k == place or S[ENDED + 2 * k + 1] > 0.0:
            n = say(out, n, HOLD, t, S[HOLDS] - place + k, held, 0.0)
    S[HELD] = seconds_held(S, place)
    return n


def seconds_held(S: Numbers, k: int) -> float:
    """Return the seconds of one of the last holds, by this person's pace as it is known now."""
    held_s: float = max(0.0, S[ENDED + 2 * k] - pace(S) * S[ENDED + 2 * k + 1])
    return held_s


def pace(S: Numbers) -> float:
    """Return how long this person's flanks take, by the specified time."""
    return float((PACE_PRIOR + S[PACE]) / (PACE_PRIOR + S[PACES]))


def crossing(S: Numbers, at: int, level: float) -> float:
    """Return when a level, in tenths of the range, was crossed; -1 where that is not known."""
    place = level - 1.0
    if not 0.0 <= place < LEVELS - 1.0:
        return -1.0
    low = int(place)
    first, second = S[at + low], S[at + low + 1]
    if first < 0.0:
        return -1.0
    if second < 0.0:
        return -1.0
    when: float = first + (second - first) * (place - low)
    return when


def flank(S: Numbers, P: Numbers, at: int, low: float, tenths: float, seconds: float) -> tuple[float, float]:
    """Return a time on a flank, and how far off the far end it is there, seconds at the specified pace; -1 if unknown.

    A filter and a threshold see a hold begin and end too early or too late, and noise moves any single crossing. So a
    smooth movement is laid through the crossings of each tenth of the way (least squares, the steep middle counts
    most). How long it took is one more observation of this person's pace.
    """
    weights, times, ways, square, both = 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(9):
        when, way = crossing(S, at, low + 0.1 * (k + 1) * tenths), P[WAYS + k]
        if when >= 0.0:
            weight = way * way * (1.0 - way) * (1.0 - way)
            weights += weight
            times += weight * when
            ways += weight * way
            square += weight * way * way
            both += weight * way * when
    if weights < ENOUGH:
        return -1.0, 0.0
    times, ways = times / weights, ways / weights
    spread = square - weights * ways * ways
    took = abs(both - weights * times * ways) / spread if spread > 0.0 else seconds
    S[PACE] += min(max(STEEPER * took / seconds, 0.5), 2.0) * spread
    S[PACES] += spread
    return times, seconds * (1.0 - ways)


def held(S: Numbers, P: Numbers, u: float, top: float, t: float, out: Numbers, n: int) -> int:
    """Say live when a hold begins, goes on, is left and is gone back to; its exact length is known only once back."""
    if S[HOLDING] == 0.0:
        return hold_begins(S, S[HOLD_FROM], t, out, n) if t >= S[HOLD_FROM] else n
    changes = u < LEFT * top if S[HOLDING] == 1.0 else u > STAYED * top
    if not changes:
        S[LEFT_SINCE] = -1.0
    elif S[LEFT_SINCE] < 0.0:
        S[LEFT_SINCE] = t
    if changes and t - S[LEFT_SINCE] >= SURELY:
        if S[HOLDING] == 2.0:
            return gone_back(S, t, out, n)
        S[HOLDING], S[LEFT_AT] = 2.0, max(S[HOLD_FROM], S[LEFT_SINCE] - pace(S) * P[BACK_SECONDS] * (1.0 - P[WAYS + 8]))
        S[LEFT_SINCE] = -1.0
        return say(out, n, HOLD, t, S[HOLDS], S[LEFT_AT] - S[HOLD_FROM], 0.0)
    return hold_goes_on(S, t, out, n) if S[HOLDING] == 1.0 else n


def gone_back(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Say that a hold goes on that had seemed to be left."""
    S[HOLDING], S[LEFT_SINCE] = 1.0, -1.0
    return say(out, n, HOLD, t, S[HOLDS], t - S[HOLD_FROM], 1.0)
