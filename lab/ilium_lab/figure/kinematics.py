"""Forward kinematics: from joint angles to where every bone is. NumPy only, many poses at once.

A pose is a vector: the place of the pelvis (3, metres), then every angle of the skeleton (radians), in its order.
"""

import functools
from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium_lab.figure.skeleton import Skeleton

Array = NDArray[np.float64]
#: The first numbers of a pose: x, y, z of the pelvis, metres.
PLACE = 3
MIRROR = np.diag([-1.0, 1.0, 1.0])


class Rig(msgspec.Struct, frozen=True, kw_only=True):
    """A skeleton with the sizes of one body.

    Parameters
    ----------
    skeleton : Skeleton
        Bones and angles.
    heads : ndarray, shape (n_bones, 3), metres
        Where the bones begin in the mesh as it was baked.
    neutral : ndarray, shape (n_bones, 3, 3)
        The rotation that brings each bone of the mesh to the zero position.
    """

    skeleton: Skeleton
    heads: Array
    neutral: Array

    @property
    def size(self) -> int:
        """The length of a pose."""
        return PLACE + len(self.skeleton.angles)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bones are.

    Parameters
    ----------
    turned : ndarray, shape (n_poses, n_bones, 3, 3)
        Each bone's rotation from the zero position; its columns are the bone's left, back and up.
    place : ndarray, shape (n_poses, n_bones, 3), metres
        Each bone's beginning; z is the height above the floor.
    """

    turned: Array
    place: Array


def rotation(axis: str, angle: Array) -> Array:
    """Return right-handed rotations about x, y or z.

    Parameters
    ----------
    axis : {"x", "y", "z"}
        The axis.
    angle : ndarray, shape (n,), radians
        One angle a matrix.

    Returns
    -------
    ndarray, shape (n, 3, 3)

    Raises
    ------
    KeyError
        Another axis.
    """
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.zeros((len(angle), 3, 3))
    matrix[:, range(3), range(3)] = 1.0
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix[:, first, first] = matrix[:, second, second] = cosine
    matrix[:, first, second], matrix[:, second, first] = -sine, sine
    return matrix


def pose_of(rig: Rig, degrees: Mapping[str, float], place: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Array:
    """Return the pose with these angles, in degrees, and zero for all others.

    Raises
    ------
    KeyError
        An angle that the skeleton does not have.
    """
    pose = np.zeros(rig.size)
    pose[:PLACE] = place
    for name, value in degrees.items():
        pose[PLACE + rig.skeleton.angle(name)] = np.radians(value)
    return pose


def forward(rig: Rig, poses: Array) -> World:
    """Return where every bone is.

    Parameters
    ----------
    rig : Rig
        Skeleton and sizes.
    poses : ndarray, shape (n_poses, rig.size)
        Metres and radians.

    Returns
    -------
    World
    """
    offsets, plan = _offsets(rig), _plan(rig.skeleton)
    count = len(poses)
    turned = np.empty((count, len(plan), 3, 3))
    place = np.empty((count, len(plan), 3))
    for index, (parent, turns) in enumerate(plan):
        local: Array | None = None
        for axis, column, share in turns:
            step = rotation(axis, share * poses[:, column])
            local = step if local is None else local @ step
        if parent < 0:
            turned[:, index] = np.eye(3) if local is None else local
            place[:, index] = poses[:, :PLACE]
        else:
            turned[:, index] = turned[:, parent] if local is None else turned[:, parent] @ local
            place[:, index] = place[:, parent] + turned[:, parent] @ offsets[index]
    return World(turned=turned, place=place)


def offsets(rig: Rig) -> Array:
    """Return each bone's beginning from its parent's, in the zero position; shape (n_bones, 3), metres."""
    return _offsets(rig)


def _offsets(rig: Rig) -> Array:
    parents = [bone.parent for bone in rig.skeleton.bones]
    between = rig.heads - rig.heads[parents]
    between[0] = 0.0
    out: Array = np.einsum("bij,bj->bi", rig.neutral[parents], between)
    return out


@functools.lru_cache(maxsize=4)
def _plan(skeleton: Skeleton) -> tuple[tuple[int, tuple[tuple[str, int, float], ...]], ...]:
    """Return for each bone its parent and its turns as (axis, column of the pose, share)."""
    column = {angle.name: PLACE + index for index, angle in enumerate(skeleton.angles)}
    return tuple(
        (bone.parent, tuple((turn.axis, column[turn.angle], turn.share) for turn in bone.turns))
        for bone in skeleton.bones
    )


def mirrored(skeleton: Skeleton, poses: Array) -> Array:
    """Return the same poses for the other side: left and right change places, leaning and turning change sign.

    Parameters
    ----------
    skeleton : Skeleton
        Whose angles the poses hold.
    poses : ndarray, shape (n_poses, size)
        Metres and radians.

    Returns
    -------
    ndarray, same shape
    """
    order = [skeleton.angle(angle.mirror) for angle in skeleton.angles]
    signs = np.array([angle.mirror_sign for angle in skeleton.angles], dtype=float)
    out = np.empty_like(poses)
    out[:, 0], out[:, 1:PLACE] = -poses[:, 0], poses[:, 1:PLACE]
    out[:, PLACE:] = poses[:, PLACE:][:, order] * signs
    return out


def limits(skeleton: Skeleton) -> tuple[Array, Array]:
    """Return the lowest and highest pose; places are without bounds; radians."""
    low = np.radians([angle.low for angle in skeleton.angles])
    high = np.radians([angle.high for angle in skeleton.angles])
    free = np.full(PLACE, np.inf)
    return np.concatenate([-free, low]), np.concatenate([free, high])
