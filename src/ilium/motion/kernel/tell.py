"""What is said of what is not seen, and of positions; and how what was under way is given up."""

from ilium.motion.kernel.codes import (
    BAD_VIEW,
    FOUND,
    GETTING_READY,
    IMPLAUSIBLE,
    LEFT_HOLD,
    LOOKING,
    MEASURED_AGAIN,
    NO_HOLD,
    NOBODY,
    NOT_MEASURED,
    OTHER_EXERCISE,
    POSITION_CHANGED,
    SAID,
    UNSAID,
)
from ilium.motion.kernel.events import Said, say
from ilium.motion.kernel.hold import hold_ends, no_hold
from ilium.motion.kernel.state import NEVER, KernelState
from ilium.motion.kernel.tables import KernelProgram


def lost(state: KernelState, program: KernelProgram, reason: int, joint: int, said: Said) -> None:
    """Note a frame that cannot be trusted; say so once it has lasted, and give up the repetition when it goes on."""
    body, see, now = state.body, program.see, state.now_s
    if body.lost_since_s < 0.0:
        body.lost_since_s = body.trusted_s if body.trusted_s >= 0.0 else now
    lasted = now - body.lost_since_s
    if not body.lost_told and (lasted > see.gap_s or body.trusted_s < 0.0):
        body.lost_told = True
        if state.pose.missing == UNSAID:
            state.pose.missing_since_s = NEVER
        say(said, NOT_MEASURED, now, value=reason, joint=joint, flag=body.right)
        if state.phase == LOOKING:
            show(state, NOBODY, said)
    if lasted > (see.otherwise_s if reason == IMPLAUSIBLE else see.bridge_s) and state.phase != LOOKING:
        give_up(state, program, NOBODY, said)


def found_again(state: KernelState, seconds: float, said: Said) -> None:
    """Note that this frame can be trusted, and that the body was seen for so long until it."""
    body = state.body
    if body.lost_told:
        say(said, MEASURED_AGAIN, state.now_s)
    body.measured_s += seconds
    body.lost_told, body.lost_since_s, body.trusted_s = False, NEVER, state.now_s


def give_up(state: KernelState, program: KernelProgram, position: int, said: Said) -> None:
    """Forget the repetition under way; the start pose is needed again."""
    holds, path = state.holds, state.path
    if holds.now != NO_HOLD:
        until_s = path.off_since_s if path.off_since_s >= 0.0 else state.body.trusted_s
        if holds.now == LEFT_HOLD:
            until_s = holds.left_s
        if until_s - holds.from_s >= program.hold.shortest_s:
            hold_ends(state, program, until_s, said)
        else:
            no_hold(state, said)
    state.phase = LOOKING
    state.pose.since_s = path.pending_since_s = path.off_since_s = NEVER
    show(state, position, said)


def show(state: KernelState, position: int, said: Said) -> None:
    """Say where the person is, when that changes."""
    if state.pose.shown != position:
        state.pose.shown = position
        say(said, POSITION_CHANGED, state.now_s, value=position)


def elsewhere(state: KernelState, program: KernelProgram, ok: bool, said: Said) -> None:
    """Say once a set that the start pose is not seen, after long of a body seen well; and that it is."""
    pose, now = state.pose, state.now_s
    if pose.missing == FOUND:
        return
    if ok:
        if pose.missing == SAID:
            pose.missing = FOUND
            say(said, MEASURED_AGAIN, now)
        pose.missing_since_s = NEVER
    elif pose.missing_since_s < 0.0:
        pose.missing_since_s = now
    elif pose.missing == UNSAID and now - pose.missing_since_s > program.follow.elsewhere_s:
        pose.missing = SAID
        say(said, NOT_MEASURED, now, value=OTHER_EXERCISE, flag=state.body.right)


def odd_view(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Note that the body is seen from the wrong side, and say so once it has lasted."""
    pose, now = state.pose, state.now_s
    pose.since_s = NEVER
    if pose.odd_since_s < 0.0:
        pose.odd_since_s = now
    if not pose.odd_told and now - pose.odd_since_s > program.follow.odd_view_s:
        pose.odd_told = True
        say(said, NOT_MEASURED, now, value=BAD_VIEW, flag=state.body.right)
    show(state, GETTING_READY, said)


def usual_view(state: KernelState, said: Said) -> None:
    """Note that the body is seen from the side that is needed."""
    pose = state.pose
    if pose.odd_told:
        say(said, MEASURED_AGAIN, state.now_s)
    pose.odd_since_s, pose.odd_told = NEVER, False
