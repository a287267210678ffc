"""A watcher that writes down what it is shown, and frames to show it."""

from dataclasses import dataclass, field

from ilium.anatomy.errors import SpecificationError
from ilium.app.live import Conversation
from ilium.motion.findings import Begin, Finding, HoldTime, SetMeasured, Unmeasured
from ilium.motion.wire import Frame, encode

BEGIN = '{"type":"begin","exercise":"si-glute-bridge","variant":"si-bridge","side":"left"}'
END = '{"type":"end"}'


def frame(seq: int, **changes: object) -> bytes:
    """Return a frame with a body in it, 30 a second."""
    half = (0.5,) * 33
    body = {"x": half, "y": half, "z": half, "visibility": half, "presence": half}
    values = {"seq": seq, "capture_ms": seq * 1000 / 30, "width": 640, "height": 480, **body, **changes}
    return encode(Frame(**values))  # type: ignore[arg-type]


@dataclass
class Notes:
    """An `ilium.app.live.Engine` whose state is how many frames it has seen; it answers each with its number."""

    seen: list[int] = field(default_factory=list)
    fails_at: int | None = None

    def begin(self, begin: Begin) -> tuple[int | None, tuple[Finding, ...]]:
        if begin.exercise == "no-such":
            raise SpecificationError(begin.exercise, "exercise", "there is no such exercise")
        if begin.variant == "not-measured":
            return None, (Unmeasured(at_ms=0.0, say="Go on by the timer."),)
        return 0, ()

    def step(self, state: int, frame: Frame) -> tuple[int, tuple[Finding, ...]]:
        if frame.seq == self.fails_at:
            raise ZeroDivisionError("haemorrhoidectomy")
        self.seen.append(frame.seq)
        return state + 1, (HoldTime(at_ms=frame.capture_ms, number=frame.seq, seconds=0.0, holding=True),)

    def end(self, state: int, at_ms: float) -> tuple[Finding, ...]:
        return (
            SetMeasured(at_ms=at_ms, repetitions=state, held_seconds=0, measured_seconds=0, not_measured_seconds=0),
        )

    def conversation(self) -> Conversation[int]:
        return Conversation(self)
