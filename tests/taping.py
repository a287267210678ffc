"""Recorders by hand: one in memory, and ids and a clock for those that write files."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ilium.app.ports import TapeState
from ilium.motion.engine import ENGINE_VERSION
from ilium.motion.formats import RecordingHeader

HEADER = RecordingHeader(
    engine_version=ENGINE_VERSION,
    specification="ab" * 32,
    exercise="si-glute-bridge",
    variant="si-bridge",
    side="left",
)


@dataclass
class NoteTape:
    """An `ilium.app.ports.Tape` in memory."""

    header: RecordingHeader
    states: list[TapeState] = field(default_factory=lambda: ["on"])
    kept: list[bytes] = field(default_factory=list)
    ended: int = 0

    def keep(self, message: bytes) -> None:
        self.kept.append(message)

    def news(self) -> TapeState | None:
        return self.states.pop(0) if self.states else None

    def end(self) -> None:
        self.ended += 1


@dataclass
class NoteRecorder:
    """An `ilium.app.ports.Recorder` in memory."""

    tapes: list[NoteTape] = field(default_factory=list)
    erased: int = 0

    def start(self, header: RecordingHeader) -> NoteTape:
        self.tapes.append(NoteTape(header))
        return self.tapes[-1]

    def erase(self) -> None:
        self.erased += 1
        self.tapes.clear()


class NoonClock:
    """An `ilium.app.ports.Clock` that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class RisingIds:
    """An `ilium.app.ports.Ids` that counts."""

    given: int = 0

    def new(self) -> str:
        self.given += 1
        return f"0192c0de-0000-7000-8000-{self.given:012x}"
