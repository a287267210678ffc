"""Angles, lengths and smoothing of points in the picture, and how an event is written."""

import math

from ilium.motion.kernel.layout import *


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


def smooth(S: Numbers, at: int, x: float, w: float, unit: float) -> float:
    """Return the median of the last three values after a One-Euro filter; state at ``S[at]`` to ``S[at + 3]``.

    ``w`` is 2 pi times the seconds since the last frame.
    """
    a, b = S[at], S[at + 1]
    S[at] = b
    S[at + 1] = x
    if a > b:
        a, b = b, a
    middle = a if x < a else (b if x > b else x)
    change = middle - S[at + 2]
    k = w * SPEED_CUTOFF
    speed = S[at + 3]
    speed += (change * 6.283185307179586 / w - speed) * (k / (1.0 + k))
    S[at + 3] = speed
    k = w * (CUTOFF + BETA * abs(speed) / unit)
    value: float = S[at + 2] + change * (k / (1.0 + k))
    S[at + 2] = value
    return value


def measure(M: Numbers, row: int, W: Numbers, unit: float, kept: float) -> float:
    """Return one measure of the smoothed points ``W`` (x, y of each slot); NaN where a point is.

    ``unit`` is the unit of lengths as it is seen now, ``kept`` as it was in the start pose.
    """
    at = row * 9
    op = M[at]
    ax = 0.5 * (W[2 * M[at + 1]] + W[2 * M[at + 2]])
    ay = 0.5 * (W[2 * M[at + 1] + 1] + W[2 * M[at + 2] + 1])
    bx = 0.5 * (W[2 * M[at + 3]] + W[2 * M[at + 4]])
    by = 0.5 * (W[2 * M[at + 3] + 1] + W[2 * M[at + 4] + 1])
    if op == HEIGHT:
        height: float = (ay - by) / unit
        return height
    if op == DISTANCE:
        return float(math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by)) / unit)
    if op == SLOPE:
        return math.degrees(math.atan2(ay - by, abs(bx - ax)))
    if op == ACROSS:
        across: float = (bx - ax) / kept
        return across if M[at + 5] == 1 else -across
    if op == LEAN:
        lean: float = math.degrees(math.atan2(bx - ax, ay - by))
        return lean if M[at + 5] == 1 else -lean
    cx = 0.5 * (W[2 * M[at + 5]] + W[2 * M[at + 6]])
    cy = 0.5 * (W[2 * M[at + 5] + 1] + W[2 * M[at + 6] + 1])
    if op == OFFSET:
        return offset(ax, ay, bx, by, cx, cy)
    if op == ANGLE:
        return between(ax - bx, ay - by, cx - bx, cy - by)
    dx = 0.5 * (W[2 * M[at + 7]] + W[2 * M[at + 8]])
    dy = 0.5 * (W[2 * M[at + 7] + 1] + W[2 * M[at + 8] + 1])
    return between(bx - ax, by - ay, dx - cx, dy - cy)


def say(out: Numbers, n: int, kind: float, t: float, a: float, b: float, c: float) -> int:
    """Write an event and return how many there are now; no more than fit are written."""
    at = n * EVENT
    if at + EVENT > len(out):
        return n
    out[at], out[at + 1], out[at + 2], out[at + 3], out[at + 4] = kind, t, a, b, c
    return n + 1


def length(B: Numbers, row: int, W: Numbers) -> float:
    """Return the length of a segment, picture heights."""
    at = row * 4
    x = 0.5 * (W[2 * B[at]] + W[2 * B[at + 1]] - W[2 * B[at + 2]] - W[2 * B[at + 3]])
    y = 0.5 * (W[2 * B[at] + 1] + W[2 * B[at + 1] + 1] - W[2 * B[at + 2] + 1] - W[2 * B[at + 3] + 1])
    return math.sqrt(x * x + y * y)
