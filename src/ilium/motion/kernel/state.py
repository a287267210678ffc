"""What is known of a set after a frame: named fields, and lists only where there are several of a thing.

``_s`` is a capture time or a duration in seconds; a time that is not so is `NEVER`. Points are in picture heights from
the top left, not mirrored. Lists have room for the most there can be; a program uses the first of them.
"""

from typing import TYPE_CHECKING, Annotated, Final, Self

import msgspec

from ilium.motion.kernel.codes import LOOKING, NO_HOLD, UNSAID

#: A time at which something has not happened.
NEVER: Final = -1.0
#: Levels at which crossing times are noted, a tenth of the range apart.
LEVELS: Final = 20
#: Holds whose length may still be mended.
MOST_HOLDS: Final = 8
#: The most that a variant's camera entry may need.
MOST_JOINTS, MOST_MEASURES, MOST_SEGMENTS, MOST_CHECKS = 14, 12, 3, 4

PerJoint = Annotated[list[float], MOST_JOINTS]
PerMeasure = Annotated[list[float], MOST_MEASURES]
PerSegment = Annotated[list[float], MOST_SEGMENTS]
PerCheck = Annotated[list[float], MOST_CHECKS]
PerLevel = Annotated[list[float], LEVELS]
PerHold = Annotated[list[float], MOST_HOLDS]
#: Of the body above the hips; of the legs.
PerHalf = Annotated[list[float], 2]


def _zeros(count: int) -> list[float]:
    return msgspec.field(default_factory=lambda: [0.0] * count)


def _never(count: int) -> list[float]:
    return msgspec.field(default_factory=lambda: [NEVER] * count)


class Changing(msgspec.Struct):
    """Base of what a frame changes in place."""

    if TYPE_CHECKING:

        def __copy__(self) -> Self:
            """Return one with the same values."""


class Filters(Changing):
    """The median and One-Euro filter of each joint, in one direction.

    Parameters
    ----------
    second_last, last : list of float
        The two places before this one, picture heights.
    value : list of float
        The smoothed place; 0 where the filter has not begun.
    speed : list of float
        Its smoothed speed, picture heights a second.
    """

    second_last: PerJoint = _zeros(MOST_JOINTS)
    last: PerJoint = _zeros(MOST_JOINTS)
    value: PerJoint = _zeros(MOST_JOINTS)
    speed: PerJoint = _zeros(MOST_JOINTS)


class BodyState(Changing):
    """What is seen of the body.

    Parameters
    ----------
    trusted_s : float
        The last frame that could be trusted.
    lost_since_s, lost_told : float, bool
        Since when none can; whether that was said.
    measured_s, not_measured_s : float
        How long of the set it was seen, and was not.
    right, nearer_since_s : bool, float
        Whether the right side is measured; since when the other one has been nearer to the lens.
    hand_since_s, hand_told : float, bool
        Since when a hand is up; whether that was said.
    centre_x, centre_y : float
        The middle of the first segment.
    lengths : list of float
        Of the segments, as calibrated, picture heights; the first is the unit of lengths, 0 before it is known.
    start_unit : float
        That unit as it was in the start pose.
    swapped_since_s : list of float
        Since when left and right have been exchanged back.
    late_x, late_y : list of float
        Where each joint has been of late.
    x, y : list of float
        Where each joint is: as seen, then smoothed; NaN where it is not seen.
    measures : list of float
        The variant's measures in this frame; the first is the movement.
    """

    trusted_s: float = NEVER
    lost_since_s: float = NEVER
    lost_told: bool = False
    measured_s: float = 0.0
    not_measured_s: float = 0.0
    right: bool = False
    nearer_since_s: float = NEVER
    hand_since_s: float = NEVER
    hand_told: bool = False
    centre_x: float = 0.0
    centre_y: float = 0.0
    start_unit: float = 0.0
    lengths: PerSegment = _zeros(MOST_SEGMENTS)
    swapped_since_s: PerHalf = _never(2)
    late_x: PerJoint = _zeros(MOST_JOINTS)
    late_y: PerJoint = _zeros(MOST_JOINTS)
    x: PerJoint = _zeros(MOST_JOINTS)
    y: PerJoint = _zeros(MOST_JOINTS)
    filters_x: Filters = msgspec.field(default_factory=Filters)
    filters_y: Filters = msgspec.field(default_factory=Filters)
    measures: PerMeasure = _zeros(MOST_MEASURES)


class Pose(Changing):
    """The start pose while it is looked for.

    Parameters
    ----------
    shown : int
        Where the person was last said to be.
    since_s, lowest, highest, total, frames : float, float, float, float, int
        Since when it has been kept; of the movement's measure meanwhile: lowest, highest, sum, and of how many frames.
    odd_since_s, odd_told : float, bool
        Since when the body is seen from the wrong side; whether that was said.
    missing_since_s, missing : float, int
        Since when the body is seen well, but not in the start pose; `UNSAID`, `SAID` or `FOUND`.
    """

    shown: int = -1
    since_s: float = NEVER
    lowest: float = 0.0
    highest: float = 0.0
    total: float = 0.0
    frames: int = 0
    odd_since_s: float = NEVER
    odd_told: bool = False
    missing_since_s: float = NEVER
    missing: int = UNSAID


