"""Forward kinematics: anchors computed by hand, mirror, turning the whole body, and MuJoCo's word."""

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilium_lab.figure.body import load_body
from ilium_lab.figure.kinematics import MIRROR, forward, limits, mirrored, pose_of, rotation
from tests.lab.figure.mjcf import hinge_angles, model_text

RIG = load_body().rig
S20, C20 = np.sin(np.radians(20)), np.cos(np.radians(20))
S80, C80 = np.sin(np.radians(80)), np.cos(np.radians(80))
ACROSS = {"left.hip.flexion": 90, "left.hip.rotation": 60, "left.knee.flexion": 90}
DOWN, FRONT, LEFT, UP = (np.array(v, dtype=float) for v in ((0, 0, -1), (0, -1, 0), (1, 0, 0), (0, 0, 1)))


def line(degrees: dict[str, float], start: str, end: str) -> np.ndarray:
    """Return the unit vector from one bone's beginning to another's."""
    place = forward(RIG, pose_of(RIG, degrees)[None]).place[0]
    along = place[RIG.skeleton.bone(end)] - place[RIG.skeleton.bone(start)]
    return along / np.linalg.norm(along)


def axes(degrees: dict[str, float], bone: str) -> np.ndarray:
    """Return a bone's left, back and up as columns."""
    return forward(RIG, pose_of(RIG, degrees)[None]).turned[0, RIG.skeleton.bone(bone)]


THIGH, SHANK = ("left.thigh", "left.shank"), ("left.shank", "left.foot")
ARM, FOREARM = ("left.upper_arm", "left.forearm"), ("left.forearm", "left.hand")
FINGERS = ("left.fingers", "left.fingertips")


@pytest.mark.parametrize(
    ("degrees", "part", "expected"),
    [
        ({}, THIGH, DOWN),
        ({}, FOREARM, DOWN),
        ({"left.hip.flexion": 90}, THIGH, FRONT),
        ({"left.hip.flexion": 30}, THIGH, np.array([0, -0.5, -np.sqrt(0.75)])),
        ({"left.hip.abduction": 30}, THIGH, np.array([0.5, 0, -np.sqrt(0.75)])),
        ({"right.hip.abduction": 30}, ("right.thigh", "right.shank"), np.array([-0.5, 0, -np.sqrt(0.75)])),
        ({"left.hip.flexion": 90, "left.hip.abduction": 30}, THIGH, np.array([0.5, -np.sqrt(0.75), 0])),
        ({"left.knee.flexion": 90}, SHANK, -FRONT),
        ({"left.hip.flexion": 90, "left.knee.flexion": 90}, SHANK, DOWN),
        # a thigh level and turned outwards takes the shank across to the other side
        (ACROSS, SHANK, np.array([-np.sqrt(0.75), 0, -0.5])),
        ({"left.shoulder.flexion": 90}, ARM, FRONT),
        ({"left.shoulder.abduction": 90}, ARM, LEFT),
        ({"left.elbow.flexion": 90}, FOREARM, FRONT),
        ({"left.elbow.flexion": 90, "left.shoulder.rotation": 90}, FOREARM, LEFT),
        # curled fingers of a hanging hand, thumb forward, point to the thigh
        ({"left.fingers.flexion": 80, "left.forearm.pronation": 0}, FINGERS, np.array([-S80, 0, -C80])),
        ({"pelvis.recline": 90}, ("pelvis", "left.thigh"), LEFT),
        ({"pelvis.recline": 90}, THIGH, -np.array([0, 1.0, 0])),
        ({"pelvis.recline": 90, "pelvis.turn": 90}, ("pelvis", "left.thigh"), DOWN),
    ],
)  # fmt: skip
def test_anchor_lines(degrees: dict[str, float], part: tuple[str, str], expected: np.ndarray) -> None:
    assert line(degrees, *part) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("degrees", "bone", "axis", "expected"),
    [
        ({"neck.rotation": 60}, "head", -1, np.array([np.sqrt(0.75), -0.5, 0])),  # the face, to the left
        ({"lumbar.lateral": 20}, "lumbar_high", 2, np.array([S20, 0, C20])),
        ({"lumbar.flexion": 30}, "lumbar_high", 2, np.array([0, -0.5, np.sqrt(0.75)])),
        ({"left.ankle.dorsiflexion": 20}, "left.foot", -1, np.array([0, -C20, S20])),
        ({"left.ankle.inversion": 30}, "left.foot", -2, np.array([-0.5, 0, -np.sqrt(0.75)])),  # the sole, inwards
        ({"left.forearm.pronation": 80}, "left.hand", -1, np.array([-S80, -C80, 0])),
        ({"left.wrist.flexion": 30}, "left.hand", -2, np.array([-0.5, 0, -np.sqrt(0.75)])),
        ({"left.clavicle.elevation": 30}, "left.clavicle", 0, np.array([np.sqrt(0.75), 0, 0.5])),
        ({"left.clavicle.protraction": 30}, "left.clavicle", 0, np.array([np.sqrt(0.75), -0.5, 0])),
    ],
)  # fmt: skip
def test_anchor_axes(degrees: dict[str, float], bone: str, axis: int, expected: np.ndarray) -> None:
    found = axes(degrees, bone)
    column = {0: found[:, 0], 2: found[:, 2], -1: -found[:, 1], -2: -found[:, 2]}[axis]
    assert column == pytest.approx(expected, abs=1e-9)


