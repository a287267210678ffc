"""Small operations on triangle meshes, for the bake: cut, offset, thin out, mirror.

A mesh is an array of rows and an array of triangles. The first three columns of a row are its place in metres;
whatever else a row holds (skin weights) is carried along and interpolated.
"""

import heapq

import msgspec
import numpy as np

from ilium_lab.figure.kinematics import Array
from ilium_lab.figure.source import Index


class Mesh(msgspec.Struct, frozen=True, kw_only=True):
    """Rows, shape (n, 3 + m), and triangles, shape (k, 3), turning left seen from outside."""

    rows: Array
    triangles: Index

    @property
    def points(self) -> Array:
        """Return the places, shape (n, 3), metres."""
        return self.rows[:, :3]


def from_quads(rows: Array, quads: Index) -> Mesh:
    """Return the mesh of these quadrilaterals, with only the rows they use."""
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return compact(Mesh(rows=rows, triangles=triangles))


def compact(mesh: Mesh) -> Mesh:
    """Drop flat triangles and unused rows."""
    a, b, c = mesh.triangles.T
    triangles = mesh.triangles[(a != b) & (b != c) & (c != a)]
    used, inverse = np.unique(triangles, return_inverse=True)
    return Mesh(rows=mesh.rows[used], triangles=inverse.reshape(-1, 3))


def normals(mesh: Mesh) -> Array:
    """Return unit normals at the rows, weighted by area; zero for a row of no triangle."""
    corners = mesh.points[mesh.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    total = np.zeros((len(mesh.rows), 3))
    for corner in range(3):
        np.add.at(total, mesh.triangles[:, corner], faces)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    total /= np.maximum(length, 1e-15)
    return total


def cut(mesh: Mesh, field: Array) -> Mesh:
    """Keep where ``field`` is positive, cutting triangles along its zero line: a clean hem.

    Parameters
    ----------
    mesh : Mesh
        What to cut.
    field : ndarray, shape (n,)
        A number at each row.
    """
    rows = [mesh.rows]
    made: dict[tuple[int, int], int] = {}
    count = len(mesh.rows)

    def crossing(inside: int, outside: int) -> int:
        nonlocal count
        key = (min(inside, outside), max(inside, outside))
        if key not in made:
            share = field[inside] / (field[inside] - field[outside])
            rows.append(mesh.rows[[inside]] * (1 - share) + mesh.rows[[outside]] * share)
            made[key], count = count, count + 1
        return made[key]

    keep = field > 0
    kept = keep[mesh.triangles].sum(axis=1)
    triangles = [tuple(row) for row in mesh.triangles[kept == 3].tolist()]
    for row in mesh.triangles[(kept == 1) | (kept == 2)].tolist():
        inside = [bool(keep[corner]) for corner in row]
        first = inside.index(True) if sum(inside) == 1 else (inside.index(False) + 1) % 3
        a, b, c = (row[(first + step) % 3] for step in range(3))
        if sum(inside) == 1:
            triangles.append((a, crossing(a, b), crossing(a, c)))
        else:
            across_b, across_a = crossing(b, c), crossing(a, c)
            triangles += [(a, b, across_b), (a, across_b, across_a)]
    return compact(Mesh(rows=np.concatenate(rows), triangles=np.array(triangles, dtype=np.int64).reshape(-1, 3)))


def moved(mesh: Mesh, offset: Array) -> Mesh:
    """Return the mesh with its places moved by ``offset``, shape (n, 3)."""
    rows = mesh.rows.copy()
    rows[:, :3] += offset
    return Mesh(rows=rows, triangles=mesh.triangles)


def border(mesh: Mesh) -> Index:
    """Return the edges of one triangle only, as (from, to) in the triangle's own direction."""
    edges = np.concatenate([mesh.triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])])
    known = set(map(tuple, edges.tolist()))
    return np.array([edge for edge in edges.tolist() if (edge[1], edge[0]) not in known], dtype=np.int64).reshape(-1, 2)


def hemmed(mesh: Mesh, depth: float) -> Mesh:
    """Fold the open edges inwards by ``depth`` metres, so that cloth shows a thickness; the middle stays open."""
    edges = border(mesh)
    edges = edges[~(np.abs(mesh.points[edges, 0]) < 1e-9).all(axis=1)]
    ends = np.unique(edges)
    folded = mesh.rows[ends].copy()
    folded[:, :3] -= depth * normals(mesh)[ends]
    folded[np.abs(mesh.points[ends, 0]) < 1e-9, 0] = 0.0
    new = np.full(len(mesh.rows), -1)
    new[ends] = len(mesh.rows) + np.arange(len(ends))
    a, b = edges.T
    strip = np.concatenate([np.stack([b, a, new[a]], axis=1), np.stack([b, new[a], new[b]], axis=1)])
    return Mesh(rows=np.concatenate([mesh.rows, folded]), triangles=np.concatenate([mesh.triangles, strip]))


