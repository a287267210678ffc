"""A variant's camera entry compiled to the numbers that the kernel runs on, for one working side."""

import functools
import math

import msgspec

from ilium.anatomy import LimbRole, Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import LANDMARKS, landmark
from ilium.exercises.camera import Bound, CameraEntry
from ilium.exercises.lint_camera import SECONDS
from ilium.exercises.measures import JOINTS, MEASURES, SEGMENTS, Kind
from ilium.exercises.model import Variant
from ilium.motion.kernel import codes, tables
from ilium.motion.kernel.state import MOST_CHECKS, MOST_JOINTS, MOST_MEASURES, MOST_SEGMENTS
from ilium.motion.thresholds import thresholds

KINDS: dict[Kind, int] = {
    "angle": codes.ANGLE,
    "offset": codes.OFFSET,
    "height": codes.HEIGHT,
    "distance": codes.DISTANCE,
    "slope": codes.SLOPE,
    "spread": codes.SPREAD,
    "lean": codes.LEAN,
    "across": codes.ACROSS,
}
COUNTS = {"repetitions": codes.REPETITIONS, "holds": codes.HOLDS, "pose": codes.POSE}
#: Measures of how far something goes towards the other side, seen from the feet.
TOWARDS_THE_OTHER = ("lean", "across")


class Program(msgspec.Struct, frozen=True):
    """What is watched of one variant with one working side.

    Parameters
    ----------
    numbers : ilium.motion.kernel.tables.Program
        Its numbers, for the kernel.
    parts : tuple of str
        The tables' joints in words: ``left hip``.
    names : tuple of str
        The names of the tables' measures.
    """

    numbers: tables.KernelProgram
    parts: tuple[str, ...]
    names: tuple[str, ...]


class Compiled(msgspec.Struct, frozen=True):
    """A variant, ready to be watched: the program if the left works, and if the right does.

    ``follow_near`` is true where both sides do the same: then the side nearer to the lens is measured.
    """

    sides: tuple[Program, Program]
    follow_near: bool


def compile_variant(variant: Variant, raised_hand: bool = False) -> Compiled:
    """Return a variant's programs.

    Raises
    ------
    SpecificationError
        A camera does not measure this variant, or it needs more than the kernel has room for.
    """
    camera = variant.camera
    if camera is None or camera.trust == "never":
        why = camera.why if camera else "it has no camera entry"
        raise SpecificationError(variant.id, "camera", f"a camera cannot measure this variant: {why}")
    sides = tuple(_program(variant, camera, side, raised_hand) for side in (Side.LEFT, Side.RIGHT))
    return Compiled((sides[0], sides[1]), variant.symmetric)


