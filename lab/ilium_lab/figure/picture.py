"""A small software renderer: the posed body on its mat, without a graphics card. For contact sheets and stills."""

import zlib
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.figure import still_file
from ilium_lab.figure.body import Body
from ilium_lab.figure.kinematics import Array
from ilium_lab.figure.skin import vertex_normals
from ilium_lab.figure.source import Index

Pixels = NDArray[np.uint8]
#: Colours by material, 0-255, before light. Our choice.
COLOURS = {
    "skin": (222, 178, 150),
    "shirt": (74, 140, 150),
    "shorts": (62, 70, 92),
    "hair": (72, 56, 46),
    "brow": (72, 56, 46),
    "eye": (245, 243, 238),
    "iris": (60, 50, 42),
    "floor": (238, 235, 229),
    "mat": (196, 205, 196),
    "cushion": (226, 214, 190),
    "chair": (190, 176, 158),
    "sleeve": (24, 74, 84),
}
PAPER = 246.0
#: Samples a pixel, across and down.
SUPERSAMPLING = 2
#: How much the light comes from the camera, and how much from above: no side is darker, so that mirror images match.
FROM_CAMERA, FROM_ABOVE = 0.55, 0.85


class DrawingView(msgspec.Struct, frozen=True, kw_only=True):
    """Where the camera stands.

    Parameters
    ----------
    azimuth : float
        Degrees; 0 looks from the front of an upright body (towards +y), 90 from its left side (towards -x).
    elevation : float
        Degrees above the horizon.
    centre : tuple of float
        The point looked at, metres.
    width : float
        Metres across the picture, at the centre.
    """

    azimuth: float
    elevation: float
    centre: tuple[float, float, float] = (0.0, 0.0, 0.3)
    width: float = 2.1


class Solid(msgspec.Struct, frozen=True, kw_only=True):
    """Something else to draw: a mat, a pillow, a chair; flat-shaded triangles of one colour."""

    points: Array
    triangles: Index
    material: str


def box(low: tuple[float, float, float], high: tuple[float, float, float], material: str) -> Solid:
    """Return an upright box between two corners, metres."""
    corners = np.array([[(low, high)[i][0], (low, high)[j][1], (low, high)[k][2]] for i, j, k in np.ndindex(2, 2, 2)])
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return Solid(points=corners, triangles=triangles, material=material)


class Canvas(msgspec.Struct, frozen=True, kw_only=True):
    """A picture without its ground.

    Parameters
    ----------
    colour : ndarray, shape (height, width, 3), 0-255
        The mean over what was hit in each pixel.
    cover : ndarray, shape (height, width), 0-1
        How much of the pixel was hit.
    """

    colour: Array
    cover: Array


def render(
    body: Body, points: Array, view: DrawingView, size: tuple[int, int], solids: tuple[Solid, ...] = ()
) -> Pixels:
    """Draw the posed body on paper white.

    Parameters
    ----------
    body : Body
        For triangles and materials.
    points : ndarray, shape (n, 3), metres
        Its vertices in the pose.
    view : DrawingView
        The camera.
    size : tuple of int
        Width and height, pixels.
    solids : tuple of Solid
        What else is there.

    Returns
    -------
    ndarray, shape (height, width, 3), uint8
    """
    canvas = paint(body, points, view, size, solids)
    cover = canvas.cover[:, :, None]
    out: Pixels = np.clip(canvas.colour * cover + PAPER * (1.0 - cover), 0, 255).astype(np.uint8)
    return out


def paint(
    body: Body,
    points: Array,
    view: DrawingView,
    size: tuple[int, int],
    solids: tuple[Solid, ...] = (),
    sleeve: Array | None = None,
    samples: int = SUPERSAMPLING,
) -> Canvas:
    """Draw the posed body on no ground; what is not named here is as for `render`.

    Parameters
    ----------
    sleeve : ndarray, shape (n,), optional
        Where it is positive, between vertices too, the skin is covered by a dark sleeve.
    samples : int
        Samples a pixel, across and down.
    """
    width, height = size[0] * samples, size[1] * samples
    corners, normals, colours = _scene(body, points, solids)
    worn = np.full((len(corners), 3), -1.0)
    if sleeve is not None:
        worn[: len(body.triangles)] = sleeve[body.triangles]
    eye = camera(view.azimuth, view.elevation)
    screen = project(corners, eye, view, width, height)
    light = FROM_CAMERA * eye[2] + np.array([0.0, 0.0, FROM_ABOVE])
    shaded = np.zeros((height * width, 3))
    seen = _fragments(screen, width, height)
    paint_of = np.where(
        (np.einsum("nk,nk->n", seen[2], worn[seen[1]]) > 0)[:, None], np.array(COLOURS["sleeve"]), colours[seen[1]]
    )
    _fill(shaded, *seen, normals, paint_of, light / np.linalg.norm(light), eye)
    scene = np.full(height * width, -np.inf)
    scene[seen[0]] = np.einsum("nk,nk->n", seen[2], screen[seen[1], :, 2])
    _shadow(shaded, points[body.triangles], eye, view, (width, height), scene)
    return _averaged(shaded, scene > -np.inf, size, samples)


def _averaged(shaded: Array, hit: NDArray[np.bool_], size: tuple[int, int], samples: int) -> Canvas:
    """Return the mean of each pixel's samples, over those that hit something."""
    shape = (size[1], samples, size[0], samples)
    count = hit.reshape(shape).sum(axis=(1, 3))
    total = (shaded * hit[:, None]).reshape(*shape, 3).sum(axis=(1, 3))
    return Canvas(colour=total / np.maximum(count, 1)[:, :, None], cover=count / samples**2)


