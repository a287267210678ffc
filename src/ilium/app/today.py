"""What the Today page shows: one of a few states, each with what it needs, and nothing of how it looks."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby

import msgspec

from ilium.anatomy.side_words import ONE_AFTER_OTHER
from ilium.app.person import next_morning_due, open_session
from ilium.app.screening_run import run_to_go_on
from ilium.app.standing import AskAgain, Cleared, Held, Resting, Waiting, slips, standing
from ilium.cuesheet.model import BlockSheet, CueSheet, WorkingSide
from ilium.record.alerts import Hold
from ilium.record.states import Person, ScreeningRun
from ilium.record.summaries import SessionSummary
from ilium.screening import Screening


class FirstDay(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing has been answered yet."""


class QuestionsDue(msgspec.Struct, frozen=True, kw_only=True):
    """The screening is to be answered, or gone on with (``run``); ``examined`` is what it is to lift."""

    reason: str
    run: ScreeningRun | None
    examined: tuple[Hold, ...] = ()


class OnHold(msgspec.Struct, frozen=True, kw_only=True):
    """The answers say wait; ``run`` is a newer run to go on with."""

    waiting: Waiting
    run: ScreeningRun | None


class OnRest(msgspec.Struct, frozen=True, kw_only=True):
    """A stop holds for the rest of the day."""

    resting: Resting


class OnExamination(msgspec.Struct, frozen=True, kw_only=True):
    """Answers hold until somebody has examined the person; ``slips`` can still be taken back."""

    held: Held
    slips: tuple[Hold, ...]


class ProfileMissing(msgspec.Struct, frozen=True, kw_only=True):
    """The screening lets the person start, but where it hurts is not known."""


class CanStart(msgspec.Struct, frozen=True, kw_only=True):
    """Today's plan can be shown.

    Parameters
    ----------
    morning : SessionSummary, optional
        The session whose next morning is today and has not been told of.
    done : SessionSummary, optional
        The last session that was finished or stopped today; one that was only left open does not count.
    running : SessionSummary, optional
        A session of today that has not ended.
    """

    morning: SessionSummary | None
    done: SessionSummary | None
    running: SessionSummary | None


State = FirstDay | QuestionsDue | OnHold | OnRest | OnExamination | ProfileMissing | CanStart


class PlanRow(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise of today: what is done, side and dose in words; its first variant and working side as ids.

    ``part_of`` is the exercise's own name, where what is done today has another.
    """

    exercise: str
    variant: str
    working: WorkingSide
    name: str
    part_of: str
    side: str
    dose: str


def state_of(person: Person, screening: Screening, *, now: datetime, today: date) -> State:
    """Return the state of Today.

    Parameters
    ----------
    now : datetime
        With its UTC offset.
    today : date
        The date where the person is.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ilium.screening import load_screening
    >>> state_of(Person(), load_screening(), now=datetime(2026, 3, 1, tzinfo=UTC), today=date(2026, 3, 1))
    FirstDay()
    """
    found = standing(person, screening, now)
    match found:
        case AskAgain(reason=reason, examined=examined):
            if not person.screenings:
                return FirstDay()
            return QuestionsDue(reason=reason, run=run_to_go_on(person, screening, now), examined=examined)
        case Waiting():
            return OnHold(waiting=found, run=run_to_go_on(person, screening, now))
        case Resting():
            return OnRest(resting=found)
        case Held():
            return OnExamination(held=found, slips=slips(person, now))
        case Cleared():
            return ProfileMissing() if person.profile is None else _can_start(person, today)


def plan_rows(sheet: CueSheet) -> tuple[PlanRow, ...]:
    """Return one row for each exercise of the plan, in its order."""
    return tuple(_row(list(blocks)) for _, blocks in groupby(sheet.blocks, key=lambda block: block.exercise))


def _can_start(person: Person, today: date) -> CanStart:
    of_today = [session for session in person.sessions if session.day == today]
    running = open_session(person)
    return CanStart(
        morning=next_morning_due(person, today),
        done=next((session for session in reversed(of_today) if _has_ended(session)), None),
        running=running if running in of_today else None,
    )


def _has_ended(session: SessionSummary) -> bool:
    return session.state != "open" and session.stopped_why != "abandoned"


def _row(blocks: list[BlockSheet]) -> PlanRow:
    first = blocks[0]
    sides = list(dict.fromkeys(block.working_side for block in blocks))
    doses = {side: " and ".join(b.dose for b in blocks if b.working_side == side) for side in sides}
    names = list(dict.fromkeys(block.name for block in blocks))
    return PlanRow(
        exercise=first.exercise,
        variant=first.variant,
        working=first.working_side,
        name=", then ".join(names),
        part_of="" if names == [first.exercise_name] else first.exercise_name,
        side=first.side_words if len(sides) == 1 else ONE_AFTER_OTHER,
        dose=_dose_words(doses),
    )


def _dose_words(doses: Mapping[WorkingSide, str]) -> str:
    """Return the dose once where both sides have the same, else side by side."""
    if len(doses) == 1:
        return next(iter(doses.values()))
    if len(set(doses.values())) == 1:
        return f"{next(iter(doses.values()))}, each side"
    return "; ".join(f"{side}: {dose}" for side, dose in doses.items())
