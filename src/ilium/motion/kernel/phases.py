"""From the start pose out, to the far end and back, by hysteresis; or the time in a pose."""

import math

from ilium.motion.kernel.arithmetic import say
from ilium.motion.kernel.holds import flank, gone_back, held, hold_begins, hold_ends, hold_goes_on, hold_was, pace
from ilium.motion.kernel.layout import *
from ilium.motion.kernel.notices import show
from ilium.motion.kernel.series import come_back, just_counted


def note_levels(S: Numbers, u: float, t: float) -> None:
    """Note which tenths of the range were crossed since the last frame, and when."""
    before, step = S[LAST_U], 0.1 * S[RANGE]
    if u == before or (u > before and S[PHASE] == BACK):
        return
    low, high = min(u, before), max(u, before)
    at = UPS if u > before else DOWNS
    first = max(1, int(math.ceil(low / step)))
    last = min(LEVELS, int(math.floor(high / step)))
    for tenth in range(first, last + 1):
        if u > before and S[PHASE] == END and S[at + tenth - 1] >= 0.0:
            continue
        S[at + tenth - 1] = S[LAST_T] + (t - S[LAST_T]) * (tenth * step - before) / (u - before)


def settle(S: Numbers, P: Numbers, s: float, t: float, ok: bool, out: Numbers, n: int) -> int:
    """Look for the start pose: kept still for `SETTLE` seconds."""
    n = show(S, t, 1.0, out, n)
    if not ok:
        if S[OFF_SINCE] < 0.0:
            S[OFF_SINCE] = t
        if t - S[OFF_SINCE] > GAP:
            S[SETTLE_T] = -1.0
        return n
    S[OFF_SINCE] = -1.0
    if S[SETTLE_T] < 0.0:
        S[SETTLE_T], S[SETTLE_LOW], S[SETTLE_HIGH], S[SETTLE_SUM], S[SETTLE_N] = t, s, s, 0.0, 0.0
        S[BONES + 3] = S[BONES + 4] = S[BONES + 5] = 0.0
    S[SETTLE_LOW], S[SETTLE_HIGH] = min(S[SETTLE_LOW], s), max(S[SETTLE_HIGH], s)
    S[SETTLE_SUM] += s
    S[SETTLE_N] += 1.0
    if S[SETTLE_HIGH] - S[SETTLE_LOW] > STILL * max(P[LEAST], 0.5 * P[FIRST_RANGE]):
        S[SETTLE_T] = -1.0
    elif known_again(S, t) or (t - S[SETTLE_T] >= SETTLE and S[SETTLE_N] >= 4.0):
        S[BASE] = S[SETTLE_SUM] / S[SETTLE_N]
        S[FLOOR_SUM], S[FLOOR_N] = S[SETTLE_SUM], S[SETTLE_N]
        if S[RANGE] <= 0.0:
            S[RANGE] = P[FIRST_RANGE]
        n = start(S, t, 0.0, out, n)
        n = show(S, t, 2.0, out, n)
    return n


def known_again(S: Numbers, t: float) -> bool:
    """Tell whether the start pose is the calibrated one, after the count was paused within a set."""
    if S[COUNT] == 0.0 or t - S[SETTLE_T] < RESETTLE or S[SETTLE_N] < 4.0:
        return False
    return bool(abs(S[SETTLE_SUM] / S[SETTLE_N] - S[BASE]) < NEAR_START * S[RANGE])


def start(S: Numbers, t: float, u: float, out: Numbers, n: int) -> int:
    """Enter the start phase."""
    S[PHASE], S[PENDING], S[OFF_SINCE] = START, -1.0, -1.0
    S[LAST_U], S[LAST_T] = u, t
    for k in range(2 * LEVELS):
        S[UPS + k] = -1.0
    return say(out, n, PHASED, t, START, 0.0, 0.0)


def lasted(S: Numbers, t: float, true: bool) -> bool:
    """Tell whether something has been true for `DWELL` seconds."""
    if not true:
        S[PENDING] = -1.0
        return False
    if S[PENDING] < 0.0:
        S[PENDING] = t
    return bool(t - S[PENDING] >= DWELL)