class Path(Changing):
    """The movement under way, in the unit of its measure; levels are above the start pose, outwards positive.

    Parameters
    ----------
    base, range : float
        The measure in the start pose, and how far this person's movement goes from it.
    level, level_s : float
        The last level, and when.
    pending_since_s : float
        Since when what would end this phase has been true.
    off_since_s : float
        Since when what must stay true has not been.
    out_s, rose_s, back_s : float
        When it set out, passed the middle outwards, and turned back.
    peak, peak_s, valley, valley_s : float
        The highest level of a repetition, the lowest on its way back, and when either was last new.
    above_since_s : float
        Since when it has been far above what was taken for the far end.
    top_total, top_frames, ceiling_total, ceiling_frames : float, int, float, int
        Sum and number of the levels at the far end; of those where it rests there.
    floor_total, floor_frames : float, int
        Sum and number of the measure at rest in the start pose.
    ups, downs : list of float
        When each tenth of the range was last crossed outwards, and on the way back.
    check_totals, check_frames : list of float
        Of each check: sum over the far end of this repetition, and of how many frames.
    """

    base: float = 0.0
    range: float = 0.0
    level: float = 0.0
    level_s: float = 0.0
    pending_since_s: float = NEVER
    off_since_s: float = NEVER
    out_s: float = 0.0
    rose_s: float = 0.0
    back_s: float = 0.0
    peak: float = 0.0
    peak_s: float = 0.0
    valley: float = 0.0
    valley_s: float = 0.0
    above_since_s: float = NEVER
    top_total: float = 0.0
    top_frames: int = 0
    ceiling_total: float = 0.0
    ceiling_frames: int = 0
    floor_total: float = 0.0
    floor_frames: int = 0
    ups: PerLevel = _never(LEVELS)
    downs: PerLevel = _never(LEVELS)
    check_totals: PerCheck = _zeros(MOST_CHECKS)
    check_frames: PerCheck = _zeros(MOST_CHECKS)


class Repetition(Changing):
    """What came back to the start pose.

    Parameters
    ----------
    end_s : float
        When; `NEVER` for none.
    seconds, beyond_s, back_s : float
        How long it took, was beyond the middle, and took to come back.
    size : float
        How far it went, in the unit of the measure.
    checks : list of float
        Mean of each check at the far end; NaN where it was not seen.
    """

    end_s: float = NEVER
    seconds: float = 0.0
    beyond_s: float = 0.0
    back_s: float = 0.0
    size: float = 0.0
    checks: PerCheck = _zeros(MOST_CHECKS)


class SeriesState(Changing):
    """The repetitions that count.

    Parameters
    ----------
    count, last_end_s : int, float
        How many, and when the last one ended.
    usual_beyond_s : float
        How long one usually is beyond the middle.
    latest, waiting : Repetition
        The one that has just ended, and the one that waits for another like it.
    waits_after_one : bool
        The one that waits came soon after one that counts.
    """

    count: int = 0
    last_end_s: float = 0.0
    usual_beyond_s: float = 0.0
    latest: Repetition = msgspec.field(default_factory=Repetition)
    waiting: Repetition = msgspec.field(default_factory=Repetition)
    waits_after_one: bool = False


class Holds(Changing):
    """The holds.

    Parameters
    ----------
    now : int
        `NO_HOLD`, `HELD` or `LEFT_HOLD`.
    count : int
        How many have begun.
    from_s, left_s : float
        When this one began, and when it was left, as far as is known before the person is back.
    changing_since_s : float
        Since when it may have been left, or gone back to.
    whole_seconds : int
        How many of it have been said.
    pace_total, pace_weight : float
        How long this person's ways out and back took, by the specified time: weighted sum, and the weights.
    middles_s, flanks_s : list of float
        Of the last holds that ended: the time between the middles of both ways, and the halves of both at the
        specified pace.
    before_s, total_s : float
        Held in the holds before those; held in all that ended.
    """

    now: int = NO_HOLD
    count: int = 0
    from_s: float = 0.0
    left_s: float = 0.0
    changing_since_s: float = NEVER
    whole_seconds: int = 0
    pace_total: float = 0.0
    pace_weight: float = 0.0
    before_s: float = 0.0
    total_s: float = 0.0
    middles_s: PerHold = _zeros(MOST_HOLDS)
    flanks_s: PerHold = _zeros(MOST_HOLDS)


class KernelState(Changing):
    """Everything the kernel knows of a set; `ilium.motion.kernel.advance` changes it in place.

    Parameters
    ----------
    now_s : float
        Capture time of this frame.
    step_s : float
        Since the last frame that could be trusted; 0 where none was, or too long ago.
    phase : int
        `LOOKING`, `START`, `OUT`, `END` or `BACK`.
    """

    now_s: float = NEVER
    step_s: float = 0.0
    phase: int = LOOKING
    body: BodyState = msgspec.field(default_factory=BodyState)
    pose: Pose = msgspec.field(default_factory=Pose)
    path: Path = msgspec.field(default_factory=Path)
    series: SeriesState = msgspec.field(default_factory=SeriesState)
    holds: Holds = msgspec.field(default_factory=Holds)
