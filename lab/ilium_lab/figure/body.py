"""The baked body: one mesh with its skeleton's sizes, as a small binary that Python and the browser both read.

Layout, little-endian: ``ILBD``, u32 length of the header, the header as JSON, padding to a multiple of four, then the
arrays that the header names with offset, type and shape. Places are 16-bit steps of ``step`` metres; skin weights are
four bones and four 255ths a vertex. Triangles are grouped by material.
"""

import functools

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.anatomy.errors import SpecificationError
from ilium.library.package import package_file
from ilium_lab.figure.kinematics import Array, Rig
from ilium_lab.figure.skeleton import Skeleton, load_skeleton
from ilium_lab.figure.source import Index

FILE = "body.bin"
MAGIC = b"ILBD"
#: Bones a vertex hangs on, at most.
INFLUENCES = 4


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """Where one array stands in the file."""

    offset: int
    type: str
    shape: tuple[int, ...]


class MaterialGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The triangles of one material: the first, and how many."""

    material: str
    first: int
    count: int


class BodyHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says of itself."""

    version: int
    licence: str
    made_from: str
    step: float
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    groups: tuple[MaterialGroup, ...]
    arrays: dict[str, Column]


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """One body.

    Parameters
    ----------
    rig : Rig
        Skeleton and sizes.
    points : ndarray, shape (n, 3), metres
        The mesh as baked: arms a little out, feet at no particular height.
    bones : ndarray, shape (n, 4)
        The bones each vertex hangs on.
    weights : ndarray, shape (n, 4)
        How much; each row adds up to one.
    triangles : ndarray, shape (k, 3)
        Turning left seen from outside.
    groups : tuple of MaterialGroup
        Materials.
    """

    rig: Rig
    points: Array
    bones: Index
    weights: Array
    triangles: Index
    groups: tuple[MaterialGroup, ...]


def encode(body: Body, *, licence: str, made_from: str) -> bytes:
    """Return the body as a file; places are rounded to about 15 micrometres."""
    step = float(np.abs(body.points).max()) / 32767
    arrays: dict[str, NDArray[np.generic]] = {
        "points": np.round(body.points / step).astype("<i2"),
        "bones": body.bones.astype("u1"),
        "weights": _whole_weights(body.weights).astype("u1"),
        "triangles": body.triangles.astype("<u2"),
        "heads": body.rig.heads.astype("<f4"),
        "neutral": body.rig.neutral.astype("<f4"),
    }
    columns: dict[str, Column] = {}
    payload = b""
    for name, array in arrays.items():
        columns[name] = Column(offset=len(payload), type=array.dtype.str, shape=array.shape)
        payload += array.tobytes()
        payload += bytes(-len(payload) % 4)
    skeleton = body.rig.skeleton
    header = BodyHeader(
        version=1,
        licence=licence,
        made_from=made_from,
        step=step,
        bones=tuple(bone.name for bone in skeleton.bones),
        parents=tuple(bone.parent for bone in skeleton.bones),
        groups=body.groups,
        arrays=columns,
    )
    text = msgspec.json.encode(header)
    text += b" " * (-len(text) % 4)
    return MAGIC + len(text).to_bytes(4, "little") + text + payload


def decode(content: bytes, skeleton: Skeleton) -> Body:
    """Read a body file.

    Raises
    ------
    SpecificationError
        The file is truncated, of another kind, or made for another skeleton.
    """
    try:
        return _decode(content, skeleton)
    except (ValueError, KeyError, IndexError, msgspec.MsgspecError) as error:
        raise SpecificationError(FILE, "$", f"cannot be read: {error}") from None


def _decode(content: bytes, skeleton: Skeleton) -> Body:
    if content[:4] != MAGIC:
        raise ValueError("it is not a body")
    start = 8 + int.from_bytes(content[4:8], "little")
    header = msgspec.json.decode(content[8:start], type=BodyHeader)
    if header.bones != tuple(bone.name for bone in skeleton.bones):
        raise ValueError("it was made for another skeleton")

    def array(name: str) -> NDArray[np.generic]:
        column = header.arrays[name]
        count = int(np.prod(column.shape))
        return np.frombuffer(content, column.type, count, start + column.offset).reshape(column.shape)

    return Body(
        rig=Rig(
            skeleton=skeleton,
            heads=array("heads").astype(np.float64),
            neutral=array("neutral").astype(np.float64),
        ),
        points=array("points").astype(np.float64) * header.step,
        bones=array("bones").astype(np.int64),
        weights=array("weights").astype(np.float64) / 255,
        triangles=array("triangles").astype(np.int64),
        groups=header.groups,
    )


def _whole_weights(weights: Array) -> NDArray[np.int64]:
    """Return weights in 255ths that add up to 255: the largest takes what rounding left over."""
    whole = np.round(weights * 255).astype(np.int64)
    whole[np.arange(len(whole)), whole.argmax(axis=1)] += 255 - whole.sum(axis=1)
    return whole


@functools.cache
def load_body() -> Body:
    """Return the shipped body."""
    return decode(package_file("ilium.figure", FILE).read_bytes(), load_skeleton())
