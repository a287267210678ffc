"""One landmark frame's arithmetic: gates, smoothing, measures, phases. Plain numbers in flat sequences.

This module is written in the small language that both Python and numba understand, so that the live path (lists) and
the compiled batch (`ilium.motion.fast`, arrays) run the same lines and give the same bits. Values live in one flat
state ``S``, whose places are named below; a variant's numbers are in a `ilium.motion.program.Program`.

Source of the constants: reference work on people lying on the floor (margin, bone lengths, jump, gap, hysteresis,
One-Euro), tuned on none of the data that the accuracy report is judged on; the rest is our choice, not validated.
"""

import math
from typing import Any

# A list of floats or an array; numba types it. The core of the live path stays free of NumPy.
Numbers = Any

# --- constants -----------------------------------------------------------------------------------------------------

#: Joints must be this far inside the picture, shares of it.
MARGIN = 0.03
#: The detector must be at least this sure of a joint; below, it says itself that it guesses.
SURE = 0.5
#: The first segment may differ by this share from what was calibrated; the others, which are shorter and jitter more.
BONE, LIMB = 0.25, 0.4
#: The body may move by this many trunk lengths between two frames.
JUMP = 0.3
#: Seconds. ``GAP``: shorter ones are not worth saying; ``BRIDGE``: longer ones lose the repetition under way (two
#: drop-outs of a second may follow each other); ``OTHERWISE``: with other lengths for so long, what was calibrated is
#: not how this person lies now.
GAP, BRIDGE, OTHERWISE = 0.25, 2.2, 1.5
#: Frames that come faster than this are left out, seconds.
QUICKEST = 1 / 130
#: One-Euro: cut-off at rest, Hz; its growth per trunk length a second; cut-off of the speed, Hz.
CUTOFF, BETA, SPEED_CUTOFF = 1.2, 0.3, 1.0
#: Seconds in which the lengths that are calibrated follow what is seen: before the start pose, and after it.
LEARN, LEARN_ON = 0.5, 1.5
#: Seconds the start pose must be kept still.
SETTLE = 1.0
#: Once calibrated, the start pose is known again after this long near the calibrated start.
RESETTLE = 0.3
#: Shares of the range: what still means; where a movement begins; the far end; on the way back; back again.
STILL, RISE, FAR, LEAVING, NEAR_START = 0.5, 0.5, 0.7, 0.5, 0.3
#: A repetition also ends where the movement turns round again below this share of it.
TURNED = 0.55
#: And after falling by this share of the usual range, so that a start level that was learnt too low mends itself.
FALL = 0.45
#: Seconds without coming lower after which a return is over.
RESTING = 0.6
#: Seconds: a crossing must last; no new peak means the end is reached.
DWELL, PLATEAU = 0.1, 0.35
#: What ends by another movement before so many seconds was no hold.
SHORT_HOLD = 3.0
#: Shares of the range: below, a hold is being left; above, it is gone back to; and seconds that either must last.
LEFT, STAYED, SURELY = 0.88, 0.94, 0.15
#: Seconds another movement may last before the repetition is given up.
ANOTHER = 0.6
#: A repetition takes at most so many times the specified way out and back; who rests at the far end begins anew.
LONGEST = 4.0
#: Seconds in which the start level follows what is a little above it, and what is below it.
DRIFT, DRIFT_BELOW = 2.0, 0.7
#: And what is higher, shares of the range, is no drift but a movement that begins.
FOLLOWED = 0.3
#: What is further from the mean level of a pose, shares of the range, is a movement; frames that the mean reaches back.
NEAR_LEVEL, MOST_FLOOR = 0.15, 300.0
#: Seconds after which a view from the wrong side is said; and the mark that it has been said.
ODD_VIEW, TOLD_ALREADY = 2.0, 1e15
#: Seconds in which a body that is seen well is not in the start pose, after which that is said, once a set: getting
#: down and turning over take less. And the mark that it has been in the start pose since.
ELSEWHERE, TOLD_AND_FOUND = 20.0, 2e15
#: By how much the sum of one side's depths is smaller if it is the nearer side, shares of the picture's width.
NEARER = 0.05
#: Seconds for which the other side must have been nearer.
NEAR_LASTS = 0.5
#: A repetition is like another if its length and its range are at most this many times the other's, or the other's its.
ALIKE_SECONDS, ALIKE_RANGE = 2.0, 2.4
#: The next of a series is counted at once if its range is at most so many times the usual one; an odder one waits.
NEXT_RANGE = 1.8
#: Seconds of rest after which a series of repetitions is over; the next one waits for another like it.
SERIES = 6.0
#: Seconds a hand is held up, and by how many trunk lengths above everything else.
HAND, HAND_UP = 1.0, 0.2
#: Weight of crossings, of 0.42 in all, without which a flank is not known; flanks that the specified pace counts for.
ENOUGH, PACE_PRIOR, STEEPER = 0.12, 0.006, 1.06
#: Levels at which crossing times are noted, a tenth of the range apart.
LEVELS = 20
#: Holds whose length may still be mended.
MOST_HOLDS = 8

