"""Reading one picture: the start of an exercise, its far end, between, or another position."""

import math
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from ilium.anatomy import Side
from ilium.anatomy.landmarks import LANDMARKS
from ilium.exercises.model import Variant
from ilium.motion import kernel
from ilium.motion.kernel.codes import BOUND_DURING, BOUND_END, BOUND_SEEN, BOUND_START
from ilium.motion.program import Program, compile_variant

PoseState = Literal["start", "end", "between", "not-this-exercise", "not-measured"]
#: A single picture is read down to this confidence: nothing is counted from it, and the detector was right about joints
#: of people lying on their side that it gave 0.26 to 0.5.
SURE = 0.25
_WORDS: dict[PoseState, str] = {
    "start": "down",
    "end": "up",
    "between": "between",
    "not-this-exercise": "not this exercise",
    "not-measured": "not measured",
}


class PoseReading(msgspec.Struct, frozen=True):
    """What one picture shows.

    Parameters
    ----------
    state : {"start", "end", "between", "not-this-exercise", "not-measured"}
        ``not-measured``: a joint that is needed is not seen.
    word : str
        The same in words: ``down``, ``up``, ``not this exercise`` …
    side : {"left", "right"}
        The side that was measured.
    measures : dict of str to float
        The variant's measures; NaN where they cannot be told.
    """

    state: PoseState
    word: str
    side: Literal["left", "right"]
    measures: dict[str, float]


def read_pose(landmarks: ArrayLike, visibility: ArrayLike, aspect: float, variant: Variant, side: Side) -> PoseReading:
    """Read one picture.

    Parameters
    ----------
    landmarks : array_like, shape (33, 3)
        x and y as shares of the picture's width and height, z in x's scale; not mirrored.
    visibility : array_like, shape (33,)
        The detector's confidence, 0 to 1.
    aspect : float
        Width by height of the picture.
    variant : Variant
        Of the library.
    side : Side
        The working side. Where both sides do the same, the side nearer to the lens is read instead.

    Raises
    ------
    SpecificationError
        A camera does not measure this variant.
    ValueError
        The shapes differ, or the width by height is no finite number above 0.
    """
    points, sure = np.asarray(landmarks, dtype=np.float64), np.asarray(visibility, dtype=np.float64)
    expected = (len(LANDMARKS), 3)
    if points.shape != expected or sure.shape != expected[:1]:
        raise ValueError(f"expected landmarks of shape {expected} and as many visibilities, not {points.shape}")
    if not (math.isfinite(aspect) and aspect > 0):
        raise ValueError(f"expected a width by height above 0, not {aspect:g}")
    compiled = compile_variant(variant)
    if compiled.follow_near:
        side = _nearer(points, compiled.sides[0])
    program = compiled.sides[side is Side.RIGHT]
    measures = _measures(points, sure, aspect, program)
    state = _state(program, measures)
    name: Literal["left", "right"] = "right" if side is Side.RIGHT else "left"
    return PoseReading(state, _WORDS[state], name, dict(zip(program.names, measures, strict=True)))


def _nearer(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]], program: Program) -> Side:
    left, right = (
        sum(points[j.landmark, 2] for j in program.numbers.joints if j.left == left) for left in (True, False)
    )
    return Side.LEFT if left < right else Side.RIGHT


def _measures(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    sure: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    aspect: float,
    program: Program,
) -> list[float]:
    numbers = program.numbers
    seen = [(joint.landmark, sure[joint.landmark] >= SURE) for joint in numbers.joints]
    x = [float(points[at, 0] * aspect) if known else math.nan for at, known in seen]
    y = [float(points[at, 1]) if known else math.nan for at, known in seen]
    unit = kernel.length(numbers.segments[0], x, y)
    return [kernel.measure(one, x, y, unit, unit) for one in numbers.measures]


def _state(program: Program, measures: list[float]) -> PoseState:
    """Decide by exclusion first: what is seen may rule a position out although a joint is not seen."""
    known = [math.isfinite(value) for value in measures]

    def excluded(when: int) -> bool:
        of_it = [(measures[bound.measure], bound) for bound in program.numbers.bounds if bound.when == when]
        return not of_it or any(math.isfinite(v) and not bound.low <= v <= bound.high for v, bound in of_it)

    seen = all(bound.when != BOUND_SEEN for bound in program.numbers.bounds) or not excluded(BOUND_SEEN)
    possible: list[PoseState] = []
    if seen and not excluded(BOUND_START):
        possible.append("start")
    if seen and not excluded(BOUND_END):
        possible.append("end")
    if seen and not possible and not excluded(BOUND_DURING) and known[0] and _between(program, measures[0]):
        possible.append("between")
    if not possible:
        return "not-this-exercise"
    return possible[0] if all(known[index] for index in _deciding(program)) else "not-measured"


def _deciding(program: Program) -> frozenset[int]:
    """Return the measures that decide what a picture shows: those of any limit."""
    return frozenset(bound.measure for bound in program.numbers.bounds)


def _between(program: Program, signal: float) -> bool:
    """Tell whether the movement's measure lies between the start's limits and the far end's."""
    limits = {
        bound.when: (bound.low, bound.high)
        for bound in program.numbers.bounds
        if bound.measure == 0 and bound.when in (BOUND_START, BOUND_END)
    }
    if len(limits) < 2:
        return False
    low, high = sorted((limits[BOUND_START], limits[BOUND_END]))
    return low[1] < signal < high[0]
