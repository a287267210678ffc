"""One conversation over the live socket: the browser's messages in, findings out. Nothing of it is kept."""

from typing import Generic, Protocol, TypeVar

import msgspec

from ilium.anatomy.errors import IliumError
from ilium.motion.findings import Begin, End, Finding, Unmeasured, decode_client_message
from ilium.motion.wire import Frame, FrameError, check_order, decode

State = TypeVar("State")
#: WebSocket close codes: data that contradicts itself or its own format.
MALFORMED = 1007


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
    engine : Engine
        What looks at the frames.
    """

    def __init__(self, engine: Engine[State]) -> None:
        self.engine = engine
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

    def _begin(self, begin: Begin) -> tuple[Finding, ...]:
        self._last = None
        try:
            self._state, findings = self.engine.begin(begin)
        except IliumError as error:
            raise Refused(str(error)) from None
        return findings

    def _end(self) -> tuple[Finding, ...]:
        state, self._state = self._state, None
        at_ms = self._last.capture_ms if self._last else 0.0
        return () if state is None else self.engine.end(state, at_ms)

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
        self._state, findings = self.engine.step(self._state, frame)
        return findings


class NothingMeasured:
    """An `Engine` that can measure no exercise, and says so: the session goes on by its timers and buttons."""

    def begin(self, begin: Begin) -> tuple[None, tuple[Finding, ...]]:
        """Say that a camera does not measure this."""
        return None, (Unmeasured(at_ms=0.0, say="The camera does not measure this. Go on by the timer."),)

    def step(self, state: None, frame: Frame) -> tuple[None, tuple[Finding, ...]]:
        """Look at nothing."""
        return None, ()

    def end(self, state: None, at_ms: float) -> tuple[Finding, ...]:
        """Have nothing to say."""
        return ()


def converse() -> "Conversation[None]":
    """Return what answers one socket."""
    return Conversation(NothingMeasured())
