"""What a trusted frame means: the start pose, a movement under way, the time in a pose, or another position."""

import math

from ilium.motion.kernel.codes import (
    BOUND_BETWEEN,
    BOUND_DURING,
    BOUND_SEEN,
    BOUND_START,
    END,
    GETTING_READY,
    HELD,
    LOOKING,
    POSE,
    READY,
    REPETITIONS,
    START,
)
from ilium.motion.kernel.events import Said
from ilium.motion.kernel.hold import hold_begins, hold_ends, hold_goes_on
from ilium.motion.kernel.move import move, start
from ilium.motion.kernel.see import learn_lengths
from ilium.motion.kernel.state import NEVER, BodyState, KernelState
from ilium.motion.kernel.tables import KernelProgram
from ilium.motion.kernel.tell import elsewhere, give_up, odd_view, show, usual_view


def follow(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Follow start pose, movement and checks of one trusted frame."""
    learn_lengths(state, program)
    if state.phase == LOOKING and not in_view(state, program, said):
        return
    if program.counts == POSE:
        time_pose(state, program, bounds_hold(state.body, program, program.pose_bounds, state.phase != LOOKING), said)
    elif state.phase == LOOKING:
        settle(state, program, said)
    elif another_movement(state, program) or too_long(state, program):
        give_up(state, program, GETTING_READY, said)
    else:
        if state.phase == END:
            add_checks(state, program)
        move(state, program, said)


def in_view(state: KernelState, program: KernelProgram, said: Said) -> bool:
    """Tell whether the body is seen from the side that is needed; say so if not, or if it is in another position."""
    if not bounds_hold(state.body, program, BOUND_SEEN, False):
        odd_view(state, program, said)
        return False
    usual_view(state, said)
    if program.pose_bounds == BOUND_START:
        elsewhere(state, program, bounds_hold(state.body, program, BOUND_START, False), said)
    return True


def bounds_hold(body: BodyState, program: KernelProgram, when: int, loose: bool) -> bool:
    """Tell whether every bound of one kind holds; ``loose``: with what is allowed on top while it moves."""
    for bound in program.bounds:
        if bound.when == when:
            slack = bound.slack if loose else 0.0
            if not (bound.low - slack <= body.measures[bound.measure] <= bound.high + slack):
                return False
    return True


def another_movement(state: KernelState, program: KernelProgram) -> bool:
    """Tell whether what must stay true, while it moves or between repetitions, has not been for a while."""
    body, path = state.body, state.path
    ok = bounds_hold(body, program, BOUND_DURING, True)
    if ok and state.phase == START:
        ok = bounds_hold(body, program, BOUND_BETWEEN, True)
    if ok:
        path.off_since_s = NEVER
    elif path.off_since_s < 0.0:
        path.off_since_s = state.now_s
    return bool(not ok and state.now_s - path.off_since_s > program.follow.another_s)


def too_long(state: KernelState, program: KernelProgram) -> bool:
    """Tell whether a repetition has been under way for so long that it is none; a hold may last."""
    if state.phase == START or program.counts != REPETITIONS:
        return False
    return bool(state.now_s - state.path.out_s > program.follow.longest * (program.out_s + program.back_s))


def add_checks(state: KernelState, program: KernelProgram) -> None:
    """Add what is checked at the far end, where it is seen."""
    path = state.path
    for k, which in enumerate(program.checks):
        value = state.body.measures[which]
        if not math.isnan(value):
            path.check_totals[k] += value
            path.check_frames[k] += 1.0


def settle(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Look for the start pose, kept still for long enough."""
    show(state, GETTING_READY, said)
    pose, path, follow = state.pose, state.path, program.follow
    if not bounds_hold(state.body, program, BOUND_START, False):
        if path.off_since_s < 0.0:
            path.off_since_s = state.now_s
        if state.now_s - path.off_since_s > program.see.gap_s:
            pose.since_s = NEVER
        return
    path.off_since_s = NEVER
    stay(state)
    if pose.highest - pose.lowest > follow.still * max(program.least, 0.5 * program.first_range):
        pose.since_s = NEVER
    elif pose.frames >= follow.settle_frames and (
        known_again(state, program) or state.now_s - pose.since_s >= follow.settle_s
    ):
        path.base = pose.total / pose.frames
        path.floor_total, path.floor_frames = pose.total, pose.frames
        if path.range <= 0.0:
            path.range = program.first_range
        start(state, 0.0, said)
        show(state, READY, said)


def stay(state: KernelState) -> None:
    """Add this frame to those in which the start pose was kept."""
    pose, level = state.pose, state.body.measures[0]
    if pose.since_s < 0.0:
        pose.since_s, pose.lowest, pose.highest, pose.total, pose.frames = state.now_s, level, level, 0.0, 0
    pose.lowest, pose.highest = min(pose.lowest, level), max(pose.highest, level)
    pose.total += level
    pose.frames += 1


def known_again(state: KernelState, program: KernelProgram) -> bool:
    """Tell whether the start pose is the calibrated one, after the count was paused within a set."""
    pose, path, follow = state.pose, state.path, program.follow
    if state.series.count == 0 or state.now_s - pose.since_s < follow.resettle_s:
        return False
    return bool(abs(pose.total / pose.frames - path.base) < follow.near_start * path.range)


def time_pose(state: KernelState, program: KernelProgram, ok: bool, said: Said) -> None:
    """Time how long the pose is kept."""
    if state.holds.now == HELD:
        keep_pose(state, program, ok, said)
        return
    pose = state.pose
    show(state, GETTING_READY, said)
    if not ok:
        pose.since_s = NEVER
        return
    if pose.since_s < 0.0:
        pose.since_s = state.now_s
    if state.now_s - pose.since_s >= program.follow.settle_s:
        state.phase = END
        show(state, READY, said)
        hold_begins(state, pose.since_s, said)
        pose.since_s = state.path.pending_since_s = NEVER


def keep_pose(state: KernelState, program: KernelProgram, ok: bool, said: Said) -> None:
    """Go on to time a pose, or end it once it has been left for a while."""
    path, now = state.path, state.now_s
    if ok:
        path.pending_since_s = NEVER
        hold_goes_on(state, said)
        return
    if path.pending_since_s < 0.0:
        path.pending_since_s = now
    if now - path.pending_since_s >= program.follow.another_s:
        hold_ends(state, program, path.pending_since_s, said)
        state.phase, path.pending_since_s = LOOKING, NEVER
        show(state, GETTING_READY, said)
