"""The constants, and the places of everything in a state, a program and an event."""

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
#: And what is higher, shares of the range, is no drift but a movement that begins; sooner so within so many seconds of
#: a repetition, when the next slow one would be taken for a drift.
FOLLOWED, FOLLOWED_WITHIN, WITHIN = 0.3, 0.15, 3.0
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