# --- places in the state -------------------------------------------------------------------------------------------

T_LAST, T_GOOD, BAD_SINCE, REASON, PART, TOLD, SIDE = 0, 1, 2, 3, 4, 5, 6
CENTRE_X, CENTRE_Y, PHASE, SHOWN = 7, 8, 9, 10
SETTLE_T, SETTLE_LOW, SETTLE_HIGH, SETTLE_SUM, SETTLE_N = 11, 12, 13, 14, 15
BASE, PEAK, PEAK_T, RANGE, COUNT = 16, 17, 18, 19, 20
T_OUT, PENDING, TOP_SUM, TOP_N, OFF_SINCE = 21, 22, 23, 24, 25
LAST_U, LAST_T, HOLDING, HOLD_FROM, HOLD_TICK, HOLDS, HELD, HELD_SET = 26, 27, 28, 29, 30, 31, 32, 33
SEEN_S, LOST_S, HAND_SINCE, HAND_TOLD, UNSEEN_SINCE, T_BACK = 34, 35, 36, 37, 38, 39
VALLEY, VALLEY_T = 40, 41
#: ``HOLDING``: 0 none; 1 a hold goes on; 2 it has been said to be left, and the person is not back yet.
BONES = 42  # 3 calibrated lengths, then 3 sums while settling
UPS = 48  # when each level was last crossed upwards
DOWNS = UPS + LEVELS
CHECKS = DOWNS + LEVELS  # 4 sums over the far end, and their numbers
#: The repetition that waits for another like it: its end (less than 0: none), seconds, range, seconds back, 4 checks,
#: and whether it came soon after one that counts.
WAITING = CHECKS + 8
#: When the last repetition that counts ended.
LAST_END = WAITING + 9
#: Since when left and right have been exchanged back, above the hips and from there on; less than 0: they are not.
SWAPPED_SINCE = WAITING + 11
#: Since when the side that is not measured has been nearer.
NEAR_SINCE = WAITING + 13
#: Sum of how long flanks took by the specified time, and their number.
PACE, PACES = WAITING + 14, WAITING + 15
#: The unit of lengths as it was in the start pose.
UNIT = WAITING + 16
#: The last holds that ended, `MOST_HOLDS` of them, two numbers each: see `seconds_held`; and the sum of those before.
ENDED = WAITING + 17
HELD_BEFORE = ENDED + 2 * MOST_HOLDS
#: Sum and number of what was measured at rest in the start pose, and of the same at the far end of this repetition.
FLOOR_SUM, FLOOR_N, CEILING_SUM, CEILING_N = HELD_BEFORE + 1, HELD_BEFORE + 2, HELD_BEFORE + 3, HELD_BEFORE + 4
#: Since when a hold may have been left, or gone back to; and when it was left, as far as is known before it is back.
LEFT_SINCE, LEFT_AT = HELD_BEFORE + 5, HELD_BEFORE + 6
#: When the movement under way passed the middle outwards; how long the one that waits, and one usually, is beyond it.
T_ROSE, WAITING_BEYOND, USUAL_BEYOND = HELD_BEFORE + 7, HELD_BEFORE + 8, HELD_BEFORE + 9
#: Since when the body has been seen well, but not in the start pose; or one of the two marks.
ELSEWHERE_SINCE = HELD_BEFORE + 10
SLOTS = HELD_BEFORE + 11
#: Per slot: where it has been of late, x and y; then for x and for y: the two values before, the smoothed one, its
#: speed.
PER_SLOT = 10
#: Seconds over which "of late" reaches: longer than the detector mistakes left for right.
TRACK = 0.15
#: Trunk lengths, over all joints and both directions: what exchanging left and right must mend; what is too far off.
SWAP_SEEN, SWAP_LOST = 0.3, 3.0
#: Seconds after which the detector is believed that left and right are where it says.
LONGEST_SWAP = 1.2
#: Landmarks from here on are the legs'.
FIRST_OF_LEGS = 23
#: What `take` found: a body that goes on; left and right cannot be told; the detector is believed, whatever was before.
AS_SEEN, CANNOT_TELL, BELIEVED = range(3)

