"""From a pose to the skin: linear blend skinning of the baked body."""

import numpy as np

from ilium_lab.figure.body import Body
from ilium_lab.figure.kinematics import Array, World
from ilium_lab.figure.source import Index


class Skinner:
    """Some of a body's vertices, prepared so that many poses can be skinned at once.

    Parameters
    ----------
    body : Body
        The body.
    rows : ndarray of int, optional
        Which vertices; all of them by default.
    """

    def __init__(self, body: Body, rows: Index | None = None) -> None:
        chosen = np.arange(len(body.points)) if rows is None else rows
        rig, bones, weights = body.rig, body.bones[chosen], body.weights[chosen]
        from_head = body.points[chosen][:, None, :] - rig.heads[bones]
        local = np.einsum("vkij,vkj->vki", rig.neutral[bones], from_head) * weights[:, :, None]
        self.count = len(chosen)
        #: For each bone: its vertices, where they are from its beginning times their weight, and that weight.
        self.parts: list[tuple[int, Index, Array, Array]] = []
        for bone in range(len(rig.skeleton.bones)):
            vertex, influence = np.nonzero((bones == bone) & (weights > 0))
            if len(vertex):
                self.parts.append((bone, vertex, local[vertex, influence], weights[vertex, influence, None]))

    def points(self, world: World) -> Array:
        """Return the vertices' places, shape (n_poses, n_rows, 3), metres; z is the height above the floor."""
        out = np.zeros((len(world.place), self.count, 3))
        for bone, vertex, local, weight in self.parts:
            out[:, vertex] += local @ world.turned[:, bone].transpose(0, 2, 1) + weight * world.place[:, None, bone]
        return out

    def heights(self, world: World) -> Array:
        """Return the vertices' heights above the floor alone, shape (n_poses, n_rows), metres."""
        out = np.zeros((len(world.place), self.count))
        for bone, vertex, local, weight in self.parts:
            out[:, vertex] += world.turned[:, bone, 2] @ local.T + weight[:, 0] * world.place[:, None, bone, 2]
        return out


def vertex_normals(points: Array, triangles: Index) -> Array:
    """Return unit normals at vertices; ``points`` has the shape (n, 3)."""
    corners = points[triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    total = np.zeros_like(points)
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(triangles[:, corner], faces[:, axis], len(points))
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-15))
