"""The motion engine: ``step(state, frame) -> (state, findings)``, and its fold over many frames.

    gates -> median of 3, One-Euro -> measures -> start pose, calibration -> phases -> repetitions, holds -> coaching

The arithmetic is `ilium.motion.kernel`; here its events become findings. A state is a value: nothing in it is changed.
Frame by frame it does without NumPy, which only whole recordings need.
"""

import copy
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from ilium.anatomy import Side
from ilium.exercises.model import Exercise, Variant
from ilium.motion import kernel
from ilium.motion.coaching import Coach, CoachingRules, after_repetition, rules_of, seen_in
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
from ilium.motion.kernel import codes
from ilium.motion.preflight import Seen, changed, look
from ilium.motion.program import Compiled, compile_variant
from ilium.motion.wire import Frame
from ilium.motion.words import REASONS, WITH_PART, not_measured

if TYPE_CHECKING:
    from ilium.motion.recording import Recording

#: Changes whenever the same landmarks may lead to other findings; recordings carry it.
ENGINE_VERSION = 5
POSITIONS: dict[int, PositionState] = {
    codes.NOBODY: "looking",
    codes.GETTING_READY: "getting-ready",
    codes.READY: "ready",
    codes.MOVING: "moving",
}
PHASES: dict[int, MotionPhase] = {codes.START: "start", codes.OUT: "out", codes.END: "end", codes.BACK: "back"}
#: Frames of a long recording that are best taken at a time.
BLOCK = 4096


class SetState(msgspec.Struct, frozen=True):
    """Everything that is known of a set so far; make one with `begin`.

    ``core`` is the kernel's state; nobody changes it once this one is made.
    """

    compiled: Compiled
    rules: CoachingRules
    core: kernel.KernelState
    coach: Coach = Coach()
    preflight: Seen | None = None


def begin(
    exercise: Exercise, variant: Variant, side: WorkingSide, *, raised_hand: bool = False, only_look: bool = False
) -> SetState:
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
    core = kernel.KernelState(body=kernel.BodyState(right=working is Side.RIGHT))
    return SetState(compiled, rules_of(exercise, variant, working), core, preflight=() if only_look else None)


def step(state: SetState, frame: Frame) -> tuple[SetState, tuple[Finding, ...]]:
    """Take one frame.

    Parameters
    ----------
    state : SetState
        From `begin` or the frame before; it stays as it is.
    frame : Frame
        The next frame. One that is not later than the last, or that comes quicker than 130 a second, is left out.

    Returns
    -------
    SetState, tuple of Finding
        The findings of this frame, in order; usually none.
    """
    picture = kernel.FrameLandmarks(
        frame.x,
        frame.y,
        frame.z,
        frame.visibility,
        frame.capture_ms * 0.001,
        frame.width / frame.height,
        frame.people,
    )
    compiled = state.compiled
    said: list[kernel.Event] = []
    core = kernel.copied(state.core, compiled.sides[state.core.body.right].numbers)
    _advance(compiled, core, picture, said)
    if state.preflight is None:
        return _after(state, core, said)
    seen, items = changed(state.preflight, look(frame, compiled.sides[core.body.right], core))
    return SetState(compiled, state.rules, core, state.coach, seen), items


def fold(state: SetState, frames: Iterable[Frame]) -> tuple[SetState, tuple[Finding, ...]]:
    """Take many frames one by one; the same as many calls of `step`."""
    findings: list[Finding] = []
    for frame in frames:
        state, found = step(state, frame)
        findings += found
    return state, tuple(findings)


def analyse(
    state: SetState, recording: "Recording", *, compiled: bool | None = None
) -> tuple[SetState, tuple[Finding, ...]]:
    """Take a whole recording at once; the same findings as `step` gives frame by frame, to the last bit.

    Parameters
    ----------
    state : SetState
        Where to begin.
    recording : Recording
        Any number of frames.
    compiled : bool, optional
        Whether numba does it; by default if it is installed.
    """
    from ilium.motion import fast  # NumPy, which the live path does without

    if fast.available() if compiled is None else compiled:
        first, second = state.compiled.sides
        sides = first.numbers, second.numbers
        return _after(state, *fast.advance_all(state.core, sides, state.compiled.follow_near, recording))
    core = copy.deepcopy(state.core)
    said: list[kernel.Event] = []
    for picture in _pictures(recording):
        _advance(state.compiled, core, picture, said)
    return _after(state, core, said)