#: Phases. ``LOOKING``: not in the start pose; then as `ilium.motion.findings.MotionPhase`.
LOOKING, START, OUT, END, BACK = 0.0, 1.0, 2.0, 3.0, 4.0
#: Kinds of event; an event is a row of `EVENT` numbers: kind, time, and up to eight values.
EVENT = 10
#: One frame makes fewer events than this.
MOST_EVENTS = 20
POSITION, PHASED, REPETITION, HOLD, LOST, AGAIN, RAISED = 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0
#: Reasons, in the order of `ilium.motion.findings.REASONS`.
NO_PERSON, OUT_OF_VIEW, UNSURE, IMPLAUSIBLE, SWAPPED, SEVERAL, GAPPED, BAD_VIEW, ANOTHER_ONE, BAD_FRAME = range(10)
#: Places in a program's numbers.
DIRECTION, FIRST_RANGE, LEAST, OUT_SECONDS, BACK_SECONDS, KIND, WANTS_HAND, QUICK_SECONDS, POSE_BOUNDS = range(9)
#: And the share of its time at each tenth of the way, 9 numbers.
WAYS = 9
#: When a joint must be seen: never; never, but it is measured where it is seen; for the start pose; always.
UNNEEDED, IF_SEEN, AT_START, ALWAYS = range(4)
#: And a measure that is checked at the far end only.
AT_END = IF_SEEN
#: Kinds of counting, and of measure, in the order of the specification's words.
REPETITIONS, HOLDING_KIND, POSE = 0.0, 1.0, 2.0
ANGLE, OFFSET, HEIGHT, DISTANCE, SLOPE, SPREAD, LEAN, ACROSS = range(8)


# --- small arithmetic ----------------------------------------------------------------------------------------------


def between(ax: float, ay: float, bx: float, by: float) -> float:
    """Return the angle between two vectors, degrees, 0 to 180; NaN where one has no length or is not known."""
    length = math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by))
    if not length > 0.0:
        return math.nan
    cosine = (ax * bx + ay * by) / length
    angle: float = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    return angle


