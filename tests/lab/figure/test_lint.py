"""The linter of poses: a specification edited wrongly is found, with its place and reason."""

import pytest

from ilium.exercises.loader import library_files
from ilium_lab.figure.lint import lint_figures
from tests.unit.exercises.corpus import dump, tables_of

BRIDGE, CLAM = dump(tables_of("si-glute-bridge.toml")), dump(tables_of("side-plank-clam-shell.toml"))


def findings(text: str, old: str, new: str) -> list[str]:
    """Return the linter's lines after one edit of a file that it is content with."""
    assert old in text
    assert lint_figures({"a.toml": text}) == ()
    return [f"{finding.key}: {finding.reason}" for finding in lint_figures({"a.toml": text.replace(old, new, 1)})]


BENT, HEAD, LIKE = '"both.knee.flexion" = 112', '"rest head floor"', '"figure" = {"like" = "start"}'
HIGH = '"elevation" = 10'
START, LOWER = "variant[0].figure", "variant[0].phase[2].figure"


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        (BENT, '"both.knee.bend" = 112', f"{START}.angles", "there is no angle 'both.knee.bend'"),
        (BENT, '"left.knee.flexion" = 112', f"{START}.angles", "there is no angle 'left.knee.flexion'"),
        (BENT, '"both.knee.flexion" = 170', f"{START}.angles", "its range of motion is 0 to 140"),
        (HEAD, '"rest head ceiling"', START, "there is no surface 'ceiling'"),
        (HEAD, '"rest nose floor"', START, "there is nothing named 'nose'"),
        (HEAD, '"glue head floor"', START, "is not 'pin|rest PART SURFACE'"),
        ('"line shoulders hips', '"line hips', "variant[1].phase[0].figure", "is not 'line A B C'"),
        (LIKE, '"figure" = {"like" = "begin"}', LOWER, "there is no earlier pose 'begin'"),
        (LIKE, '"figure" = {"like" = "start", "free" = ["pelvis.list"]}', f"{LOWER}.like", "says nothing else"),
        (LIKE, '"figure" = {"angles" = {"lumbar.flexion" = 9}}', f"{LOWER}.like", "like = 'start'"),
        (HIGH, '"elevation" = 95', f"{START}.elevation", "expected 0 to 90"),
        (HIGH, f'{HIGH}, "props" = ["ladder"]', f"{START}.props", "there is no prop 'ladder'"),
    ],
)
def test_a_wrong_name_or_number_is_found(old: str, new: str, key: str, reason: str) -> None:
    found = findings(BRIDGE, old, new)
    assert any(line.startswith(f"{key}: ") and reason in line for line in found), found


def test_two_touches_of_one_hand_contradict_each_other() -> None:
    touch = '"touch working.palm other.thigh_front_inner"'
    found = findings(BRIDGE, touch, f'{touch}, "touch working.palm other.shin_top"')
    assert any("left.palm cannot touch right.thigh_front_inner and right.shin_top at once" in line for line in found)


def test_a_bent_hip_contradicts_a_straight_line() -> None:
    found = findings(BRIDGE, '"lumbar.flexion" = 0, "both.knee', '"both.hip.flexion" = 40, "both.knee')
    assert any("contradicts left.hip.flexion = 40" in line for line in found)


@pytest.mark.parametrize("rest", ["floor", "head_pillow"])
def test_a_limb_that_nothing_places_is_under_constrained(rest: str) -> None:
    text = CLAM.replace(', "working.shoulder.flexion" = 70, "working.elbow.flexion" = 40', "")
    text = text.replace('"rest working.hand floor",', "")
    found = lint_figures({"a.toml": text.replace("head_pillow", rest)})
    assert any("under-constrained: nothing places the working arm" in finding.reason for finding in found)


@pytest.mark.parametrize("angle", ["lumbar.rotation", "thorax.rotation"])
def test_a_trunk_that_may_twist_is_under_constrained(angle: str) -> None:
    found = findings(BRIDGE, f'"{angle}" = 0, ', "")
    assert f"{START}.angles: is under-constrained: {angle} is not named, so the trunk may twist" in found


def test_a_body_that_rests_on_nothing_is_under_constrained() -> None:
    start = BRIDGE.index('"contacts" = [')
    found = findings(BRIDGE, BRIDGE[start : BRIDGE.index("]", start)], '"contacts" = [')
    assert any("nothing rests on a surface" in line for line in found), found


def test_a_phase_cannot_have_a_figure_where_the_variant_has_none() -> None:
    head, _, tail = BRIDGE.partition('"figure" = ')
    found = lint_figures({"a.toml": head + tail[tail.index('"camera" = ') :]})
    assert any("the variant has no figure" in finding.reason for finding in found)


def test_a_named_pose_is_checked_where_it_is_named() -> None:
    text = library_files()["poses.toml"].replace(BENT, '"both.knee.flexion" = 170')
    found = lint_figures({"poses.toml": text})
    assert [(finding.key, "its range of motion is 0 to 140" in finding.reason) for finding in found] == [
        ("pose.knees-bent.angles", True)
    ]


def test_shared_and_unreadable_files_are_left_to_the_other_linter() -> None:
    assert lint_figures({"sources.toml": "nonsense", "b.toml": "not = [toml"}) == ()
