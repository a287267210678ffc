"""Contact sheets: key poses from a clip, drawn for a person to review."""

import numpy as np

from ilium.anatomy import Side
from ilium_lab.figure.body import Body
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.kinematics import Array, forward
from ilium_lab.figure.picture import DrawingView, Pixels, Solid, box, camera, render
from ilium_lab.figure.skin import Skinner

#: Width and height of one picture, pixels.
TILE = (320, 240)
#: A picture is so much wider than what it shows.
ROOM = 1.16


#: Upright boxes, low and high corner in metres, for the left as the working side: a chair with its legs, a pillow.
PROPS: dict[str, tuple[tuple[tuple[float, float, float], tuple[float, float, float], str], ...]] = {
    "chair": (
        ((-0.24, -0.30, 0.41), (0.24, 0.20, 0.45), "chair"),
        ((-0.24, 0.20, 0.41), (0.24, 0.23, 0.92), "chair"),
        *(((x, y, 0.0), (x + 0.04, y + 0.04, 0.41), "chair") for x in (-0.24, 0.20) for y in (-0.30, 0.19)),
    ),
}
MAT = ((-0.42, -1.02, -0.012), (0.42, 0.98, 0.0), "mat")
#: A wall stands this far in front of the fingertips; half the sides of a pillow, and its height; metres.
WALL_GAP, KNEE_PILLOW, HEAD_PILLOW = 0.004, (0.16, 0.10), (0.2, 0.11)


def solids(props: tuple[str, ...], side: Side, first: Array, head: Array, knees: Array) -> tuple[Solid, ...]:
    """Return the mat and the props of a scene.

    Parameters
    ----------
    props : tuple of str
        As the specification names them.
    side : Side
        The working side; props are mirrored with the body.
    first : ndarray, shape (n, 3), metres
        The skin in the first pose, which the wall stands before.
    head : ndarray, shape (3,), metres
        The head in the first pose, which a pillow lies under.
    knees : ndarray, shape (2, 3), metres
        The knees in the pose that is drawn, which a pillow lies between.
    """
    sign = np.array([1.0 if side is Side.LEFT else -1.0, 1.0, 1.0])
    drawn = [box(*shape) for prop in props for shape in PROPS.get(prop, ())]
    out = [box(*MAT)]
    out += [Solid(points=one.points * sign, triangles=one.triangles, material=one.material) for one in drawn]
    if "wall" in props:
        front = float(first[:, 1].min()) - WALL_GAP
        out.append(box((-0.7, front - 0.03, 0.0), (0.7, front, 1.75), "floor"))
    if "side-pillow" in props:
        half, thick = HEAD_PILLOW
        out.append(_cushion(head, half, 0.0, thick))
    if "knee-pillow" in props:
        half, thick = KNEE_PILLOW
        middle = knees.mean(axis=0)
        out.append(_cushion(middle, half, max(0.0, middle[2] - thick / 2), middle[2] + thick / 2))
    return tuple(out)


def _cushion(middle: Array, half: float, low: float, high: float) -> Solid:
    x, y = float(middle[0]), float(middle[1])
    return box((x - half, y - half * 0.8, low), (x + half, y + half * 0.8, high), "cushion")


def key_frames(clip: Clip) -> list[int]:
    """Return the frames worth looking at: the start, and the end of each phase that moved to a new pose."""
    ends = [phase.first + phase.frames - 1 for phase in clip.phases if phase.frames > 1 or phase.id == "start"]
    columns = [column for column in (*clip.place, *clip.angles.values()) if isinstance(column, tuple)]
    poses = [tuple(column[end] for column in columns) for end in ends]
    return [end for index, end in enumerate(ends) if poses[index] not in poses[:index]]


def extent(points: Array, azimuth: float, elevation: float) -> tuple[float, float]:
    """Return how wide and how high all these points are, seen from there, metres."""
    seen = points.reshape(-1, 3) @ camera(azimuth, elevation).T
    wide, high = (seen.max(axis=0) - seen.min(axis=0))[:2].tolist()
    return wide, high


def framed(points: Array, azimuth: float, elevation: float, size: tuple[int, int]) -> DrawingView:
    """Return the view that holds all these points, with a little room around them."""
    eye = camera(azimuth, elevation)
    seen = points.reshape(-1, 3) @ eye.T
    wide, high = extent(points, azimuth, elevation)
    x, y, z = ((seen.min(axis=0) + seen.max(axis=0)) / 2 @ eye).tolist()
    width = ROOM * max(wide, high * size[0] / size[1])
    return DrawingView(azimuth=azimuth, elevation=elevation, centre=(x, y, z), width=width)


def skull(points: Array, body: Body) -> Array:
    """Return the middle of the head's skin, metres."""
    return np.asarray(points[body.bones[:, 0] == body.rig.skeleton.bone("head")].mean(axis=0))


def row(clip: Clip, body: Body, side: Side, tiles: int, size: tuple[int, int] = TILE) -> Pixels:
    """Return a clip's key poses side by side, padded to a number of tiles."""
    poses = clip.poses(body.rig.skeleton, side)[key_frames(clip)[:tiles]]
    world = forward(body.rig, poses)
    points = Skinner(body).points(world)
    knees = world.place[:, [body.rig.skeleton.bone(f"{one}.shank") for one in Side]]
    head = skull(points[0], body)
    view = framed(points, clip.azimuth if side is Side.LEFT else -clip.azimuth, clip.elevation, size)
    pictures = [
        render(body, one, view, size, solids(clip.props, side, points[0], head, pair))
        for one, pair in zip(points, knees, strict=True)
    ]
    blank = np.full((size[1], size[0], 3), 255, dtype=np.uint8)
    pictures += [blank] * (tiles - len(pictures))
    return np.concatenate(pictures, axis=1)


def sheet(clips: list[Clip], body: Body, sides: tuple[Side, ...], tiles: int) -> Pixels:
    """Return all clips, a row for each and each side."""
    return np.concatenate([row(clip, body, side, tiles) for clip in clips for side in sides])