def offset(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> float:
    """Return the distance of B from the line A-C by the line's length; positive where B is above it."""
    dx, dy = cx - ax, cy - ay
    square = dx * dx + dy * dy
    if not square > 0.0:
        return math.nan
    cross: float = (dx * (by - ay) - dy * (bx - ax)) / square
    return -cross if dx > 0.0 else cross


def smooth(S: Numbers, at: int, x: float, w: float, unit: float) -> float:
    """Return the median of the last three values after a One-Euro filter; state at ``S[at]`` to ``S[at + 3]``.

    ``w`` is 2 pi times the seconds since the last frame.
    """
    a, b = S[at], S[at + 1]
    S[at] = b
    S[at + 1] = x
    if a > b:
        a, b = b, a
    middle = a if x < a else (b if x > b else x)
    change = middle - S[at + 2]
    k = w * SPEED_CUTOFF
    speed = S[at + 3]
    speed += (change * 6.283185307179586 / w - speed) * (k / (1.0 + k))
    S[at + 3] = speed
    k = w * (CUTOFF + BETA * abs(speed) / unit)
    value: float = S[at + 2] + change * (k / (1.0 + k))
    S[at + 2] = value
    return value


def measure(M: Numbers, row: int, W: Numbers, unit: float, kept: float) -> float:
    """Return one measure of the smoothed points ``W`` (x, y of each slot); NaN where a point is.

    ``unit`` is the unit of lengths as it is seen now, ``kept`` as it was in the start pose.
    """
    at = row * 9
    op = M[at]
    ax = 0.5 * (W[2 * M[at + 1]] + W[2 * M[at + 2]])
    ay = 0.5 * (W[2 * M[at + 1] + 1] + W[2 * M[at + 2] + 1])
    bx = 0.5 * (W[2 * M[at + 3]] + W[2 * M[at + 4]])
    by = 0.5 * (W[2 * M[at + 3] + 1] + W[2 * M[at + 4] + 1])
    if op == HEIGHT:
        height: float = (ay - by) / unit
        return height
    if op == DISTANCE:
        return float(math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by)) / unit)
    if op == SLOPE:
        return math.degrees(math.atan2(ay - by, abs(bx - ax)))
    if op == ACROSS:
        across: float = (bx - ax) / kept
        return across if M[at + 5] == 1 else -across
    if op == LEAN:
        lean: float = math.degrees(math.atan2(bx - ax, ay - by))
        return lean if M[at + 5] == 1 else -lean
    cx = 0.5 * (W[2 * M[at + 5]] + W[2 * M[at + 6]])
    cy = 0.5 * (W[2 * M[at + 5] + 1] + W[2 * M[at + 6] + 1])
    if op == OFFSET:
        return offset(ax, ay, bx, by, cx, cy)
    if op == ANGLE:
        return between(ax - bx, ay - by, cx - bx, cy - by)
    dx = 0.5 * (W[2 * M[at + 7]] + W[2 * M[at + 8]])
    dy = 0.5 * (W[2 * M[at + 7] + 1] + W[2 * M[at + 8] + 1])
    return between(bx - ax, by - ay, dx - cx, dy - cy)


def say(out: Numbers, n: int, kind: float, t: float, a: float, b: float, c: float) -> int:
    """Write an event and return how many there are now; no more than fit are written."""
    at = n * EVENT
    if at + EVENT > len(out):
        return n
    out[at], out[at + 1], out[at + 2], out[at + 3], out[at + 4] = kind, t, a, b, c
    return n + 1


# --- gates ---------------------------------------------------------------------------------------------------------


def seen(LM: Numbers, NEED: Numbers, X: Numbers, Y: Numbers, V: Numbers, looking: bool) -> int:
    """Return -1 where every joint that is needed is seen, else reason * 100 + slot."""
    for k in range(len(LM)):
        if NEED[k] == ALWAYS or (looking and NEED[k] == AT_START):
            j = LM[k]
            x, y, v = X[j], Y[j], V[j]
            if not (-4.0 < x < 5.0 and -4.0 < y < 5.0 and 0.0 <= v <= 1.0):
                return BAD_FRAME * 100 + k
            if not (MARGIN <= x <= 1.0 - MARGIN and MARGIN <= y <= 1.0 - MARGIN):
                return OUT_OF_VIEW * 100 + k
            if v < SURE:
                return UNSURE * 100 + k
    return -1


def take(
    S: Numbers, LM: Numbers, X: Numbers, Y: Numbers, t: float, aspect: float, W: Numbers, fresh: bool, unit: float
) -> int:
    """Put the joints into ``W`` in picture heights, and swap back those that changed places.

    A detector takes left for right at all the legs, or at all above them, at once: so each of the two is judged as a
    whole, against where its joints have been of late. Returns `AS_SEEN`, `CANNOT_TELL`, or `BELIEVED`.
    """
    for k in range(len(LM)):
        W[2 * k], W[2 * k + 1] = float(X[LM[k]]) * aspect, float(Y[LM[k]])
    if fresh:
        S[SWAPPED_SINCE] = S[SWAPPED_SINCE + 1] = -1.0
        return BELIEVED
    verdict = AS_SEEN
    for legs in range(2):
        same, swap = costs(S, LM, W, legs)
        if same - swap > SWAP_SEEN * unit and swap < 0.6 * same:
            if S[SWAPPED_SINCE + legs] < 0.0:
                S[SWAPPED_SINCE + legs] = t
            if t - S[SWAPPED_SINCE + legs] <= LONGEST_SWAP:
                change_places(LM, W, legs)
            else:
                believe(S, LM, W, legs)
                verdict = BELIEVED
        else:
            S[SWAPPED_SINCE + legs] = -1.0
            if verdict == AS_SEEN and same > SWAP_LOST * unit and swap < 0.9 * same:
                verdict = CANNOT_TELL
    return verdict