def finish(state: SetState, at_ms: float) -> SetMeasured:
    """Return what was seen of the set so far."""
    core, holds = state.core, state.core.holds
    held = holds.total_s
    if holds.now != codes.NO_HOLD:
        until_s = core.body.trusted_s if holds.now == codes.HELD else holds.left_s
        held += max(0.0, until_s - holds.from_s)
    return SetMeasured(
        at_ms=at_ms,
        repetitions=core.series.count,
        held_seconds=held,
        measured_seconds=core.body.measured_s,
        not_measured_seconds=core.body.not_measured_s,
    )


def _advance(
    compiled: Compiled, core: kernel.KernelState, picture: kernel.FrameLandmarks, said: list[kernel.Event]
) -> None:
    if compiled.follow_near and picture.people == 1:
        kernel.nearer(core, compiled.sides[0].numbers, picture)
    kernel.advance(core, compiled.sides[core.body.right].numbers, picture, said)


def _pictures(recording: "Recording") -> Iterator[kernel.FrameLandmarks]:
    """Return a recording's frames one by one, as numbers that Python computes with."""
    times, aspects, people = recording.capture_ms * 0.001, recording.aspect.tolist(), recording.people.tolist()
    rows = zip(recording.image, recording.visibility, times.tolist(), aspects, people, strict=True)
    for image, confidence, at_s, aspect, count in rows:
        x, y, z = image.T.tolist()
        yield kernel.FrameLandmarks(x, y, z, confidence.tolist(), at_s, aspect, count)


def _after(state: SetState, core: kernel.KernelState, said: list[kernel.Event]) -> tuple[SetState, tuple[Finding, ...]]:
    """Turn the kernel's events into findings, and let the coach hear of each repetition."""
    if not said:
        return SetState(state.compiled, state.rules, core, state.coach), ()
    coach: Coach = state.coach
    findings: list[Finding] = []
    for event in said:
        findings.append(_finding(state.compiled, event))
        if event.kind == codes.REPETITION:
            means = tuple(event.checks[: len(state.compiled.sides[0].numbers.checks)])
            seen = seen_in(state.rules, means, event.seconds, event.back_s)
            coach, word = after_repetition(coach, state.rules, seen, findings[-1].at_ms)
            if word is not None:
                findings.append(word)
    return SetState(state.compiled, state.rules, core, coach), tuple(findings)


def _finding(compiled: Compiled, event: kernel.Event) -> Finding:
    at_ms, value = round(event.at_s * 1000, 3), event.value
    match event.kind:
        case codes.POSITION_CHANGED:
            return Position(at_ms=at_ms, state=POSITIONS[value])
        case codes.PHASE_CHANGED:
            return PhaseChanged(at_ms=at_ms, phase=PHASES[value])
        case codes.REPETITION:
            seconds, share = round(event.seconds, 3), round(event.range, 3)
            return RepetitionCounted(at_ms=at_ms, number=value, seconds=seconds, range=share)
        case codes.HOLD:
            return HoldTime(at_ms=at_ms, number=value, seconds=round(event.seconds, 3), holding=event.flag)
        case codes.NOT_MEASURED:
            reason = REASONS[value]
            part = compiled.sides[event.flag].parts[event.joint] if reason in WITH_PART else ""
            return NotMeasured(at_ms=at_ms, reason=reason, part=part, say=not_measured(reason, part))
        case codes.MEASURED_AGAIN:
            return MeasuredAgain(at_ms=at_ms)
        case codes.HAND_RAISED:
            return RaisedHand(at_ms=at_ms)
        case _:
            raise ValueError(f"the kernel made an event of kind {event.kind}")
