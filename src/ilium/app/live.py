"""One conversation over the live socket: the browser's messages in, findings out.

Nothing of it is kept, unless the person's settings and the browser both ask for a recording: decision 23.
"""

from typing import Generic, Protocol, TypeVar

import msgspec

from ilium.anatomy.errors import IliumError, SpecificationError
from ilium.app.ports import Recorder, Tape, TapeState
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.motion import engine
from ilium.motion.findings import Begin, End, Finding, RecordingState, Unmeasured, decode_client_message
from ilium.motion.formats import RecordingHeader, specification_hash
from ilium.motion.wire import Frame, FrameError, check_order, decode

State = TypeVar("State")
#: WebSocket close codes: data that contradicts itself or its own format.
MALFORMED = 1007
#: What a person is told of a recording.
TOLD: dict[TapeState, str] = {
    "on": "Your joints are being recorded.",
    "not-wanted": "Not recorded: it is switched off in Settings.",
    "full": "This set’s recording is full. The session goes on.",
    "no-space": "Not recorded: the disk is nearly full. The session goes on.",
    "not-written": "The recording could not be written. The session goes on.",
    "too-slow": "The recording ended, because the disk is too slow. The session goes on.",
}


class Engine(Protocol[State]):
    """What watches a set; `ilium.motion` has the one that people use. Each answer is findings for the browser."""

    def begin(self, begin: Begin) -> tuple[State | None, tuple[Finding, ...]]:
        """Begin to watch, or say why it cannot be watched: then the state is None and frames are not looked at.

        Raises
        ------
        IliumError
            There is no such exercise or variant, or it has no such side.
        """

    def step(self, state: State, frame: Frame) -> tuple[State, tuple[Finding, ...]]:
        """Look at one frame."""

    def end(self, state: State, at_ms: float) -> tuple[Finding, ...]:
        """Stop watching at the capture time of the last frame, and say what was seen in all."""


class Refused(IliumError):
    """The conversation ends: ``code`` is the WebSocket close code, the text is for the other side."""

    def __init__(self, reason: str, code: int = MALFORMED) -> None:
        super().__init__(reason)
        self.code = code


class Conversation(Generic[State]):
    """What one socket has said so far.

    Parameters
    ----------
    watcher : Engine
        What looks at the frames.
    recorder : Recorder, optional
        Where recordings go; without one nothing is ever kept.
    """

    def __init__(self, watcher: Engine[State], recorder: Recorder | None = None) -> None:
        self.watcher, self._recorder = watcher, recorder
        self._tape: Tape | None = None
        self._state: State | None = None
        self._last: Frame | None = None

    def said(self, text: str) -> tuple[Finding, ...]:
        """Take a text message: a set begins or ends.

        Raises
        ------
        Refused
            It is no message, or names what is not there.
        """
        try:
            message = decode_client_message(text)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise Refused(f"That is no message: {error}") from None
        match message:
            case Begin():
                return self._begin(message)
            case End():
                return self._end()

    def close(self) -> None:
        """End what is being recorded; the other side is gone."""
        if self._tape is not None:
            self._tape.end()
            self._tape = None

    def _begin(self, begin: Begin) -> tuple[Finding, ...]:
        self.close()
        self._last = None
        try:
            self._state, findings = self.watcher.begin(begin)
        except IliumError as error:
            raise Refused(str(error)) from None
        if begin.record and begin.purpose == "set" and self._recorder and self._state is not None:
            self._tape = self._recorder.start(_header(begin))
        return findings

    def _end(self) -> tuple[Finding, ...]:
        self.close()
        state, self._state = self._state, None
        at_ms = self._last.capture_ms if self._last else 0.0
        return () if state is None else self.watcher.end(state, at_ms)

    def saw(self, content: bytes) -> tuple[Finding, ...]:
        """Take a binary message: one frame. Before a set begins it is checked and not looked at.

        Raises
        ------
        Refused
            It is no frame, or it does not come after the frame before it.
        """
        try:
            frame = decode(content)
            check_order(self._last, frame)
        except FrameError as error:
            raise Refused(str(error), error.code) from None
        self._last = frame
        if self._state is None:
            return ()
        self._state, findings = self.watcher.step(self._state, frame)
        if self._tape is None:
            return findings
        self._tape.keep(content)
        news = self._tape.news()
        return findings if news is None else (*findings, _kept(news, frame.capture_ms))


def _kept(state: TapeState, at_ms: float) -> RecordingState:
    return RecordingState(at_ms=at_ms, on=state == "on", say=TOLD[state])


def _header(begin: Begin) -> RecordingHeader:
    """Return what a recording of a set needs to be counted again."""
    _, variant = _found(begin)
    return RecordingHeader(
        engine_version=engine.ENGINE_VERSION,
        specification=specification_hash(variant),
        exercise=begin.exercise,
        variant=begin.variant,
        side=begin.side,
        set=begin.set,
        raised_hand=begin.raised_hand,
    )


class Watcher:
    """The `Engine` that people use: `ilium.motion.engine` on the exercises of the library."""

    def begin(self, begin: Begin) -> tuple[engine.SetState | None, tuple[Finding, ...]]:
        """Watch a variant of the library, or say that a camera does not measure it.

        Raises
        ------
        SpecificationError
            There is no such exercise or variant, or it needs a side.
        """
        exercise, variant = _found(begin)
        looking = begin.purpose == "preflight"
        camera = variant.camera
        if camera is None or camera.trust == "never" or not (camera.leads or looking):
            why = camera.why if camera else ""
            return None, (Unmeasured(at_ms=0.0, say=why or "The camera does not measure this. Go on by the timer."),)
        state = engine.begin(exercise, variant, begin.side, raised_hand=begin.raised_hand, only_look=looking)
        return state, ()

    def step(self, state: engine.SetState, frame: Frame) -> tuple[engine.SetState, tuple[Finding, ...]]:
        """Look at one frame."""
        return engine.step(state, frame)

    def end(self, state: engine.SetState, at_ms: float) -> tuple[Finding, ...]:
        """Sum the set up."""
        return (engine.finish(state, at_ms),)


def _found(begin: Begin) -> tuple[Exercise, Variant]:
    exercise, variant = load_library().get_variant(begin.exercise, begin.variant)
    if begin.side == "both" and not variant.symmetric:
        raise SpecificationError(begin.variant, "side", "only one side works at a time: expected left or right")
    return exercise, variant


def converse(recorder: Recorder | None = None) -> Conversation[engine.SetState]:
    """Return what answers one socket."""
    return Conversation(Watcher(), recorder)