class _Joints:
    """The joints that a program needs, each with its twin: the working side's, then the other's."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.names: list[str] = []
        self.needed: dict[int, int] = {}

    def point(self, name: str, need: int) -> tuple[int, int]:
        """Return the two joints whose middle a point is, and note that they are needed."""
        first, plus, second = name.partition("+")
        if plus:
            return self.point(first, need)[0], self.point(second, need)[0]
        role, _, joint = name.partition(".")
        if joint not in JOINTS:
            raise SpecificationError(name, "measure", "no such joint")
        if joint not in self.names:
            self.names.append(joint)
        working = 2 * self.names.index(joint)
        other = working + 1
        pair = {"working": (working, working), "other": (other, other), "both": (working, other)}[role]
        for number in pair:
            self.needed[number] = max(need, self.needed.get(number, codes.UNNEEDED))
        return pair

    def rows(self) -> tuple[tables.Joint, ...]:
        """Return the rows of the table."""
        sides = [role.of(self.side) for role in (LimbRole.WORKING, LimbRole.OTHER)]
        return tuple(
            tables.Joint(
                landmark=(index := landmark(f"{side}_{joint}")),
                need=self.needed.get(2 * number + side_number, codes.UNNEEDED),
                left=side is Side.LEFT,
                legs=index >= landmark("left_hip"),
            )
            for number, joint in enumerate(self.names)
            for side_number, side in enumerate(sides)
        )


def _program(variant: Variant, camera: CameraEntry, side: Side, raised_hand: bool) -> Program:
    joints, limits, ways = _Joints(side), thresholds(), _ways(camera.halfway)
    segments = tuple(_segment(name, joints) for name in camera.steady[:MOST_SEGMENTS])
    names = list(dict.fromkeys(_names(camera)))
    measures = tuple(_measure(name, joints, _need(camera, name)) for name in names)
    checked = [names.index(check.measure) for check in camera.check if check.measure != SECONDS]
    out_s, back_s = _seconds(variant, "move"), _seconds(variant, "return")
    found = joints.rows()
    if len(found) > MOST_JOINTS or len(names) > MOST_MEASURES:
        raise SpecificationError(variant.id, "camera", "it needs more joints or measures than can be watched")
    numbers = tables.KernelProgram(
        direction=1.0 if camera.direction == "rises" else -1.0,
        first_range=camera.range,
        least=camera.least,
        out_s=out_s or limits.follow.unsaid_s,
        back_s=back_s or limits.follow.unsaid_s,
        quickest_s=limits.follow.quickest * (out_s + back_s),
        counts=COUNTS[camera.counts],
        wants_hand=raised_hand,
        pose_bounds=codes.BOUND_END if _pose_at_end(camera) else codes.BOUND_START,
        share_at_far=_at(ways, limits.follow.far),
        share_at_left=_at(ways, limits.hold.left),
        joints=found,
        segments=segments,
        measures=measures,
        bounds=_bounds(camera, names),
        checks=tuple(checked[:MOST_CHECKS]),
        ways=ways,
        see=limits.see,
        follow=limits.follow,
        series=limits.series,
        hold=limits.hold,
    )
    return Program(numbers, tuple(_in_words(joint) for joint in found), tuple(names))


def _in_words(joint: tables.Joint) -> str:
    return LANDMARKS[joint.landmark].replace("_index", "").replace("_", " ")


def _seconds(variant: Variant, kind: str) -> float:
    return sum(phase.seconds for phase in variant.phase if phase.kind == kind)


def _names(camera: CameraEntry) -> list[str]:
    """Return every measure that is needed, the movement first."""
    bounds = [bound.measure for bound in (*camera.start, *camera.during, *camera.seen, *camera.end, *camera.between)]
    checks = [check.measure for check in camera.check if check.measure != SECONDS]
    return [*([camera.signal] if camera.signal else []), *bounds, *checks]


def _segment(name: str, joints: _Joints) -> tables.Segment:
    role, _, segment = name.partition(".")
    first, last = SEGMENTS[segment]
    ends = ("other.hip", "working.hip") if segment == "hips" else (f"{role}.{first}", f"{role}.{last}")
    return tables.Segment(*joints.point(ends[0], codes.ALWAYS), *joints.point(ends[1], codes.ALWAYS))


def _pose_at_end(camera: CameraEntry) -> tuple[Bound, ...]:
    """Return the far end where only a pose is timed and it is that one; otherwise the start is the pose."""
    return camera.end if camera.counts == "pose" else ()


def _need(camera: CameraEntry, name: str) -> int:
    """Return when the joints of a measure must be seen."""
    starting = [bound.measure for bound in (*camera.start, *camera.seen, *_pose_at_end(camera))]
    if name == camera.signal or name in [bound.measure for bound in (*camera.during, *camera.between)]:
        return codes.ALWAYS
    if name in starting:
        return codes.ALWAYS if camera.counts == "pose" else codes.AT_START
    checked = [check.measure for check in camera.check]
    return codes.IF_SEEN if name in checked else codes.UNNEEDED


def _measure(name: str, joints: _Joints, need: int) -> tables.MeasureTable:
    found = MEASURES[name]
    points = [number for point in found.points for number in joints.point(point, need)]
    # seen from the feet, the body's own right is at the picture's left
    mirrored = found.kind in TOWARDS_THE_OTHER and joints.side is Side.RIGHT
    return tables.MeasureTable(KINDS[found.kind], need, mirrored, *points)


def _bounds(camera: CameraEntry, names: list[str]) -> tuple[tables.BoundTable, ...]:
    groups = (
        (codes.BOUND_START, camera.start),
        (codes.BOUND_DURING, camera.during),
        (codes.BOUND_SEEN, camera.seen),
        (codes.BOUND_END, camera.end),
        (codes.BOUND_BETWEEN, camera.between),
    )
    return tuple(
        tables.BoundTable(
            when=when,
            measure=names.index(bound.measure),
            low=-math.inf if bound.at_least is None else bound.at_least,
            high=math.inf if bound.at_most is None else bound.at_most,
            slack=bound.slack,
        )
        for when, group in groups
        for bound in group
    )


@functools.cache
def _ways(halfway: float) -> tuple[float, ...]:
    """Return the share of its time at which a smooth movement is at each tenth of its way, to a thousandth."""
    bent, step, ways = 4 * halfway - 2, 0, []
    for tenth in range(1, 10):
        while _way(step / 1000, bent) < tenth / 10:
            step += 1
        ways.append(step / 1000)
    return tuple(ways)


def _way(share: float, bent: float) -> float:
    """Return how far a smooth movement is after a share of its time; ``bent`` moves its middle."""
    eased = 3 * share * share - 2 * share**3
    return eased + bent * eased * (1 - eased)


def _at(ways: tuple[float, ...], way: float) -> float:
    """Return the share of its time at which a movement is at the tenth of its way that is nearest."""
    return ways[round(10 * way) - 1]