def random_poses(seed: int, count: int) -> np.ndarray:
    """Return poses anywhere within the ranges of motion."""
    low, high = limits(RIG.skeleton)
    low[:3], high[:3] = -1, 1
    return np.random.default_rng(seed).uniform(low, high, size=(count, RIG.size))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_mirror_image_of_the_angles_is_the_mirror_image_of_the_body(seed: int) -> None:
    poses = random_poses(seed, 3)
    left, right = forward(RIG, poses), forward(RIG, mirrored(RIG.skeleton, poses))
    names = [bone.name for bone in RIG.skeleton.bones]
    swap = {"left": "right", "right": "left"}
    order = [names.index(".".join(swap.get(part, part) for part in name.split("."))) for name in names]
    assert right.place[:, order] == pytest.approx(left.place @ MIRROR, abs=1e-6)
    assert right.turned[:, order] == pytest.approx(MIRROR @ left.turned @ MIRROR, abs=1e-9)
    assert mirrored(RIG.skeleton, mirrored(RIG.skeleton, poses)) == pytest.approx(poses)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), turn=st.floats(-3, 3), shift=st.floats(-2, 2))
def test_turning_and_moving_the_whole_body_keeps_its_shape(seed: int, turn: float, shift: float) -> None:
    poses = random_poses(seed, 2)
    recline = 3 + RIG.skeleton.angle("pelvis.recline")
    moved = poses.copy()
    moved[:, recline] -= turn  # the pelvis leans about x first, so this turns the world about x
    turned = rotation("x", np.array([turn]))[0]
    moved[:, :3] = poses[:, :3] @ turned.T + shift
    before, after = forward(RIG, poses), forward(RIG, moved)
    assert after.place == pytest.approx(before.place @ turned.T + shift, abs=1e-9)
    assert after.turned == pytest.approx(turned @ before.turned, abs=1e-9)


def test_mujoco_agrees_to_a_millimetre_and_a_tenth_of_a_degree() -> None:
    model = mujoco.MjModel.from_xml_string(model_text(RIG))
    data = mujoco.MjData(model)
    poses = random_poses(7, 200)
    world = forward(RIG, poses)
    furthest, widest = 0.0, 0.0
    for number, pose in enumerate(poses):
        for name, angle in hinge_angles(RIG, pose).items():
            data.qpos[model.joint(name).qposadr[0]] = angle
        mujoco.mj_kinematics(model, data)
        for index, bone in enumerate(RIG.skeleton.bones):
            found = data.body(bone.name)
            furthest = max(furthest, float(np.linalg.norm(found.xpos + pose[:3] - world.place[number, index])))
            between = found.xmat.reshape(3, 3).T @ world.turned[number, index]
            widest = max(widest, float(np.degrees(np.linalg.norm(between - np.eye(3)) / np.sqrt(2))))
    assert furthest < 0.001
    assert widest < 0.1


def test_an_unknown_angle_is_refused() -> None:
    with pytest.raises(KeyError):
        pose_of(RIG, {"left.knee.bend": 10})