def move(S: Numbers, P: Numbers, s: float, t: float, dt: float, out: Numbers, n: int) -> int:
    """Follow the movement by hysteresis from the start to the far end and back."""
    u = P[DIRECTION] * (s - S[BASE])
    note_levels(S, u, t)
    S[LAST_U], S[LAST_T] = u, t
    if S[PHASE] == START:
        return at_start(S, P, s, u, t, dt, out, n)
    if u > S[PEAK] + 0.03 * S[RANGE]:
        S[PEAK_T] = t
    S[PEAK] = max(S[PEAK], u)
    top = S[TOP_SUM] / S[TOP_N] if S[TOP_N] > 0.0 else S[PEAK]
    if S[PHASE] == OUT:
        if u >= FAR * S[RANGE] or t - S[PEAK_T] > PLATEAU or u < LEAVING * S[PEAK]:
            n = far_end(S, t, out, n)
            if S[HOLDING] == 0.0:
                S[HOLD_FROM] = t + pace(S) * P[OUT_SECONDS] * (1.0 - P[WAYS + 6])
        return n
    if S[PHASE] == END:
        return at_end(S, P, u, top, t, out, n)
    return on_way_back(S, P, u, top, t, out, n)


def at_start(S: Numbers, P: Numbers, s: float, u: float, t: float, dt: float, out: Numbers, n: int) -> int:
    """Follow the level of the start pose, or leave it."""
    if u < (FOLLOWED_WITHIN if just_counted(S, t) else FOLLOWED) * S[RANGE]:
        S[BASE] += (s - S[BASE]) * min(1.0, dt / (DRIFT if u > 0.0 else DRIFT_BELOW))
    note_floor(S, s)
    if lasted(S, t, u >= max(P[LEAST], RISE * S[RANGE])):
        n = set_out(S, u, t, out, n)
    return n


def note_floor(S: Numbers, s: float) -> None:
    """Note the level of the start pose, but not of a movement that begins or ends there."""
    if abs(s - S[FLOOR_SUM] / S[FLOOR_N]) < NEAR_LEVEL * S[RANGE]:
        if S[FLOOR_N] >= MOST_FLOOR:
            S[FLOOR_SUM] *= 1.0 - 1.0 / S[FLOOR_N]
            S[FLOOR_N] -= 1.0
        S[FLOOR_SUM] += s
        S[FLOOR_N] += 1.0


def on_way_back(S: Numbers, P: Numbers, u: float, top: float, t: float, out: Numbers, n: int) -> int:
    """Be back at the start, rest or set out again a little above it, or go back to the far end."""
    if u < S[VALLEY] - 0.03 * S[RANGE]:
        S[VALLEY_T] = t
    S[VALLEY] = min(S[VALLEY], u)
    if lasted(S, t, u < NEAR_START * top):
        return back_again(S, P, u, top, t, out, n)
    again = u > S[VALLEY] + max(P[LEAST], RISE * top)
    if S[VALLEY] > max(TURNED * top, top - FALL * S[RANGE]):
        return far_end(S, t, out, n) if again else n
    if again or t - S[VALLEY_T] > RESTING:
        shift = S[VALLEY]
        n = back_again(S, P, u - shift, top, t, out, n)
        S[BASE] += P[DIRECTION] * shift
    return n


def set_out(S: Numbers, u: float, t: float, out: Numbers, n: int) -> int:
    """Leave the start pose."""
    S[PHASE], S[PENDING], S[PEAK], S[PEAK_T] = OUT, -1.0, u, t
    S[T_OUT] = S[UPS] if S[UPS] >= 0.0 else t
    S[T_ROSE] = t
    S[TOP_SUM] = S[TOP_N] = S[CEILING_SUM] = S[CEILING_N] = 0.0
    for k in range(8):
        S[CHECKS + k] = 0.0
    n = show(S, t, 3.0, out, n)
    return say(out, n, PHASED, t, OUT, 0.0, 0.0)


def lasted_above(S: Numbers, t: float, true: bool) -> bool:
    """Tell whether it has been far above what was taken for the far end for `DWELL` seconds."""
    if not true:
        S[LEFT_SINCE] = -1.0
        return False
    if S[LEFT_SINCE] < 0.0:
        S[LEFT_SINCE] = t
    return bool(t - S[LEFT_SINCE] >= DWELL)


