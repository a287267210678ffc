"""From a specification to keyframes: what is inherited, freed, mirrored and named."""

import msgspec
import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium_lab.figure.pose import Contact, Relation, angle_names, contacts, expanded, keyframes, relations

BRIDGE = load_library().get("si-glute-bridge").get_variant("si-bridge")


def test_the_working_side_is_left_and_both_means_both() -> None:
    assert expanded("other.hip.rotation", angle_names()) == ("right.hip.rotation",)
    assert contacts(("pin both.foot floor",)) == (
        Contact("pin", "left.foot", "floor"),
        Contact("pin", "right.foot", "floor"),
    )
    assert relations(("line shoulders both.hip both.knee",)) == (
        Relation("line", ("shoulders", "left.hip", "left.knee")),
        Relation("line", ("shoulders", "right.hip", "right.knee")),
    )


def test_every_phase_has_a_pose_and_seconds_of_its_own() -> None:
    frames = keyframes(BRIDGE)
    assert [frame.id for frame in frames] == ["start", *(phase.id for phase in BRIDGE.phase)]
    assert [frame.seconds for frame in frames[1:]] == [phase.seconds for phase in BRIDGE.phase]


def test_a_hold_keeps_the_pose_and_a_return_goes_back_to_a_named_one() -> None:
    frames = {frame.id: frame for frame in keyframes(BRIDGE)}
    ids = list(frames)
    assert frames["hold"].like == ids.index("lift")
    assert frames["hold"].angles == frames["lift"].angles
    assert frames["lower"].like == ids.index("knee-up")


def test_named_angles_stay_until_they_are_freed() -> None:
    frames = {frame.id: frame for frame in keyframes(BRIDGE)}
    assert frames["knee-up"].angles["left.hip.flexion"] == frames["start"].angles["left.hip.flexion"]
    assert "left.hip.flexion" not in frames["lift"].angles
    assert frames["lift"].angles["right.hip.abduction"] == 0


def test_a_body_side_is_refused() -> None:
    with pytest.raises(SpecificationError, match="nothing named 'left.palm'"):
        contacts(("touch left.palm other.shin_top",))


def test_a_variant_without_a_figure_has_no_keyframes() -> None:
    with pytest.raises(SpecificationError, match="no figure"):
        keyframes(msgspec.structs.replace(BRIDGE, figure=None))
