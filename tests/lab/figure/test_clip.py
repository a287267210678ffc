"""Clip files: small, readable, mirrored on reading, and stale when what they were solved from has changed."""

import msgspec
import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clip import decode_clip, encode_clip, make_clip
from ilium_lab.figure.clips import clip_name, find_variant, first_guess, load_clip, made_from
from ilium_lab.figure.kinematics import mirrored
from ilium_lab.figure.solve import Frames

SKELETON = load_body().rig.skeleton
EXERCISE, VARIANT = find_variant(load_library(), "standing-hip-abduction")[0]
CLIP = load_clip(EXERCISE, VARIANT)


def test_frames_come_back_to_a_hundredth_of_a_degree_and_a_tenth_of_a_millimetre() -> None:
    poses = np.random.default_rng(3).uniform(-1, 1, (7, load_body().rig.size))
    frames = Frames(keys=poses[:4], between=(poses[1:3], poses[3:6], poses[6:]))
    clip = decode_clip(encode_clip(make_clip(EXERCISE, VARIANT, frames, SKELETON, "x")), "a.json")
    found = clip.poses(SKELETON)
    assert found[:, :3] == pytest.approx(poses[:, :3], abs=0.00005 + 1e-12)
    assert found[:, 3:] == pytest.approx(poses[:, 3:], abs=np.radians(0.005) + 1e-12)
    assert [(phase.first, phase.frames) for phase in clip.phases] == [(0, 1), (1, 2), (3, 3), (6, 1)]


def test_the_other_side_is_the_mirror_image() -> None:
    left, right = CLIP.poses(SKELETON), CLIP.poses(SKELETON, Side.RIGHT)
    assert np.array_equal(right, mirrored(SKELETON, left))
    raised = 3 + SKELETON.angle("right.hip.abduction")
    assert np.degrees(right[:, raised].max()) == pytest.approx(24, abs=1)


def test_a_still_angle_is_one_number_and_a_zero_one_is_left_out() -> None:
    assert any(isinstance(column, int) for column in CLIP.angles.values())
    assert all(column != 0 for column in CLIP.angles.values())


def test_a_clip_is_stale_when_a_pose_changes_and_not_when_a_word_does() -> None:
    phase = VARIANT.phase[0]
    worded = msgspec.structs.replace(VARIANT, phase=(msgspec.structs.replace(phase, say="Else."), *VARIANT.phase[1:]))
    slower = msgspec.structs.replace(VARIANT, phase=(msgspec.structs.replace(phase, seconds=9), *VARIANT.phase[1:]))
    assert made_from(worded) == made_from(VARIANT)
    assert made_from(slower) != made_from(VARIANT)


def test_a_broken_clip_is_refused_with_its_name() -> None:
    content = encode_clip(CLIP)
    with pytest.raises(SpecificationError, match=r"a\.json"):
        decode_clip(content[: len(content) // 2], "a.json")
    with pytest.raises(SpecificationError, match="does not fit"):
        msgspec.structs.replace(CLIP, angles={"left.knee.bend": 3}).poses(SKELETON)
    with pytest.raises(SpecificationError, match="does not fit"):
        msgspec.structs.replace(CLIP, angles={"left.knee.flexion": (1, 2)}).poses(SKELETON)


def test_a_missing_clip_says_how_to_make_it() -> None:
    with pytest.raises(SpecificationError, match="lab figure solve"):
        load_clip(EXERCISE, msgspec.structs.replace(VARIANT, id="new"))
    assert clip_name(EXERCISE, VARIANT) == "side-plank-clam-shell.standing-hip-abduction.json"


def test_a_side_lying_guess_lies_on_the_other_side() -> None:
    pose = first_guess(load_body().rig, "side-lying")
    assert np.degrees(pose[3 + SKELETON.angle("pelvis.turn")]) == pytest.approx(-90)
