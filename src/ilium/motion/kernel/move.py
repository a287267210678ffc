"""From the start pose out, to the far end and back, by hysteresis."""

import math

from ilium.motion.kernel.codes import (
    BACK,
    END,
    HOLDS,
    LEFT_HOLD,
    MOVING,
    NO_HOLD,
    OUT,
    PHASE_CHANGED,
    REPETITIONS,
    START,
)
from ilium.motion.kernel.count import come_back, just_counted
from ilium.motion.kernel.events import Said, say
from ilium.motion.kernel.hold import flank, gone_back, held, hold_was, pace
from ilium.motion.kernel.state import LEVELS, NEVER, KernelState, Path
from ilium.motion.kernel.tables import KernelProgram
from ilium.motion.kernel.tell import show


def start(state: KernelState, level: float, said: Said) -> None:
    """Enter the start phase at a level of the movement."""
    path = state.path
    state.phase, path.pending_since_s, path.off_since_s = START, NEVER, NEVER
    path.level, path.level_s = level, state.now_s
    forget_levels(path)
    say(said, PHASE_CHANGED, state.now_s, value=START)


def forget_levels(path: Path) -> None:
    """Forget when the tenths of the range were crossed."""
    for k in range(LEVELS):
        path.ups[k] = path.downs[k] = NEVER