def _scene(body: Body, points: Array, solids: tuple[Solid, ...]) -> tuple[Array, Array, Array]:
    vertex = vertex_normals(points, body.triangles)
    corners, normals = [points[body.triangles]], [vertex[body.triangles]]
    colours = np.zeros((len(body.triangles), 3))
    for group in body.groups:
        colours[group.first : group.first + group.count] = COLOURS[group.material]
    paint = [colours]
    for solid in solids:
        flat = solid.points[solid.triangles]
        normal = np.cross(flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        corners.append(flat)
        normals.append(np.repeat(normal[:, None, :], 3, axis=1))
        paint.append(np.tile(np.array(COLOURS[solid.material], dtype=float), (len(flat), 1)))
    return np.concatenate(corners), np.concatenate(normals), np.concatenate(paint)


def camera(azimuth_degrees: float, elevation_degrees: float) -> Array:
    """Return the camera's axes as rows: right, up, towards the camera."""
    azimuth, elevation = np.radians(azimuth_degrees), np.radians(elevation_degrees)
    back = np.array([np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation), np.sin(elevation)])
    right = np.array([np.cos(azimuth), np.sin(azimuth), 0.0])
    return np.stack([right, np.cross(back, right), back])


def project(points: Array, eye: Array, view: DrawingView, width: int, height: int) -> Array:
    """Return pixels and depth (larger is nearer), with a mild perspective from five widths away."""
    seen = (points - np.array(view.centre)) @ eye.T
    scale = width / view.width / (1.0 - seen[..., 2] / (5.0 * view.width))
    return np.stack([width / 2 + seen[..., 0] * scale, height / 2 - seen[..., 1] * scale, seen[..., 2]], axis=-1)


def _fragments(screen: Array, width: int, height: int) -> tuple[Index, Index, Array]:
    """Return for each pixel that is hit: pixel, nearest triangle, and the shares of its corners."""
    low = np.floor(screen[..., :2].min(axis=1)).astype(int)
    span = np.ceil(screen[..., :2].max(axis=1)).astype(int) - low + 1
    biggest = span.max(axis=1)
    found: list[tuple[Index, Index, Array, Array]] = []
    for last, side in pairwise((0, 4, 8, 12, 16, 24, 32, 48, 64)):
        chosen = np.flatnonzero((biggest > last) & (biggest <= side))
        for part in np.array_split(chosen, len(chosen) * side * side // 500_000 + 1):
            found.append(_covered(screen, part, low[part], (side, side), (width, height)))
    for one in np.flatnonzero(biggest > 64):
        start = np.maximum(low[one], 0)
        end = np.minimum(low[one] + span[one], (width, height))
        if (end > start).all():
            found.append(_covered(screen, np.array([one]), start[None], tuple(end - start), (width, height)))
    pixel, triangle, shares, depth = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(depth, kind="stable")
    nearest = np.full(width * height, -1)
    nearest[pixel[order]] = order
    hit = np.flatnonzero(nearest >= 0)
    return hit, triangle[nearest[hit]], shares[nearest[hit]]


def _covered(
    screen: Array, part: Index, low: Index, box_size: tuple[int, int], size: tuple[int, int]
) -> tuple[Index, Index, Array, Array]:
    across, down = (grid.ravel() for grid in np.meshgrid(np.arange(box_size[0]), np.arange(box_size[1])))
    x, y = low[:, :1] + across, low[:, 1:] + down
    (ax, ay), (bx, by), (cx, cy) = (screen[part, corner, :2].T[:, :, None] for corner in range(3))
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    with np.errstate(divide="ignore", invalid="ignore"):
        second = ((x + 0.5 - ax) * (cy - ay) - (y + 0.5 - ay) * (cx - ax)) / area
        third = ((bx - ax) * (y + 0.5 - ay) - (by - ay) * (x + 0.5 - ax)) / area
    first = 1.0 - second - third
    inside = (first >= 0) & (second >= 0) & (third >= 0) & (x >= 0) & (x < size[0]) & (y >= 0) & (y < size[1])
    where = np.nonzero(inside)
    shares = np.stack([first[where], second[where], third[where]], axis=-1)
    depth = np.einsum("nk,nk->n", shares, screen[part][where[0], :, 2])
    return y[where] * size[0] + x[where], part[where[0]], shares, depth


def _fill(
    shaded: Array,
    pixel: Index,
    triangle: Index,
    shares: Array,
    normals: Array,
    colours: Array,
    light: Array,
    eye: Array,
) -> None:
    normal = np.einsum("nk,nkj->nj", shares, normals[triangle])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    normal *= np.where(normal @ eye[2] < 0, -1.0, 1.0)[:, None]
    sky = 0.5 + 0.5 * normal[:, 2]
    strength = 0.52 + 0.14 * sky + 0.46 * np.clip(normal @ light, 0.0, 1.0)
    shaded[pixel] = colours * strength[:, None]


def _shadow(shaded: Array, corners: Array, eye: Array, view: DrawingView, size: tuple[int, int], scene: Array) -> None:
    """Darken the mat straight under the body, where nothing nearer hides it."""
    flat = corners.copy()
    flat[..., :2] += 0.12 * flat[..., 2:]
    flat[..., 2] = 0.0005
    cast = project(flat, eye, view, *size)
    hit, triangle, shares = _fragments(cast, *size)
    depth = np.einsum("nk,nk->n", shares, cast[triangle, :, 2])
    shaded[hit[depth > scene[hit] - 0.004]] *= 0.86


def png(pixels: Pixels) -> bytes:
    """Return the picture, shape (height, width, 3), as a PNG file."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    return still_file.png((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)))
