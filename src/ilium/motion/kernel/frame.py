"""One frame through all of it: gates, then smoothing and measures, then phases, repetitions and holds."""

from ilium.motion.kernel.codes import GAP, GETTING_READY, HAND_RAISED, LOOKING, TRUSTED
from ilium.motion.kernel.events import Said, say
from ilium.motion.kernel.follow import follow
from ilium.motion.kernel.see import hand_up, read, verdict
from ilium.motion.kernel.state import KernelState
from ilium.motion.kernel.tables import FrameLandmarks, KernelProgram
from ilium.motion.kernel.tell import found_again, give_up, lost

#: Capture times from here on are none, seconds.
LATEST = 1e12


def advance(state: KernelState, program: KernelProgram, picture: FrameLandmarks, said: Said) -> None:
    """Take one frame into the state, and say what it leads to.

    Parameters
    ----------
    state : KernelState
        Changed in place.
    program : KernelProgram
        Of the side that is measured.
    picture : FrameLandmarks
        The frame. One that is not later than the last, or that comes too quickly after it, is left out.
    said : list of Event
        Added to.
    """
    body, see, now, last = state.body, program.see, picture.at_s, state.now_s
    if not (0.0 <= now < LATEST) or (last >= 0.0 and now - last < see.quickest_s):
        return
    state.now_s = now
    gap = now - body.trusted_s if body.trusted_s >= 0.0 else 0.0
    if body.lost_since_s < 0.0 and gap > see.gap_s:
        lost(state, program, GAP, 0, said)
    dark = now - last if last >= 0.0 else 0.0
    fresh = body.trusted_s < 0.0 or gap > see.bridge_s
    reason, joint = verdict(state, program, picture, fresh)
    if reason != TRUSTED:
        body.not_measured_s += dark
        lost(state, program, reason, joint, said)
        return
    if fresh and state.phase != LOOKING:
        give_up(state, program, GETTING_READY, said)
    found_again(state, min(dark, gap), said)
    state.step_s = 0.0 if fresh else gap
    read(state, program, picture)
    if program.wants_hand and hand_up(state, program, picture):
        say(said, HAND_RAISED, now)
    follow(state, program, said)
