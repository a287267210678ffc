"""Real movement signals at hand: one person of the KERAAL sample, with the repetitions that an eye finds in plots."""

import json

import msgspec
import numpy as np
from numpy.typing import NDArray

#: Where a joint's numbers are in a row of the Kinect's and of Vicon's files: seven numbers a joint, x, y and z first.
_KINECT = {
    "ElbowLeft": 5,
    "WristLeft": 6,
    "ElbowRight": 9,
    "WristRight": 10,
    "HandTipLeft": 21,
}
_VICON = {"RForearm": 0, "LForearm": 1, "RArm": 2, "LArm": 3, "RHand": 9, "LHand": 10}
_NUMBERS = 7


class Group(msgspec.Struct, frozen=True):
    """Signals of one take, of one axis of several joints, in which the same number of repetitions is seen."""

    device: str
    take: str
    axis: int
    seen: int
    joints: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file's name."""
        kind = {"BlazePose": "BP", "Kinect": "Kinect", "Vicon": "Vicon"}[self.device]
        return f"G3-{kind}-{self.take}-P1T1-Unknown-C-0.{'json' if kind == 'BP' else 'txt'}"

    @property
    def frames_times(self) -> int:
        """How many times as many frames as the others' files this device's has for the same take."""
        return 2 if self.device == "Vicon" else 1


#: What is seen by eye: arms that go up, to the sides, and round with the trunk.
REAL = (
    Group("BlazePose", "CTK", 1, 1, ("Left_wrist", "Right_wrist", "Left_elbow", "Right_elbow")),
    Group("BlazePose", "CTK", 0, 2, ("Left_wrist", "Right_wrist", "Left_elbow", "Right_elbow")),
    Group("BlazePose", "CTK", 0, 3, ("Left_shoulder", "Right_shoulder")),
    Group("BlazePose", "ELK", 1, 1, ("Left_wrist", "Right_wrist", "Left_elbow", "Right_elbow")),
    Group("BlazePose", "ELK", 0, 1, ("Right_elbow",)),
    Group("BlazePose", "RTK", 0, 3, ("Left_wrist", "Right_wrist", "Left_elbow", "Right_elbow")),
    Group("BlazePose", "RTK", 2, 2, ("Nose",)),
    Group("Kinect", "CTK", 1, 1, ("WristLeft", "WristRight", "ElbowLeft", "ElbowRight", "HandTipLeft")),
    Group("Kinect", "CTK", 0, 2, ("WristRight", "ElbowLeft", "ElbowRight", "HandTipLeft")),
    Group("Kinect", "ELK", 1, 1, ("WristLeft", "ElbowLeft", "HandTipLeft")),
    Group("Kinect", "ELK", 0, 1, ("WristLeft", "HandTipLeft")),
    Group("Kinect", "RTK", 0, 3, ("WristLeft", "HandTipLeft")),
    Group("Vicon", "CTK", 2, 1, ("LHand", "RHand", "LForearm", "RForearm", "LArm", "RArm")),
    Group("Vicon", "CTK", 1, 2, ("LHand", "RHand", "LForearm", "RForearm", "LArm", "RArm")),
    Group("Vicon", "CTK", 0, 2, ("LHand", "RHand", "LForearm", "RForearm")),
    Group("Vicon", "ELK", 2, 1, ("LHand", "RHand", "RForearm", "LArm", "RArm")),
    Group("Vicon", "RTK", 2, 1, ("LHand", "RHand", "LForearm", "RForearm", "LArm", "RArm")),
    Group("Vicon", "RTK", 1, 3, ("LHand", "LForearm", "LArm")),
)


def real_signal(group: Group, content: bytes, joint: str) -> NDArray[np.float64]:
    """Return one joint's numbers along the group's axis, frame by frame, in the file's unit."""
    if group.device == "BlazePose":
        frames = json.loads(content)["positions"]
        return np.array([frames[key][joint][group.axis] for key in sorted(frames, key=float)], dtype=np.float64)
    column = _NUMBERS * (_KINECT if group.device == "Kinect" else _VICON)[joint] + group.axis
    return np.array([float(line.split()[column]) for line in content.decode().splitlines() if line.strip()])
