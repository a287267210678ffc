"""Ground truth: what the camera has, worked out by hand; both sides; and what each compensation and habit does."""

import msgspec
import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import TWINS, landmark
from ilium.exercises.loader import load_library
from ilium_lab.camera.compensations import load_compensations
from ilium_lab.camera.ground_truth import Simulation, simulate, three_point_angles
from ilium_lab.camera.landmarks import BodySize, detectable
from ilium_lab.camera.lens import Camera, look, stand
from ilium_lab.camera.performance import Performance
from ilium_lab.figure.clips import figured, load_clip
from ilium_lab.figure.kinematics import pose_of

LIBRARY = load_library()
FIGURED = {variant.id: (exercise, variant) for exercise, variant in figured(LIBRARY)}
CLIPS = ("si-bridge", "two-leg", "side-lying-clam", "seated", "standing-hip-abduction", "lumbar-roll")
SHORT = Performance(repetitions=2)


def done(name: str, side: Side = Side.LEFT, **changes: object) -> Simulation:
    """Return a short performance of a variant."""
    exercise, variant = FIGURED[name]
    return simulate(load_clip(exercise, variant), variant.position, side=side, **{"performance": SHORT, **changes})  # type: ignore[arg-type]


def test_landmarks_of_the_upright_body_are_where_anatomy_puts_them() -> None:
    """Standing with hanging arms: joints in a line, heel behind the ankle, toe before it, nose in front of the ears."""
    body = detectable()
    at = {name: body.at(np.zeros((1, body.rig.size)))[0, landmark(name)] for name in (
        "left_hip", "left_knee", "left_ankle", "left_heel", "left_foot_index", "nose", "left_ear", "left_index",
        "left_wrist", "left_pinky", "left_thumb", "mouth_left", "left_eye",
    )}  # fmt: skip
    assert np.ptp([at[name][0] for name in ("left_hip", "left_knee", "left_ankle")]) < 1e-6
    assert at["left_heel"][1] > at["left_ankle"][1] + 0.03 > at["left_foot_index"][1] + 0.18
    assert at["left_foot_index"][2] == pytest.approx(at["left_heel"][2], abs=0.02)
    assert at["nose"][1] < at["left_ear"][1] - 0.1
    assert at["mouth_left"][2] < at["nose"][2] < at["left_eye"][2]
    # thumb forward: thumb before index before little finger, all below the wrist
    assert at["left_thumb"][1] < at["left_index"][1] < at["left_pinky"][1]
    assert max(at[name][2] for name in ("left_thumb", "left_index", "left_pinky")) < at["left_wrist"][2] - 0.05


def test_a_point_is_projected_as_by_hand() -> None:
    """A lens 2 m before the origin with 90 degrees across 800 by 600 pixels: half a metre aside is a quarter of 400."""
    camera = Camera(azimuth=0, elevation=0, distance=2, field_of_view=90, width=800, height=600, aim=(0, 0, 0))
    points = np.zeros((1, 33, 3))
    points[0, 0] = (0.5, 0, 0.3)  # the body's left, seen from its front, is right in the picture
    points[0, 1] = (0.5, -1.0, 0)  # half as far from the lens
    points[0, 2] = (0, 0.2, 0)
    seen = look(stand(camera, Side.LEFT, np.zeros(3)), points, ())
    assert seen.image[0, 0] == pytest.approx([(400 + 100) / 800, (300 - 60) / 600, 0])
    assert seen.image[0, 1] == pytest.approx([(400 + 200) / 800, 0.5, -1.0 * 200 / 800])
    assert seen.image[0, 2] == pytest.approx([0.5, 0.5, 0.2 * 200 / 800])
    assert seen.world[0, 0] == pytest.approx([0.5, -0.3, 0])
    assert seen.world[0, 1] == pytest.approx([0.5, 0, -1])


