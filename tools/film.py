"""A film of our own moving figure, for Chromium's fake camera to play."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clips import find_variant, load_clip
from ilium_lab.figure.kinematics import forward
from ilium_lab.figure.picture import DrawingView, Pixels, render
from ilium_lab.figure.sheet import framed, solids
from ilium_lab.figure.skin import Skinner

SIZE = (480, 360)
FRAMES_PER_SECOND = 15


def pictures(variant: str, side: Side, shares: Sequence[float]) -> list[Pixels]:
    """Return pictures of a variant's first movement, from the side that works.

    Parameters
    ----------
    shares : sequence of float
        How far it is in each picture: 0 the start, 1 its end.
    """
    ((exercise, found),) = find_variant(load_library(), variant)
    clip, body = load_clip(exercise, found), load_body()
    move = next(phase for phase in clip.phases if phase.kind == "move")
    frames = [move.first - 1 + round(share * move.frames) for share in shares]
    world = forward(body.rig, clip.poses(body.rig.skeleton, side)[frames])
    points = Skinner(body).points(world)
    near = framed(points, 90.0 if side is Side.LEFT else -90.0, 8.0, SIZE)
    view = DrawingView(azimuth=near.azimuth, elevation=near.elevation, centre=near.centre, width=near.width * 1.15)
    mat = solids((), side, points[0], points[0].mean(axis=0), points[0][:2])
    return [render(body, one, view, SIZE, mat) for one in points]


def film(path: Path, scenes: Sequence[tuple[Pixels, float]]) -> Path:
    """Write scenes, each a picture and its seconds, as a film that the fake camera plays again and again."""
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n" % (*SIZE, FRAMES_PER_SECOND))
        for picture, seconds in scenes:
            file.write((b"FRAME\n" + _yuv(picture)) * max(1, round(seconds * FRAMES_PER_SECOND)))
    return path


def _yuv(picture: Pixels) -> bytes:
    """Return a picture as luma and two planes of colour of half its size: JPEG's own matrix."""
    matrix = np.array([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
    planes: NDArray[np.float64] = picture @ matrix.T + np.array([0.0, 128.0, 128.0])
    small = planes[..., 1:].reshape(SIZE[1] // 2, 2, SIZE[0] // 2, 2, 2).mean(axis=(1, 3))
    parts = (planes[..., 0], small[..., 0], small[..., 1])
    return b"".join(np.clip(np.round(part), 0, 255).astype(np.uint8).tobytes() for part in parts)
