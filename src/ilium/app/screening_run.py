"""The screening of one person: where they are in its pages, what their answers led to, and whether that still holds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from ilium.anatomy.errors import AnswerError, NotScreened
from ilium.app.person import answers_of
from ilium.record.codec import instant
from ilium.record.fold import NEWS_IN_SESSION as NEWS_IN_SESSION
from ilium.record.states import Person, ScreeningRun
from ilium.screening import (
    Block,
    Clearance,
    Level,
    Pause,
    Screening,
    ScreeningOutcome,
    assess,
    clearance_holds,
    urgent_so_far,
)
from ilium.screening.model import Item

#: After so long with an unfinished run its pages are asked from the start: our choice, not validated.
GO_ON_FOR = timedelta(hours=24)

CompletedLevel = Literal["emergency", "same-day", "clinician", "pause", "changes", "allowed"]


class AskAgain(msgspec.Struct, frozen=True, kw_only=True):
    """The questions are to be answered: for the first time (``reason`` is empty), to the end, or again."""

    reason: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The answers say wait; it stays so until they have been answered again."""

    outcome: Block | Pause


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """The answers let the person start, with changes."""

    clearance: Clearance


Standing = AskAgain | Waiting | Cleared

HALF_DONE = "You began to answer the questions again. Please go on to the end before you exercise."
NEW_VERSION = "The questions have changed since you answered them."
UNREADABLE = "Your answers cannot be read any more. Please answer the questions again."
PAUSE_OVER = "The time to wait is over. Please answer the questions again."


def standing(person: Person, screening: Screening, now: datetime) -> Standing:
    """Say where the person stands with the screening now.

    An emergency that was answered counts at once, also in a run that is not finished. A run that was begun after the
    last finished one has to be finished first: whoever begins again has a reason. A block stays until then. Answers
    that cannot be read are no leave to start.

    Parameters
    ----------
    now : datetime
        With its UTC offset.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ilium.screening import load_screening
    >>> standing(Person(), load_screening(), datetime(2026, 3, 1, tzinfo=UTC))
    AskAgain(reason='')
    """
    unfinished, finished = unfinished_run(person), person.completed_screening
    if unfinished and (urgent := emergency_of(screening, unfinished)):
        return Waiting(outcome=urgent)
    if finished is None:
        return AskAgain()
    found = _of_finished(person, screening, finished, now)
    return AskAgain(reason=HALF_DONE) if unfinished and isinstance(found, Cleared) else found


def clearance_now(person: Person, screening: Screening, now: datetime) -> Clearance:
    """Return the clearance that holds now.

    Raises
    ------
    NotScreened
        When none does; the text says why.
    """
    match standing(person, screening, now):
        case Cleared(clearance=clearance):
            return clearance
        case Waiting(outcome=outcome):
            raise NotScreened(outcome.advice.title)
        case AskAgain(reason=reason):
            raise NotScreened(reason or "First come a few questions.")


def unfinished_run(person: Person) -> ScreeningRun | None:
    """Return the run that was begun after the last finished one; None where there is none."""
    latest = person.screening
    return latest if latest is not None and latest.completed is None else None


def run_to_go_on(person: Person, screening: Screening, now: datetime) -> ScreeningRun | None:
    """Return the unfinished run whose pages still count: of this version, and not older than `GO_ON_FOR`."""
    run = unfinished_run(person)
    if run is None or not _can_read(screening, run):
        return None
    newest = max(instant(page.at) for page in run.pages.values())
    return run if now - newest < GO_ON_FOR else None


def next_page(screening: Screening, run: ScreeningRun | None) -> int:
    """Return the number, from 1, of the first page without an answer; one past the last where all are answered."""
    answered = run.pages if run else {}
    open_pages = (number for number, page in enumerate(screening.page, 1) if page.id not in answered)
    return next(open_pages, len(screening.page) + 1)


def outcome_of(
    screening: Screening, run: ScreeningRun, at: datetime, *, approved: Iterable[str] = ()
) -> ScreeningOutcome:
    """Return what the run's answers lead to, when a clinician has said yes to ``approved``.

    Raises
    ------
    AnswerError
        When a page is open, or an approval is not one that a clinician's yes can settle.
    """
    return assess(screening, msgspec.structs.replace(answers_of(run), approved=tuple(approved)), at)


def to_approve(screening: Screening, run: ScreeningRun, at: datetime) -> tuple[Item, ...]:
    """Return the items to which a clinician may have said yes; empty where that would not change the outcome."""
    outcome = outcome_of(screening, run, at)
    wanted = outcome.approvable if isinstance(outcome, Block) else ()
    return tuple(item for page in screening.page for item in page.item if item.id in wanted)


def level_of(outcome: ScreeningOutcome) -> CompletedLevel:
    """Return the word that the record keeps of an outcome."""
    match outcome:
        case Clearance():
            return "changes" if outcome.changes else "allowed"
        case Pause():
            return "pause"
        case Block(level=Level.EMERGENCY):
            return "emergency"
        case Block(level=Level.SAME_DAY):
            return "same-day"
        case Block():
            return "clinician"


def emergency_of(screening: Screening, run: ScreeningRun) -> Block | None:
    """Return the emergency that the run's pages so far speak of; a run that cannot be read speaks of none."""
    return urgent_so_far(screening, answers_of(run)) if _can_read(screening, run) else None


def _can_read(screening: Screening, run: ScreeningRun) -> bool:
    """Whether the run is of this version, and holds only questions and answers that it has."""
    if run.version != screening.version:
        return False
    try:
        urgent_so_far(screening, answers_of(run))
    except AnswerError:
        return False
    return True


def _of_finished(person: Person, screening: Screening, run: ScreeningRun, now: datetime) -> Standing:
    if run.completed is None or run.version != screening.version:
        return AskAgain(reason=NEW_VERSION)
    at = instant(run.completed.at)
    try:
        outcome = outcome_of(screening, run, at, approved=run.completed.approved)
    except AnswerError:  # answers that cannot be read are no leave to start
        return AskAgain(reason=UNREADABLE)
    if isinstance(outcome, Clearance):
        return _held(person, outcome, now)
    if isinstance(outcome, Pause) and now >= outcome.until:
        return AskAgain(reason=PAUSE_OVER)
    return Waiting(outcome=outcome)


def _held(person: Person, clearance: Clearance, now: datetime) -> Standing:
    latest = now + timedelta(minutes=clearance.reask.clock_minutes)  # a clock that was ahead must hide no session
    begun = [session.started_at for session in person.sessions if session.started_at <= latest]
    reason = clearance_holds(
        clearance,
        now,
        last_session_at=max(begun, default=None),
        something_new=person.news,
    )
    return AskAgain(reason=reason) if reason else Cleared(clearance=clearance)
