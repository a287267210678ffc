"""What a frame must show before it is believed: joints, sides, lengths, no jumps; and its joints, smoothed."""

import math

from ilium.anatomy.landmarks import landmark
from ilium.motion.kernel.arithmetic import length, measure, smooth
from ilium.motion.kernel.codes import (
    ALWAYS,
    AS_SEEN,
    AT_START,
    BAD_FRAME,
    BELIEVED,
    CANNOT_TELL,
    END,
    IF_SEEN,
    IMPLAUSIBLE,
    LOOKING,
    NO_PERSON,
    OUT_OF_VIEW,
    SEVERAL_PEOPLE,
    SIDES_SWAPPED,
    TRUSTED,
    UNNEEDED,
    UNSURE,
)
from ilium.motion.kernel.state import NEVER, BodyState, KernelState
from ilium.motion.kernel.tables import FrameLandmarks, KernelProgram, Segment

NOSE = landmark("nose")
LEFT_SHOULDER, RIGHT_SHOULDER = landmark("left_shoulder"), landmark("right_shoulder")
LEFT_ELBOW, RIGHT_ELBOW = landmark("left_elbow"), landmark("right_elbow")
LEFT_WRIST, RIGHT_WRIST = landmark("left_wrist"), landmark("right_wrist")
LEFT_HIP, RIGHT_HIP = landmark("left_hip"), landmark("right_hip")
LEFT_KNEE, RIGHT_KNEE = landmark("left_knee"), landmark("right_knee")
#: A joint whose x and y add up to this many picture heights is no number: such joints are left out of sums.
NO_PLACE = 100.0


def verdict(state: KernelState, program: KernelProgram, picture: FrameLandmarks, fresh: bool) -> tuple[int, int]:
    """Put a frame's joints into the state; return `TRUSTED`, or why they are no body's and which joint that is about.

    ``fresh``: there is no frame, or none that is recent, to compare it with.
    """
    if picture.people != 1:
        return (NO_PERSON if picture.people == 0 else SEVERAL_PEOPLE), 0
    reason, joint = unseen(program, picture, state.phase == LOOKING)
    if reason != TRUSTED:
        return reason, joint
    body, see = state.body, program.see
    sides = sort_sides(state, program, picture, fresh)
    if sides == CANNOT_TELL:
        return SIDES_SWAPPED, 0
    if length(program.segments[0], body.x, body.y) < see.shortest_unit:
        return IMPLAUSIBLE, 0
    if not fresh and not plausible(state, program, sides == BELIEVED):
        return IMPLAUSIBLE, 0
    return TRUSTED, 0


def unseen(program: KernelProgram, picture: FrameLandmarks, looking: bool) -> tuple[int, int]:
    """Return `TRUSTED` where every joint that is needed is seen, else why not, and the joint's number."""
    see = program.see
    low, high, sure = see.margin, 1.0 - see.margin, see.sure
    for number, joint in enumerate(program.joints):
        if joint.need == ALWAYS or (looking and joint.need == AT_START):
            at = joint.landmark
            x, y, confidence = picture.x[at], picture.y[at], picture.confidence[at]
            if not (low <= x <= high and low <= y <= high and sure <= confidence <= 1.0):
                return why_unseen(program, x, y, confidence), number
    return TRUSTED, 0


def why_unseen(program: KernelProgram, x: float, y: float, confidence: float) -> int:
    """Return why a joint at this place is not taken for seen."""
    see = program.see
    if not (see.lowest < x < see.highest and see.lowest < y < see.highest and 0.0 <= confidence <= 1.0):
        return BAD_FRAME
    inside = see.margin <= x <= 1.0 - see.margin and see.margin <= y <= 1.0 - see.margin
    return UNSURE if inside else OUT_OF_VIEW


def sort_sides(state: KernelState, program: KernelProgram, picture: FrameLandmarks, fresh: bool) -> int:
    """Take a frame's joints, in picture heights, and swap back those that changed places.

    A detector takes left for right at all the legs, or at all above them, at once: so each of the two is judged as a
    whole, against where its joints have been of late. Returns `AS_SEEN`, `CANNOT_TELL`, or `BELIEVED`.
    """
    body, x, y = state.body, state.body.x, state.body.y
    for k, joint in enumerate(program.joints):
        x[k], y[k] = float(picture.x[joint.landmark]) * picture.aspect, float(picture.y[joint.landmark])
    if fresh:
        body.swapped_since_s[0] = body.swapped_since_s[1] = NEVER
        return BELIEVED
    above, legs = sort_half(state, program, False), sort_half(state, program, True)
    if above == BELIEVED or legs == BELIEVED:
        return BELIEVED
    return CANNOT_TELL if above == CANNOT_TELL or legs == CANNOT_TELL else AS_SEEN