def mirrored_whole(mesh: Mesh, columns: Index) -> Mesh:
    """Return the left half with its mirror image; rows on the middle plane are shared.

    Parameters
    ----------
    mesh : Mesh
        The half with x >= 0.
    columns : ndarray
        For each further column the one that takes its value on the other side.
    """
    middle = np.abs(mesh.points[:, 0]) < 1e-9
    other = mesh.rows[~middle].copy()
    other[:, 0] *= -1
    other[:, 3:] = other[:, 3:][:, columns]
    new = np.arange(len(mesh.rows))
    new[~middle] = len(mesh.rows) + np.arange(len(other))
    triangles = np.concatenate([mesh.triangles, new[mesh.triangles][:, [0, 2, 1]]])
    return Mesh(rows=np.concatenate([mesh.rows, other]), triangles=triangles)


# --- thinning out ------------------------------------------------------------------------------------------------


def thinned(mesh: Mesh, triangles: int) -> Mesh:
    """Collapse edges into one of their ends until at most so many triangles are left.

    Parameters
    ----------
    mesh : Mesh
        Rows stay as they are, so that weights need no interpolation; open edges keep their line.
    triangles : int
        How many to leave.

    Notes
    -----
    Source: Garland and Heckbert 1997, quadric error metrics; half-edge collapse.
    """
    state = _Thinning(mesh)
    while state.count > triangles and state.heap:
        state.collapse_next()
    alive = [row for row in state.faces if row is not None]
    return compact(Mesh(rows=mesh.rows, triangles=np.array(alive, dtype=np.int64)))


class _Thinning:
    """The state of thinning one mesh: quadrics, faces by row, and a heap of collapses."""

    def __init__(self, mesh: Mesh) -> None:
        self.points = mesh.points
        self.faces: list[tuple[int, ...] | None] = [tuple(row) for row in mesh.triangles.tolist()]
        self.count = len(self.faces)
        self.around: list[set[int]] = [set() for _ in self.points]
        for index, row in enumerate(mesh.triangles.tolist()):
            for corner in row:
                self.around[corner].add(index)
        edges = border(mesh)
        self.open = set(np.unique(edges).tolist())
        self.quadrics = _quadrics(mesh, edges)
        self.version = [0] * len(self.points)
        self.heap: list[tuple[float, int, int, int, int]] = []
        for row in range(len(self.points)):
            self.push(row)

    def neighbours(self, row: int) -> set[int]:
        found = {corner for face in self.around[row] for corner in self.faces[face] or ()}
        found.discard(row)
        return found

    def push(self, row: int) -> None:
        for other in self.neighbours(row):
            if row in self.open and other not in self.open:
                continue
            place = np.append(self.points[other], 1.0)
            cost = float(place @ (self.quadrics[row] + self.quadrics[other]) @ place)
            length = self.points[row] - self.points[other]
            cost += 1e-9 * float(length @ length)
            heapq.heappush(self.heap, (cost, row, other, self.version[row], self.version[other]))

    def collapse_next(self) -> None:
        _, row, other, at, other_at = heapq.heappop(self.heap)
        if self.version[row] != at or self.version[other] != other_at or not self.around[row]:
            return
        shared = self.around[row] & self.around[other]
        if len(shared) != (1 if row in self.open and len(shared) == 1 else 2) or not self.may_join(row, other, shared):
            return
        for face in shared:
            for corner in self.faces[face] or ():
                self.around[corner].discard(face)
            self.faces[face] = None
        self.count -= len(shared)
        for face in list(self.around[row]):
            self.faces[face] = tuple(other if corner == row else corner for corner in self.faces[face] or ())
            self.around[other].add(face)
        self.around[row].clear()
        self.quadrics[other] = self.quadrics[row] + self.quadrics[other]
        touched = self.neighbours(other) | {other}
        for corner in touched:
            self.version[corner] += 1
        for corner in touched:
            self.push(corner)

    def may_join(self, row: int, other: int, shared: set[int]) -> bool:
        """Tell whether the collapse keeps the surface a surface, and turns no triangle over."""
        if len(self.neighbours(row) & self.neighbours(other)) != len(shared):
            return False
        if row in self.open and len(shared) == 2:
            return False
        for face in self.around[row] - shared:
            corners = self.faces[face] or ()
            before = _normal(self.points[list(corners)])
            after = _normal(self.points[[other if corner == row else corner for corner in corners]])
            if before @ after < 0.3 * np.linalg.norm(before) * np.linalg.norm(after):
                return False
        return True


def _normal(corners: Array) -> Array:
    return np.cross(corners[1] - corners[0], corners[2] - corners[0])


def _quadrics(mesh: Mesh, edges: Index) -> Array:
    corners = mesh.points[mesh.triangles]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(face, axis=1, keepdims=True)
    unit = face / np.maximum(area, 1e-15)
    plane = np.concatenate([unit, -np.einsum("ij,ij->i", unit, corners[:, 0])[:, None]], axis=1)
    each = area[:, :, None] * plane[:, :, None] * plane[:, None, :]
    out = np.zeros((len(mesh.rows), 4, 4))
    for corner in range(3):
        np.add.at(out, mesh.triangles[:, corner], each)
    for start, end in edges.tolist():
        along = mesh.points[end] - mesh.points[start]
        length = float(np.linalg.norm(along))
        helper = np.cross(along, [0.577, 0.577, 0.578])
        for side in (helper, np.cross(along, helper)):
            unit_side = side / max(float(np.linalg.norm(side)), 1e-15)
            wall = np.append(unit_side, -unit_side @ mesh.points[start])
            out[[start, end]] += 3.0 * length * length * np.outer(wall, wall)
    return out
