"""The motion engine: ``step(state, frame) -> (state, findings)``, and its fold over many frames.

    gates -> median of 3, One-Euro -> measures -> start pose, calibration -> phases -> repetitions, holds -> coaching

The arithmetic is `ilium.motion.kernel`; here its events become findings. A state is a value: nothing in it is changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.exercises.model import Exercise, Variant
from ilium.motion import fast, kernel
from ilium.motion.coaching import Coach, Rules, after_repetition, rules_of, seen_in
from ilium.motion.findings import (
    Finding,
    HoldTime,
    MeasuredAgain,
    MotionPhase,
    NotMeasured,
    PhaseChanged,
    Position,
    PositionState,
    RaisedHand,
    RepetitionCounted,
    SetMeasured,
    WorkingSide,
)
from ilium.motion.preflight import Seen, changed, look
from ilium.motion.program import Compiled, Program, compile_variant, fresh
from ilium.motion.recording import Recording, people_in
from ilium.motion.wire import Frame
from ilium.motion.words import REASONS, WITH_PART, not_measured

#: Changes whenever the same landmarks may lead to other findings; recordings carry it.
ENGINE_VERSION = 5
_POSITIONS: tuple[PositionState, ...] = ("looking", "getting-ready", "ready", "moving")
_PHASES: tuple[MotionPhase, ...] = ("start", "start", "out", "end", "back")
#: Frames that the batch takes at a time.
BLOCK = 4096


class State(msgspec.Struct, frozen=True):
    """Everything that is known of a set so far; make one with `begin`.

    ``core`` is the kernel's numbers; nobody changes it once the state is made.
    """

    compiled: Compiled
    rules: Rules
    core: list[float]
    coach: Coach = Coach()
    preflight: Seen | None = None


def begin(
    exercise: Exercise, variant: Variant, side: WorkingSide, *, raised_hand: bool = False, only_look: bool = False
) -> State:
    """Return the state before the first frame of a set.

    Parameters
    ----------
    exercise, variant : Exercise, Variant
        Of the library.
    side : {"left", "right", "both"}
        The working side; where both sides do the same it is not looked at.
    raised_hand : bool
        Whether a raised hand is looked for.
    only_look : bool
        Answer with `Preflight` findings, and count nothing.

    Raises
    ------
    SpecificationError
        A camera does not measure this variant, or it needs a side.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> exercise = load_library().get("si-glute-bridge")
    >>> state = begin(exercise, exercise.get_variant("si-bridge"), "left")
    >>> state, findings = step(state, Frame(seq=1, capture_ms=0.0, width=640, height=480))
    >>> findings[0].reason
    'no-person'
    """
    compiled = compile_variant(variant, raised_hand)
    working = None if variant.symmetric else Side(side)
    core = fresh(compiled.sides[0].size)
    core[kernel.SIDE] = 1.0 if working is Side.RIGHT else 0.0
    return State(compiled, rules_of(exercise, variant, working), core, preflight=() if only_look else None)


def step(state: State, frame: Frame) -> tuple[State, tuple[Finding, ...]]:
    """Take one frame.

    Parameters
    ----------
    state : State
        From `begin` or the frame before; it stays as it is.
    frame : Frame
        The next frame. One that is not later than the last, or that comes quicker than 130 a second, is left out.

    Returns
    -------
    State, tuple of Finding
        The findings of this frame, in order; usually none.
    """
    columns = (frame.x, frame.y, frame.z, frame.visibility)
    now, findings = _advance(state, columns, frame.capture_ms * 0.001, frame.width / frame.height, people_in(frame))
    if state.preflight is None:
        return now, findings
    program = now.compiled.sides[now.core[kernel.SIDE] == 1.0]
    seen, items = changed(state.preflight, look(frame, program, now.core))
    return msgspec.structs.replace(now, preflight=seen), items


def fold(state: State, frames: Iterable[Frame]) -> tuple[State, tuple[Finding, ...]]:
    """Take many frames one by one; the same as many calls of `step`."""
    said: list[Finding] = []
    for frame in frames:
        state, findings = step(state, frame)
        said += findings
    return state, tuple(said)


def analyse(state: State, recording: Recording, *, compiled: bool | None = None) -> tuple[State, tuple[Finding, ...]]:
    """Take a whole recording at once; the same findings as `step` gives frame by frame, to the last bit.

    Parameters
    ----------
    state : State
        Where to begin.
    recording : Recording
        Any number of frames.
    compiled : bool, optional
        Whether numba does it; by default if it is installed.
    """
    use = fast.available() if compiled is None else compiled
    said: list[Finding] = []
    for first in range(0, len(recording), BLOCK):
        state, findings = _block(state, recording.part(first, first + BLOCK), use)
        said += findings
    return state, tuple(said)


def finish(state: State, at_ms: float) -> SetMeasured:
    """Return what was seen of the set so far."""
    core = state.core
    held = core[kernel.HELD_SET]
    if core[kernel.HOLDING] > 0.0:
        until = core[kernel.T_GOOD if core[kernel.HOLDING] == 1.0 else kernel.LEFT_AT]
        held += max(0.0, until - core[kernel.HOLD_FROM])
    return SetMeasured(
        at_ms=at_ms,
        repetitions=int(core[kernel.COUNT]),
        held_seconds=held,
        measured_seconds=core[kernel.SEEN_S],
        not_measured_seconds=core[kernel.LOST_S],
    )


def _numbers(program: Program) -> tuple[Any, ...]:
    return (
        program.numbers,
        program.slots,
        program.needed,
        program.measures,
        program.segments,
        program.bounds,
        program.limits,
        program.checks,
        program.when,
    )


def _arrays(program: Program) -> tuple[Any, ...]:
    return tuple(
        np.array(values, dtype=np.float64 if place in (0, 6) else np.int64)
        for place, values in enumerate(_numbers(program))
    )


def _advance(
    state: State, columns: tuple[Sequence[float], ...], seconds: float, aspect: float, people: int
) -> tuple[State, tuple[Finding, ...]]:
    compiled, core = state.compiled, state.core.copy()
    if compiled.follow_near and people == 1:
        kernel.nearer(core, _numbers(compiled.sides[0]), columns[2], seconds)
    program = compiled.sides[core[kernel.SIDE] == 1.0]
    out = [0.0] * (kernel.EVENT * kernel.MOST_EVENTS)
    count = kernel.advance(
        core,
        _numbers(program),
        columns[0],
        columns[1],
        columns[3],
        seconds,
        aspect,
        people,
        [0.0] * (2 * len(program.slots)),
        [0.0] * len(program.names),
        out,
    )
    if not count:
        return State(compiled, state.rules, core, state.coach), ()
    return _told(state, core, out, count)


def _block(state: State, part: Recording, use: bool) -> tuple[State, tuple[Finding, ...]]:
    if not use:
        return _slow_block(state, part)
    first, second = state.compiled.sides
    core = np.array(state.core)
    out = np.zeros(kernel.EVENT * kernel.MOST_EVENTS * len(part))
    count = fast.compiled_run()(
        core,
        _arrays(first),
        _arrays(second),
        state.compiled.follow_near,
        part.image,
        part.visibility,
        part.capture_ms * 0.001,
        part.aspect,
        part.people,
        np.zeros(2 * len(first.slots)),
        np.zeros(len(first.names)),
        out,
    )
    return _told(state, core.tolist(), out[: count * kernel.EVENT].tolist(), count)


def _slow_block(state: State, part: Recording) -> tuple[State, tuple[Finding, ...]]:
    said: list[Finding] = []
    image, visibility = part.image.astype(np.float64), part.visibility.astype(np.float64)
    times, aspects, people = (part.capture_ms * 0.001).tolist(), part.aspect.tolist(), part.people.tolist()
    for row, seconds in enumerate(times):
        columns = (*image[row].T.tolist(), visibility[row].tolist())
        state, findings = _advance(state, columns, seconds, aspects[row], people[row])
        said += findings
    return state, tuple(said)


def _told(state: State, core: list[float], out: list[float], count: int) -> tuple[State, tuple[Finding, ...]]:
    """Turn the kernel's events into findings, and let the coach hear of each repetition."""
    coach, said = state.coach, []
    for at in range(0, count * kernel.EVENT, kernel.EVENT):
        row = out[at : at + kernel.EVENT]
        said.append(_finding(state.compiled, row))
        if row[0] == kernel.REPETITION:
            checked = len(state.compiled.sides[0].checks)
            seen = seen_in(state.rules, tuple(row[6 : 6 + checked]), row[3], row[5])
            coach, word = after_repetition(coach, state.rules, seen, said[-1].at_ms)
            if word is not None:
                said.append(word)
    return State(state.compiled, state.rules, core, coach), tuple(said)


def _finding(compiled: Compiled, row: list[float]) -> Finding:
    kind, seconds, a, b, c = row[:5]
    at_ms = round(seconds * 1000, 3)
    match int(kind):
        case 1:
            return Position(at_ms=at_ms, state=_POSITIONS[int(a)])
        case 2:
            return PhaseChanged(at_ms=at_ms, phase=_PHASES[int(a)])
        case 3:
            return RepetitionCounted(at_ms=at_ms, number=int(a), seconds=round(b, 3), range=round(c, 3))
        case 4:
            return HoldTime(at_ms=at_ms, number=int(a), seconds=round(b, 3), holding=c == 1.0)
        case 5:
            reason = REASONS[int(a)]
            part = compiled.sides[c == 1.0].parts[int(b)] if reason in WITH_PART else ""
            return NotMeasured(at_ms=at_ms, reason=reason, part=part, say=not_measured(reason, part))
        case 6:
            return MeasuredAgain(at_ms=at_ms)
        case 7:
            return RaisedHand(at_ms=at_ms)
        case _:
            raise ValueError(f"the kernel made an event of kind {kind}")
