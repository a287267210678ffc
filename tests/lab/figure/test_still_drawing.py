"""Stills: each key pose as a picture, mirrored for the other side, fresh, and refused where it is broken."""

import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.figure import stills as pictures
from ilium.figure.still_file import decode_still, encode_still, load_still, still_name
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clips import clip_bytes, figured, find_variant, load_clip
from ilium_lab.figure.picture import Canvas
from ilium_lab.figure.still_drawing import (
    camera_view,
    draw_stills,
    index,
    made_from,
    made_from_view,
    shown_by,
    sleeve_of,
    to_still,
)

EXERCISE, VARIANT = find_variant(load_library(), "standing-hip-abduction")[0]
PAIRS = {variant.id: (exercise, variant) for exercise, variant in figured(load_library())}


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_every_key_pose_has_a_fresh_still_for_both_sides(name: str) -> None:
    exercise, variant = PAIRS[name]
    fresh = made_from(clip_bytes(exercise, variant))
    for pose in set(shown_by(variant).values()):
        left = decode_still(load_still(exercise.id, variant.id, pose, Side.LEFT), pose)
        assert left.made_from == fresh
        assert 900 <= left.width <= 1200


def test_the_index_says_what_the_committed_stills_show() -> None:
    assert pictures.load_index() == index(load_library()), "run `python3 dev.py lab figure stills`"


def test_the_start_as_the_phone_sees_it_is_fresh_where_the_figure_is_shown_from_elsewhere() -> None:
    seen = set()
    for name, (exercise, variant) in PAIRS.items():
        if view := camera_view(variant):
            still = decode_still(pictures.still(exercise.id, name, "camera", Side.LEFT), name)
            assert still.made_from == made_from_view(made_from(clip_bytes(exercise, variant)), view)
            seen.add(name)
    assert seen == {"knee-rolls", "lumbar-roll"}
    bridge, _ = PAIRS["two-leg"]
    start, camera = (pictures.still(bridge.id, "two-leg", pose, Side.LEFT) for pose in ("start", "camera"))
    assert start == camera


def test_the_right_side_is_the_mirror_image_pixel_by_pixel() -> None:
    left, right = (decode_still(load_still(EXERCISE.id, VARIANT.id, "start", side), "x") for side in Side)
    shape = (left.height, left.width + 1)
    one, other = (np.frombuffer(still.rows, np.uint8).reshape(shape)[:, 1:] for still in (left, right))
    assert (one[:, ::-1] == other).all()
    assert left.mirrored().mirrored() == left


def test_drawing_again_gives_what_is_committed() -> None:
    exercise, variant = PAIRS["two-leg-half"]
    fresh = made_from(clip_bytes(exercise, variant))
    drawn = draw_stills(load_clip(exercise, variant), variant, load_body(), fresh)
    assert set(drawn) == {still_name(exercise.id, variant.id, pose) for pose in ("start", "lift")}
    for name, again in drawn.items():
        committed = decode_still(load_still(exercise.id, variant.id, name.split(".")[2], Side.LEFT), name)
        assert (again.width, again.height) == (committed.width, committed.height)
        differ = np.frombuffer(again.rows, np.uint8) != np.frombuffer(committed.rows, np.uint8)
        assert differ.mean() < 0.02  # another processor may round a few pixels otherwise


def test_only_the_working_shank_wears_a_sleeve() -> None:
    body = load_body()
    worn = np.flatnonzero(sleeve_of(body) > 0)
    assert len(worn) > 20
    assert set(body.bones[worn, 0].tolist()) == {body.rig.skeleton.bone("left.shank")}


def test_the_ground_is_left_out_and_colours_are_kept() -> None:
    colour = np.zeros((2, 3, 3))
    colour[0] = [240.0, 16.0, 80.0]
    cover = np.array([[1.0, 0.5, 0.0], [0.0, 0.0, 0.0]])
    still = decode_still(encode_still(to_still(Canvas(colour=colour, cover=cover), "hash")), "x")
    index = np.frombuffer(still.rows, np.uint8).reshape(2, 4)[:, 1:]
    opacity = np.frombuffer(still.opacity, np.uint8)[index]
    assert opacity.tolist() == [[255, 128, 0], [0, 0, 0]]
    assert np.frombuffer(still.palette, np.uint8).reshape(-1, 3)[index[0, 0]].tolist() == [240, 16, 80]


@pytest.mark.parametrize("damage", [lambda content: content[:-40], lambda content: b"x" + content, lambda _: b""])
def test_a_damaged_still_is_refused(damage: object) -> None:
    content = load_still(EXERCISE.id, VARIANT.id, "start", Side.LEFT)
    assert callable(damage)
    with pytest.raises(SpecificationError, match="cannot be read"):
        decode_still(damage(content), "a.png")


def test_a_picture_says_the_pose_for_its_side() -> None:
    for side in Side:
        shown = pictures.main_picture(EXERCISE, VARIANT, side)
        assert shown is not None
        assert f"Your {side} leg" in shown.alt
        assert f"The {side} leg wears the dark sleeve" in shown.label


def test_an_unknown_phase_is_refused_and_the_phases_are_named() -> None:
    with pytest.raises(SpecificationError, match="there are start, lift-leg"):
        pictures.still(EXERCISE.id, VARIANT.id, "jump", Side.LEFT)
