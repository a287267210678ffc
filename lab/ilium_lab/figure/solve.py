"""From keyframes to a clip's frames: least squares within the ranges of motion, at authoring time. Needs SciPy.

Every residual is in metres times its weight, or radians times its weight. A contact that holds on both ends of a
movement holds all the way: the frames between are solved too, not only blended.
"""

import functools
from collections.abc import Sequence

import msgspec
import numpy as np
from scipy.optimize import least_squares

from ilium_lab.figure.body import Body
from ilium_lab.figure.kinematics import PLACE, Array, Rig, World, forward, limits
from ilium_lab.figure.pose import Contact, Keyframe, Places, Relation
from ilium_lab.figure.skin import Skinner
from ilium_lab.figure.surface_points import Bulk, Marks, outermost, spread

#: Frames of a movement, its end included: pins slide less between closer frames.
FRAMES = 12
#: How far from what it touches a palm is put, metres (it is hollow, and its fingertips touch first); and other parts.
GAP, GAP_ELSE = 0.007, 0.004
#: Vertices that are kept above the floor besides the outermost of each part: soft parts change their shape.
SOFT_ROWS = 500
#: How deep a body that rests sinks into what it rests on, metres: soft tissue and a mat.
SINK = 0.001


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much each kind of residual counts; our choice, by looking at pictures."""

    named: float = 1.8
    unnamed: float = 0.12
    place: float = 0.02
    rest: float = 40.0
    pin: float = 300.0
    touch: float = 80.0
    facing: float = 0.3
    floor: float = 90.0
    bulk: float = 30.0
    relation: float = 10.0


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of the body that solving looks at."""

    body: Body
    marks: Marks
    bulk: Bulk
    places: Places

    @property
    def rig(self) -> Rig:
        """Skeleton and sizes."""
        return self.body.rig


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One pose to find.

    Parameters
    ----------
    target : ndarray, shape (size,)
        Where the angles want to be, radians and metres.
    weight : ndarray, shape (size,)
        How much each wants it.
    pinned : dict of Contact to ndarray
        Where the vertices of pinned regions already are, shape (n, 3).
    effort : int
        Steps of the solver at most.
    solid : bool
        Parts of the body may not run into each other; without it a limb gets past another on its way.
    """

    target: Array
    weight: Array
    contacts: tuple[Contact, ...]
    relations: tuple[Relation, ...]
    pinned: dict[Contact, Array]
    effort: int
    solid: bool = True


class Solver:
    """Finds poses of one body on one stage."""

    def __init__(self, stage: Stage, weights: Weights | None = None) -> None:
        self.stage, self.weights = stage, weights or Weights()
        self.low, self.high = limits(stage.rig.skeleton)
        zero = Skinner(stage.body).points(forward(stage.rig, np.zeros((1, stage.rig.size))))[0]
        segment = stage.marks.segment
        parts = [np.flatnonzero(segment == index) for index in np.unique(segment)]
        rows = [part[outermost(zero[part])] for part in parts] + [spread(zero, SOFT_ROWS)]
        self.floor = Skinner(stage.body, np.unique(np.concatenate(rows)))
        self.normals = _spot_normals(stage)

    @functools.lru_cache(maxsize=256)  # noqa: B019 - a solver lives as long as one command
    def _skin(self, region: str) -> Skinner:
        return Skinner(self.stage.body, self.stage.marks.regions[region])

    @functools.lru_cache(maxsize=256)  # noqa: B019
    def _spots(self, first: str, second: str) -> Skinner:
        rows = [self.stage.marks.spots[first], self.stage.marks.spots[second]]
        return Skinner(self.stage.body, np.array(rows))

    def solve(self, task: Task, start: Array) -> Array:
        """Return the pose that fits best, starting the search from ``start``."""
        guess = np.clip(start, self.low + 1e-4, self.high - 1e-4)

        def residuals(pose: Array) -> Array:
            return np.asarray(self._residuals(task, pose[None])[0])

        def jacobian(pose: Array) -> Array:
            return self._jacobian(task, pose)

        found = least_squares(
            residuals,
            guess,
            jac=jacobian,
            bounds=(self.low, self.high),
            max_nfev=task.effort,
            ftol=1e-5,
            xtol=1e-5,
        )
        return np.asarray(found.x)

    def _jacobian(self, task: Task, pose: Array) -> Array:
        step = 1e-5
        poses = np.tile(pose, (len(pose) + 1, 1))
        poses[np.arange(len(pose)), np.arange(len(pose))] += step
        values = self._residuals(task, poses)
        return np.asarray(((values[:-1] - values[-1]) / step).T)

    def _residuals(self, task: Task, poses: Array) -> Array:
        world = forward(self.stage.rig, poses)
        parts = [(poses - task.target) * task.weight]
        parts.append(self.weights.floor * np.minimum(0.0, self.floor.heights(world) + SINK))
        parts += [self._contact(task, contact, world) for contact in task.contacts]
        parts += [self._relation(relation, world) for relation in task.relations]
        if task.solid:
            parts.append(self._overlap(world))
        return np.concatenate(parts, axis=1)

    def _contact(self, task: Task, contact: Contact, world: World) -> Array:
        if contact.kind == "touch":
            return self._touch(contact, world)
        points = self._skin(contact.part).points(world)
        if contact.kind == "pin" and contact in task.pinned:
            apart = (points - task.pinned[contact])[:, ::8]
            return np.asarray(self.weights.pin * apart.reshape(len(points), -1) / 3)
        height = points[:, :, 2] - self.stage.places.surface[contact.on] + SINK
        if contact.part.endswith((".foot", ".forearm", ".palm_side")):  # long parts lie along their length
            return np.asarray(self.weights.rest * _ends_down(height, points))
        return np.asarray(self.weights.rest * height.min(axis=1, keepdims=True))

    def _touch(self, contact: Contact, world: World) -> Array:
        points = self._spots(contact.part, contact.on).points(world)
        facing = [
            np.einsum("pij,j->pi", world.turned[:, bone], normal)
            for bone, normal in (self.normals[contact.part], self.normals[contact.on])
        ]
        gap = GAP if contact.part.endswith(".palm") else GAP_ELSE
        apart = self.weights.touch * (points[:, 0] - points[:, 1] - gap * facing[1])
        return np.concatenate([apart, self.weights.facing * (facing[0] + facing[1])], axis=1)

    def _relation(self, relation: Relation, world: World) -> Array:
        points = [world.place[:, self.stage.marks.points[name]].mean(axis=1) for name in relation.points]
        weight = self.weights.relation
        match relation.kind:
            case "line":
                first, second = points[1] - points[0], points[2] - points[1]
                length = np.linalg.norm(first, axis=1, keepdims=True)
                return np.asarray(weight * np.cross(first / length, second))
            case "above":
                return np.asarray(weight * (points[0] - points[1])[:, :2])
            case _:
                return np.asarray(weight * (points[0] - points[1])[:, 2:])

    def _overlap(self, world: World) -> Array:
        bulk = self.stage.bulk
        middles = bulk.middles(world)
        touching = bulk.touching
        last = middles[-1, bulk.first] - middles[-1, bulk.second]
        near = np.flatnonzero(np.einsum("ij,ij->i", last, last) < (touching + 0.01) ** 2)
        between = middles[:, bulk.first[near]] - middles[:, bulk.second[near]]
        depth = np.zeros((len(middles), len(touching)))
        depth[:, near] = np.minimum(0.0, np.sqrt(np.einsum("pij,pij->pi", between, between)) - touching[near])
        return np.asarray(self.weights.bulk * depth)


def _ends_down(height: Array, points: Array) -> Array:
    """Return the lowest height of either end of a long part."""
    along = points[0] - points[0].mean(axis=0)
    axis = np.linalg.svd(along, full_matrices=False)[2][0]
    station = along @ axis
    near, far = station < np.percentile(station, 35), station > np.percentile(station, 65)
    return np.stack([height[:, near].min(axis=1), height[:, far].min(axis=1)], axis=1)


def _spot_normals(stage: Stage) -> dict[str, tuple[int, Array]]:
    """Return for each spot its bone and the way it faces in the zero position."""
    bones = {bone.name: index for index, bone in enumerate(stage.rig.skeleton.bones)}
    out: dict[str, tuple[int, Array]] = {}
    for spot in stage.places.spot:
        for side, sign in (("left", 1.0), ("right", -1.0)):
            facing = np.array(spot.facing, dtype=float) * [sign, 1.0, 1.0]
            out[f"{side}.{spot.name}"] = (bones[f"{side}.{spot.at}"], facing)
    return out


# --- clips -------------------------------------------------------------------------------------------------------


class Frames(msgspec.Struct, frozen=True, kw_only=True):
    """A variant's solved motion, for the left as the working side.

    Parameters
    ----------
    keys : ndarray, shape (n_keyframes, size)
        The pose at the end of each phase, the start first.
    between : tuple of ndarray
        For each phase its frames, shape (n, size): the pose before first, its own last; one row where nothing moves.
    """

    keys: Array
    between: tuple[Array, ...]


def solve_frames(solver: Solver, keyframes: Sequence[Keyframe], guess: Array) -> Frames:
    """Return all poses of a variant; ``guess`` is roughly how the body lies at the start."""
    keys = _solve_keys(solver, keyframes, guess)
    between: list[Array] = []
    for number in range(1, len(keyframes)):
        between.append(_between(solver, keyframes[number - 1], keyframes[number], keys[number - 1], keys[number]))
    return Frames(keys=np.array(keys), between=tuple(between))


def _solve_keys(solver: Solver, keyframes: Sequence[Keyframe], guess: Array) -> list[Array]:
    keys: list[Array] = []
    pinned: dict[Contact, Array] = {}
    for keyframe in keyframes:
        if keyframe.like is not None:
            keys.append(keys[keyframe.like])
            continue
        before = keys[-1] if keys else guess
        target, weight = _targets(solver, keyframe, before, first=not keys)
        held = {contact: place for contact, place in pinned.items() if contact in keyframe.contacts}
        task = Task(
            target=target,
            weight=weight,
            contacts=keyframe.contacts,
            relations=keyframe.relations,
            pinned=held,
            effort=200,
        )
        through = solver.solve(
            msgspec.structs.replace(task, solid=False), target if not keys else (before + target) / 2
        )
        keys.append(solver.solve(task, through))
        pinned = held | {
            contact: _where(solver, contact, keys[-1])
            for contact in keyframe.contacts
            if contact.kind == "pin" and contact not in held
        }
    return keys


def _where(solver: Solver, contact: Contact, pose: Array) -> Array:
    rows = solver.stage.marks.regions[contact.part]
    return np.asarray(Skinner(solver.stage.body, rows).points(forward(solver.stage.rig, pose[None]))[0])


def _targets(solver: Solver, keyframe: Keyframe, before: Array, *, first: bool) -> tuple[Array, Array]:
    target, weight = before.copy(), np.full(len(before), solver.weights.unnamed)
    weight[:PLACE] = solver.weights.place
    skeleton = solver.stage.rig.skeleton
    for name, value in keyframe.angles.items():
        column = PLACE + skeleton.angle(name)
        target[column], weight[column] = np.radians(value), solver.weights.named
    if first:
        weight[:PLACE] = 0.002
    return target, weight


def _between(solver: Solver, before: Keyframe, after: Keyframe, start: Array, end: Array) -> Array:
    """Return the frames of one phase, both ends included."""
    if np.abs(start - end).max() < 1e-6:
        return end[None]
    held = tuple(contact for contact in after.contacts if contact in before.contacts)
    relations = tuple(relation for relation in after.relations if relation in before.relations)
    pins = {contact: _where(solver, contact, start) for contact in held if contact.kind == "pin"}
    frames = [start]
    for step in range(1, FRAMES):
        share = step / FRAMES
        blend = start + (share * share * (3 - 2 * share) if after.easing == "smooth" else share) * (end - start)
        weight = np.full(len(blend), 0.6)
        weight[:PLACE] = 0.2
        task = Task(target=blend, weight=weight, contacts=held, relations=relations, pinned=pins, effort=20)
        frames.append(solver.solve(task, blend))
    return np.array([*frames, end])