def sort_half(state: KernelState, program: KernelProgram, legs: bool) -> int:
    """Swap back left and right of the legs, or of all above them; returns as `sort_sides` does."""
    body, see, half = state.body, program.see, int(legs)
    unit = body.lengths[0] if body.lengths[0] > 0.0 else see.usual_unit
    same, swapped = costs(body, program, legs)
    if same - swapped > see.swap_mends * unit and swapped < see.swap_mends_share * same:
        if body.swapped_since_s[half] < 0.0:
            body.swapped_since_s[half] = state.now_s
        if state.now_s - body.swapped_since_s[half] <= see.longest_swap_s:
            change_places(body, program, legs)
            return AS_SEEN
        believe(body, program, legs)
        return BELIEVED
    body.swapped_since_s[half] = NEVER
    if same > see.too_far * unit and swapped < see.too_far_share * same:
        return CANNOT_TELL
    return AS_SEEN


def costs(body: BodyState, program: KernelProgram, legs: bool) -> tuple[float, float]:
    """Return how far the legs' joints, or the others, are from where they were: as they are named, and swapped."""
    same, swapped = 0.0, 0.0
    x, y, late_x, late_y = body.x, body.y, body.late_x, body.late_y
    for one in range(0, len(program.joints), 2):
        if program.joints[one].legs == legs:
            twin = one + 1
            ax, ay, bx, by = x[one], y[one], x[twin], y[twin]
            px, py, qx, qy = late_x[one], late_y[one], late_x[twin], late_y[twin]
            far = abs(ax - px) + abs(ay - py) + abs(bx - qx) + abs(by - qy)
            if far < NO_PLACE:
                same += far
                swapped += abs(ax - qx) + abs(ay - qy) + abs(bx - px) + abs(by - py)
    return same, swapped


def believe(body: BodyState, program: KernelProgram, legs: bool) -> None:
    """Take the legs' joints, or the others, to be where they are now."""
    body.swapped_since_s[int(legs)] = NEVER
    for k in range(len(program.joints)):
        if program.joints[k].legs == legs:
            body.late_x[k], body.late_y[k] = body.x[k], body.y[k]


def change_places(body: BodyState, program: KernelProgram, legs: bool) -> None:
    """Swap left and right of the legs' joints, or of the others."""
    x, y = body.x, body.y
    for one in range(0, len(program.joints), 2):
        if program.joints[one].legs == legs:
            twin = one + 1
            x[one], y[one], x[twin], y[twin] = x[twin], y[twin], x[one], y[one]


def plausible(state: KernelState, program: KernelProgram, believed: bool) -> bool:
    """Tell whether the body has not jumped, and its segments are as long as they were calibrated.

    ``believed``: its sides were just taken to be where the detector says, so that it may jump.
    """
    body, see = state.body, program.see
    unit = body.lengths[0]
    if unit <= 0.0:
        return True
    x, y = middle(program.segments[0], body)
    reach = see.jump * unit * (1.0 + (state.now_s - body.trusted_s) / see.gap_s)
    if not believed and abs(x - body.centre_x) + abs(y - body.centre_y) > reach:
        return False
    return state.phase == LOOKING or lengths_fit(body, program)


def lengths_fit(body: BodyState, program: KernelProgram) -> bool:
    """Tell whether the segments are as long as they were calibrated."""
    most = program.see.unit_change
    for k in range(len(program.segments)):
        usual = body.lengths[k]
        if abs(length(program.segments[k], body.x, body.y) - usual) > most * usual:
            return False
        most = program.see.length_change
    return True


def middle(segment: Segment, body: BodyState) -> tuple[float, float]:
    """Return the middle of a segment, picture heights."""
    x, y = body.x, body.y
    return (
        0.25 * (x[segment.a1] + x[segment.a2] + x[segment.b1] + x[segment.b2]),
        0.25 * (y[segment.a1] + y[segment.a2] + y[segment.b1] + y[segment.b2]),
    )


def read(state: KernelState, program: KernelProgram, picture: FrameLandmarks) -> None:
    """Smooth the joints of a trusted frame and take the variant's measures."""
    body, looking, ending = state.body, state.phase == LOOKING, state.phase == END
    trunk = program.segments[0]
    unit = length(trunk, body.x, body.y)
    body.centre_x, body.centre_y = middle(trunk, body)
    smooth_joints(state, program, picture, unit)
    unit = length(trunk, body.x, body.y)
    if body.start_unit <= 0.0:
        body.start_unit = unit
    for k, one in enumerate(program.measures):
        if one.need == ALWAYS or (looking and one.need == AT_START) or (ending and one.need == IF_SEEN):
            body.measures[k] = measure(one, body.x, body.y, unit, body.start_unit)


