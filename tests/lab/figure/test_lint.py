"""The linter of poses: a specification edited wrongly is found, with its place and reason."""

import pytest

from ilium.exercises.loader import library_files
from ilium_lab.figure.lint import lint_figures

BRIDGE, CLAM = library_files()["si-glute-bridge.toml"], library_files()["side-plank-clam-shell.toml"]


def findings(text: str, old: str, new: str) -> list[str]:
    """Return the linter's lines after one edit of a file that it is content with."""
    assert old in text
    assert lint_figures({"a.toml": text}) == ()
    return [f"{finding.key}: {finding.reason}" for finding in lint_figures({"a.toml": text.replace(old, new, 1)})]


BENT, HEAD, LIKE = '"both.knee.flexion" = 112', '"rest head floor"', 'figure.like = "start"'
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
        (LIKE, 'figure.like = "begin"', LOWER, "there is no earlier pose 'begin'"),
        (LIKE, f'{LIKE}\nfigure.free = ["pelvis.list"]', f"{LOWER}.like", "says nothing else"),
        (LIKE, "", f"{LOWER}.like", "like = 'start'"),
        ("elevation = 10", "elevation = 95", f"{START}.elevation", "expected 0 to 90"),
        ("elevation = 10", 'elevation = 10\nprops = ["ladder"]', f"{START}.props", "there is no prop 'ladder'"),
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
    found = findings(
        BRIDGE,
        'figure.angles = { "lumbar.flexion" = 0, "both.knee',
        'figure.angles = { "both.hip.flexion" = 40, "both.knee',
    )
    assert any("contradicts left.hip.flexion = 40" in line for line in found)


@pytest.mark.parametrize("rest", ["floor", "head_pillow"])
def test_a_limb_that_nothing_places_is_under_constrained(rest: str) -> None:
    text = CLAM.replace('"working.shoulder.flexion" = 70\n"working.elbow.flexion" = 40\n', "").replace(
        '"rest working.hand floor",', ""
    )
    found = lint_figures({"a.toml": text.replace("head_pillow", rest)})
    assert any("under-constrained: nothing places the working arm" in finding.reason for finding in found)


@pytest.mark.parametrize("angle", ["lumbar.rotation", "thorax.rotation"])
def test_a_trunk_that_may_twist_is_under_constrained(angle: str) -> None:
    found = findings(BRIDGE, f'"{angle}" = 0\n', "")
    assert f"{START}.angles: is under-constrained: {angle} is not named, so the trunk may twist" in found


def test_a_body_that_rests_on_nothing_is_under_constrained() -> None:
    start = BRIDGE.index("contacts = ["), BRIDGE.index("[variant.figure.angles]")
    found = findings(BRIDGE, BRIDGE[start[0] : start[1]], "contacts = []\n")
    assert any("nothing rests on a surface" in line for line in found), found


def test_a_phase_cannot_have_a_figure_where_the_variant_has_none() -> None:
    head, _, tail = BRIDGE.partition("[variant.figure]")
    text = head + "[[variant.phase]]" + tail.partition("[[variant.phase]]")[2]
    found = lint_figures({"a.toml": text})
    assert any("the variant has no figure" in finding.reason for finding in found)


def test_shared_and_unreadable_files_are_left_to_the_other_linter() -> None:
    assert lint_figures({"sources.toml": "nonsense", "b.toml": "not = [toml"}) == ()
