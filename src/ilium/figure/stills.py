"""Draw the stills of a clip; see `ilium.figure.still_file`. NumPy only, the same bytes each time on one machine."""

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.exercises.model import Variant
from ilium.figure.body import Body
from ilium.figure.clip import Clip
from ilium.figure.kinematics import Array, forward
from ilium.figure.picture import Canvas, View, paint
from ilium.figure.sheet import extent, framed, skull, solids
from ilium.figure.skin import Skinner
from ilium.figure.still_file import CAMERA, Still, camera_view, made_from_view, shown_by, still_name

#: Widest and highest, pixels: sharp at 10 cm on paper (300 dots an inch).
WIDEST, HIGHEST = 1200, 900
#: Steps of a colour channel, and how many colours there are at most.
COARSE, COLOURS = 8, 256
#: The sleeve covers the shank from and to this share of its length.
SLEEVE = (0.32, 0.74)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What all stills of a clip share: the skin in each of its poses, the camera, and the size."""

    points: Array
    knees: Array
    view: View
    size: tuple[int, int]


def draw_stills(clip: Clip, variant: Variant, body: Body, made_from: str) -> dict[str, Still]:
    """Return each key pose of a clip by its file name, for the left as the working side.

    Where the phone sees the start from elsewhere than the figure is shown, that view of it is one more.

    Parameters
    ----------
    clip : Clip
        A solved motion of this variant.
    variant : Variant
        Which phases end in which pose; a symmetric one has no working side, and no sleeve.
    made_from : str
        The hash that the stills name.
    """
    chosen = sorted(set(shown_by(variant).values()), key=[phase.id for phase in clip.phases].index)
    out = _drawn(clip, variant, body, made_from, chosen)
    if view := camera_view(variant):
        turned = msgspec.structs.replace(clip, azimuth=view[0], elevation=view[1])
        out[CAMERA] = _drawn(turned, variant, body, made_from_view(made_from, view), ["start"])["start"]
    return {still_name(clip.exercise, clip.variant, pose): still for pose, still in out.items()}


def _drawn(clip: Clip, variant: Variant, body: Body, made_from: str, poses: list[str]) -> dict[str, Still]:
    """Return some of the key poses, all in one size and from the clip's own view."""
    ends = [phase.first + phase.frames - 1 for phase in clip.phases if phase.id in poses]
    scene = _scene(clip, body, ends)
    sleeve = None if variant.symmetric else sleeve_of(body)
    head = skull(scene.points[0], body)
    out: dict[str, Still] = {}
    for pose, points, knees in zip(poses, scene.points, scene.knees, strict=True):
        props = solids(clip.props, Side.LEFT, scene.points[0], head, knees)
        out[pose] = to_still(paint(body, points, scene.view, scene.size, props, sleeve), made_from)
    return out


def _scene(clip: Clip, body: Body, ends: list[int]) -> Scene:
    world = forward(body.rig, clip.poses(body.rig.skeleton)[ends])
    points = Skinner(body).points(world)
    wide, high = extent(points, clip.azimuth, clip.elevation)
    size = (WIDEST, round(WIDEST * high / wide)) if high * WIDEST <= wide * HIGHEST else (HIGHEST, HIGHEST)
    view = framed(points, clip.azimuth, clip.elevation, size)
    return Scene(points=points, knees=_knees(world.place, body), view=view, size=size)


def _knees(place: Array, body: Body) -> Array:
    return place[:, [body.rig.skeleton.bone(f"{side}.shank") for side in Side]]


def sleeve_of(body: Body) -> Array:
    """Return for each vertex how far it is inside the sleeve of the left shank, metres; negative outside."""
    skeleton = body.rig.skeleton
    shank = skeleton.bone("left.shank")
    start, end = body.rig.heads[shank], body.rig.heads[skeleton.bone("left.foot")]
    length = float(np.linalg.norm(end - start))
    along = (body.points - start) @ (end - start) / length
    inside = np.minimum(along - SLEEVE[0] * length, SLEEVE[1] * length - along)
    return np.where(body.bones[:, 0] == shank, inside, -1.0)


def to_still(canvas: Canvas, made_from: str) -> Still:
    """Return the canvas in at most 256 colours; what is less common takes the nearest of them."""
    cover = np.round(canvas.cover * 4).astype(np.int64)
    steps = np.clip(canvas.colour / COARSE + 0.5, 0, 255 // COARSE).astype(np.int64)
    steps[cover == 0] = 0
    keys = ((cover * 32 + steps[..., 0]) * 32 + steps[..., 1]) * 32 + steps[..., 2]
    found, where, count = np.unique(keys, return_inverse=True, return_counts=True)
    parts = np.stack([found // 32**3, found // 32**2 % 32, found // 32 % 32, found % 32], axis=1)
    common = np.sort(np.argsort(-count, kind="stable")[:COLOURS])
    apart = (((parts[:, None] - parts[None, common]) * [8, 1, 1, 1]) ** 2).sum(axis=2)
    index = apart.argmin(axis=1)[where.reshape(keys.shape)].astype(np.uint8)
    rows = np.concatenate([np.zeros((len(index), 1), dtype=np.uint8), index], axis=1)
    return Still(
        width=index.shape[1],
        height=index.shape[0],
        made_from=made_from,
        palette=np.minimum(parts[common, 1:] * COARSE, 255).astype(np.uint8).tobytes(),
        opacity=np.minimum(parts[common, 0] * 64, 255).astype(np.uint8).tobytes(),
        rows=rows.tobytes(),
    )
