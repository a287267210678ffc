"""One frame through all of it, and many frames."""

from typing import Any

from ilium.motion.kernel.arithmetic import measure, say
from ilium.motion.kernel.gates import gate, learn_lengths, nearer, smoothed
from ilium.motion.kernel.layout import *
from ilium.motion.kernel.notices import elsewhere, give_up, lost, odd_view
from ilium.motion.kernel.phases import move, pose, settle


def raised(S: Numbers, X: Numbers, Y: Numbers, V: Numbers, unit: float, t: float) -> bool:
    """Tell whether a hand has just been held above everything else for `HAND` seconds."""
    top = min(Y[0], Y[11], Y[12], Y[23], Y[24], Y[25], Y[26]) - HAND_UP * unit
    up = (V[15] >= SURE and 0.0 < Y[15] < top and Y[15] < Y[13] - HAND_UP * unit) or (
        V[16] >= SURE and 0.0 < Y[16] < top and Y[16] < Y[14] - HAND_UP * unit
    )
    if not up:
        S[HAND_SINCE], S[HAND_TOLD] = -1.0, 0.0
        return False
    if S[HAND_SINCE] < 0.0:
        S[HAND_SINCE] = t
    if S[HAND_TOLD] == 0.0 and t - S[HAND_SINCE] >= HAND:
        S[HAND_TOLD] = 1.0
        return True
    return False


