"""Where on the body an exercise works."""

from importlib import resources

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium_lab.figure.browser import figure_data
from ilium_lab.figure.skeleton import load_skeleton
from ilium_lab.figure.targets import load_targets, read_targets

TEXT = (resources.files("ilium_lab.figure") / "library" / "targets.toml").read_text()


@pytest.mark.parametrize("exercise", load_library().exercises, ids=lambda exercise: exercise.id)
def test_every_target_of_every_exercise_has_a_region(exercise) -> None:
    """Nothing that the words name is missing from the picture."""
    assert load_targets().regions_of(exercise)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('from = "thigh"', 'from = "tail"', "no bone 'tail'"),
        ('bones = ["thigh_top", "thigh"]', 'bones = ["wing"]', "no bone 'wing'"),
        ('["working.hip_side"]', '["working.hip_middle"]', "no region 'working.hip_middle'"),
        ("size = [0.105, 0.12, 0.12]", "size = [0.105, 0.0, 0.12]", "above zero"),
        ("schema_version = 1", "schema_version = 2", "schema_version"),
        ("[[region]]", "[[region", "Expected"),
    ],
)
def test_what_is_wrong_is_named(was: str, becomes: str, why: str) -> None:
    """A broken file says what in it is wrong."""
    assert was in TEXT
    with pytest.raises(SpecificationError, match=why):
        read_targets(TEXT.replace(was, becomes, 1), load_skeleton())


def test_a_target_without_a_region_is_named() -> None:
    """An exercise with words that no region has cannot be shown by mistake as working on nothing."""
    targets = read_targets(TEXT.replace('"the low back" =', '"the high back" =', 1), load_skeleton())
    with pytest.raises(SpecificationError, match="the low back"):
        targets.regions_of(load_library().get("lumbar-roll"))


def test_the_browser_has_the_skeleton_as_python_has_it() -> None:
    """Angles are named by their index: a wrong one would bend another joint."""
    skeleton, data = load_skeleton(), figure_data(load_skeleton(), load_targets(), load_library())
    for bone, told in zip(skeleton.bones, data.bones, strict=True):
        named = [(axis, skeleton.angles[index].name, share) for axis, index, share in told.turns]
        assert named == [(turn.axis, turn.angle, turn.share) for turn in bone.turns]
    for angle, mirroring in zip(skeleton.angles, data.angles, strict=True):
        assert skeleton.angles[mirroring.mirror].name == angle.mirror
