"""The skeleton as values: bones, how each turns, and the range of every joint angle.

Angles are in degrees here and in specifications. Zero is the anatomical position, except the forearm's (thumb forward).
The frame of reference is x to the body's left, y to its back, z up, in metres.
"""

import functools
from collections.abc import Iterator
from typing import Literal

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.library.package import package_file
from ilium.library.toml import read_toml

Axis = Literal["x", "y", "z"]
FILE = "skeleton.toml"


class Turn(msgspec.Struct, frozen=True):
    """One turn of a bone about an axis of its parent's zero position, by a share of an angle.

    Parameters
    ----------
    axis : {"x", "y", "z"}
        Right-handed axis: x left, y back, z up.
    angle : str
        The full name of the angle, such as ``left.hip.flexion``.
    share : float
        How much of the angle; negative turns the other way.
    """

    axis: Axis
    angle: str
    share: float


class Bone(msgspec.Struct, frozen=True, kw_only=True):
    """One bone of the whole skeleton.

    Parameters
    ----------
    parent : int
        Index of the parent in `Skeleton.bones`; -1 for the pelvis.
    turns : tuple of Turn
        Applied in order, each about an axis that the earlier ones have turned.
    source, follows : str
        Where it begins, and where its straight line ends, in the source rig.
    """

    name: str
    parent: int
    turns: tuple[Turn, ...]
    source: str
    follows: str
    thumb_forward: bool
    skin: tuple[str, ...]


class Angle(msgspec.Struct, frozen=True, kw_only=True):
    """One joint angle: its range, and how it looks in the mirror.

    Parameters
    ----------
    low, high : float
        Range of motion, degrees.
    fastest : float
        Bound on its speed in a clip, degrees a second.
    mirror : str
        The angle that takes its value in the mirror image; itself for the trunk.
    mirror_sign : {1, -1}
        -1 for leaning and turning to a side.
    """

    name: str
    low: float
    high: float
    fastest: float
    mirror: str
    mirror_sign: Literal[1, -1]
    meaning: str
    source: str


class Skeleton(msgspec.Struct, frozen=True, kw_only=True):
    """All bones, parents before children, and all angles."""

    bones: tuple[Bone, ...]
    angles: tuple[Angle, ...]

    def bone(self, name: str) -> int:
        """Return the index of a bone; raise KeyError where there is none."""
        return {bone.name: index for index, bone in enumerate(self.bones)}[name]

    def angle(self, name: str) -> int:
        """Return the index of an angle; raise KeyError where there is none."""
        return {angle.name: index for index, angle in enumerate(self.angles)}[name]


class _BoneRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    head: str
    skin: tuple[str, ...]
    turns: tuple[tuple[str, str, float], ...]
    parent: str = ""
    follows: str = ""
    sided: bool = False
    thumb_forward: bool = False


class _AngleRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    meaning: str
    range: tuple[float, float]
    fastest: float
    source: str
    sided: bool = False
    lateral: bool = False


class _Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cite: str
    note: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema_version: Literal[1]
    bone: tuple[_BoneRow, ...]
    angle: tuple[_AngleRow, ...]
    source: dict[str, _Source]


@functools.cache
def load_skeleton() -> Skeleton:
    """Return the shipped skeleton: 34 bones.

    Raises
    ------
    SpecificationError
        The file is broken.

    Examples
    --------
    >>> skeleton = load_skeleton()
    >>> len(skeleton.bones)
    34
    >>> skeleton.angles[skeleton.angle("left.knee.flexion")].high
    140.0
    """
    return read_skeleton(package_file("ilium_lab.figure", FILE).read_bytes())


def read_skeleton(text: str | bytes) -> Skeleton:
    """Read a skeleton from TOML; raises SpecificationError with the key where it is broken."""
    rows = read_toml(text, FILE, _File)
    angles = tuple(angle for row in rows.angle for angle in _angles(row, rows.source))
    known = {angle.name for angle in angles}
    bones: list[Bone] = []
    for row in rows.bone:
        for side in _sides(row.sided):
            bones.append(_bone(row, side, {bone.name: index for index, bone in enumerate(bones)}, known))
    return Skeleton(bones=tuple(bones), angles=angles)


def _sides(sided: bool) -> tuple[Side | None, ...]:
    return (Side.LEFT, Side.RIGHT) if sided else (None,)


def _angles(row: _AngleRow, sources: dict[str, _Source]) -> Iterator[Angle]:
    low, high = row.range
    if not low < high:
        raise SpecificationError(FILE, row.name, f"its range {low:g} to {high:g} is empty")
    if row.source not in sources:
        raise SpecificationError(FILE, row.name, f"there is no source {row.source!r}")
    for side in _sides(row.sided):
        yield Angle(
            name=f"{side}.{row.name}" if side else row.name,
            low=low,
            high=high,
            fastest=row.fastest,
            mirror=f"{side.opposite}.{row.name}" if side else row.name,
            mirror_sign=-1 if row.lateral else 1,
            meaning=row.meaning,
            source=row.source,
        )


def _bone(row: _BoneRow, side: Side | None, earlier: dict[str, int], known: set[str]) -> Bone:
    parent = -1
    if row.parent:
        found = [earlier[name] for name in (f"{side}.{row.parent}", row.parent) if name in earlier]
        if not found:
            raise SpecificationError(FILE, row.name, f"its parent {row.parent!r} does not stand before it")
        parent = found[0]
    return Bone(
        name=f"{side}.{row.name}" if side else row.name,
        parent=parent,
        turns=tuple(_turn(row.name, turn, side, known) for turn in row.turns),
        source=row.head,
        follows=row.follows,
        thumb_forward=row.thumb_forward,
        skin=row.skin,
    )


def _turn(bone: str, turn: tuple[str, str, float], side: Side | None, known: set[str]) -> Turn:
    axis, name, share = turn
    full = f"{side}.{name}" if side and f"{side}.{name}" in known else name
    if full not in known:
        raise SpecificationError(FILE, bone, f"there is no angle {name!r}")
    mirrored = side is Side.RIGHT and axis != "x"
    return Turn(msgspec.convert(axis, Axis), full, -share if mirrored else share)