def test_azimuth_counts_towards_the_working_side() -> None:
    """From 90 degrees the camera stands at the working side, whichever that is."""
    camera = Camera(azimuth=90, elevation=0, distance=3)
    assert stand(camera, Side.LEFT, np.zeros(3)).eye == pytest.approx([3, 0, 0])
    assert stand(camera, Side.RIGHT, np.zeros(3)).eye == pytest.approx([-3, 0, 0])


def test_lens_height_sets_the_elevation() -> None:
    """A lens at 1.5 m that looks at 0.5 m from 2 m away looks down by 30 degrees."""
    view = stand(Camera(azimuth=0, elevation=80, distance=2, lens_height=1.5), Side.LEFT, np.array([0, 0, 0.5]))
    assert view.eye == pytest.approx([0, -2 * np.cos(np.radians(30)), 1.5])


def test_far_limbs_are_hidden_and_near_ones_are_not() -> None:
    """Seen from the left, an upright body with raised arms hides its right joints; from the front it hides none."""
    body = detectable()
    points = body.at(pose_of(body.rig, {"left.shoulder.flexion": 90, "right.shoulder.flexion": 90})[None])
    aside, front = (
        look(stand(Camera(azimuth=azimuth, elevation=0), Side.LEFT, np.zeros(3)), points, body.capsules).hidden[0]
        for azimuth in (90, 0)
    )
    joints = [landmark(f"{side}_{name}") for side in Side for name in ("shoulder", "hip", "knee", "ankle")]
    assert aside[joints].tolist() == [False] * 4 + [True] * 4
    assert not front[joints].any()


def test_what_is_out_of_the_picture_is_told() -> None:
    """From very near, the feet of an upright body are outside."""
    body = detectable()
    view = stand(Camera(azimuth=0, elevation=0, distance=0.8), Side.LEFT, np.array([0, 0, 0.3]))
    seen = look(view, body.at(pose_of(body.rig, {})[None]), body.capsules)
    assert not seen.in_frame[0, landmark("left_ankle")]
    assert seen.in_frame[0, landmark("left_shoulder")]


@pytest.mark.parametrize("name", CLIPS)
def test_the_other_side_is_the_mirror_image(name: str) -> None:
    """The right as the working side gives the landmarks of the left, exchanged and mirrored, and the same phases."""
    left, right = (done(name, side).truth for side in Side)
    image, world = right.sight.image[:, TWINS].copy(), right.sight.world[:, TWINS].copy()
    image[..., 0], world[..., 0] = 1 - image[..., 0], -world[..., 0]
    assert np.abs(image - left.sight.image).max() < 1e-12
    assert np.abs(world - left.sight.world).max() < 1e-12
    assert (right.sight.hidden[:, TWINS] == left.sight.hidden).all()
    assert right.phases == left.phases
    assert right.three_point["right_hip"] == pytest.approx(left.three_point["left_hip"])


@pytest.mark.parametrize("size", [None, BodySize(height=1.1, legs=0.9, arms=1.1, hips=1.2)])
def test_angles_agree_with_the_kinematics(size: BodySize | None) -> None:
    """The three-point angle of knee and elbow is 180 degrees less the clinical one, in every frame, for any body."""
    truth = done("si-bridge", size=size).truth
    for joint in ("left_knee", "right_knee", "left_elbow", "right_elbow"):
        clinical = truth.angle(f"{joint.replace('_', '.')}.flexion")
        assert truth.three_point[joint] == pytest.approx(180 - clinical, abs=1e-4)


def test_a_body_has_the_size_asked_for() -> None:
    """Thigh, shank and distance of the hips take their factors."""
    wide = detectable(BodySize(height=1.1, legs=0.9, hips=1.2))
    ours = detectable()
    one, two = (body.at(pose_of(body.rig, {"left.hip.flexion": 40})[None])[0] for body in (ours, wide))
    hips, knee = (landmark("left_hip"), landmark("right_hip")), landmark("left_knee")

    def length(points: np.ndarray, first: int, last: int) -> float:
        return float(np.linalg.norm(points[first] - points[last]))

    assert length(two, *hips) == pytest.approx(1.1 * 1.2 * length(one, *hips))
    assert length(two, hips[0], knee) == pytest.approx(1.1 * 0.9 * length(one, hips[0], knee))