def costs(S: Numbers, LM: Numbers, W: Numbers, legs: int) -> tuple[float, float]:
    """Return how far the legs' joints, or the others, are from where they were: as they are named, and swapped."""
    same, swap = 0.0, 0.0
    for k in range(0, len(LM), 2):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            p, q = SLOTS + k * PER_SLOT, SLOTS + (k + 1) * PER_SLOT
            ax, ay, bx, by = W[2 * k], W[2 * k + 1], W[2 * k + 2], W[2 * k + 3]
            one = abs(ax - S[p]) + abs(ay - S[p + 1]) + abs(bx - S[q]) + abs(by - S[q + 1])
            if one < 100.0:  # not where one of the two is no number
                same += one
                swap += abs(ax - S[q]) + abs(ay - S[q + 1]) + abs(bx - S[p]) + abs(by - S[p + 1])
    return same, swap


def believe(S: Numbers, LM: Numbers, W: Numbers, legs: int) -> None:
    """Take the legs' joints, or the others, to be where they are now."""
    S[SWAPPED_SINCE + legs] = -1.0
    for k in range(len(LM)):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            S[SLOTS + k * PER_SLOT], S[SLOTS + k * PER_SLOT + 1] = W[2 * k], W[2 * k + 1]


def change_places(LM: Numbers, W: Numbers, legs: int) -> None:
    """Swap left and right of the legs' joints, or of the others."""
    for k in range(0, len(LM), 2):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            W[2 * k], W[2 * k + 1], W[2 * k + 2], W[2 * k + 3] = W[2 * k + 2], W[2 * k + 3], W[2 * k], W[2 * k + 1]


def length(B: Numbers, row: int, W: Numbers) -> float:
    """Return the length of a segment, picture heights."""
    at = row * 4
    x = 0.5 * (W[2 * B[at]] + W[2 * B[at + 1]] - W[2 * B[at + 2]] - W[2 * B[at + 3]])
    y = 0.5 * (W[2 * B[at] + 1] + W[2 * B[at + 1] + 1] - W[2 * B[at + 2] + 1] - W[2 * B[at + 3] + 1])
    return math.sqrt(x * x + y * y)


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


# --- holds ---------------------------------------------------------------------------------------------------------


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


# --- phases --------------------------------------------------------------------------------------------------------


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
    if u < FOLLOWED * S[RANGE]:
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

    Who has shifted, or settled a little higher, before the first repetition would lose it otherwise.
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
    if P[KIND] == REPETITIONS and t - S[T_ROSE] > P[OUT_SECONDS]:
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


# --- one frame -----------------------------------------------------------------------------------------------------


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


def gate(
    S: Numbers,
    program: Any,
    X: Numbers,
    Y: Numbers,
    V: Numbers,
    t: float,
    aspect: float,
    people: int,
    W: Numbers,
    fresh: bool,
) -> int:
    """Put a frame's joints into ``W``; return -1 if they can be one body's, else reason * 100 + slot."""
    if people != 1:
        return (NO_PERSON if people == 0 else SEVERAL) * 100
    missing = seen(program[1], program[2], X, Y, V, S[PHASE] == LOOKING)
    if missing >= 0:
        return missing
    gap = t - S[T_GOOD]
    sides = take(S, program[1], X, Y, t, aspect, W, fresh, S[BONES] if S[BONES] > 0.0 else 0.2)
    if sides == CANNOT_TELL:
        return SWAPPED * 100
    B = program[4]
    if length(B, 0, W) < 0.02 or (not fresh and not plausible(S, B, W, sides == BELIEVED, gap)):
        return IMPLAUSIBLE * 100
    return -1


