"""Draw the stills of a clip, and write down what each shows. NumPy only, the same bytes each time on one machine.

The working leg wears a dark sleeve on the shank: a shape, not only a colour.
"""

import hashlib

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.exercises.model import Exercise, Library, Variant
from ilium.figure.still_file import Still, load_still, still_name
from ilium.figure.stills import CAMERA, Drawn, Entry, Index
from ilium_lab.figure.body import Body
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.clips import figured
from ilium_lab.figure.kinematics import Array, forward
from ilium_lab.figure.picture import Canvas, DrawingView, paint
from ilium_lab.figure.pose import keyframes, root
from ilium_lab.figure.sheet import extent, framed, skull, solids
from ilium_lab.figure.skin import Skinner

#: Changes when stills are drawn otherwise, so that those committed before are stale.
DRAWN = 1
#: How many degrees of azimuth or elevation off the figure's view show the same start.
NEARLY = 5.0
#: Widest and highest, pixels: sharp at 10 cm on paper (300 dots an inch).
WIDEST, HIGHEST = 1200, 900
#: Steps of a colour channel, and how many colours there are at most.
COARSE, COLOURS = 8, 256
#: The sleeve covers the shank from and to this share of its length.
SLEEVE = (0.32, 0.74)


class StillScene(msgspec.Struct, frozen=True, kw_only=True):
    """What all stills of a clip share: the skin in each of its poses, the camera, and the size."""

    points: Array
    knees: Array
    view: DrawingView
    size: tuple[int, int]


def shown_by(variant: Variant) -> dict[str, str]:
    """Return for the start and each phase the one whose still shows its pose: the first that ends in it.

    Raises
    ------
    SpecificationError
        The variant has no figure, or names what is not there.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> shown_by(load_library().get("si-glute-bridge").get_variant("two-leg"))
    {'start': 'start', 'lift': 'lift', 'hold': 'lift', 'lower': 'start'}
    """
    frames = keyframes(variant)
    return {frame.id: frames[root(frames, number)].id for number, frame in enumerate(frames)}


def camera_view(variant: Variant) -> tuple[float, float] | None:
    """Return the azimuth and elevation, degrees, from which the phone sees a start that needs a still of its own.

    None where no camera looks, or where the figure is shown from there anyway.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> camera_view(load_library().get("lumbar-roll").get_variant("lumbar-roll"))
    (10.0, 40.0)
    >>> camera_view(load_library().get("si-glute-bridge").get_variant("two-leg")) is None
    True
    """
    camera, figure = variant.camera, variant.figure
    if camera is None or figure is None or camera.trust == "never":
        return None
    off = (abs(camera.azimuth - figure.azimuth), abs(camera.elevation - figure.elevation))
    return (camera.azimuth, camera.elevation) if max(off) > NEARLY else None


def made_from(clip: bytes) -> str:
    """Return the hash that a fresh still of this clip names; ``clip`` is the clip's file."""
    return hashlib.sha256(clip + bytes((DRAWN,))).hexdigest()


def made_from_view(made_from: str, view: tuple[float, float]) -> str:
    """Return the hash that a fresh still from another view than the clip's names; azimuth and elevation, degrees."""
    return hashlib.sha256(f"{made_from} {view[0]:g} {view[1]:g}".encode()).hexdigest()


def index(library: Library) -> Index:
    """Return what the committed stills show.

    Raises
    ------
    SpecificationError
        One of them is missing.
    """
    return {f"{exercise.id}.{variant.id}": entry(exercise, variant) for exercise, variant in figured(library)}


def entry(exercise: Exercise, variant: Variant) -> Entry:
    """Return what the committed stills of a variant show; raises SpecificationError where one is missing."""
    shows = shown_by(variant) | {CAMERA: CAMERA if camera_view(variant) else "start"}
    contents = {pose: load_still(exercise.id, variant.id, pose, Side.LEFT) for pose in dict.fromkeys(shows.values())}
    return Entry(shows=shows, drawn={pose: _drawn_as(content) for pose, content in contents.items()})


def _drawn_as(content: bytes) -> Drawn:
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    return Drawn(width=width, height=height, version=hashlib.sha256(content).hexdigest()[:8])


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


def _scene(clip: Clip, body: Body, ends: list[int]) -> StillScene:
    world = forward(body.rig, clip.poses(body.rig.skeleton)[ends])
    points = Skinner(body).points(world)
    wide, high = extent(points, clip.azimuth, clip.elevation)
    size = (WIDEST, round(WIDEST * high / wide)) if high * WIDEST <= wide * HIGHEST else (HIGHEST, HIGHEST)
    view = framed(points, clip.azimuth, clip.elevation, size)
    return StillScene(points=points, knees=_knees(world.place, body), view=view, size=size)


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
