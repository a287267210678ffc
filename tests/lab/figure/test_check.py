"""The checks of a clip: each figure rises when, and only when, that thing is wrong."""

import msgspec
import numpy as np
import pytest

from ilium.exercises.loader import load_library
from ilium_lab.figure.body import load_body
from ilium_lab.figure.check import ClipReport, check_clip, inside, relation_error
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.clips import find_variant, load_clip
from ilium_lab.figure.kinematics import forward, pose_of
from ilium_lab.figure.pose import Contact, Keyframe, Relation, keyframes, load_places
from ilium_lab.figure.skin import Skinner
from ilium_lab.figure.surface_points import load_marks

BODY, MARKS, PLACES = load_body(), load_marks(), load_places()
EXERCISE, VARIANT = find_variant(load_library(), "standing-hip-abduction")[0]
CLIP, FRAMES = load_clip(EXERCISE, VARIANT), keyframes(VARIANT)


def measured(clip: Clip, frames: tuple[Keyframe, ...] = FRAMES, stale: bool = False) -> ClipReport:
    return check_clip(clip, frames, BODY, MARKS, PLACES, stale=stale)


def moved(clip: Clip, axis: int, by: int, frame: slice) -> Clip:
    """Return the clip with the pelvis moved by so many tenths of a millimetre in some frames."""
    count = sum(phase.frames for phase in clip.phases)
    column = np.array(clip.place[axis]) + np.zeros(count, dtype=int)
    column[frame] += by
    place = list(clip.place)
    place[axis] = tuple(column.tolist())
    return msgspec.structs.replace(clip, place=tuple(place))


def turned(clip: Clip, name: str, by: int, frame: slice) -> Clip:
    """Return the clip with one angle changed by so many hundredths of a degree in some frames."""
    count = sum(phase.frames for phase in clip.phases)
    column = np.array(clip.angles.get(name, 0)) + np.zeros(count, dtype=int)
    column[frame] += by
    return msgspec.structs.replace(clip, angles=clip.angles | {name: tuple(column.tolist())})


def with_contact(*lines: Contact) -> tuple[Keyframe, ...]:
    return tuple(msgspec.structs.replace(frame, contacts=(*frame.contacts, *lines)) for frame in FRAMES)


def test_the_clip_as_committed_is_within_all_bounds() -> None:
    report = measured(CLIP)
    assert report.ok
    assert report.worst == {}


def test_a_stale_clip_fails() -> None:
    assert not measured(CLIP, stale=True).ok


@pytest.mark.parametrize(
    ("clip", "figure", "says"),
    [
        (moved(CLIP, 2, -200, slice(None)), "below_floor_mm", "foot"),
        (moved(CLIP, 2, 300, slice(None)), "float_mm", "pin right.foot floor"),
        (moved(CLIP, 0, 50, slice(8, 9)), "slide_mm", "pin right.foot floor"),
        (turned(CLIP, "left.hip.abduction", 1500, slice(13, 14)), "angle_degrees", "left.hip.abduction"),
        (turned(CLIP, "neck.rotation", 9000, slice(None)), "range_degrees", "neck.rotation"),
        (turned(CLIP, "left.knee.flexion", 6000, slice(6, 7)), "speed_share", "left.knee.flexion"),
        (turned(CLIP, "left.knee.flexion", 100, slice(-1, None)), "jump_degrees", "lower-leg to lift-leg"),
        (turned(CLIP, "left.hip.abduction", -2500, slice(None)), "inside_percent", "left."),
    ],
)
def test_each_figure_rises_when_that_is_wrong(clip: Clip, figure: str, says: str) -> None:
    report = measured(clip)
    assert not report.ok
    assert says in report.worst[figure], report.worst


def test_a_touch_and_a_relation_are_measured() -> None:
    apart = measured(CLIP, with_contact(Contact("touch", "left.palm", "left.knee_front")))
    assert apart.touch_mm > 300
    assert "touch left.palm left.knee_front" in apart.worst["touch_mm"]
    crooked = tuple(msgspec.structs.replace(f, relations=(Relation("level", ("hips", "head")),)) for f in FRAMES)
    assert measured(CLIP, crooked).relation_mm > 500


def test_a_straight_line_and_a_plumb_line_are_measured_in_metres() -> None:
    world = forward(BODY.rig, pose_of(BODY.rig, {"left.hip.flexion": 90})[None])
    assert relation_error(Relation("above", ("left.hip", "left.ankle")), world, MARKS, 0) == pytest.approx(
        0.80, abs=0.02
    )
    assert relation_error(Relation("line", ("right.hip", "right.knee", "right.ankle")), world, MARKS, 0) < 1e-6
    assert relation_error(Relation("level", ("left.hip", "left.knee")), world, MARKS, 0) < 1e-6


def test_a_hand_in_the_belly_is_found_and_a_hand_beside_the_hip_is_not() -> None:
    def count(degrees: dict[str, float]) -> tuple[int, str]:
        points = Skinner(BODY).points(forward(BODY.rig, pose_of(BODY.rig, degrees)[None]))[0]
        return inside(points, BODY, MARKS)

    assert count({"left.shoulder.abduction": 25, "right.shoulder.abduction": 25})[0] == 0
    bent = {"right.shoulder.abduction": 25, "left.elbow.flexion": 80, "left.shoulder.rotation": -80}
    found, where = count(bent | {"left.shoulder.flexion": -20})
    assert found > 5
    assert "trunk" in where
