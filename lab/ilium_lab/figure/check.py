"""Measure a clip against its specification, on the skin of the baked body; nothing is solved again. NumPy only."""

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium_lab.figure.body import Body
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.kinematics import PLACE, Array, World, forward, limits, mirrored
from ilium_lab.figure.pose import TOLERANCE, Contact, Keyframe, Places, Relation
from ilium_lab.figure.skin import Skinner, vertex_normals
from ilium_lab.figure.source import Index
from ilium_lab.figure.surface_points import SEGMENTS, Marks, joined

#: A vertex counts as inside another part when it is this far under its surface, metres: skin gives way.
INSIDE = 0.004
#: Further from a surface than this, a vertex is beyond it and not inside.
REACH = 0.07


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What a clip may do at most: the issue's figures; the last four are our choice, not validated."""

    slide_mm: float = 3.0
    below_floor_mm: float = 5.0
    touch_mm: float = 10.0
    inside_percent: float = 1.5
    angle_degrees: float = TOLERANCE
    range_degrees: float = 0.5
    float_mm: float = 8.0
    relation_mm: float = 40.0
    speed_share: float = 1.0
    jump_degrees: float = 0.5
    mirror_mm: float = 0.01


class ClipReport(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what was measured on a clip, the worst frame of each, and whether it is within all bounds.

    ``worst`` names for each figure out of bounds the phase and the constraint. ``error`` says why nothing was measured;
    the figures are infinite then (``null`` in JSON).
    """

    exercise: str
    variant: str
    ok: bool
    stale: bool
    frames: int
    slide_mm: float
    below_floor_mm: float
    touch_mm: float
    inside_percent: float
    angle_degrees: float
    range_degrees: float
    float_mm: float
    relation_mm: float
    speed_share: float
    jump_degrees: float
    mirror_mm: float
    worst: dict[str, str]
    error: str = ""


def unreadable(exercise: str, variant: str, error: str) -> ClipReport:
    """Return the row of a clip that is missing or broken: nothing was measured, so every figure is infinite."""
    said = {"exercise": exercise, "variant": variant, "ok": False, "stale": False, "frames": 0, "worst": {}}
    said |= {"error": error} | dict.fromkeys(Bounds.__struct_fields__, math.inf)
    return msgspec.convert(said, ClipReport)


Finding = tuple[float, str]


def check_clip(
    clip: Clip, keyframes: tuple[Keyframe, ...], body: Body, marks: Marks, places: Places, *, stale: bool
) -> ClipReport:
    """Return the figures of one clip.

    Parameters
    ----------
    clip : Clip
        What is checked.
    keyframes : tuple of Keyframe
        What its specification says, the start first.
    stale : bool
        The specification has changed since the clip was solved.
    """
    measured = _measure(clip, keyframes, _Stage(clip, body, marks, places))
    bounds = Bounds()
    over = {name: said for name, (value, said) in measured.items() if value > getattr(bounds, name)}
    return ClipReport(
        exercise=clip.exercise,
        variant=clip.variant,
        ok=not over and not stale,
        stale=stale,
        frames=sum(phase.frames for phase in clip.phases),
        worst=over,
        error="",
        **{name: round(value, 3) for name, (value, _) in measured.items()},
    )


class _Stage:
    """The posed skin of every frame of a clip."""

    def __init__(self, clip: Clip, body: Body, marks: Marks, places: Places) -> None:
        self.clip, self.body, self.marks, self.places = clip, body, marks, places
        self.poses = clip.poses(body.rig.skeleton)
        self.world = forward(body.rig, self.poses)
        self.points = Skinner(body).points(self.world)

    def frames(self, number: int) -> slice:
        """Return the frames of a phase."""
        phase = self.clip.phases[number]
        return slice(phase.first, phase.first + phase.frames)


def _measure(clip: Clip, keyframes: tuple[Keyframe, ...], stage: _Stage) -> dict[str, Finding]:
    return {
        "slide_mm": _worst(_slides(keyframes, stage)),
        "below_floor_mm": _below_floor(stage),
        "touch_mm": _worst(_touches(keyframes, stage)),
        "inside_percent": _worst(_insides(stage)),
        "angle_degrees": _worst(_angles(keyframes, stage)),
        "range_degrees": _range(stage),
        "float_mm": _worst(_floats(keyframes, stage)),
        "relation_mm": _worst(_relations(keyframes, stage)),
        "speed_share": _worst(_speeds(stage)),
        "jump_degrees": _worst(_jumps(stage)),
        "mirror_mm": _mirror(stage),
    }


def _worst(found: Iterator[Finding]) -> Finding:
    return max(found, default=(0.0, ""))


def _holding(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[tuple[str, slice, tuple[Contact, ...]]]:
    """Yield for each phase its end frame with all its contacts, and its way with those of both its ends."""
    for number, keyframe in enumerate(keyframes):
        frames = stage.frames(number)
        yield keyframe.id, slice(frames.stop - 1, frames.stop), keyframe.contacts
        if number:
            held = tuple(contact for contact in keyframe.contacts if contact in keyframes[number - 1].contacts)
            yield keyframe.id, frames, held


def _slides(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[Finding]:
    began: dict[Contact, Array] = {}
    for number, keyframe in enumerate(keyframes):
        frames = stage.frames(number)
        pins = [contact for contact in keyframe.contacts if contact.kind == "pin"]
        for contact in pins:
            points = stage.points[:, stage.marks.regions[contact.part]]
            first = began.setdefault(contact, points[frames.stop - 1])
            way = points[frames] if number and contact in keyframes[number - 1].contacts else points[[frames.stop - 1]]
            yield 1000 * float(np.linalg.norm(way - first, axis=2).max()), f"{keyframe.id}: {contact}"
        began = {contact: place for contact, place in began.items() if contact in pins}


def _below_floor(stage: _Stage) -> Finding:
    lowest = stage.points[:, :, 2].min(axis=1)
    frame = int(lowest.argmin())
    segment = list(SEGMENTS)[stage.marks.segment[stage.points[frame, :, 2].argmin()]]
    return max(0.0, -1000 * float(lowest[frame])), f"{_phase_of(stage, frame)}: {segment}"


def _phase_of(stage: _Stage, frame: int) -> str:
    return next(phase.id for phase in reversed(stage.clip.phases) if phase.first <= frame)


def _touches(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[Finding]:
    for name, frames, contacts in _holding(keyframes, stage):
        for contact in contacts:
            if contact.kind == "touch":
                spots = [stage.marks.spots[contact.part], stage.marks.spots[contact.on]]
                apart = stage.points[frames][:, spots]
                yield 1000 * float(np.linalg.norm(apart[:, 0] - apart[:, 1], axis=1).max()), f"{name}: {contact}"


def _floats(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[Finding]:
    for name, frames, contacts in _holding(keyframes, stage):
        for contact in contacts:
            if contact.kind != "touch":
                height = stage.points[frames][:, stage.marks.regions[contact.part], 2].min(axis=1)
                above = height - stage.places.surface[contact.on]
                yield 1000 * float(np.abs(above).max()), f"{name}: {contact}"


def _angles(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[Finding]:
    skeleton = stage.body.rig.skeleton
    for number, keyframe in enumerate(keyframes):
        pose = stage.poses[stage.frames(number).stop - 1]
        for name, value in keyframe.angles.items():
            found = float(np.degrees(pose[PLACE + skeleton.angle(name)]))
            yield abs(found - value), f"{keyframe.id}: {name} is {found:.0f}, expected {value:g}"


def _range(stage: _Stage) -> Finding:
    low, high = limits(stage.body.rig.skeleton)
    over = np.maximum(low - stage.poses, stage.poses - high)[:, PLACE:]
    frame, angle = np.unravel_index(int(over.argmax()), over.shape)
    name = stage.body.rig.skeleton.angles[int(angle)].name
    return max(0.0, float(np.degrees(over.max()))), f"{_phase_of(stage, int(frame))}: {name}"


def _relations(keyframes: tuple[Keyframe, ...], stage: _Stage) -> Iterator[Finding]:
    for number, keyframe in enumerate(keyframes):
        frame = stage.frames(number).stop - 1
        for relation in keyframe.relations:
            yield 1000 * relation_error(relation, stage.world, stage.marks, frame), f"{keyframe.id}: {relation}"


def relation_error(relation: Relation, world: World, marks: Marks, frame: int) -> float:
    """Return how far a relation is from being met, metres: from the line, from the vertical, in height."""
    points = [world.place[frame, marks.points[name]].mean(axis=0) for name in relation.points]
    match relation.kind:
        case "line":
            whole = points[2] - points[0]
            return float(np.linalg.norm(np.cross(points[1] - points[0], whole)) / np.linalg.norm(whole))
        case "above":
            return float(np.linalg.norm((points[0] - points[1])[:2]))
        case _:
            return float(abs(points[0][2] - points[1][2]))


def _speeds(stage: _Stage) -> Iterator[Finding]:
    skeleton = stage.body.rig.skeleton
    fastest = np.array([angle.fastest for angle in skeleton.angles])
    for number, phase in enumerate(stage.clip.phases):
        if phase.frames > 1:
            step = phase.seconds / (phase.frames - 1)
            speed = np.abs(np.degrees(np.diff(stage.poses[stage.frames(number), PLACE:], axis=0))) / step
            share = (speed / fastest).max(axis=0)
            yield float(share.max()), f"{phase.id}: {skeleton.angles[int(share.argmax())].name}"


def _jumps(stage: _Stage) -> Iterator[Finding]:
    """Yield the jump between phases, and where a repetition begins again."""
    phases = stage.clip.phases
    kinds = [phase.kind for phase in phases]
    pairs = [(number - 1, number) for number in range(1, len(phases))]
    if "move" in kinds and "return" in kinds:
        pairs.append((len(kinds) - 1 - kinds[::-1].index("return"), kinds.index("move")))
    for before, after in pairs:
        first, last = stage.frames(after), stage.frames(before).stop - 1
        jump = stage.poses[first.start, PLACE:] - stage.poses[last, PLACE:]
        yield float(np.degrees(np.abs(jump).max())), f"{phases[before].id} to {phases[after].id}"


def _mirror(stage: _Stage) -> Finding:
    """Return how far the other side's joints are from this side's mirror image."""
    rig = stage.body.rig
    other = forward(rig, mirrored(rig.skeleton, stage.poses))
    names = [bone.name for bone in rig.skeleton.bones]
    swap = {Side.LEFT.value: Side.RIGHT.value, Side.RIGHT.value: Side.LEFT.value}
    order = [names.index(".".join(swap.get(part, part) for part in name.split("."))) for name in names]
    apart = other.place[:, order] - stage.world.place * [-1.0, 1.0, 1.0]
    return 1000 * float(np.abs(apart).max()), "whole clip"


# --- running into itself -----------------------------------------------------------------------------------------


def _insides(stage: _Stage) -> Iterator[Finding]:
    """Yield the share of sampled vertices inside other parts, at the ends and in the middle of each phase."""
    seen: set[int] = set()
    for number in range(len(stage.clip.phases)):
        frames = stage.frames(number)
        for frame in {(frames.start + frames.stop - 1) // 2, frames.stop - 1} - seen:
            seen.add(frame)
            count, said = inside(stage.points[frame], stage.body, stage.marks)
            yield 100 * count / len(stage.marks.sample), f"{_phase_of(stage, frame)}: {said}"


def inside(points: Array, body: Body, marks: Marks) -> tuple[int, str]:
    """Return how many of the sampled vertices are inside a part that they do not grow out of, and where most.

    A vertex is inside when the nearest vertex of the other part is within reach and faces away from it.
    """
    normals = vertex_normals(points, body.triangles)
    names = list(SEGMENTS)
    boxes = [_box(points[marks.segment == index]) for index in range(len(names))]
    hit: dict[str, set[int]] = {}
    for first, one in enumerate(names):
        mine = marks.sample[marks.segment[marks.sample] == first]
        for second, other in enumerate(names):
            if joined(one, other) or not len(mine):
                continue
            low, high = boxes[second]
            near = mine[((points[mine] > low) & (points[mine] < high)).all(axis=1)]
            if len(near):
                under = _under(points[near], points, normals, np.flatnonzero(marks.segment == second))
                hit.setdefault(f"{one} in {other}", set()).update(near[under].tolist())
    count = len(set().union(*hit.values()))
    most = sorted(hit, key=lambda pair: -len(hit[pair]))[:3]
    return count, ", ".join(f"{pair} ({len(hit[pair])})" for pair in most if hit[pair])


def _box(points: Array) -> tuple[Array, Array]:
    return points.min(axis=0), points.max(axis=0)


def _under(near: Array, points: Array, normals: Array, other: Index) -> Index:
    apart = near[:, None, :] - points[other][None]
    nearest = np.einsum("abk,abk->ab", apart, apart).argmin(axis=1)
    to_nearest = apart[np.arange(len(near)), nearest]
    depth = -np.einsum("ak,ak->a", to_nearest, normals[other[nearest]])
    distance = np.linalg.norm(to_nearest, axis=1)
    facing = depth > 0.5 * distance
    return np.flatnonzero((depth > INSIDE) & (distance < REACH) & facing)