def set_out_anew(S: Numbers, P: Numbers, u: float, top: float, t: float, out: Numbers, n: int) -> int:
    """Leave what was taken for the far end for a further one: so it was where this movement starts.

    Who has shifted, or settled a little higher, before the first repetition would lose it otherwise. Not right after a
    repetition: there two with noise between them look so, and both would be lost.
    """
    S[BASE] += P[DIRECTION] * top
    S[FLOOR_SUM], S[FLOOR_N] = S[BASE], 1.0
    S[LAST_U], S[LEFT_SINCE] = u - top, -1.0
    for k in range(2 * LEVELS):
        S[UPS + k] = -1.0
    n = set_out(S, u - top, t, out, n)
    S[T_OUT] = t - 0.5 * P[OUT_SECONDS]
    return n


def far_end(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Reach the far end."""
    S[PHASE], S[PENDING], S[LEFT_SINCE] = END, -1.0, -1.0
    for k in range(LEVELS):
        S[DOWNS + k] = -1.0
    if S[HOLDING] == 2.0:
        n = gone_back(S, t, out, n)
    return say(out, n, PHASED, t, END, 0.0, 0.0)


def at_end(S: Numbers, P: Numbers, u: float, top: float, t: float, out: Numbers, n: int) -> int:
    """Stay at the far end, or leave it."""
    if P[KIND] == REPETITIONS and t - S[T_ROSE] > P[OUT_SECONDS] and not just_counted(S, S[T_OUT]):
        if lasted_above(S, t, u > top + max(P[LEAST], RISE * S[RANGE])):
            return set_out_anew(S, P, u, top, t, out, n)
    if u >= FAR * top:
        S[TOP_SUM] += u
        S[TOP_N] += 1.0
        if t - S[PEAK_T] > PLATEAU and u > top - NEAR_LEVEL * S[RANGE]:
            S[CEILING_SUM] += u
            S[CEILING_N] += 1.0
    if lasted(S, t, u < max(LEAVING * top, top - FALL * S[RANGE])):
        S[PHASE], S[PENDING], S[T_BACK], S[VALLEY], S[VALLEY_T] = BACK, -1.0, t, u, t
        n = say(out, n, PHASED, t, BACK, 0.0, 0.0)
    elif P[KIND] == HOLDING_KIND:
        n = held(S, P, u, top, t, out, n)
    return n


def back_again(S: Numbers, P: Numbers, u: float, top: float, t: float, out: Numbers, n: int) -> int:
    """Be back at the start: a hold ends, and what was done is weighed as a repetition."""
    low, tenths = levels(S, P, top)
    left, back = flank(S, P, DOWNS, low, tenths, P[BACK_SECONDS])
    if S[HOLDING] > 0.0:
        begun, there = flank(S, P, UPS, low, tenths, P[OUT_SECONDS])
        if begun < 0.0:
            begun = S[HOLD_FROM]
        n = hold_was(S, (left if left >= 0.0 else S[T_BACK]) - begun, there + back, t, out, n)
    left = left - pace(S) * back if left >= 0.0 else S[T_BACK]
    if t - S[T_OUT] >= P[QUICK_SECONDS]:
        n = come_back(S, P, top, t, t - left, out, n)
    return start(S, t, u, out, n)


def levels(S: Numbers, P: Numbers, top: float) -> tuple[float, float]:
    """Return where the start pose is, and how far the far end is from it, tenths of the range."""
    low = P[DIRECTION] * (S[FLOOR_SUM] / S[FLOOR_N] - S[BASE])
    high = S[CEILING_SUM] / S[CEILING_N] if S[CEILING_N] > 0.0 else top
    return 10.0 * low / S[RANGE], 10.0 * (high - low) / S[RANGE]


def pose(S: Numbers, t: float, ok: bool, out: Numbers, n: int) -> int:
    """Time how long the start conditions hold."""
    if S[HOLDING] == 1.0:
        if ok:
            S[PENDING] = -1.0
            return hold_goes_on(S, t, out, n)
        if S[PENDING] < 0.0:
            S[PENDING] = t
        if t - S[PENDING] >= ANOTHER:
            n = hold_ends(S, S[PENDING], t, out, n)
            S[PHASE], S[PENDING] = LOOKING, -1.0
            n = show(S, t, 1.0, out, n)
        return n
    if not ok:
        S[SETTLE_T] = -1.0
        return show(S, t, 1.0, out, n)
    n = show(S, t, 1.0, out, n)
    if S[SETTLE_T] < 0.0:
        S[SETTLE_T] = t
    if t - S[SETTLE_T] >= SETTLE:
        S[PHASE] = END
        n = show(S, t, 2.0, out, n)
        n = hold_begins(S, S[SETTLE_T], t, out, n)
        S[SETTLE_T] = S[PENDING] = -1.0
    return n
