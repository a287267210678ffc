"""The skeleton: its shape, its names, and what it refuses."""

from importlib import resources

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium_lab.figure.skeleton import load_skeleton, read_skeleton

TEXT = (resources.files("ilium_lab.figure") / "library" / "skeleton.toml").read_text()


def test_it_has_34_bones_and_parents_come_first() -> None:
    bones = load_skeleton().bones
    assert len(bones) == 34
    assert all(bone.parent < index for index, bone in enumerate(bones))


def test_every_angle_has_its_mirror_and_every_angle_turns_a_bone() -> None:
    skeleton = load_skeleton()
    by_name = {angle.name: angle for angle in skeleton.angles}
    assert all(by_name[by_name[name].mirror].mirror == name for name in by_name)
    assert {turn.angle for bone in skeleton.bones for turn in bone.turns} == set(by_name)


def test_knee_and_elbow_hang_on_the_whole_bone_and_not_on_the_twist_helper() -> None:
    skeleton = load_skeleton()
    parents = {bone.parent for bone in skeleton.bones}
    assert not {skeleton.bone(f"left.{name}") for name in ("thigh_top", "upper_arm_top", "forearm_top")} & parents


def test_every_range_names_a_source_and_holds_the_zero_position() -> None:
    assert all(angle.low <= 0 <= angle.high and angle.source for angle in load_skeleton().angles)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"hip.flexion", -1.0]', '"hip.flexing", -1.0]', "there is no angle 'hip.flexing'"),
        ('parent = "thorax_high"', 'parent = "thorax_top"', "does not stand before it"),
        ("range = [0, 140]", "range = [140, 0]", "is empty"),
        ('source = "aaos-wide"', 'source = "nobody"', "there is no source 'nobody'"),
        ("schema_version = 1", "schema_version = 2", "Invalid enum value 2"),
    ],
)
def test_a_broken_skeleton_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    assert old in TEXT
    with pytest.raises(SpecificationError, match=reason):
        read_skeleton(TEXT.replace(old, new))