def move(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Follow the movement by hysteresis from the start to the far end and back."""
    path, now = state.path, state.now_s
    level = program.direction * (state.body.measures[0] - path.base)
    note_levels(state, level)
    path.level, path.level_s = level, now
    if state.phase == START:
        at_start(state, program, said)
        return
    if level > path.peak + program.follow.new_peak * path.range:
        path.peak_s = now
    path.peak = max(path.peak, level)
    top = path.top_total / path.top_frames if path.top_frames > 0 else path.peak
    if state.phase == OUT:
        on_way_out(state, program, said)
    elif state.phase == END:
        at_end(state, program, top, said)
    else:
        on_way_back(state, program, top, said)


def note_levels(state: KernelState, level: float) -> None:
    """Note which tenths of the range were crossed since the last frame, and when."""
    path = state.path
    before, step = path.level, 0.1 * path.range
    if level == before or (level > before and state.phase == BACK):
        return
    up = level > before
    levels = path.ups if up else path.downs
    first = max(1, int(math.ceil(min(level, before) / step)))
    last = min(LEVELS, int(math.floor(max(level, before) / step)))
    for tenth in range(first, last + 1):
        if up and state.phase == END and levels[tenth - 1] >= 0.0:
            continue
        passed_s = (state.now_s - path.level_s) * (tenth * step - before) / (level - before)
        levels[tenth - 1] = path.level_s + passed_s


def lasted(state: KernelState, program: KernelProgram, true: bool) -> bool:
    """Tell whether something has been true for long enough to end this phase."""
    path = state.path
    if not true:
        path.pending_since_s = NEVER
        return False
    if path.pending_since_s < 0.0:
        path.pending_since_s = state.now_s
    return bool(state.now_s - path.pending_since_s >= program.follow.dwell_s)


def at_start(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Follow the level of the start pose, or leave it."""
    path, follow, level = state.path, program.follow, state.path.level
    followed = follow.followed_soon if just_counted(state, program, state.now_s) else follow.followed
    signal = state.body.measures[0]
    if level < followed * path.range:
        path.base += (signal - path.base) * min(
            1.0, state.step_s / (follow.drift_s if level > 0.0 else follow.drift_below_s)
        )
    note_floor(path, program, signal)
    if lasted(state, program, level >= max(program.least, follow.rise * path.range)):
        set_out(state, level, said)


def note_floor(path: Path, program: KernelProgram, signal: float) -> None:
    """Note the level of the start pose, but not of a movement that begins or ends there."""
    follow = program.follow
    if abs(signal - path.floor_total / path.floor_frames) < follow.near_level * path.range:
        if path.floor_frames >= follow.floor_frames:
            path.floor_total *= 1.0 - 1.0 / path.floor_frames
            path.floor_frames -= 1
        path.floor_total += signal
        path.floor_frames += 1


def set_out(state: KernelState, level: float, said: Said) -> None:
    """Leave the start pose."""
    path, now = state.path, state.now_s
    state.phase, path.pending_since_s, path.peak, path.peak_s = OUT, NEVER, level, now
    path.out_s = path.ups[0] if path.ups[0] >= 0.0 else now
    path.rose_s = now
    path.top_total, path.top_frames, path.ceiling_total, path.ceiling_frames = 0.0, 0, 0.0, 0
    for k in range(len(path.check_totals)):
        path.check_totals[k] = path.check_frames[k] = 0.0
    show(state, MOVING, said)
    say(said, PHASE_CHANGED, now, value=OUT)


def on_way_out(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Reach the far end, also by going no further or turning back."""
    path, follow, now = state.path, program.follow, state.now_s
    resting = now - path.peak_s > follow.plateau_s
    if path.level >= follow.far * path.range or resting or path.level < follow.leaving * path.peak:
        far_end(state, said)
        if state.holds.now == NO_HOLD:
            state.holds.from_s = now + pace(state.holds, program.hold) * program.out_s * (1.0 - program.share_at_far)


def far_end(state: KernelState, said: Said) -> None:
    """Reach the far end."""
    path = state.path
    state.phase, path.pending_since_s = END, NEVER
    path.above_since_s = state.holds.changing_since_s = NEVER
    for k in range(LEVELS):
        path.downs[k] = NEVER
    if state.holds.now == LEFT_HOLD:
        gone_back(state, said)
    say(said, PHASE_CHANGED, state.now_s, value=END)


def at_end(state: KernelState, program: KernelProgram, top: float, said: Said) -> None:
    """Stay at the far end, or leave it."""
    path, follow, level, now = state.path, program.follow, state.path.level, state.now_s
    if goes_further(state, program, top):
        set_out_anew(state, program, top, said)
        return
    if level >= follow.far * top:
        path.top_total += level
        path.top_frames += 1
        if now - path.peak_s > follow.plateau_s and level > top - follow.near_level * path.range:
            path.ceiling_total += level
            path.ceiling_frames += 1
    if lasted(state, program, level < max(follow.leaving * top, top - follow.fall * path.range)):
        state.phase, path.pending_since_s = BACK, NEVER
        path.back_s, path.valley, path.valley_s = now, level, now
        say(said, PHASE_CHANGED, now, value=BACK)
    elif program.counts == HOLDS:
        held(state, program, level, top, said)


def goes_further(state: KernelState, program: KernelProgram, top: float) -> bool:
    """Tell whether it has long been far above what was taken for the far end: that was where this movement starts.

    Not right after a repetition: there two with noise between them look so, and both would be lost.
    """
    path, now = state.path, state.now_s
    if program.counts != REPETITIONS or not now - path.rose_s > program.out_s:
        return False
    if just_counted(state, program, path.out_s):
        return False
    if not path.level > top + max(program.least, program.follow.rise * path.range):
        path.above_since_s = NEVER
        return False
    if path.above_since_s < 0.0:
        path.above_since_s = now
    return bool(now - path.above_since_s >= program.follow.dwell_s)


def set_out_anew(state: KernelState, program: KernelProgram, top: float, said: Said) -> None:
    """Leave what was taken for the far end for a further one.

    Who has shifted, or settled a little higher, before the first repetition would lose it otherwise.
    """
    path, level = state.path, state.path.level - top
    path.base += program.direction * top
    path.floor_total, path.floor_frames = path.base, 1
    path.level, path.above_since_s = level, NEVER
    forget_levels(path)
    set_out(state, level, said)
    path.out_s = state.now_s - 0.5 * program.out_s


def on_way_back(state: KernelState, program: KernelProgram, top: float, said: Said) -> None:
    """Be back at the start, rest or set out again a little above it, or go back to the far end."""
    path, follow, level, now = state.path, program.follow, state.path.level, state.now_s
    if level < path.valley - follow.new_peak * path.range:
        path.valley_s = now
    path.valley = min(path.valley, level)
    if lasted(state, program, level < follow.near_start * top):
        back_again(state, program, level, top, said)
        return
    again = level > path.valley + max(program.least, follow.rise * top)
    if path.valley > max(follow.turned * top, top - follow.fall * path.range):
        if again:
            far_end(state, said)
    elif again or now - path.valley_s > follow.resting_s:
        shift = path.valley
        back_again(state, program, level - shift, top, said)
        path.base += program.direction * shift


def back_again(state: KernelState, program: KernelProgram, level: float, top: float, said: Said) -> None:
    """Be back at the start: a hold ends, and what was done is weighed as a repetition."""
    path, holds = state.path, state.holds
    low, tenths = ends_of_way(path, program, top)
    left_s, to_left = flank(holds, program, path.downs, low, tenths, program.back_s)
    if holds.now != NO_HOLD:
        begun_s, to_begun = flank(holds, program, path.ups, low, tenths, program.out_s)
        if begun_s < 0.0:
            begun_s = holds.from_s
        hold_was(state, program, (left_s if left_s >= 0.0 else path.back_s) - begun_s, to_begun + to_left, said)
    left_s = left_s - pace(holds, program.hold) * to_left if left_s >= 0.0 else path.back_s
    if state.now_s - path.out_s >= program.quickest_s:
        come_back(state, program, top, state.now_s - left_s, said)
    start(state, level, said)


def ends_of_way(path: Path, program: KernelProgram, top: float) -> tuple[float, float]:
    """Return where the start pose is, and how far the far end is from it, tenths of the range."""
    low = program.direction * (path.floor_total / path.floor_frames - path.base)
    high = path.ceiling_total / path.ceiling_frames if path.ceiling_frames > 0 else top
    return 10.0 * low / path.range, 10.0 * (high - low) / path.range
