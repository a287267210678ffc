"""A variant's camera entry compiled to the numbers that the kernel runs on, for one working side."""

import math

import msgspec

from ilium.anatomy import LimbRole, Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import LANDMARKS, landmark
from ilium.exercises.camera import Bound, Camera
from ilium.exercises.lint_camera import SECONDS
from ilium.exercises.measures import JOINTS, MEASURES, SEGMENTS, Kind
from ilium.exercises.model import Variant
from ilium.motion import kernel

_KINDS: tuple[Kind, ...] = ("angle", "offset", "height", "distance", "slope", "spread", "lean", "across")
_COUNTS = ("repetitions", "holds", "pose")
#: A repetition takes at least this share of the specified way out and back; what is quicker is fidgeting. Our choice.
QUICKEST = 0.4
#: The kernel has room for this many.
MOST_CHECKS, MOST_SEGMENTS = 4, 3


class Program(msgspec.Struct, frozen=True):
    """The numbers of one variant and side; `ilium.motion.kernel` says what each is for."""

    numbers: tuple[float, ...]
    slots: tuple[int, ...]
    needed: tuple[int, ...]
    measures: tuple[int, ...]
    segments: tuple[int, ...]
    bounds: tuple[int, ...]
    limits: tuple[float, ...]
    checks: tuple[int, ...]
    when: tuple[int, ...]
    """When each measure is needed."""
    parts: tuple[str, ...]
    """The joints of the slots, in words: ``left hip``."""
    names: tuple[str, ...]
    """The measures' names."""

    @property
    def size(self) -> int:
        """How many numbers the state has."""
        return kernel.SLOTS + len(self.slots) * kernel.PER_SLOT


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
        A camera does not measure this variant.
    """
    camera = variant.camera
    if camera is None or camera.trust == "never":
        why = camera.why if camera else "it has no camera entry"
        raise SpecificationError(variant.id, "camera", f"a camera cannot measure this variant: {why}")
    sides = tuple(_program(variant, camera, side, raised_hand) for side in (Side.LEFT, Side.RIGHT))
    return Compiled((sides[0], sides[1]), variant.symmetric)


class _Slots:
    """The joints that a program needs, each with its twin: the working side's, then the other's."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.joints: list[str] = []
        self.needed: dict[int, int] = {}

    def point(self, name: str, need: int) -> tuple[int, int]:
        first, plus, second = name.partition("+")
        if plus:
            return self.point(first, need)[0], self.point(second, need)[0]
        role, _, joint = name.partition(".")
        if joint not in JOINTS:
            raise SpecificationError(name, "measure", "no such joint")
        if joint not in self.joints:
            self.joints.append(joint)
        at = 2 * self.joints.index(joint)
        pair = {"working": (at, at), "other": (at + 1, at + 1), "both": (at, at + 1)}[role]
        for slot in pair:
            self.needed[slot] = max(need, self.needed.get(slot, kernel.UNNEEDED))
        return pair

    def landmarks(self) -> tuple[int, ...]:
        roles = (LimbRole.WORKING, LimbRole.OTHER)
        return tuple(landmark(f"{role.of(self.side)}_{joint}") for joint in self.joints for role in roles)


def _program(variant: Variant, camera: Camera, side: Side, raised_hand: bool) -> Program:
    slots = _Slots(side)
    segments = [number for segment in camera.steady[:MOST_SEGMENTS] for number in _segment(segment, slots)]
    names = list(dict.fromkeys(_names(camera)))
    measures = [number for name in names for number in _measure(name, slots, _need(camera, name))]
    groups = ((0, camera.start), (1, camera.during), (2, camera.seen), (3, camera.end), (4, camera.between))
    bounds = [(when, bound) for when, group in groups for bound in group]
    checked = [names.index(check.measure) for check in camera.check if check.measure != SECONDS]
    found = slots.landmarks()
    return Program(
        numbers=_numbers(variant, camera, raised_hand),
        slots=found,
        needed=tuple(slots.needed.get(slot, kernel.UNNEEDED) for slot in range(len(found))),
        measures=tuple(measures),
        segments=tuple(segments),
        bounds=tuple(number for when, bound in bounds for number in (when, names.index(bound.measure))),
        limits=tuple(number for _, bound in bounds for number in _limits(bound)),
        checks=tuple(checked[:MOST_CHECKS]),
        when=tuple(_need(camera, name) for name in names),
        parts=tuple(LANDMARKS[index].replace("_index", "").replace("_", " ") for index in found),
        names=tuple(names),
    )


