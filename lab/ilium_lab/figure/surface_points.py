"""Named places found on the baked body, and the spheres that stand for its bulk while solving."""

import functools

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium_lab.figure.body import Body, load_body
from ilium_lab.figure.kinematics import Array, World, forward
from ilium_lab.figure.pose import Places, SurfacePoint, load_places
from ilium_lab.figure.skin import Skinner, vertex_normals
from ilium_lab.figure.source import Index

#: A vertex belongs to bones that carry at least this much of it.
MOSTLY = 0.5
#: Directions in which the outermost vertex is looked for: the lowest point of a part is one of these, however it lies.
DIRECTIONS = 220
#: Vertices looked at for running into other parts of the body.
SAMPLE = 1500


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """Where the named places are.

    Parameters
    ----------
    spots : dict of str to int
        One vertex each.
    regions : dict of str to ndarray
        Vertices.
    points : dict of str to ndarray
        Bones whose beginnings are averaged.
    segment : ndarray, shape (n,)
        For each vertex the index in `SEGMENTS` of the part of the body that it belongs to.
    sample : ndarray
        Vertices far from each other, looked at for running into other parts of the body.
    """

    spots: dict[str, int]
    regions: dict[str, Index]
    points: dict[str, Index]
    segment: Index
    sample: Index


#: Parts of the body that may run into each other, and the bones of each.
TRUNK = ("pelvis", "lumbar_low", "lumbar_middle", "lumbar_high", "thorax_low", "thorax_high")
SEGMENTS: dict[str, tuple[str, ...]] = {
    "trunk": TRUNK,
    "head": ("head", "neck_high", "neck_middle", "neck_low"),
} | {
    f"{side}.{name}": tuple(f"{side}.{bone}" for bone in bones)
    for side in Side
    for name, bones in {
        "shoulder": ("clavicle",),
        "thigh": ("thigh_top", "thigh"),
        "shank": ("shank",),
        "foot": ("foot",),
        "upper_arm": ("upper_arm_top", "upper_arm"),
        "forearm": ("forearm_top", "forearm"),
        "hand": ("hand", "fingers", "fingertips"),
    }.items()
}
#: Parts that grow out of one another and so always overlap.
JOINED = {("trunk", "head")} | {
    pair
    for side in Side
    for pair in (
        ("trunk", f"{side}.thigh"),
        ("trunk", f"{side}.shoulder"),
        ("head", f"{side}.shoulder"),
        ("trunk", f"{side}.upper_arm"),
        (f"{side}.shoulder", f"{side}.upper_arm"),
        (f"{side}.thigh", f"{side}.shank"),
        (f"{side}.shank", f"{side}.foot"),
        (f"{side}.upper_arm", f"{side}.forearm"),
        (f"{side}.forearm", f"{side}.hand"),
    )
}


def joined(first: str, second: str) -> bool:
    """Tell whether two segments are neighbours or the same."""
    return first == second or (first, second) in JOINED or (second, first) in JOINED


def find_marks(body: Body, places: Places) -> Marks:
    """Return where the places are on this body."""
    finder = _Finder(body)
    spots = {name: finder.spot(spot, name) for spot in places.spot for name in _sided(spot)}
    regions = {name: finder.region(spot, name) for spot in places.region for name in _sided(spot)}
    points: dict[str, Index] = {}
    for name, bone in places.point.items():
        if isinstance(bone, tuple):
            points[name] = np.array([finder.bones[one] for one in bone])
        elif bone in finder.bones:
            points[name] = np.array([finder.bones[bone]])
        else:
            points |= {f"{side}.{name}": np.array([finder.bones[f"{side}.{bone}"]]) for side in Side}
    return Marks(
        spots=spots,
        regions=regions,
        points=points,
        segment=_segments(body, finder.bones),
        sample=spread(body.points, SAMPLE),
    )


def find_spots(body: Body, spots: tuple[SurfacePoint, ...]) -> dict[str, int]:
    """Return the vertex of each spot on this body, by its full name."""
    finder = _Finder(body)
    return {name: finder.spot(spot, name) for spot in spots for name in _sided(spot)}


def _sided(spot: SurfacePoint) -> tuple[str, ...]:
    return tuple(f"{side}.{spot.name}" for side in Side) if spot.sided else (spot.name,)


def _segments(body: Body, bones: dict[str, int]) -> Index:
    of_bone = np.zeros(len(bones), dtype=np.int64)
    for index, names in enumerate(SEGMENTS.values()):
        of_bone[[bones[name] for name in names]] = index
    return of_bone[body.bones[:, 0]]


