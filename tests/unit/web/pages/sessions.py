"""Made-up sessions of the record."""

from datetime import datetime
from typing import Literal

from ilium.record.events import (
    BlockEased,
    BlockSkipped,
    EffortReported,
    Event,
    NoWorseSaid,
    PainReported,
    PlannedBlock,
    SessionFinished,
    SessionStarted,
    SessionStopped,
    SetCompleted,
    SetEnded,
)

SESSION = "0192c0de-0000-7000-9000-000000000001"
ROLL = PlannedBlock(
    exercise="lumbar-roll",
    name="Lumbar roll",
    variant="lumbar-roll",
    phase="mobilise",
    working_side="right",
    sets=1,
    repetitions=3,
    hold_seconds=10,
)


def clam(side: Literal["left", "right"]) -> PlannedBlock:
    return PlannedBlock(
        exercise="side-plank-clam-shell",
        name="Side plank clam shell",
        variant="side-lying-clam",
        phase="strengthen",
        working_side=side,
        sets=2,
        repetitions=10,
        hold_seconds=1,
    )


class Told:
    """Makes the events of one session, ten seconds apart."""

    def __init__(self, at: datetime, session: str = SESSION) -> None:
        self.at, self.session, self.count = at.isoformat(), session, 0

    def __call__(self, kind: type[Event], **fields: object) -> Event:
        self.count += 1
        event_id = f"{self.session[:24]}{self.count:06x}{self.session[-6:]}"
        made = {"id": event_id, "at": self.at, "session": self.session, "offset_ms": self.count * 10_000}
        return kind(**made, **fields)  # type: ignore[return-value, arg-type]


def started(tell: Told) -> Event:
    return tell(
        SessionStarted,
        programme="sacroiliac",
        track="gradual",
        side="right",
        mode="full",
        sheet="sheet",
        pain_before=4,
        planned=[ROLL, clam("right"), clam("left")],
    )


def whole(at: datetime, session: str = SESSION) -> list[Event]:
    """A session to its end, with one side skipped and one eased."""
    tell = Told(at, session)
    of_roll = {"block": 0, "exercise": "lumbar-roll"}
    of_clam = {"exercise": "side-plank-clam-shell", "variant": "side-lying-clam"}
    return [
        started(tell),
        tell(SetCompleted, set=1, side="right", variant="lumbar-roll", repetitions=3, held_seconds=30, **of_roll),
        tell(PainReported, moment="worst", value=5, quality="ache", outcome="go-on", **of_roll),
        tell(EffortReported, value=6, **of_roll),
        tell(SetCompleted, block=1, set=1, side="right", repetitions=10, counted="camera", **of_clam),
        tell(BlockEased, block=1, exercise=of_clam["exercise"], from_variant=of_clam["variant"], to_variant="odd-one"),
        tell(SetEnded, block=1, set=2, side="right", repetitions=4, eased=True, **of_clam),
        tell(BlockSkipped, block=2, exercise="side-plank-clam-shell", side="left", why="no-time"),
        tell(SessionFinished),
    ]


def comfortable(at: datetime, session: str = SESSION) -> list[Event]:
    """A session in which one exercise was done, and said to have made nothing worse."""
    tell, of_roll = Told(at, session), {"block": 0, "exercise": "lumbar-roll"}
    done = tell(SetCompleted, set=1, side="right", variant="lumbar-roll", repetitions=3, held_seconds=30, **of_roll)
    return [
        started(tell),
        done,
        tell(SessionFinished),
        tell(NoWorseSaid, **of_roll),
        tell(EffortReported, value=4, **of_roll),
    ]


def stopped(at: datetime, why: str, session: str = SESSION) -> list[Event]:
    """A session that was stopped when it hurt."""
    tell = Told(at, session)
    hurt = {"moment": "during", "value": 8, "quality": "sharp", "outcome": "red", "block": 0, "exercise": "lumbar-roll"}
    return [started(tell), tell(PainReported, **hurt), tell(SessionStopped, why=why)]
