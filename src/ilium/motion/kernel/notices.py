"""What is said of what is not seen, and of positions; and how what was under way is given up."""

from ilium.motion.kernel.arithmetic import say
from ilium.motion.kernel.holds import hold_ends, no_hold
from ilium.motion.kernel.layout import *


def lost(S: Numbers, t: float, reason: int, part: int, out: Numbers, n: int) -> int:
    """Note a frame that cannot be trusted; say so once it has lasted, and give up the repetition when it goes on."""
    if S[BAD_SINCE] < 0.0:
        S[BAD_SINCE] = S[T_GOOD] if S[T_GOOD] >= 0.0 else t
    S[REASON], S[PART] = float(reason), float(part)
    since = t - S[BAD_SINCE]
    if S[TOLD] == 0.0 and (since > GAP or S[T_GOOD] < 0.0):
        S[TOLD] = 1.0
        if S[ELSEWHERE_SINCE] < TOLD_ALREADY:
            S[ELSEWHERE_SINCE] = -1.0
        n = say(out, n, LOST, t, float(reason), float(part), S[SIDE])
        if S[PHASE] == LOOKING:
            n = show(S, t, 0.0, out, n)
    if since > (OTHERWISE if reason == IMPLAUSIBLE else BRIDGE) and S[PHASE] != LOOKING:
        n = give_up(S, t, 0.0, out, n)
    return n


def give_up(S: Numbers, t: float, shown: float, out: Numbers, n: int) -> int:
    """Forget the repetition under way; the start pose is needed again."""
    if S[HOLDING] > 0.0:
        until = S[OFF_SINCE] if S[OFF_SINCE] >= 0.0 else S[T_GOOD]
        if S[HOLDING] == 2.0:
            until = S[LEFT_AT]
        n = hold_ends(S, until, t, out, n) if until - S[HOLD_FROM] >= SHORT_HOLD else no_hold(S, t, out, n)
    S[PHASE] = LOOKING
    S[SETTLE_T] = S[PENDING] = S[OFF_SINCE] = -1.0
    return show(S, t, shown, out, n)


def show(S: Numbers, t: float, shown: float, out: Numbers, n: int) -> int:
    """Say where the person is, when that changes."""
    if S[SHOWN] == shown:
        return n
    S[SHOWN] = shown
    return say(out, n, POSITION, t, shown, 0.0, 0.0)


def elsewhere(S: Numbers, t: float, ok: bool, out: Numbers, n: int) -> int:
    """Say once a set that the start pose is not seen, after `ELSEWHERE` seconds of a body seen well; and that it is."""
    since = S[ELSEWHERE_SINCE]
    if since == TOLD_AND_FOUND:
        return n
    if ok:
        S[ELSEWHERE_SINCE] = TOLD_AND_FOUND if since == TOLD_ALREADY else -1.0
        return say(out, n, AGAIN, t, 0.0, 0.0, 0.0) if since == TOLD_ALREADY else n
    if since < 0.0:
        S[ELSEWHERE_SINCE] = t
    elif since != TOLD_ALREADY and t - since > ELSEWHERE:
        S[ELSEWHERE_SINCE] = TOLD_ALREADY
        n = say(out, n, LOST, t, float(ANOTHER_ONE), 0.0, S[SIDE])
    return n


def odd_view(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Note that the body is seen from the wrong side, and say so once it has lasted."""
    S[SETTLE_T] = -1.0
    if S[UNSEEN_SINCE] < 0.0:
        S[UNSEEN_SINCE] = t
    if ODD_VIEW < t - S[UNSEEN_SINCE]:
        S[UNSEEN_SINCE] = TOLD_ALREADY
        n = say(out, n, LOST, t, float(BAD_VIEW), 0.0, S[SIDE])
    return show(S, t, 1.0, out, n)
