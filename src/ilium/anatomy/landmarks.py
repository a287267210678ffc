"""The 33 body landmarks that a pose detector gives, in its own order and under its own names.

Source: the BlazePose topology as MediaPipe documents it. ``left`` and ``right`` are the body's own.
"""

from typing import Final

#: Names in the detector's order; a landmark's index is its place here.
LANDMARKS: Final[tuple[str, ...]] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
#: How to get each landmark of the mirror image: the index of its twin on the other side, itself for the nose.
TWINS: Final[tuple[int, ...]] = tuple(
    LANDMARKS.index(name.replace("left", "\0").replace("right", "left").replace("\0", "right")) for name in LANDMARKS
)


def landmark(name: str) -> int:
    """Return the index of a landmark.

    Raises
    ------
    KeyError
        There is no landmark of this name.

    Examples
    --------
    >>> landmark("left_hip")
    23
    >>> LANDMARKS[TWINS[landmark("left_hip")]]
    'right_hip'
    """
    try:
        return LANDMARKS.index(name)
    except ValueError:
        raise KeyError(name) from None
