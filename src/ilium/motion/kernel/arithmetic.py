"""Angles, lengths and measures of points in the picture, and how a point is smoothed."""

import math
from collections.abc import Sequence

from ilium.motion.kernel.codes import ACROSS, ANGLE, DISTANCE, HEIGHT, LEAN, OFFSET, SLOPE
from ilium.motion.kernel.state import Filters
from ilium.motion.kernel.tables import MeasureTable, Segment
from ilium.motion.thresholds import SeeLimits


def between(ax: float, ay: float, bx: float, by: float) -> float:
    """Return the angle between two vectors, degrees, 0 to 180; NaN where one has no length or is not known."""
    length = math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by))
    if not length > 0.0:
        return math.nan
    cosine = (ax * bx + ay * by) / length
    angle: float = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    return angle


def offset(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> float:
    """Return the distance of B from the line A-C by the line's length; positive where B is above it."""
    dx, dy = cx - ax, cy - ay
    square = dx * dx + dy * dy
    if not square > 0.0:
        return math.nan
    cross: float = (dx * (by - ay) - dy * (bx - ax)) / square
    return -cross if dx > 0.0 else cross


def length(segment: Segment, x: Sequence[float], y: Sequence[float]) -> float:
    """Return the length of a segment in the unit of the points, which are one for each joint of the program."""
    across = 0.5 * (x[segment.a1] + x[segment.a2] - x[segment.b1] - x[segment.b2])
    down = 0.5 * (y[segment.a1] + y[segment.a2] - y[segment.b1] - y[segment.b2])
    return math.sqrt(across * across + down * down)


def measure(one: MeasureTable, x: Sequence[float], y: Sequence[float], unit: float, start_unit: float) -> float:
    """Return one measure of the joints' points; NaN where a point is.

    Parameters
    ----------
    one : MeasureTable
        A row of the program.
    x, y : sequence of float
        Where each joint of the program is, picture heights.
    unit, start_unit : float
        The unit of lengths as it is seen now, and as it was in the start pose, picture heights.
    """
    kind = one.kind
    ax, ay = 0.5 * (x[one.a1] + x[one.a2]), 0.5 * (y[one.a1] + y[one.a2])
    bx, by = 0.5 * (x[one.b1] + x[one.b2]), 0.5 * (y[one.b1] + y[one.b2])
    if kind == HEIGHT:
        height: float = (ay - by) / unit
        return height
    if kind == DISTANCE:
        return float(math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by)) / unit)
    if kind == SLOPE:
        return math.degrees(math.atan2(ay - by, abs(bx - ax)))
    if kind == ACROSS:
        across: float = (bx - ax) / start_unit
        return across if one.mirrored else -across
    if kind == LEAN:
        lean: float = math.degrees(math.atan2(bx - ax, ay - by))
        return lean if one.mirrored else -lean
    cx, cy = 0.5 * (x[one.c1] + x[one.c2]), 0.5 * (y[one.c1] + y[one.c2])
    if kind == OFFSET:
        return offset(ax, ay, bx, by, cx, cy)
    if kind == ANGLE:
        return between(ax - bx, ay - by, cx - bx, cy - by)
    dx, dy = 0.5 * (x[one.d1] + x[one.d2]), 0.5 * (y[one.d1] + y[one.d2])
    return between(bx - ax, by - ay, dx - cx, dy - cy)


def smooth(filters: Filters, joint: int, place: float, turn: float, unit: float, see: SeeLimits) -> float:
    """Return the median of a joint's last three places after its One-Euro filter.

    Parameters
    ----------
    filters : Filters
        Of one direction; changed in place.
    joint : int
        Which joint of the program.
    place : float
        Where it is, picture heights.
    turn : float
        2 pi times the seconds since the frame before.
    unit : float
        The unit of lengths, picture heights.
    see : SeeLimits
        The thresholds.
    """
    low, high = filters.second_last[joint], filters.last[joint]
    filters.second_last[joint] = high
    filters.last[joint] = place
    if low > high:
        low, high = high, low
    middle = low if place < low else (high if place > high else place)
    before = filters.value[joint]
    change = middle - before
    share = turn * see.speed_cutoff_hz
    speed = filters.speed[joint]
    speed += (change * 6.283185307179586 / turn - speed) * (share / (1.0 + share))
    filters.speed[joint] = speed
    share = turn * (see.cutoff_hz + see.cutoff_growth * abs(speed) / unit)
    value: float = before + change * (share / (1.0 + share))
    filters.value[joint] = value
    return value