class _Finder:
    """Looks for places on the body in its zero position; the right ones are the mirror images of the left."""

    def __init__(self, body: Body) -> None:
        rig = body.rig
        self.body = body
        self.bones = {bone.name: index for index, bone in enumerate(rig.skeleton.bones)}
        self.world = forward(rig, np.zeros((1, rig.size)))
        self.points = Skinner(body).points(self.world)[0]
        self.normals = vertex_normals(self.points, body.triangles)
        self.twin = _twins(body.points)

    def spot(self, spot: SurfacePoint, name: str) -> int:
        if name.startswith("right."):
            return int(self.twin[self.spot(spot, name.replace("right.", "left."))])
        score = np.linalg.norm(self.points - self._origin(spot), axis=1)
        score[self._share(spot) < MOSTLY] += 10.0
        score[self.normals @ np.array(spot.facing) < 0.6] += 10.0
        return int(score.argmin())

    def region(self, spot: SurfacePoint, name: str) -> Index:
        if name.startswith("right."):
            return self.twin[self.region(spot, name.replace("right.", "left."))]
        facing = np.array(spot.facing, dtype=float)
        chosen = self._share(spot) > MOSTLY
        chosen &= np.linalg.norm(self.points - self._origin(spot), axis=1) < spot.within
        if facing.any():
            chosen &= self.normals @ facing > 0.5
        rows = np.flatnonzero(chosen)
        return rows[outermost(self.points[rows])]

    def _origin(self, spot: SurfacePoint) -> Array:
        bone = self.bones.get(f"left.{spot.at}", self.bones.get(spot.at, -1))
        return np.asarray(self.world.place[0, bone] + spot.offset)

    def _share(self, spot: SurfacePoint) -> Array:
        wanted = [self.bones[f"left.{name}" if f"left.{name}" in self.bones else name] for name in spot.bones]
        return np.asarray(np.where(np.isin(self.body.bones, wanted), self.body.weights, 0.0).sum(axis=1))


def _twins(points: Array) -> Index:
    """Return for each vertex the one that is its mirror image."""
    keys = (np.round(points, 7) + 0.0).tolist()
    where = {tuple(key): index for index, key in enumerate(keys)}
    return np.array([where[(-x + 0.0, y, z)] for x, y, z in keys])


def outermost(points: Array) -> Index:
    """Return the indices of the points that are furthest out in some direction, evenly spread over the sphere."""
    step = np.arange(DIRECTIONS) + 0.5
    height, turn = 1 - 2 * step / DIRECTIONS, np.pi * (1 + 5**0.5) * step
    level = np.sqrt(1 - height * height)
    directions = np.stack([level * np.cos(turn), level * np.sin(turn), height], axis=1)
    return np.unique((points @ directions.T).argmax(axis=0))


