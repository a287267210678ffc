"""What a frame must show before it is believed: joints, sides, lengths, no jumps; and its joints, smoothed."""

import math
from typing import Any

from ilium.motion.kernel.arithmetic import length, smooth
from ilium.motion.kernel.layout import *


def seen(LM: Numbers, NEED: Numbers, X: Numbers, Y: Numbers, V: Numbers, looking: bool) -> int:
    """Return -1 where every joint that is needed is seen, else reason * 100 + slot."""
    for k in range(len(LM)):
        if NEED[k] == ALWAYS or (looking and NEED[k] == AT_START):
            j = LM[k]
            x, y, v = X[j], Y[j], V[j]
            if not (-4.0 < x < 5.0 and -4.0 < y < 5.0 and 0.0 <= v <= 1.0):
                return BAD_FRAME * 100 + k
            if not (MARGIN <= x <= 1.0 - MARGIN and MARGIN <= y <= 1.0 - MARGIN):
                return OUT_OF_VIEW * 100 + k
            if v < SURE:
                return UNSURE * 100 + k
    return -1


def take(
    S: Numbers, LM: Numbers, X: Numbers, Y: Numbers, t: float, aspect: float, W: Numbers, fresh: bool, unit: float
) -> int:
    """Put the joints into ``W`` in picture heights, and swap back those that changed places.

    A detector takes left for right at all the legs, or at all above them, at once: so each of the two is judged as a
    whole, against where its joints have been of late. Returns `AS_SEEN`, `CANNOT_TELL`, or `BELIEVED`.
    """
    for k in range(len(LM)):
        W[2 * k], W[2 * k + 1] = float(X[LM[k]]) * aspect, float(Y[LM[k]])
    if fresh:
        S[SWAPPED_SINCE] = S[SWAPPED_SINCE + 1] = -1.0
        return BELIEVED
    verdict = AS_SEEN
    for legs in range(2):
        same, swap = costs(S, LM, W, legs)
        if same - swap > SWAP_SEEN * unit and swap < 0.6 * same:
            if S[SWAPPED_SINCE + legs] < 0.0:
                S[SWAPPED_SINCE + legs] = t
            if t - S[SWAPPED_SINCE + legs] <= LONGEST_SWAP:
                change_places(LM, W, legs)
            else:
                believe(S, LM, W, legs)
                verdict = BELIEVED
        else:
            S[SWAPPED_SINCE + legs] = -1.0
            if verdict == AS_SEEN and same > SWAP_LOST * unit and swap < 0.9 * same:
                verdict = CANNOT_TELL
    return verdict


def costs(S: Numbers, LM: Numbers, W: Numbers, legs: int) -> tuple[float, float]:
    """Return how far the legs' joints, or the others, are from where they were: as they are named, and swapped."""
    same, swap = 0.0, 0.0
    for k in range(0, len(LM), 2):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            p, q = SLOTS + k * PER_SLOT, SLOTS + (k + 1) * PER_SLOT
            ax, ay, bx, by = W[2 * k], W[2 * k + 1], W[2 * k + 2], W[2 * k + 3]
            one = abs(ax - S[p]) + abs(ay - S[p + 1]) + abs(bx - S[q]) + abs(by - S[q + 1])
            if one < 100.0:  # not where one of the two is no number
                same += one
                swap += abs(ax - S[q]) + abs(ay - S[q + 1]) + abs(bx - S[p]) + abs(by - S[p + 1])
    return same, swap


def believe(S: Numbers, LM: Numbers, W: Numbers, legs: int) -> None:
    """Take the legs' joints, or the others, to be where they are now."""
    S[SWAPPED_SINCE + legs] = -1.0
    for k in range(len(LM)):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            S[SLOTS + k * PER_SLOT], S[SLOTS + k * PER_SLOT + 1] = W[2 * k], W[2 * k + 1]


def change_places(LM: Numbers, W: Numbers, legs: int) -> None:
    """Swap left and right of the legs' joints, or of the others."""
    for k in range(0, len(LM), 2):
        if (LM[k] >= FIRST_OF_LEGS) == (legs == 1):
            W[2 * k], W[2 * k + 1], W[2 * k + 2], W[2 * k + 3] = W[2 * k + 2], W[2 * k + 3], W[2 * k], W[2 * k + 1]


def gate(
    S: Numbers,
    program: Any,
    X: Numbers,
    Y: Numbers,
    V: Numbers,
    t: float,
    aspect: float,
    people: int,
    W: Numbers,
    fresh: bool,
) -> int:
    """Put a frame's joints into ``W``; return -1 if they can be one body's, else reason * 100 + slot."""
    if people != 1:
        return (NO_PERSON if people == 0 else SEVERAL) * 100
    missing = seen(program[1], program[2], X, Y, V, S[PHASE] == LOOKING)
    if missing >= 0:
        return missing
    gap = t - S[T_GOOD]
    sides = take(S, program[1], X, Y, t, aspect, W, fresh, S[BONES] if S[BONES] > 0.0 else 0.2)
    if sides == CANNOT_TELL:
        return SWAPPED * 100
    B = program[4]
    if length(B, 0, W) < 0.02 or (not fresh and not plausible(S, B, W, sides == BELIEVED, gap)):
        return IMPLAUSIBLE * 100
    return -1


