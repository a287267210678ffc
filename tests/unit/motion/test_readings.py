import json
from pathlib import Path

import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.motion.formats import RecordingError, Rows, Stream, read
from ilium.motion.hip_line import hip_offset_from_line, read_plank
from ilium.motion.single_picture import read_pose

DATA = Path(__file__).parents[2] / "data"


def variant(name):
    return next(v for e in load_library().exercises for v in e.variant if v.id == name)


@pytest.mark.parametrize("aspect", [1.0, 16 / 9])
def test_offset_is_in_pixel_units(aspect):
    """A hip a tenth of the picture's height under a level line of half its width is that far under it."""
    offset = hip_offset_from_line((0.2, 0.5), (0.45, 0.6), (0.7, 0.5), aspect)
    assert offset == pytest.approx(-0.1 / (0.5 * aspect))


def test_offset_is_the_same_both_ways_round():
    """Head to the left or to the right of the picture, above is positive."""
    assert hip_offset_from_line((0.8, 0.5), (0.5, 0.4), (0.2, 0.5), 1.0) == pytest.approx(1 / 6)


def test_plank_does_not_depend_on_width_by_height():
    """Squeezing the picture changes no reading."""
    points = {"shoulder": (0.2, 0.4), "elbow": (0.2, 0.6), "hip": (0.5, 0.2), "ankle": (0.8, 0.5)}
    rows = [
        {f"{side}_{name}": (x * k, y, 1.0) for side in ("left", "right") for name, (x, y) in points.items()}
        for k in (1.0, 0.5)
    ]
    assert [read_plank(row).height for row in rows] == pytest.approx([1.25, 1.25])
    assert read_plank(rows[0]).state == "high"


def test_plank_without_an_upright_arm_is_not_read():
    """Nothing is said where shoulder and elbow are level."""
    level = {
        f"{s}_{j}": (0.1 * i, 0.5, 1.0)
        for s in ("left", "right")
        for i, j in enumerate(("shoulder", "elbow", "hip", "ankle"))
    }
    assert read_plank(level).state is None


def test_real_planks_are_read_rightly():
    """At least 95 of 100 real rows, with thresholds that come from geometry, in each class too."""
    found = read((DATA / "plank/plank_landmarks.csv").read_bytes(), "plank")
    assert isinstance(found, Rows)
    names = {"L": "low", "C": "in-line", "H": "high"}
    right = {label: [] for label in names}
    for label, row in zip(found.labels, found.rows, strict=True):
        right[label].append(read_plank(row).state == names[label])
    assert min(np.mean(each) for each in right.values()) >= 0.95


EXPECTED = {
    "two-leg": {"Butt_Lift_Bridge_0": "down", "Butt_Lift_Bridge_1": "up", "Ankle_On_The_Knee_0": "down"},
    "knee-side-plank": {"Side_Bridge_0": "down", "Side_Bridge_1": "up"},
}


@pytest.mark.parametrize(("name", "side"), [("two-leg", Side.LEFT), ("knee-side-plank", Side.RIGHT)])
def test_photographs_are_read(name, side):
    """Bridges and side planks read up and down with each model; other positions are never read as up or down."""
    stills = read((DATA / "photo_landmarks/landmarks_photos.json").read_bytes(), "photos")
    for still in stills:
        model, photo = still.name.split("/")
        reading = read_pose(still.landmarks, still.visibility, still.aspect, variant(name), side)
        if (model, photo, name) == ("heavy", "Side_Jackknife_0", "two-leg"):
            assert reading.word == "not measured"  # the detector itself does not see the legs
        else:
            assert reading.word == EXPECTED[name].get(photo, "not this exercise"), still.name


@pytest.mark.parametrize("aspect", [0.0, -1.0, float("nan"), float("inf")])
def test_a_picture_without_width_or_height_is_refused(aspect):
    """Nothing is read from angles that its shape would bend."""
    with pytest.raises(ValueError, match="width by height above 0"):
        read_pose(np.zeros((33, 3)), np.ones(33), aspect, variant("two-leg"), Side.LEFT)


def test_what_is_not_seen_is_not_measured():
    """Joints without confidence, or without a place, are no reading."""
    points = np.zeros((33, 3))
    assert read_pose(points, np.zeros(33), 1.5, variant("two-leg"), Side.LEFT).word == "not measured"
    assert read_pose(points * np.nan, np.ones(33), 1.5, variant("two-leg"), Side.LEFT).word == "not measured"


def test_a_recorded_stream_is_read():
    """A stream with times and a size needs no assumption."""
    found = read((DATA / "photo_landmarks/stream_side_bridge_full.json").read_bytes(), "stream")
    assert isinstance(found, Stream)
    assert (len(found.recording), found.notes) == (121, ())


def test_joints_by_name_are_read_as_the_keraal_data_set_writes_them():
    found = read((DATA / "keraal/G3-BP-CTK-P1T1-Unknown-C-0.json").read_bytes(), "keraal")
    assert isinstance(found, Stream)
    assert len(found.recording) > 100 and found.notes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "neither a recording"),
        (b"[", "this is no JSON"),
        (b"[]", "there is no frame"),
        (b"{}", "expected a list of frames"),
        (b"[[1, 2]]", "frame 1: expected 33 landmarks, not 2"),
        (b"IL\x01\x00", "frame 1: a frame has at least 24 bytes"),
        (b"a,b\n1,2\n", "expected columns"),
        (json.dumps([[{"x": "a", "y": 0}] * 33]).encode(), "frame 1: nose: expected numbers"),
        (
            json.dumps({"frames": [{"t": 5, "landmarks": []}, {"t": 4, "landmarks": []}]}).encode(),
            "frame 2: its time 4",
        ),
        (b'{"format":"ilium-landmarks","version":9}\n', "header"),
    ],
)
def test_broken_files_get_one_clear_line(content, said):
    """The line names the file, the frame and what was expected."""
    with pytest.raises(RecordingError, match=said) as error:
        read(content, "some.json")
    assert str(error.value).startswith("some.json")
