"""What a camera sees of the landmarks: where they are in the picture, and which the body itself hides."""

from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import landmark
from ilium_lab.camera.landmarks import Capsule
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.kinematics import Array
from ilium_lab.figure.picture import camera as axes
from ilium_lab.figure.source import Index

Flags = NDArray[np.bool_]
#: Points are not seen nearer to the lens than this, metres.
NEAREST = 0.05
#: A point is hidden by a part of the body where it lies within this share of the part's radius in the picture, and at
#: least this share of it behind its middle line: our choice.
COVERED, BEHIND = 0.9, 0.7
HIPS = (landmark("left_hip"), landmark("right_hip"))


class Camera(msgspec.Struct, frozen=True, kw_only=True):
    """Where the lens stands, and its picture.

    Parameters
    ----------
    azimuth : float
        Degrees; 0 at the front of a standing body, 90 on its working side, as specifications write it.
    elevation : float
        Degrees above the floor, seen from the point it looks at.
    distance : float
        Metres from the lens to the point it looks at.
    lens_height : float, optional
        Metres above the floor; then the elevation follows from it.
    field_of_view : float
        Degrees across the picture's width.
    width, height : int
        Pixels.
    aim : tuple of float, optional
        The point it looks at, metres, for the left as the working side; the middle of the moving body by default.

    Notes
    -----
    The defaults for distance and field of view are our choice: a phone two to three metres away.
    """

    azimuth: float
    elevation: float
    distance: float = 2.8
    lens_height: float | None = None
    field_of_view: float = 65.0
    width: int = 1280
    height: int = 720
    aim: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse a camera that cannot be."""
        if not 0 < self.field_of_view < 170 or self.width < 1 or self.height < 1 or self.distance <= NEAREST:
            raise SpecificationError("camera", "$", "expected a field of view of 0 to 170 degrees and sizes above zero")

    @classmethod
    def recommended(cls, clip: Clip) -> Self:
        """Return the view that a clip's specification recommends."""
        return cls(azimuth=clip.azimuth, elevation=clip.elevation)


class RoomCamera(msgspec.Struct, frozen=True, kw_only=True):
    """A camera that stands in the room.

    Parameters
    ----------
    axes : ndarray, shape (3, 3)
        Rows: right in the picture, up, towards the camera.
    eye : ndarray, shape (3,), metres
        Where the lens is.
    focal : float
        Pixels.
    """

    axes: Array
    eye: Array
    focal: float
    width: int
    height: int


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """The landmarks as the camera has them.

    Parameters
    ----------
    image : ndarray, shape (n, 33, 3)
        x and y as shares of the picture's width and height, from its upper left corner, never mirrored; z is the
        distance beyond the middle of the hips in the scale of x, negative towards the camera.
    world : ndarray, shape (n, 33, 3), metres
        From the middle of the hips: right in the picture, down, away from the camera.
    scale : ndarray, shape (n,)
        How much of the picture's width a metre takes at the hips.
    in_frame, hidden : ndarray of bool, shape (n, 33)
        Whether it lies in the picture; whether the body itself is before it.
    """

    image: Array
    world: Array
    scale: Array
    in_frame: Flags
    hidden: Flags

    def at(self, frames: Index) -> Self:
        """Return it at these frames, which may come more than once."""
        return type(self)(**{name: getattr(self, name)[frames] for name in self.__struct_fields__})


def stand(camera: Camera, side: Side, aim: Array) -> RoomCamera:
    """Return the camera in the room of a body whose working side is this.

    Parameters
    ----------
    camera : Camera
        Its azimuth counts towards the working side.
    side : Side
        The working side.
    aim : ndarray, shape (3,), metres
        The point it looks at, where the camera itself does not say.

    Raises
    ------
    SpecificationError
        The lens is higher above the point than it is far from it.
    """
    sign = 1.0 if side is Side.LEFT else -1.0
    at = aim if camera.aim is None else np.array(camera.aim) * (sign, 1.0, 1.0)
    elevation = camera.elevation
    if camera.lens_height is not None:
        rise = (camera.lens_height - float(at[2])) / camera.distance
        if abs(rise) >= 1:
            raise SpecificationError("camera", "lens_height", "is further from the point looked at than the distance")
        elevation = float(np.degrees(np.arcsin(rise)))
    turned = axes(sign * camera.azimuth, elevation)
    return RoomCamera(
        axes=turned,
        eye=at + camera.distance * turned[2],
        focal=camera.width / 2 / float(np.tan(np.radians(camera.field_of_view) / 2)),
        width=camera.width,
        height=camera.height,
    )


def look(view: RoomCamera, points: Array, capsules: tuple[Capsule, ...]) -> Sight:
    """Return the landmarks as this camera has them.

    Parameters
    ----------
    view : RoomCamera
        The camera.
    points : ndarray, shape (n, 33, 3), metres
        Where the landmarks are in the room.
    capsules : tuple of Capsule
        What can hide them.

    Returns
    -------
    Sight
    """
    seen = (points - view.eye) @ view.axes.T
    depth = np.maximum(-seen[..., 2], NEAREST)
    scale = view.focal / depth
    hips = seen[:, HIPS].mean(axis=1)
    far = np.maximum(-hips[:, 2], NEAREST)[:, None]
    image = np.empty_like(points)
    image[..., 0] = 0.5 + seen[..., 0] * scale / view.width
    image[..., 1] = 0.5 - seen[..., 1] * scale / view.height
    image[..., 2] = (depth - far) * view.focal / far / view.width
    inside = ((image[..., :2] >= 0) & (image[..., :2] <= 1)).all(axis=-1) & (-seen[..., 2] > NEAREST)
    across, up = seen[..., 0] * scale, seen[..., 1] * scale
    hidden = np.zeros(inside.shape, dtype=bool)
    for capsule in capsules:
        hidden |= _behind(capsule, across, up, depth, view.focal)
    return Sight(
        image=image,
        world=(seen - hips[:, None]) * (1.0, -1.0, -1.0),
        scale=view.focal / far[:, 0] / view.width,
        in_frame=inside,
        hidden=hidden,
    )


def _behind(capsule: Capsule, across: Array, up: Array, depth: Array, focal: float) -> Flags:
    """Tell which points, in pixels and metres of depth, a capsule covers in the picture and stands before."""
    (x, x_end), (y, y_end), (near, far) = (
        tuple(values[:, ends].mean(axis=1)[:, None] for ends in (capsule.first, capsule.last))
        for values in (across, up, depth)
    )
    along_x, along_y = x_end - x, y_end - y
    from_x, from_y = across - x, up - y
    length = np.maximum(along_x * along_x + along_y * along_y, 1e-12)
    share = np.clip((from_x * along_x + from_y * along_y) / length, 0.0, 1.0)
    middle = near + share * (far - near)
    from_x -= share * along_x
    from_y -= share * along_y
    radius = COVERED * capsule.radius * focal / middle
    covered = from_x * from_x + from_y * from_y < radius * radius
    return np.asarray(covered & (depth - middle > BEHIND * capsule.radius))
