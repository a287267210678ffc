"""Where the hips are against the line through the body: as a number, and as low, in line or high in a front plank."""

import math
from collections.abc import Mapping
from typing import Literal

import msgspec

from ilium.motion import kernel

HipLine = Literal["low", "in-line", "high"]
#: A plank's hips, in upper-arm heights above the line from shoulder to ankle. Fixed by geometry and not by any
#: recording: with a trunk of 0.50 m, legs of 0.85 m and an upper arm of 0.30 m, hips bent by A lie about
#: 1.05 sin(A) upper arms above the line. Below the line is low; bent by more than 45 degrees is high.
LOW, HIGH = 0.05, 0.75
#: Lengths below this are none.
_FEW = 1e-6


class Plank(msgspec.Struct, frozen=True):
    """A reading of a front plank.

    Parameters
    ----------
    state : {"low", "in-line", "high"}, optional
        None where it cannot be told.
    height : float
        Of the hip above the line, in upper-arm heights; NaN where it cannot be told. Heights are compared with a
        height, so that the picture's width by height need not be known.
    side : {"left", "right"}
        The side that was read: the one the detector is surer of.
    """

    state: HipLine | None
    height: float
    side: Literal["left", "right"]


def hip_offset_from_line(
    shoulder: tuple[float, float], hip: tuple[float, float], end: tuple[float, float], aspect: float
) -> float:
    """Return how far the hip is from the line shoulder-knee or shoulder-ankle, by the line's length.

    Parameters
    ----------
    shoulder, hip, end : tuple of float
        x and y as shares of the picture's width and height, y downwards.
    aspect : float
        Width by height of the picture. It must be known: a wrong one scales the result by about as much.

    Returns
    -------
    float
        Positive where the hip is above the line, 0 on it; NaN where the line has no length.

    Examples
    --------
    >>> round(hip_offset_from_line((0.2, 0.5), (0.5, 0.6), (0.8, 0.5), aspect=1.0), 3)
    -0.167
    """
    return kernel.offset(shoulder[0] * aspect, shoulder[1], hip[0] * aspect, hip[1], end[0] * aspect, end[1])


def read_plank(points: Mapping[str, tuple[float, float, float]]) -> Plank:
    """Read the hips of a front plank on the forearms, seen from the side.

    Parameters
    ----------
    points : mapping of str to tuple of float
        x, y and visibility of ``left_shoulder``, ``left_elbow``, ``left_hip``, ``left_ankle`` and the right ones; x and
        y as shares of the picture, y downwards. The picture's width by height need not be known.

    Raises
    ------
    KeyError
        A joint is missing.

    Examples
    --------
    >>> level = {"shoulder": (0.2, 0.4), "elbow": (0.2, 0.6), "hip": (0.5, 0.4), "ankle": (0.8, 0.5)}
    >>> read_plank({f"{side}_{name}": (*at, 1.0) for side in ("left", "right") for name, at in level.items()}).state
    'in-line'
    """
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    names = ("shoulder", "elbow", "hip", "ankle")
    sure = {side: sum(points[f"{side}_{name}"][2] for name in names) for side in sides}
    side = max(sides, key=lambda one: sure[one])
    (sx, sy, _), (_, ey, _), (hx, hy, _), (ax, ay, _) = (points[f"{side}_{name}"] for name in names)
    if not (abs(ax - sx) > _FEW and ey - sy > _FEW):
        return Plank(None, math.nan, side)
    line = sy + (ay - sy) * (hx - sx) / (ax - sx)
    height = (line - hy) / (ey - sy)
    if not math.isfinite(height):
        return Plank(None, math.nan, side)
    return Plank("low" if height < LOW else "high" if height > HIGH else "in-line", height, side)
