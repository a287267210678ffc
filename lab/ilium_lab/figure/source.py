"""The body's source: MakeHuman's base mesh, shapes, rig and skin weights, all CC0, read with NumPy alone.

Only files of ``library/source.toml`` are ever read, each with its hash; anything else is refused. The same wheel holds
code that downloads non-commercial data; none of it is imported or run.
"""

import gzip
import hashlib
from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.anatomy.errors import SpecificationError
from ilium.library.package import load_toml
from ilium_lab.figure.kinematics import Array

FILE = "source.toml"
#: Decimetres with y up and z to the front, to metres with z up and y to the back.
TO_METRES = 0.1 * np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
Index = NDArray[np.int64]
Read = Callable[[str], bytes]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One shape that is added to the base mesh: its file and how much of it."""

    file: str
    share: float


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which files the body is made of, their licence and their hashes."""

    package: str
    licence: str
    root: str
    mesh: str
    rig: str
    weights: str
    shapes: tuple[Shape, ...]
    sha256: dict[str, str]


class BodySource(msgspec.Struct, frozen=True, kw_only=True):
    """The source body.

    Parameters
    ----------
    points : ndarray, shape (19158, 3), metres
        Skin, and behind it the helper surfaces (eyes, tights, hair).
    faces : dict of str to ndarray, shape (n, 4)
        Quadrilaterals of each group; a triangle repeats its last corner.
    heads : dict of str to ndarray, shape (3,), metres
        Where each bone of the source rig begins.
    weights : dict of str to (ndarray, ndarray)
        For each bone of the source rig, vertices and weights.
    """

    points: Array
    faces: dict[str, Index]
    heads: dict[str, Array]
    weights: dict[str, tuple[Index, Array]]


def load_manifest() -> Manifest:
    """Return the shipped list of source files."""
    return load_toml("ilium_lab.figure", FILE, Manifest)


def checked_reader(manifest: Manifest, read: Read) -> Read:
    """Return a reader that gives listed files with the listed hash, and refuses everything else.

    Raises
    ------
    SpecificationError
        From the reader: the file is not listed, or its content is not what was listed.
    """

    def checked(name: str) -> bytes:
        if name not in manifest.sha256:
            raise SpecificationError(FILE, name, "is not one of the CC0 files that the body may be made of")
        content = read(f"{manifest.root}/{name}")
        found = hashlib.sha256(content).hexdigest()
        if found != manifest.sha256[name]:
            raise SpecificationError(FILE, name, f"has the hash {found[:12]}…, expected {manifest.sha256[name][:12]}…")
        return content

    return checked


def read_source(manifest: Manifest, read: Read) -> BodySource:
    """Read and shape the source body; ``read`` gives a file's bytes by its path in the package."""
    checked = checked_reader(manifest, read)
    points, faces = _mesh(checked(manifest.mesh).decode())
    for shape in manifest.shapes:
        where, offset = _shape(checked(shape.file))
        points[where] += shape.share * offset
    points = points @ TO_METRES.T
    return BodySource(
        points=points,
        faces=faces,
        heads=_heads(msgspec.json.decode(checked(manifest.rig)), faces, points),
        weights=_weights(msgspec.json.decode(checked(manifest.weights))["weights"]),
    )


def _mesh(text: str) -> tuple[Array, dict[str, Index]]:
    points: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(number) for number in rest.split()])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
            groups.setdefault(group, []).append((corners + corners[-1:])[:4])
    return np.array(points), {name: np.array(rows) for name, rows in groups.items()}


def _shape(content: bytes) -> tuple[Index, Array]:
    rows = [line.split() for line in gzip.decompress(content).decode().splitlines() if line and line[0] != "#"]
    where = np.array([int(row[0]) for row in rows], dtype=np.int64)
    return where, np.array([[float(x) for x in row[1:4]] for row in rows]).reshape(-1, 3)


class _End(msgspec.Struct):
    strategy: str
    cube_name: str | None = None
    vertex_index: int | None = None
    vertex_indices: list[int] | None = None


def _heads(rig: dict[str, dict[str, object]], faces: dict[str, Index], points: Array) -> dict[str, Array]:
    heads: dict[str, Array] = {}
    for name, bone in rig.items():
        end = msgspec.convert(bone["head"], _End)
        match end.strategy:
            case "CUBE":
                assert end.cube_name is not None
                where = np.unique(faces[end.cube_name])
            case "VERTEX":
                where = np.array([end.vertex_index])
            case "MEAN":
                where = np.array(end.vertex_indices)
            case other:
                raise SpecificationError(FILE, name, f"has an unknown kind of head, {other!r}")
        heads[name] = points[where].mean(axis=0)
    return heads


def _weights(table: dict[str, list[tuple[int, float]]]) -> dict[str, tuple[Index, Array]]:
    return {
        bone: (np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows], dtype=float))
        for bone, rows in table.items()
    }