def test_clinical_angles_are_those_of_the_clip() -> None:
    """At the end of the movement every angle is what the clip says there."""
    clip = load_clip(*FIGURED["two-leg"])
    truth = done("two-leg").truth
    frame = int(np.flatnonzero(np.array(truth.kinds)[truth.stretch] == "hold")[0])
    hold = next(phase for phase in clip.phases if phase.kind == "hold")
    body = detectable()
    assert np.radians(truth.angles[frame]) == pytest.approx(clip.poses(body.rig.skeleton)[hold.first, 3:], abs=1e-9)


@pytest.mark.parametrize("name", sorted(FIGURED))
def test_the_whole_body_is_in_the_picture_from_the_recommended_view(name: str) -> None:
    """With a margin of 3 %, from where the figure is seen best and from where the phone is put."""
    entry = FIGURED[name][1].camera
    views = [None, Camera(azimuth=entry.azimuth, elevation=entry.elevation)] if entry and entry.view else [None]
    for camera in views:
        image = done(name, camera=camera, performance=Performance(repetitions=1)).truth.sight.image[..., :2]
        assert 0.03 < image.min() < image.max() < 0.97


def test_sets_repetitions_and_holds_are_counted() -> None:
    """Three sets of four: repetitions 1 to 12, twelve holds of the length asked for, four completed after set one."""
    asked = Performance(sets=3, repetitions=4, seconds={"hold": 2.5}, rest_seconds=3)
    truth = done("two-leg", performance=asked).truth
    assert set(truth.repetition) == set(range(13))
    assert truth.completed[-1] == 12
    assert truth.completed[truth.set_number == 2][0] == 4
    assert np.diff(truth.holds)[:, 0] == pytest.approx([2.5] * 12)


def test_a_smaller_range_moves_in_proportion() -> None:
    """A repetition to 0.4 lifts the hips by 0.4 of the whole way."""
    truth = done("two-leg", performance=Performance(repetitions=2, ranges=(1.0, 0.4)), side=Side.RIGHT).truth
    hip = truth.angle("right.hip.flexion")
    far = [hip[(truth.repetition == number)].min() - hip[0] for number in (1, 2)]
    assert far[1] == pytest.approx(0.4 * far[0], rel=0.02)


def test_tempo_makes_repetitions_quicker() -> None:
    """Twice the tempo halves a repetition; a variation makes them differ."""
    plain, quick, varied = (
        done("two-leg", performance=Performance(repetitions=4, **change)).truth
        for change in ({}, {"tempo": 2.0}, {"tempo_variation": 0.2})
    )
    frames = [np.bincount(truth.repetition)[1:] for truth in (plain, quick, varied)]
    assert frames[1] == pytest.approx(frames[0] / 2, abs=1)
    assert np.ptp(frames[2]) > 5


def test_a_planted_compensation_is_there_in_the_faulty_repetitions_only() -> None:
    """Piked hips bend the hip by 28 degrees more at the far end of the second repetition, and not in the first."""
    asked = {"planted": ("hips-back",), "faulty": (2,), "repetitions": 2}
    clean, faulty = (
        done("side-lying-clam", performance=Performance(**change)).truth for change in ({"repetitions": 2}, asked)
    )
    more = faulty.angle("left.hip.flexion") - clean.angle("left.hip.flexion")
    assert np.abs(more[faulty.repetition == 1]).max() == 0
    assert more[faulty.repetition == 2].max() == pytest.approx(28)
    assert abs(more[faulty.repetition == 2][0]) < 1


def test_the_wrong_leg_is_the_mirrored_movement_before_the_same_camera() -> None:
    """With the sides exchanged the left knee does what the right one should."""
    wrong, right = (
        done("si-bridge", performance=Performance(repetitions=1, planted=planted)).truth
        for planted in (("wrong-leg",), ())
    )
    assert wrong.angle("left.knee.flexion") == pytest.approx(right.angle("right.knee.flexion"))


