"""The figure's rig as a MuJoCo model: the independent oracle of the kinematics."""

import numpy as np

from ilium_lab.figure.kinematics import Rig, offsets
from ilium_lab.figure.skeleton import Turn

AXES = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1)}


def model_text(rig: Rig) -> str:
    """Return an MJCF model with a hinge for each turn of each bone, named ``bone/number``."""
    where = offsets(rig)

    def body(index: int) -> str:
        bone = rig.skeleton.bones[index]
        inner = "".join(hinge(bone.name, number, turn) for number, turn in enumerate(bone.turns))
        inner += "".join(body(child) for child, other in enumerate(rig.skeleton.bones) if other.parent == index)
        place = " ".join(f"{number:.9f}" for number in where[index])
        mass = '<inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>'
        return f'<body name="{bone.name}" pos="{place}">{mass}{inner}</body>'

    return f'<mujoco><compiler angle="radian"/><worldbody>{body(0)}</worldbody></mujoco>'


def hinge(bone: str, number: int, turn: Turn) -> str:
    """Return one hinge at the beginning of its bone."""
    axis = " ".join(str(part) for part in AXES[turn.axis])
    return f'<joint name="{bone}/{number}" type="hinge" axis="{axis}" pos="0 0 0"/>'


def hinge_angles(rig: Rig, pose: np.ndarray) -> dict[str, float]:
    """Return each hinge's angle in the pose, radians."""
    column = {angle.name: 3 + index for index, angle in enumerate(rig.skeleton.angles)}
    return {
        f"{bone.name}/{number}": float(turn.share * pose[column[turn.angle]])
        for bone in rig.skeleton.bones
        for number, turn in enumerate(bone.turns)
    }
