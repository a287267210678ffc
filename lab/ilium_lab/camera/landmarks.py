"""The 33 landmarks of the pose detector on our own body, whatever its size: where each is, and what hides it."""

import functools
from typing import Literal

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import LANDMARKS, landmark
from ilium.library.package import load_toml
from ilium_lab.figure.body import Body, load_body
from ilium_lab.figure.kinematics import PLACE, Array, Rig, World, forward, offsets
from ilium_lab.figure.pose import SurfacePoint
from ilium_lab.figure.source import Index
from ilium_lab.figure.surface_points import find_spots

FILE = "landmarks.toml"
#: The bones that each proportion of `BodySize` makes longer, counted from the bone before.
LONGER = {
    "trunk": ("lumbar_low", "lumbar_middle", "lumbar_high", "thorax_low", "thorax_high", "neck_low"),
    "legs": ("shank", "foot"),
    "arms": ("forearm_top", "forearm", "hand"),
}
#: The bones that each proportion puts further to the side.
WIDER = {"shoulders": ("clavicle", "upper_arm_top", "upper_arm"), "hips": ("thigh_top", "thigh")}
#: Sizes outside of this are no grown person's: our choice.
SMALLEST, LARGEST = 0.5, 1.5


class BodySize(msgspec.Struct, frozen=True, kw_only=True):
    """How a body differs from the baked one, each as a factor; 1 is the baked body.

    Parameters
    ----------
    height : float
        Of everything; 1 is a body of 1.68 m.
    trunk, legs, arms : float
        Further factor on the length of the trunk, the thighs and shanks, the upper arms and forearms.
    shoulders, hips : float
        Further factor on how far apart the joints are.

    Notes
    -----
    The angles stay those of the clip, so that with other proportions the contacts are off by a few centimetres.
    """

    height: float = 1.0
    trunk: float = 1.0
    legs: float = 1.0
    arms: float = 1.0
    shoulders: float = 1.0
    hips: float = 1.0

    def __post_init__(self) -> None:
        """Refuse sizes that no grown person has."""
        for name in self.__struct_fields__:
            if not SMALLEST <= getattr(self, name) <= LARGEST:
                raise SpecificationError("body size", name, f"expected {SMALLEST} to {LARGEST}")


class Capsule(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the body that hides what is behind it: the landmarks at its ends, and its radius in metres."""

    name: str
    first: Index
    last: Index
    radius: float


class Detectable(msgspec.Struct, frozen=True, kw_only=True):
    """The landmarks on one body.

    Parameters
    ----------
    rig : Rig
        The skeleton in this body's sizes.
    bone : ndarray, shape (33,)
        The bone each landmark moves with.
    local : ndarray, shape (33, 3), metres
        Where it is from the bone's beginning, in the zero position.
    capsules : tuple of Capsule
        What can hide it.
    height : float
        The body's factor of height, which the pelvis's place in a clip takes too.
    """

    rig: Rig
    bone: Index
    local: Array
    capsules: tuple[Capsule, ...]
    height: float

    def points(self, world: World) -> Array:
        """Return where the landmarks are, shape (n_poses, 33, 3), metres; x left, y back, z up of the room."""
        out = world.place[:, self.bone]
        skin = np.flatnonzero(self.local.any(axis=1))
        out[:, skin] += np.einsum("nkij,kj->nki", world.turned[:, self.bone[skin]], self.local[skin])
        return out

    def at(self, poses: Array) -> Array:
        """Return where the landmarks are in these poses of a clip, shape (n_poses, 33, 3), metres.

        Examples
        --------
        >>> from ilium.anatomy.landmarks import landmark
        >>> body = detectable()
        >>> points = body.at(np.zeros((1, body.rig.size)))
        >>> [round(float(value), 3) for value in points[0, landmark("left_shoulder")]]
        [0.169, -0.017, 0.453]
        """
        scaled = poses.copy()
        scaled[:, :PLACE] *= self.height
        return self.points(forward(self.rig, scaled))


class _Capsule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    ends: tuple[tuple[str, ...], tuple[str, ...]]
    radius: float
    sided: bool = False


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema_version: Literal[1]
    joint: dict[str, str]
    skin: tuple[SurfacePoint, ...]
    capsule: tuple[_Capsule, ...]


@functools.cache
def detectable(size: BodySize | None = None) -> Detectable:
    """Return the landmarks on the shipped body, in a size.

    Parameters
    ----------
    size : BodySize, optional
        The baked body's own where it is missing.
    """
    return find_landmarks(load_body(), load_toml("ilium_lab.camera", FILE, _File), size or BodySize())


def find_landmarks(body: Body, file: _File, size: BodySize) -> Detectable:
    """Return the landmarks that a file places, on this body in a size.

    Raises
    ------
    SpecificationError
        The file does not place each of the 33 landmarks.
    """
    skeleton, rig = body.rig.skeleton, body.rig
    skin = {_detector_name(name): vertex for name, vertex in find_spots(body, file.skin).items()}
    joints = {f"{side}_{name}": f"{side}.{bone}" for name, bone in file.joint.items() for side in Side}
    if set(LANDMARKS) != skin.keys() | joints.keys():
        raise SpecificationError(FILE, "$", f"these do not fit: {set(LANDMARKS) ^ (skin.keys() | joints.keys())}")
    bone, local = np.zeros(len(LANDMARKS), dtype=np.int64), np.zeros((len(LANDMARKS), 3))
    for index, name in enumerate(LANDMARKS):
        if name in joints:
            bone[index] = skeleton.bone(joints[name])
            continue
        at = body.bones[skin[name], 0]
        bone[index] = at
        local[index] = rig.neutral[at] @ (body.points[skin[name]] - rig.heads[at]) * size.height
    return Detectable(
        rig=resized(rig, size),
        bone=bone,
        local=local,
        capsules=tuple(_capsule(one, side, size) for one in file.capsule for side in (Side if one.sided else ("",))),
        height=size.height,
    )


def _detector_name(spot: str) -> str:
    side, _, name = spot.rpartition(".")
    if not side:
        return name
    return f"mouth_{side}" if name == "mouth" else f"{side}_{name}"


def _capsule(row: _Capsule, side: str, size: BodySize) -> Capsule:
    first, last = (np.array([landmark(f"{side}_{name}" if side else name) for name in end]) for end in row.ends)
    return Capsule(
        name=f"{side}.{row.name}" if side else row.name, first=first, last=last, radius=row.radius * size.height
    )


def resized(rig: Rig, size: BodySize) -> Rig:
    """Return the rig in another size: its bones as long and as far to the side as the size says."""
    skeleton, between = rig.skeleton, offsets(rig) * size.height
    for index, bone in enumerate(skeleton.bones):
        name = bone.name.rpartition(".")[2]
        between[index] *= _factor(size, LONGER, name)
        between[index, 0] *= _factor(size, WIDER, name)
    heads = np.empty_like(rig.heads)
    heads[0] = rig.heads[0]
    for index, bone in enumerate(skeleton.bones[1:], start=1):
        heads[index] = heads[bone.parent] + rig.neutral[bone.parent].T @ between[index]
    return Rig(skeleton=skeleton, heads=heads, neutral=rig.neutral)


def _factor(size: BodySize, table: dict[str, tuple[str, ...]], bone: str) -> float:
    found = [name for name, bones in table.items() if bone in bones]
    return float(getattr(size, found[0])) if found else 1.0
