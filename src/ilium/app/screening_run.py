"""The screening of one person: where they are in its pages, and what their answers lead to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from ilium.anatomy.errors import AnswerError
from ilium.app.person import answers_of
from ilium.record.codec import instant
from ilium.record.events import ScreeningPageAnswered
from ilium.record.states import Person, ScreeningRun
from ilium.screening import (
    Clearance,
    Level,
    NotNow,
    NotToday,
    Screening,
    ScreeningOutcome,
    assess,
    urgent_so_far,
)
from ilium.screening.model import Item

#: After so long with an unfinished run its pages are asked from the start: our choice, not validated.
GO_ON_FOR = timedelta(hours=24)

CompletedLevel = Literal["emergency", "same-day", "clinician", "pause", "changes", "allowed"]


def unfinished_run(person: Person) -> ScreeningRun | None:
    """Return the run that was begun after the last finished one; None where there is none."""
    latest = person.screening
    return latest if latest is not None and latest.completed is None else None


def run_to_go_on(person: Person, screening: Screening, now: datetime) -> ScreeningRun | None:
    """Return the unfinished run whose pages still count.

    It is of this version, not older than `GO_ON_FOR`, and began after whatever it is to settle.
    """
    run = unfinished_run(person)
    if run is None or not _can_read(screening, run) or run.id not in person.alerts.fresh:
        return None
    newest = max(instant(page.at) for page in run.pages.values())
    return run if now - newest < GO_ON_FOR else None


def answered(run: ScreeningRun | None, page: ScreeningPageAnswered) -> ScreeningRun:
    """Return the run with one more page answered; a new one where there is none."""
    begun = run or ScreeningRun(id=page.screening, version=page.version)
    return msgspec.structs.replace(begun, pages={**begun.pages, page.page: page}, completed=None)


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
    wanted = outcome.approvable if isinstance(outcome, NotNow) else ()
    return tuple(item for page in screening.page for item in page.item if item.id in wanted)


def level_of(outcome: ScreeningOutcome) -> CompletedLevel:
    """Return the word that the record keeps of an outcome."""
    match outcome:
        case Clearance():
            return "changes" if outcome.changes else "allowed"
        case NotToday():
            return "pause"
        case NotNow(level=Level.EMERGENCY):
            return "emergency"
        case NotNow(level=Level.SAME_DAY):
            return "same-day"
        case NotNow():
            return "clinician"


def emergency_of(screening: Screening, run: ScreeningRun) -> NotNow | None:
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
