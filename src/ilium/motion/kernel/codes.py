"""The whole numbers that stand for words in the kernel: numba compares numbers, and Python reads them fastest so."""

from typing import Final

# Where the movement is. LOOKING: not in the start pose; then as `ilium.motion.findings.MotionPhase`.
LOOKING: Final = 0
START: Final = 1
OUT: Final = 2
END: Final = 3
BACK: Final = 4

# Where the person is, as `ilium.motion.findings.PositionState`.
NOBODY: Final = 0
GETTING_READY: Final = 1
READY: Final = 2
MOVING: Final = 3

# What a variant counts, as the specification's `counts`.
REPETITIONS: Final = 0
HOLDS: Final = 1
POSE: Final = 2

# A hold: none; it goes on; it was said to be left, and the person is not back yet.
NO_HOLD: Final = 0
HELD: Final = 1
LEFT_HOLD: Final = 2

# Whether it has been said, once a set, that the start pose is not seen; and that it was found since.
UNSAID: Final = 0
SAID: Final = 1
FOUND: Final = 2

# When a joint must be seen, or a measure is needed. IF_SEEN: never, but measured where it is seen, at the far end.
UNNEEDED: Final = 0
IF_SEEN: Final = 1
AT_START: Final = 2
ALWAYS: Final = 3

# When a bound must hold, as the groups of a camera entry.
BOUND_START: Final = 0
BOUND_DURING: Final = 1
BOUND_SEEN: Final = 2
BOUND_END: Final = 3
BOUND_BETWEEN: Final = 4

# Kinds of measure, as `ilium.exercises.measures.Kind`.
ANGLE: Final = 0
OFFSET: Final = 1
HEIGHT: Final = 2
DISTANCE: Final = 3
SLOPE: Final = 4
SPREAD: Final = 5
LEAN: Final = 6
ACROSS: Final = 7

# Kinds of event.
POSITION_CHANGED: Final = 1
PHASE_CHANGED: Final = 2
REPETITION: Final = 3
HOLD: Final = 4
NOT_MEASURED: Final = 5
MEASURED_AGAIN: Final = 6
HAND_RAISED: Final = 7

# Why a frame is not measured, in the order of `ilium.motion.words.REASONS`. TRUSTED: it is.
TRUSTED: Final = -1
NO_PERSON: Final = 0
OUT_OF_VIEW: Final = 1
UNSURE: Final = 2
IMPLAUSIBLE: Final = 3
SIDES_SWAPPED: Final = 4
SEVERAL_PEOPLE: Final = 5
GAP: Final = 6
BAD_VIEW: Final = 7
OTHER_EXERCISE: Final = 8
BAD_FRAME: Final = 9

# What is found of left and right: a body that goes on; they cannot be told; the detector is believed, whatever was.
AS_SEEN: Final = 0
CANNOT_TELL: Final = 1
BELIEVED: Final = 2