def holds_true(CI: Numbers, CF: Numbers, R: Numbers, when: int, loose: bool) -> bool:
    """Tell whether every condition of one kind (0 start, 1 during, 2 seen, 3 end, 4 between) holds."""
    for k in range(len(CI) // 2):
        if CI[2 * k] == when:
            value, slack = R[CI[2 * k + 1]], CF[3 * k + 2] if loose else 0.0
            if not (CF[3 * k] - slack <= value <= CF[3 * k + 1] + slack):
                return False
    return True


def advance(
    S: Numbers,
    program: Any,
    X: Numbers,
    Y: Numbers,
    V: Numbers,
    t: float,
    aspect: float,
    people: int,
    W: Numbers,
    R: Numbers,
    out: Numbers,
) -> int:
    """Take one frame into the state, write its events into ``out``, and return how many.

    Parameters
    ----------
    S : state, changed in place
    program : the nine sequences of a `ilium.motion.program.Program`
    X, Y, V : landmarks, 33 each; shares of the picture, and confidence 0 to 1
    t : float
        Capture time, seconds.
    aspect : float
        Width by height.
    people : int
        0, 1, or 2 for more.
    W, R : scratch for the points and the measures
    out : rows of events
    """
    last = S[T_LAST]
    if not (0.0 <= t < 1e12) or (last >= 0.0 and t - last < QUICKEST):
        return 0
    S[T_LAST] = t
    n = 0
    if S[BAD_SINCE] < 0.0 and S[T_GOOD] >= 0.0 and t - S[T_GOOD] > GAP:
        n = lost(S, t, GAPPED, 0, out, n)
    dark = t - last if last >= 0.0 else 0.0
    good = S[T_GOOD]
    gap = t - good if good >= 0.0 else 0.0
    fresh = good < 0.0 or gap > BRIDGE
    verdict = gate(S, program, X, Y, V, t, aspect, people, W, fresh)
    if verdict >= 0:
        S[LOST_S] += dark
        return lost(S, t, verdict // 100, verdict % 100, out, n)
    if fresh and S[PHASE] != LOOKING:
        n = give_up(S, t, 1.0, out, n)
    if S[TOLD] == 1.0:
        n = say(out, n, AGAIN, t, 0.0, 0.0, 0.0)
    S[SEEN_S] += min(dark, gap)
    S[TOLD], S[BAD_SINCE], S[T_GOOD] = 0.0, -1.0, t
    unit = smoothed(S, program, V, W, 0.0 if fresh else gap)
    if S[UNIT] <= 0.0:
        S[UNIT] = unit
    M, WHEN = program[3], program[8]
    looking, ending = S[PHASE] == LOOKING, S[PHASE] == END
    for k in range(len(WHEN)):
        when = WHEN[k]
        if when == ALWAYS or (looking and when == AT_START) or (ending and when == AT_END):
            R[k] = measure(M, k, W, unit, S[UNIT])
    if program[0][WANTS_HAND] == 1.0 and raised(S, X, Y, V, unit, t):
        n = say(out, n, RAISED, t, 0.0, 0.0, 0.0)
    return follow(S, program, t, 0.0 if fresh else gap, W, R, out, n)


def follow(S: Numbers, program: Any, t: float, dt: float, W: Numbers, R: Numbers, out: Numbers, n: int) -> int:
    """Follow start pose, movement and checks of one trusted frame."""
    P, B, CI, CF, CH = program[0], program[4], program[5], program[6], program[7]
    looking = S[PHASE] == LOOKING
    learn_lengths(S, B, W, dt)
    if looking:
        if not holds_true(CI, CF, R, 2, False):
            return odd_view(S, t, out, n)
        if S[UNSEEN_SINCE] == TOLD_ALREADY:
            n = say(out, n, AGAIN, t, 0.0, 0.0, 0.0)
        S[UNSEEN_SINCE] = -1.0
        if P[POSE_BOUNDS] == 0.0:
            n = elsewhere(S, t, holds_true(CI, CF, R, 0, False), out, n)
    if P[KIND] == POSE:
        return pose(S, t, holds_true(CI, CF, R, int(P[POSE_BOUNDS]), not looking), out, n)
    if looking:
        return settle(S, P, R[0], t, holds_true(CI, CF, R, 0, False), out, n)
    if another_movement(S, t, still_it(S, CI, CF, R)) or (S[PHASE] != START and too_long(S, P, t)):
        return give_up(S, t, 1.0, out, n)
    if S[PHASE] == END:
        add_checks(S, CH, R)
    return move(S, P, R[0], t, dt, out, n)


def still_it(S: Numbers, CI: Numbers, CF: Numbers, R: Numbers) -> bool:
    """Tell whether what must stay true does, while it moves and between repetitions."""
    return holds_true(CI, CF, R, 1, True) and (S[PHASE] != START or holds_true(CI, CF, R, 4, True))


def add_checks(S: Numbers, CH: Numbers, R: Numbers) -> None:
    """Add what is checked at the far end, where it is seen."""
    for k in range(len(CH)):
        value = R[CH[k]]
        if value == value:
            S[CHECKS + k] += value
            S[CHECKS + 4 + k] += 1.0


def too_long(S: Numbers, P: Numbers, t: float) -> bool:
    """Tell whether a repetition has been under way for so long that it is none; a hold may last."""
    return bool(P[KIND] == REPETITIONS and t - S[T_OUT] > LONGEST * (P[OUT_SECONDS] + P[BACK_SECONDS]))


def another_movement(S: Numbers, t: float, ok: bool) -> bool:
    """Tell whether what must stay true while it moves has not been for a while."""
    if ok:
        S[OFF_SINCE] = -1.0
    elif S[OFF_SINCE] < 0.0:
        S[OFF_SINCE] = t
    return bool(not ok and t - S[OFF_SINCE] > ANOTHER)


def run(
    S: Numbers,
    first: Any,
    second: Any,
    follow_near: bool,
    image: Numbers,
    confidence: Numbers,
    times: Numbers,
    aspects: Numbers,
    people: Numbers,
    W: Numbers,
    R: Numbers,
    out: Numbers,
) -> int:
    """Take many frames, of arrays as `ilium.motion.recording.Recording` has them; as `advance` otherwise."""
    n = 0
    for i in range(len(times)):
        if follow_near and people[i] == 1:
            nearer(S, first, image[i, :, 2], times[i])
        n += advance(
            S,
            second if S[SIDE] == 1.0 else first,
            image[i, :, 0],
            image[i, :, 1],
            confidence[i],
            times[i],
            aspects[i],
            people[i],
            W,
            R,
            out[n * EVENT : (n + MOST_EVENTS) * EVENT],
        )
    return n