def plausible(S: Numbers, B: Numbers, W: Numbers, believed: bool, gap: float) -> bool:
    """Tell whether the body has not jumped, and its segments are as long as they were calibrated."""
    unit = S[BONES]
    if unit <= 0.0:
        return True
    x, y = middle(B, W)
    if not believed and abs(x - S[CENTRE_X]) + abs(y - S[CENTRE_Y]) > JUMP * unit * (1.0 + gap / GAP):
        return False
    if S[PHASE] != LOOKING:
        for k in range(len(B) // 4):
            if abs(length(B, k, W) - S[BONES + k]) > (BONE if k == 0 else LIMB) * S[BONES + k]:
                return False
    return True


def middle(B: Numbers, W: Numbers) -> tuple[float, float]:
    """Return the middle of the first segment."""
    x = 0.25 * (W[2 * B[0]] + W[2 * B[1]] + W[2 * B[2]] + W[2 * B[3]])
    y = 0.25 * (W[2 * B[0] + 1] + W[2 * B[1] + 1] + W[2 * B[2] + 1] + W[2 * B[3] + 1])
    return x, y


def smoothed(S: Numbers, program: Any, V: Numbers, W: Numbers, dt: float) -> float:
    """Smooth the joints in ``W`` (start anew where ``dt`` is 0), and return the unit of lengths."""
    LM, NEED, B = program[1], program[2], program[4]
    unit = length(B, 0, W)
    S[CENTRE_X], S[CENTRE_Y] = middle(B, W)
    w = 6.283185307179586 * dt
    share = dt / (dt + TRACK) if 0.0 < dt <= GAP else 1.0
    at = SLOTS - PER_SLOT
    for k in range(len(LM)):
        at += PER_SLOT
        x, y = W[2 * k], W[2 * k + 1]
        if abs(x) + abs(y) < 100.0:
            S[at] += (x - S[at]) * share
            S[at + 1] += (y - S[at + 1]) * share
        if NEED[k] == UNNEEDED:
            continue
        if NEED[k] != ALWAYS and not V[LM[k]] >= SURE:
            W[2 * k] = W[2 * k + 1] = math.nan
        elif dt <= 0.0 or S[at + 4] == 0.0:
            S[at + 2] = S[at + 3] = S[at + 4] = x
            S[at + 6] = S[at + 7] = S[at + 8] = y
            S[at + 5] = S[at + 9] = 0.0
        else:
            W[2 * k] = smooth(S, at + 2, x, w, unit)
            W[2 * k + 1] = smooth(S, at + 6, y, w, unit)
    return length(B, 0, W)


def learn_lengths(S: Numbers, B: Numbers, W: Numbers, dt: float) -> None:
    """Follow the segments' lengths: quickly before the start pose, slowly after it, as they turn in the picture."""
    share = min(1.0, dt / (LEARN if S[PHASE] == LOOKING else LEARN_ON))
    for k in range(len(B) // 4):
        now, before = length(B, k, W), S[BONES + k]
        S[BONES + k] = before + (now - before) * share if before > 0.0 and dt > 0.0 else now
    if S[PHASE] == LOOKING:
        S[UNIT] = S[BONES]


def nearer(S: Numbers, program: Any, Z: Numbers, t: float) -> None:
    """Note which side of the body is nearer to the lens (0 left, 1 right); not while a set is measured.

    The other side must have been nearer for a while: a frame with left and right exchanged changes nothing.
    """
    if S[PHASE] != LOOKING:
        return
    LM = program[1]
    left, right = 0.0, 0.0
    for k in range(len(LM)):
        if LM[k] % 2 == 1:
            left += Z[LM[k]]
        else:
            right += Z[LM[k]]
    side = 0.0 if left < right else 1.0
    if side == S[SIDE] or not abs(left - right) > NEARER:
        S[NEAR_SINCE] = -1.0
    elif S[NEAR_SINCE] < 0.0:
        S[NEAR_SINCE] = t
    if side != S[SIDE] and (S[T_GOOD] < 0.0 or (S[NEAR_SINCE] >= 0.0 and t - S[NEAR_SINCE] > NEAR_LASTS)):
        S[SIDE] = side
        S[T_GOOD] = S[SETTLE_T] = S[NEAR_SINCE] = -1.0
        S[BONES] = 0.0
