"""What the kernel is told: a variant's numbers for one working side, in tables of named rows, and a frame's landmarks.

A point of a segment or measure is the middle of two joints, which are one and the same where it is a joint. Joints
stand in pairs in a program: the working side's, then its twin of the other side.
"""

from collections.abc import Sequence

import msgspec

from ilium.motion.thresholds import FollowLimits, HoldLimits, SeeLimits, SeriesLimits


class FrameLandmarks(msgspec.Struct, frozen=True, gc=False):
    """One frame's landmarks.

    Parameters
    ----------
    x, y, z : sequence of float, length 33
        Shares of the picture's width and height, z in x's scale; not mirrored; anything where nobody is.
    confidence : sequence of float, length 33
        The detector's own, 0 to 1.
    at_s : float
        Capture time, seconds.
    aspect : float
        Width by height.
    people : int
        0, 1, or 2 for more.
    """

    x: Sequence[float]
    y: Sequence[float]
    z: Sequence[float]
    confidence: Sequence[float]
    at_s: float
    aspect: float
    people: int


class Joint(msgspec.Struct, frozen=True):
    """A landmark by its index; when it must be seen; whether it is of the body's left, and of the legs."""

    landmark: int
    need: int
    left: bool
    legs: bool


class Segment(msgspec.Struct, frozen=True):
    """A line from one point to another, each the middle of two joints (numbers of a program's joints)."""

    a1: int
    a2: int
    b1: int
    b2: int


class MeasureTable(msgspec.Struct, frozen=True):
    """A measure's kind, when it is needed, and its points A to D, each the middle of two joints.

    ``mirrored``: the right side works, so that what goes towards the other side goes to the picture's left.
    """

    kind: int
    need: int
    mirrored: bool
    a1: int = 0
    a2: int = 0
    b1: int = 0
    b2: int = 0
    c1: int = 0
    c2: int = 0
    d1: int = 0
    d2: int = 0


class BoundTable(msgspec.Struct, frozen=True):
    """When it must hold, of which measure, and from where to where; ``slack`` is allowed on top while it moves."""

    when: int
    measure: int
    low: float
    high: float
    slack: float


class KernelProgram(msgspec.Struct, frozen=True):
    """A variant's numbers for one working side.

    Parameters
    ----------
    direction : float
        1 where the movement's measure rises, -1 where it falls.
    first_range, least : float
        The range before this person's is known, and the least one, in the unit of the measure.
    out_s, back_s, quickest_s : float
        Seconds specified for the way out and back, and that a repetition takes at least.
    counts : int
        `REPETITIONS`, `HOLDS` or `POSE`.
    wants_hand : bool
        A raised hand is looked for.
    pose_bounds : int
        Which bounds are the pose where only one is timed: `BOUND_START` or `BOUND_END`.
    share_at_far, share_at_left : float
        The share of its time at which the way out is where the far end begins, and where a hold begins to be left.
    joints, segments, measures, bounds
        Rows of the tables; the first measure is the movement, the first segment the unit of lengths.
    checks : tuple of int
        The measures that are checked at the far end.
    ways : tuple of float, length 9
        The share of its time at which a smooth movement is at each tenth of its way.
    see, follow, series, hold
        The thresholds.
    """

    direction: float
    first_range: float
    least: float
    out_s: float
    back_s: float
    quickest_s: float
    counts: int
    wants_hand: bool
    pose_bounds: int
    share_at_far: float
    share_at_left: float
    joints: tuple[Joint, ...]
    segments: tuple[Segment, ...]
    measures: tuple[MeasureTable, ...]
    bounds: tuple[BoundTable, ...]
    checks: tuple[int, ...]
    ways: tuple[float, ...]
    see: SeeLimits
    follow: FollowLimits
    series: SeriesLimits
    hold: HoldLimits