def smooth_joints(state: KernelState, program: KernelProgram, picture: FrameLandmarks, unit: float) -> None:
    """Smooth the joints that are needed, and follow where all of them are of late; begin anew after a pause."""
    body, see, dt = state.body, program.see, state.step_s
    xs, ys, late_x, late_y = body.x, body.y, body.late_x, body.late_y
    filters_x, filters_y = body.filters_x, body.filters_y
    turn = 6.283185307179586 * dt
    share = dt / (dt + see.late_s) if 0.0 < dt <= see.gap_s else 1.0
    for k, joint in enumerate(program.joints):
        x, y, need = xs[k], ys[k], joint.need
        if abs(x) + abs(y) < NO_PLACE:
            late_x[k] += (x - late_x[k]) * share
            late_y[k] += (y - late_y[k]) * share
        if need == UNNEEDED:
            continue
        if need != ALWAYS and not picture.confidence[joint.landmark] >= see.sure:
            xs[k] = ys[k] = math.nan
        elif dt <= 0.0 or filters_x.value[k] == 0.0:
            filters_x.second_last[k] = filters_x.last[k] = filters_x.value[k] = x
            filters_y.second_last[k] = filters_y.last[k] = filters_y.value[k] = y
            filters_x.speed[k] = filters_y.speed[k] = 0.0
        else:
            xs[k] = smooth(filters_x, k, x, turn, unit, see)
            ys[k] = smooth(filters_y, k, y, turn, unit, see)


def learn_lengths(state: KernelState, program: KernelProgram) -> None:
    """Follow the segments' lengths: quickly before the start pose, slowly after it, as they turn in the picture."""
    body, see, dt = state.body, program.see, state.step_s
    looking = state.phase == LOOKING
    share = min(1.0, dt / (see.learn_s if looking else see.learn_on_s))
    for k in range(len(program.segments)):
        now, before = length(program.segments[k], body.x, body.y), body.lengths[k]
        body.lengths[k] = before + (now - before) * share if before > 0.0 and dt > 0.0 else now
    if looking:
        body.start_unit = body.lengths[0]


def nearer(state: KernelState, program: KernelProgram, picture: FrameLandmarks) -> None:
    """Note which side of the body is nearer to the lens; not while a set is measured.

    The other side must have been nearer for a while: a frame with left and right exchanged changes nothing.
    """
    if state.phase != LOOKING:
        return
    body, see = state.body, program.see
    left, right = 0.0, 0.0
    for joint in program.joints:
        if joint.left:
            left += picture.z[joint.landmark]
        else:
            right += picture.z[joint.landmark]
    is_right = not left < right
    if is_right == body.right or not abs(left - right) > see.nearer_by:
        body.nearer_since_s = NEVER
    elif body.nearer_since_s < 0.0:
        body.nearer_since_s = picture.at_s
    lasted = body.nearer_since_s >= 0.0 and picture.at_s - body.nearer_since_s > see.nearer_s
    if is_right != body.right and (body.trusted_s < 0.0 or lasted):
        body.right = is_right
        body.trusted_s = state.pose.since_s = body.nearer_since_s = NEVER
        body.lengths[0] = 0.0


def hand_up(state: KernelState, program: KernelProgram, picture: FrameLandmarks) -> bool:
    """Tell whether a hand has just been held above everything else for long enough."""
    body, see, y = state.body, program.see, picture.y
    reach = see.hand_up * length(program.segments[0], body.x, body.y)
    highest = min(
        y[NOSE],
        y[LEFT_SHOULDER],
        y[RIGHT_SHOULDER],
        y[LEFT_HIP],
        y[RIGHT_HIP],
        y[LEFT_KNEE],
        y[RIGHT_KNEE],
    )
    top = highest - reach
    left = picture.confidence[LEFT_WRIST] >= see.sure and 0.0 < y[LEFT_WRIST] < top
    right = picture.confidence[RIGHT_WRIST] >= see.sure and 0.0 < y[RIGHT_WRIST] < top
    above_left, above_right = y[LEFT_WRIST] < y[LEFT_ELBOW] - reach, y[RIGHT_WRIST] < y[RIGHT_ELBOW] - reach
    if not ((left and above_left) or (right and above_right)):
        body.hand_since_s, body.hand_told = NEVER, False
        return False
    if body.hand_since_s < 0.0:
        body.hand_since_s = state.now_s
    if not body.hand_told and state.now_s - body.hand_since_s >= see.hand_s:
        body.hand_told = True
        return True
    return False