def spread(points: Array, count: int) -> Index:
    """Return the indices of at most ``count`` points that lie far from each other."""
    if len(points) <= count:
        return np.arange(len(points))
    chosen = [0]
    distance = np.linalg.norm(points - points[0], axis=1)
    while len(chosen) < count:
        chosen.append(int(distance.argmax()))
        distance = np.minimum(distance, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return np.array(sorted(chosen))


# --- bulk --------------------------------------------------------------------------------------------------------


class Bulk(msgspec.Struct, frozen=True, kw_only=True):
    """Spheres in the body.

    Parameters
    ----------
    bone : ndarray, shape (n,)
        The bone each moves with.
    local : ndarray, shape (n, 3), metres
        Its middle from the bone's beginning, in the zero position.
    first, second : ndarray, shape (m,)
        The pairs that may not overlap.
    touching : ndarray, shape (m,), metres
        How far apart the middles of a pair are when they touch.
    """

    bone: Index
    local: Array
    first: Index
    second: Index
    touching: Array

    def middles(self, world: World) -> Array:
        """Return where the spheres are, shape (n_poses, n, 3), metres."""
        out = (world.turned[:, self.bone] @ self.local[None, :, :, None])[..., 0]
        return np.asarray(out + world.place[:, self.bone])


#: Limbs: the bone they move with, where they end, how many spheres, and the first and last station along them.
LIMBS: dict[str, tuple[str, str, int, float, float]] = {
    "thigh": ("thigh", "shank", 6, 0.2, 1.0),
    "shank": ("shank", "foot", 7, 0.12, 1.0),
    "foot": ("foot", "", 4, 0.0, 1.0),
    "upper_arm": ("upper_arm", "forearm", 5, 0.3, 1.0),
    "forearm": ("forearm", "hand", 5, 0.1, 1.0),
    "hand": ("hand", "", 5, 0.0, 1.0),
    "fingers": ("fingers", "fingertips", 2, 0.3, 1.0),
    "fingertips": ("fingertips", "", 2, 0.0, 1.0),
}
HANDS = ("hand", "fingers", "fingertips")
#: Parts that lie on others, and are kept off the wide way through those; other limbs pass each other the thin way.
REACHING = ("hand", "forearm")
#: Half the width of the skull, metres.
SKULL = 0.088
#: Percentiles of how far the skin is from a limb's line, for the thin and the wide way through it: our choice.
THIN, WIDE = 25, 35
#: Where the lines of limbs without a next bone begin and end, metres from their own beginning.
ENDS = {
    "foot": np.array([[0.0, 0.02, -0.045], [0.0, -0.135, -0.055]]),
    "hand": np.array([[0.0, 0.0, -0.01], [0.0, 0.0, -0.105]]),
    "fingertips": np.array([[0.0, 0.0, -0.01], [0.0, 0.0, -0.04]]),
}


class _Sphere(msgspec.Struct, frozen=True, kw_only=True):
    segment: str
    bone: int
    middle: Array
    thin: float
    wide: float


def find_bulk(body: Body, marks: Marks) -> Bulk:
    """Return spheres fitted to the body's skin."""
    world = forward(body.rig, np.zeros((1, body.rig.size)))
    points = Skinner(body).points(world)[0]
    bones = {bone.name: index for index, bone in enumerate(body.rig.skeleton.bones)}
    spheres: list[_Sphere] = []
    names = list(SEGMENTS)
    for side in Side:
        for limb, (start, end, count, first, last) in LIMBS.items():
            begin = world.place[0, bones[f"{side}.{start}"]]
            ends = np.array([begin, world.place[0, bones[f"{side}.{end}"]]]) if end else begin + ENDS[limb]
            segment = f"{side}.{'hand' if limb in HANDS else limb}"
            skin = points[marks.segment == names.index(segment)]
            for middle in _line(ends, first, last, count):
                thin, wide = _girth(skin, middle, ends)
                spheres.append(
                    _Sphere(segment=segment, bone=bones[f"{side}.{start}"], middle=middle, thin=thin, wide=wide)
                )
    trunk = points[marks.segment == names.index("trunk")]
    for bone in TRUNK:
        spheres += [
            _Sphere(segment="trunk", bone=bones[bone], middle=middle, thin=radius, wide=1.15 * radius)
            for middle, radius in _slice(trunk, world.place[0, bones[bone]])
        ]
    head = points[marks.segment == names.index("head")]
    middle = head[head[:, 2] > world.place[0, bones["head"], 2]].mean(axis=0)
    spheres.append(_Sphere(segment="head", bone=bones["head"], middle=middle, thin=SKULL, wide=SKULL))
    return _bulk(spheres, world)


def _line(ends: Array, first: float, last: float, count: int) -> Array:
    return np.asarray(ends[0] + np.linspace(first, last, count)[:, None] * (ends[1] - ends[0]))


def _girth(skin: Array, middle: Array, ends: Array) -> tuple[float, float]:
    """Return how far the skin is from the limb's line at a station, the thin way and the wide way."""
    along = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
    from_middle = skin - middle
    station = from_middle @ along
    across = np.linalg.norm(from_middle - np.outer(station, along), axis=1)[np.abs(station) < 0.03]
    return float(np.percentile(across, THIN)), float(np.percentile(across, WIDE))


def _slice(trunk: Array, at: Array) -> list[tuple[Array, float]]:
    """Return three spheres side by side that fill the trunk at a height."""
    level = trunk[np.abs(trunk[:, 2] - at[2]) < 0.03]
    front, back, wide = level[:, 1].min(), level[:, 1].max(), min(float(level[:, 0].max()), 0.16)
    radius = 0.95 * float(back - front) / 2
    aside = max(wide - radius, 0.0)
    return [(np.array([x, (front + back) / 2, at[2]]), radius) for x in (-aside, 0.0, aside)]


def _bulk(spheres: list[_Sphere], world: World) -> Bulk:
    bone = np.array([sphere.bone for sphere in spheres])
    first, second = np.triu_indices(len(spheres), 1)
    pairs = [(spheres[i], spheres[j]) for i, j in zip(first, second, strict=True)]
    apart = np.array([not joined(one.segment, other.segment) for one, other in pairs])
    return Bulk(
        bone=bone,
        local=np.array([sphere.middle for sphere in spheres]) - world.place[0, bone],
        first=first[apart],
        second=second[apart],
        touching=np.array([_touching(one, other) for one, other in pairs])[apart],
    )


def _touching(one: _Sphere, other: _Sphere) -> float:
    if other.segment.endswith(REACHING):
        one, other = other, one
    return one.thin + (other.wide if one.segment.endswith(REACHING) else other.thin)


@functools.cache
def load_marks() -> Marks:
    """Return the places on the shipped body."""
    return find_marks(load_body(), load_places())


@functools.cache
def load_bulk() -> Bulk:
    """Return the spheres of the shipped body."""
    return find_bulk(load_body(), load_marks())