def _names(camera: Camera) -> list[str]:
    """Return every measure that is needed, the movement first."""
    bounds = [bound.measure for bound in (*camera.start, *camera.during, *camera.seen, *camera.end, *camera.between)]
    checks = [check.measure for check in camera.check if check.measure != SECONDS]
    return [*([camera.signal] if camera.signal else []), *bounds, *checks]


def _segment(name: str, slots: _Slots) -> tuple[int, ...]:
    role, _, segment = name.partition(".")
    first, last = SEGMENTS[segment]
    ends = ("other.hip", "working.hip") if segment == "hips" else (f"{role}.{first}", f"{role}.{last}")
    return (*slots.point(ends[0], kernel.ALWAYS), *slots.point(ends[1], kernel.ALWAYS))


def _pose_at_end(camera: Camera) -> tuple[Bound, ...]:
    """Return the far end where only a pose is timed and it is that one; otherwise the start is the pose."""
    return camera.end if camera.counts == "pose" else ()


def _need(camera: Camera, name: str) -> int:
    """Return when the joints of a measure must be seen."""
    starting = [bound.measure for bound in (*camera.start, *camera.seen, *_pose_at_end(camera))]
    if name == camera.signal or name in [bound.measure for bound in (*camera.during, *camera.between)]:
        return kernel.ALWAYS
    if name in starting:
        return kernel.ALWAYS if camera.counts == "pose" else kernel.AT_START
    checked = [check.measure for check in camera.check]
    return kernel.IF_SEEN if name in checked else kernel.UNNEEDED


def _measure(name: str, slots: _Slots, need: int) -> tuple[int, ...]:
    found = MEASURES[name]
    points = [number for point in found.points for number in slots.point(point, need)]
    if found.kind in ("lean", "across"):  # seen from the feet, the body's own right is at the picture's left
        points.append(int(slots.side is Side.RIGHT))
    return (_KINDS.index(found.kind), *points, *([0] * (8 - len(points))))


def _limits(bound: Bound) -> tuple[float, float, float]:
    low = -math.inf if bound.at_least is None else bound.at_least
    high = math.inf if bound.at_most is None else bound.at_most
    return low, high, bound.slack


def _numbers(variant: Variant, camera: Camera, raised_hand: bool) -> tuple[float, ...]:
    seconds = {kind: sum(p.seconds for p in variant.phase if p.kind == kind) for kind in ("move", "return")}
    return (
        1.0 if camera.direction == "rises" else -1.0,
        camera.range,
        camera.least,
        seconds["move"] or 2.0,
        seconds["return"] or 2.0,
        float(_COUNTS.index(camera.counts)),
        1.0 if raised_hand else 0.0,
        QUICKEST * (seconds["move"] + seconds["return"]),
        3.0 if _pose_at_end(camera) else 0.0,
        *_ways(camera.halfway),
    )


def _ways(halfway: float) -> tuple[float, ...]:
    """Return the share of its time at which a smooth movement is at each tenth of its way."""
    times = [step / 1000 for step in range(1001)]
    bent = 4 * halfway - 2
    smooth = [3 * s * s - 2 * s**3 for s in times]
    ways = [e + bent * e * (1 - e) for e in smooth]
    return tuple(next(s for s, way in zip(times, ways, strict=True) if way >= tenth / 10) for tenth in range(1, 10))


def fresh(size: int) -> list[float]:
    """Return the state before the first frame."""
    state = [0.0] * size
    for place in (
        kernel.T_LAST,
        kernel.T_GOOD,
        kernel.BAD_SINCE,
        kernel.SHOWN,
        kernel.SETTLE_T,
        kernel.PENDING,
        kernel.OFF_SINCE,
        kernel.HAND_SINCE,
        kernel.UNSEEN_SINCE,
        kernel.WAITING,
        kernel.SWAPPED_SINCE,
        kernel.SWAPPED_SINCE + 1,
        kernel.NEAR_SINCE,
        kernel.ELSEWHERE_SINCE,
        kernel.LEFT_SINCE,
    ):
        state[place] = -1.0
    for level in range(2 * kernel.LEVELS):
        state[kernel.UPS + level] = -1.0
    return state
