"""Cutting, folding, thinning and mirroring triangle meshes."""

import numpy as np
import pytest

from ilium_lab.figure.mesh import Mesh, border, cut, from_quads, hemmed, mirrored_whole, normals, thinned


def sheet(side: int) -> Mesh:
    """Return a flat square sheet of side x side quads, from 0 to 1, facing up, with its x as a fourth column."""
    steps = np.linspace(0, 1, side + 1)
    x, y = np.meshgrid(steps, steps, indexing="ij")
    rows = np.stack([x.ravel(), y.ravel(), 0 * x.ravel(), x.ravel()], axis=1)
    corner = np.array([i * (side + 1) + j for i in range(side) for j in range(side)])
    return from_quads(rows, np.stack([corner, corner + side + 1, corner + side + 2, corner + 1], axis=1))


def area(mesh: Mesh) -> float:
    corners = mesh.points[mesh.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(np.linalg.norm(faces, axis=1).sum() / 2)


def test_a_cut_runs_along_the_line_and_interpolates_what_is_carried() -> None:
    whole = sheet(7)
    left = cut(whole, 0.55 - whole.points[:, 0])
    assert area(left) == pytest.approx(0.55)
    assert left.points[:, 0].max() == pytest.approx(0.55)
    assert left.rows[:, 3] == pytest.approx(left.points[:, 0])
    assert normals(left)[:, 2] == pytest.approx(1.0)


def test_thinning_keeps_a_flat_sheet_flat_and_its_edge_in_place() -> None:
    thin = thinned(sheet(12), 60)
    assert len(thin.triangles) <= 60
    assert area(thin) == pytest.approx(1.0)
    assert normals(thin)[:, 2] == pytest.approx(1.0)


def test_a_hem_folds_the_open_edge_inwards() -> None:
    folded = hemmed(sheet(3), 0.01)
    assert folded.points[:, 2].min() == pytest.approx(-0.01)
    assert len(folded.triangles) == 18 + 2 * 9  # not along x = 0, which is the middle of the body


def test_a_mirrored_half_is_one_closed_surface_over_the_middle() -> None:
    half = sheet(3)
    whole = mirrored_whole(half, np.array([0]))
    assert len(whole.rows) == 2 * len(half.rows) - 4
    assert area(whole) == pytest.approx(2.0)
    assert normals(whole)[:, 2] == pytest.approx(1.0)
    assert len(border(whole)) == 2 * 9
