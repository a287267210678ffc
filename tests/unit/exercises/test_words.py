"""Role words become side words; a line's length aloud."""

import pytest

from ilium.anatomy import LimbRole, Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.words import LIMBS, render, roles_named, seconds_to_say


@pytest.mark.parametrize(
    ("working", "expected"),
    [
        (Side.RIGHT, "Lie on your left side; lift your right knee."),
        (Side.LEFT, "Lie on your right side; lift your left knee."),
    ],
)
def test_roles_become_the_sides_of_the_body(working: Side, expected: str) -> None:
    assert render("Lie on your {other.side}; lift your {working.knee}.", working) == expected


@pytest.mark.parametrize("limb", sorted(LIMBS))
def test_every_limb_renders(limb: str) -> None:
    assert render(f"{{working.{limb}}}", Side.LEFT) == f"left {limb}"


def test_text_without_placeholders_needs_no_side() -> None:
    assert render("Lower slowly.", None) == "Lower slowly."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lift your {working.wing}.", "unknown limb 'wing'"),
        ("Lift your {sore.knee}.", "expected {working.LIMB}"),
        ("Lift your {working}.", "unknown limb ''"),
        ("Lift your {}.", "expected {working.LIMB}"),
        ("Lift your {Working.knee}.", "expected {working.LIMB}"),
        ("Lift your {working.knee.", "a brace that is not part"),
        ("Lift your working.knee}.", "a brace that is not part"),
        ("Lift your {{working.knee}}.", "a brace that is not part"),
    ],
)
def test_bad_placeholder_raises(text: str, reason: str) -> None:
    with pytest.raises(SpecificationError, match=reason):
        render(text, Side.RIGHT)


def test_role_without_a_working_side_raises() -> None:
    with pytest.raises(SpecificationError, match="both sides do the same"):
        render("Lift your {working.knee}.", None)


def test_roles_named_are_those_of_the_placeholders() -> None:
    assert roles_named("{working.knee} to {working.hip}") == {LimbRole.WORKING}
    assert roles_named("Hold {other.knee} and {working.foot}.") == set(LimbRole)
    assert roles_named("Lower slowly.") == frozenset()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0.0),
        ("Lift.", 0.5 + 0.4),
        ("Up, and down.", 1.5 + 0.2 + 0.4),
        ("Lift your {working.knee}", 2.0),
        ("hip-width apart", 1.5),
    ],
)
def test_seconds_are_words_at_the_pace_plus_pauses(text: str, seconds: float) -> None:
    assert seconds_to_say(text, 2.0) == pytest.approx(seconds)


@pytest.mark.parametrize("pace", [0.0, -1.0, float("nan")])
def test_pace_must_be_above_zero(pace: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        seconds_to_say("Lift.", pace)