def plausible(S: Numbers, B: Numbers, W: Numbers, believed: bool, gap: float) -> bool:
    """Tell whether the body has not jumped, and its segments are as long as they were calibrated."""
    unit = S[BONES]
    if unit <= 0.0:
        return True
    x, y = middle(B, W)
    if not believed and abs(x - S[CENTRE_X]) + abs(y - S[CENTRE_Y]) > JUMP * unit * (1.0 + gap / GAP):
        return False
    if S[PHASE] != LOOKING:
        for k in range(len(B) // 4):
            if abs(length(B, k, W) - S[BONES + k]) > (BONE if k == 0 else LIMB) * S[BONES + k]:
                return False
    return True


def middle(B: Numbers, W: Numbers) -> tuple[float, float]:
    """Return the middle of the first segment."""
    x = 0.25 * (W[2 * B[0]] + W[2 * B[1]] + W[2 * B[2]] + W[2 * B[3]])
    y = 0.25 * (W[2 * B[0] + 1] + W[2 * B[1] + 1] + W[2 * B[2] + 1] + W[2 * B[3] + 1])
    return x, y


def smoothed(S: Numbers, program: Any, V: Numbers, W: Numbers, dt: float) -> float:
    """Smooth the joints in ``W`` (start anew where ``dt`` is 0), and return the unit of lengths."""
    LM, NEED, B = program[1], program[2], program[4]
    unit = length(B, 0, W)
    S[CENTRE_X], S[CENTRE_Y] = middle(B, W)
    w = 6.283185307179586 * dt
    share = dt / (dt + TRACK) if 0.0 < dt <= GAP else 1.0
    at = SLOTS - PER_SLOT
    for k in range(len(LM)):
        at += PER_SLOT
        x, y = W[2 * k], W[2 * k + 1]
        if abs(x) + abs(y) < 100.0:
            S[at] += (x - S[at]) * share
            S[at + 1] += (y - S[at + 1]) * share
        if NEED[k] == UNNEEDED:
            continue
        if NEED[k] != ALWAYS and not V[LM[k]] >= SURE:
            W[2 * k] = W[2 * k + 1] = math.nan
        elif dt <= 0.0 or S[at + 4] == 0.0:
            S[at + 2] = S[at + 3] = S[at + 4] = x
            S[at + 6] = S[at + 7] = S[at + 8] = y
            S[at + 5] = S[at + 9] = 0.0
        else:
            W[2 * k] = smooth(S, at + 2, x, w, unit)
            W[2 * k + 1] = smooth(S, at + 6, y, w, unit)
    return length(B, 0, W)


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


def learn_lengths(S: Numbers, B: Numbers, W: Numbers, dt: float) -> None:
    """Follow the segments' lengths: quickly before the start pose, slowly after it, as they turn in the picture."""
    share = min(1.0, dt / (LEARN if S[PHASE] == LOOKING else LEARN_ON))
    for k in range(len(B) // 4):
        now, before = length(B, k, W), S[BONES + k]
        S[BONES + k] = before + (now - before) * share if before > 0.0 and dt > 0.0 else now
    if S[PHASE] == LOOKING:
        S[UNIT] = S[BONES]


def odd_view(S: Numbers, t: float, out: Numbers, n: int) -> int:
    """Note that the body is seen from the wrong side, and say so once it has lasted."""
    S[SETTLE_T] = -1.0
    if S[UNSEEN_SINCE] < 0.0:
        S[UNSEEN_SINCE] = t
    if ODD_VIEW < t - S[UNSEEN_SINCE]:
        S[UNSEEN_SINCE] = TOLD_ALREADY
        n = say(out, n, LOST, t, float(BAD_VIEW), 0.0, S[SIDE])
    return show(S, t, 1.0, out, n)


def nearer(S: Numbers, program: Any, Z: Numbers, t: float) -> None:
    """Note which side of the body is nearer to the lens (0 left, 1 right); not while a set is measured.

    The other side must have been nearer for a while: a frame with left and right exchanged changes nothing.
    """
    if S[PHASE] != LOOKING:
        return
    LM = program[1]
    left, right = 0.0, 0.0
    for k in range(len(LM)):
        if LM[k] % 2 == 1:
            left += Z[LM[k]]
        else:
            right += Z[LM[k]]
    side = 0.0 if left < right else 1.0
    if side == S[SIDE] or not abs(left - right) > NEARER:
        S[NEAR_SINCE] = -1.0
    elif S[NEAR_SINCE] < 0.0:
        S[NEAR_SINCE] = t
    if side != S[SIDE] and (S[T_GOOD] < 0.0 or (S[NEAR_SINCE] >= 0.0 and t - S[NEAR_SINCE] > NEAR_LASTS)):
        S[SIDE] = side
        S[T_GOOD] = S[SETTLE_T] = S[NEAR_SINCE] = -1.0
        S[BONES] = 0.0


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