def test_too_fast_is_faster() -> None:
    """A planted haste shortens the repetition to less than half."""
    plain, fast = (
        done("two-leg", performance=Performance(repetitions=1, planted=planted)).truth
        for planted in ((), ("too-fast",))
    )
    assert (fast.repetition == 1).sum() < 0.5 * (plain.repetition == 1).sum()


def test_every_compensation_that_bears_a_form_id_is_one_or_says_so() -> None:
    """Our own ids are these three; every other is the id of a specification's form entry."""
    forms = {form.id for exercise in LIBRARY.exercises for form in exercise.form}
    assert {one.id for one in load_compensations().compensation} - forms == {"small-range", "knees-apart", "wrong-leg"}


def test_getting_into_position_is_no_repetition() -> None:
    """Standing, getting down, turning over and fidgeting come first, have no number, and end in the start pose."""
    habits = Performance(repetitions=1, get_down=True, turn_over=True, fidgets=3)
    truth = done("si-bridge", performance=habits).truth
    kinds = np.array(truth.kinds)[truth.stretch]
    before = np.isin(kinds, ["settle", "fidget"])
    assert truth.repetition[before].max() == 0
    assert set(kinds) >= {"settle", "fidget", "start", "enter", "move", "hold", "return", "exit", "rest"}
    assert np.flatnonzero(before).max() < np.flatnonzero(kinds == "start").min()
    # upright first: the nose above the hips, and far above them
    assert truth.sight.world[0, landmark("nose"), 1] < -0.5
    start = int(np.flatnonzero(kinds == "start")[0])
    assert truth.angles[start] == pytest.approx(done("si-bridge").truth.angles[0], abs=1e-6)


def test_nothing_jumps() -> None:
    """Between two frames at 30 a second no landmark moves more than 15 cm, through everything that is done."""
    habits = Performance(repetitions=2, get_down=True, turn_over=True, fidgets=2, planted=("hips-low", "head-lifts"))
    for name in CLIPS:
        world = done(name, performance=habits).truth.sight
        metres = np.linalg.norm(np.diff(world.world, axis=0), axis=-1)
        assert metres.max() < 0.15, name


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda: Performance(repetitions=0), "repetitions"),
        (lambda: Performance(ranges=(1.0, 0.5)), "ranges"),
        (lambda: Performance(ranges=(0.0,)), "ranges"),
        (lambda: Performance(tempo=0.0), "tempo"),
        (lambda: BodySize(height=3.0), "height"),
        (lambda: Camera(azimuth=0, elevation=0, field_of_view=200), "camera"),
        (lambda: done("two-leg", performance=Performance(seconds={"nod": 3})), "nod"),
        (lambda: done("two-leg", performance=Performance(planted=("nod",))), "nod"),
        (lambda: done("two-leg", performance=Performance(seconds={"hold": 1e6})), "longer"),
        (lambda: done("two-leg", fps=0), "fps"),
        (lambda: done("two-leg", camera=Camera(azimuth=0, elevation=0, lens_height=9)), "lens_height"),
    ],
)
def test_what_cannot_be_is_refused(make: object, key: str) -> None:
    """An impossible argument is an error that names it."""
    with pytest.raises(SpecificationError, match=key):
        make()  # type: ignore[operator]


def test_a_clip_without_repetition_is_refused() -> None:
    """Nothing to repeat is an error."""
    clip = load_clip(*FIGURED["two-leg"])
    once = tuple(msgspec.structs.replace(phase, kind="enter") for phase in clip.phases)
    still = msgspec.structs.replace(clip, phases=once)
    with pytest.raises(SpecificationError, match="repeated"):
        simulate(still, "supine", side=Side.LEFT)


def test_three_points_that_are_one_have_no_angle() -> None:
    """Without a line there is no angle: NaN, and no warning."""
    assert all(np.isnan(angle).all() for angle in three_point_angles(np.zeros((2, 33, 2))).values())
