"""From answers to an outcome: deterministic, pure, and the only place where a `Clearance` is made.

The most urgent answer decides: emergency, same day, clinician first, pause; with none of them, leave to start.
"Not sure" counts as yes at every level.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from ilium.anatomy import Side
from ilium.anatomy.errors import AnswerError
from ilium.screening import model
from ilium.screening.advice import advice_for
from ilium.screening.answers import BLOCKING, Hit, check_complete, check_known, hits, named_sides, shown_pages
from ilium.screening.loader import load_screening
from ilium.screening.model import (
    Answers,
    AppliedChange,
    Clearance,
    Item,
    Level,
    NotNow,
    NotToday,
    Page,
    Reason,
    Screening,
    ScreeningOutcome,
    Tick,
)


def assess(screening: Screening, answers: Answers, at: datetime) -> ScreeningOutcome:
    """Say what the answers lead to, and which of them led there.

    An emergency is said even when questions are still open; anything else needs every question answered.

    Parameters
    ----------
    screening : Screening
        The questions, as `load_screening` gives them.
    answers : Answers
        Order plays no part. Answers behind a lead question that is "no", and sides or approvals of a question
        answered "no", change nothing.
    at : datetime
        When the last answer was given, with its UTC offset.

    Returns
    -------
    ScreeningOutcome
        `NotNow`, `NotToday` or `Clearance`.

    Raises
    ------
    AnswerError
        For an unknown question, answer, side or approval; a question with no answer; a sided yes without a side;
        a time without an offset, or one past the end of the calendar.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> screening = load_screening()
    >>> ticks = {item.id: Tick.NO for page in screening.page for item in page.item}
    >>> leads = {page.id: False for page in screening.page if page.lead}
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> assess(screening, Answers(ticks=ticks, leads=leads), now).changes
    ()
    >>> assess(screening, Answers(ticks=ticks | {"fever": Tick.NOT_SURE}, leads=leads), now).level
    <Level.SAME_DAY: 'same-day'>
    """
    instant = _utc(at)
    if (urgent := urgent_so_far(screening, answers)) is not None:
        return urgent
    check_complete(screening, answers)
    found = hits(screening, answers)
    block = _block(screening, [hit for hit in found if _blocks(hit.item, answers)])
    return block or _pause(screening, found, instant) or _clearance(screening, answers, found, instant)


def urgent_so_far(screening: Screening, answers: Answers) -> NotNow | None:
    """Return the emergency that the answers given so far speak of, or None; ask it after each page.

    Only an emergency stops the questions at once. Everything else waits for the end, so that a more urgent answer on
    a later page is not missed.

    Raises
    ------
    AnswerError
        For an unknown question, answer, side or approval.
    """
    check_known(screening, answers)
    blocking = [hit for hit in hits(screening, answers) if _blocks(hit.item, answers)]
    if not any(hit.item.level is Level.EMERGENCY for hit in blocking):
        return None
    return _block(screening, blocking)


def changes_asked(screening: Screening, answers: Answers) -> tuple[AppliedChange, ...]:
    """Return every change that the answers given so far ask for, whatever else they lead to.

    It is no leave to start: somebody who has to wait may still be shown how to lie.

    Raises
    ------
    AnswerError
        For an unknown question, answer, side or approval.
    """
    check_known(screening, answers)
    return _applied(hits(screening, answers), answers)


def clearance_holds(clearance: Clearance, now: datetime, *, last_session_at: datetime | None) -> str | None:
    """Say why time alone asks the questions again, or return None while the clearance holds.

    All spans are elapsed time (a day is 24 hours), so that a change of the clocks moves nothing.

    Parameters
    ----------
    now, last_session_at : datetime
        With their UTC offsets. A last session after ``now`` (a clock was wrong) is left out of account.

    Returns
    -------
    str or None
        A sentence for the person.

    Raises
    ------
    AnswerError
        For a time without an offset.
    """
    words, instant = clearance.reask, _utc(now)
    clock_slack = timedelta(minutes=words.clock_minutes)
    if clearance.screened_at > instant + clock_slack:
        return words.clock
    if instant >= clearance.valid_until:
        return clearance.over
    seen = [_utc(last_session_at)] if last_session_at is not None else []
    last_seen = max([clearance.screened_at, *(t for t in seen if t <= instant + clock_slack)])
    return words.gap if instant - last_seen >= clearance.gap else None


def clearance_span(clearance: Clearance, last_session_at: datetime | None) -> tuple[datetime, datetime, str]:
    """Return from when to when the clearance holds by time alone, and the sentence for the person when it has ended.

    Between the two `clearance_holds` says nothing, as long as nothing is new and no further session begins.

    Parameters
    ----------
    last_session_at : datetime, optional
        With its UTC offset, and not after now.

    Returns
    -------
    tuple of datetime, datetime, str
        UTC; the first is included, the second is not.

    Raises
    ------
    AnswerError
        For a time without an offset.
    """
    words = clearance.reask
    begins = clearance.screened_at - timedelta(minutes=words.clock_minutes)
    last_seen = max(clearance.screened_at, _utc(last_session_at) if last_session_at is not None else begins)
    gap_ends = _later(last_seen, clearance.gap)
    if gap_ends < clearance.valid_until:
        return begins, gap_ends, words.gap
    return begins, clearance.valid_until, clearance.over


def example_clearance(changes: Iterable[AppliedChange], at: datetime) -> Clearance:
    """Make a clearance marked ``preview``, for showing a plan on the command line; never to be used for a person.

    Parameters
    ----------
    changes : iterable of AppliedChange
        The caller checks their ids and whether they have sides; the same one twice counts once.
    at : datetime
        With its UTC offset.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> example = example_clearance([AppliedChange(id="feet-share")], datetime(2026, 3, 1, tzinfo=UTC))
    >>> example.preview, example.changes[0].id
    (True, 'feet-share')
    """
    once = {(change.id, change.side): change for change in changes}
    return _make(load_screening(), _utc(at), tuple(once.values()), (), preview=True)


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise AnswerError("a time of the screening must carry its UTC offset")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise AnswerError("a time of the screening lies outside the calendar") from None


def _later(instant: datetime, span: timedelta) -> datetime:
    try:
        return instant + span
    except OverflowError:
        raise AnswerError("a time of the screening lies outside the calendar") from None


def _blocks(item: Item, answers: Answers) -> bool:
    return item.level in BLOCKING and item.id not in answers.approved


def _reason(hit: Hit) -> Reason:
    item = hit.item
    level = item.level or Level.NOTE
    return Reason(item=item.id, page=hit.page.id, level=level, answer=hit.tick, ask=item.ask, because=item.because)


def _block(screening: Screening, blocking: list[Hit]) -> NotNow | None:
    """Return the block of these answers; the sort keeps the order of the pages within a level."""
    if not blocking:
        return None
    because = tuple(sorted(map(_reason, blocking), key=lambda reason: reason.level.rank))
    level = because[0].level
    opens = level is Level.CLINICIAN and all(hit.item.approvable for hit in blocking)
    approvable = tuple(hit.item.id for hit in blocking) if opens else ()
    return NotNow(level=level, advice=advice_for(screening, level), because=because, approvable=approvable)


def _pause(screening: Screening, found: tuple[Hit, ...], instant: datetime) -> NotToday | None:
    pausing = [hit for hit in found if hit.item.level is Level.PAUSE]
    if not pausing:
        return None
    until = _later(instant, timedelta(hours=max(hit.item.pause_hours for hit in pausing)))
    because = tuple(map(_reason, pausing))
    return NotToday(until=until, advice=advice_for(screening, Level.PAUSE), because=because)


def _clearance(screening: Screening, answers: Answers, found: tuple[Hit, ...], instant: datetime) -> Clearance:
    ends = [_end_of(answers.until[id]) for id in _used_approvals(found, answers) if id in answers.until]
    changes, notes = _applied(found, answers), _notes(screening, answers, found)
    return _make(screening, instant, changes, notes, yes_ends=min(ends, default=None))


def _used_approvals(found: tuple[Hit, ...], answers: Answers) -> list[str]:
    return [hit.item.id for hit in found if hit.item.id in answers.approved]


def _end_of(day: date) -> datetime:
    return _later(datetime.combine(day, time(), UTC), timedelta(days=1))


def _make(
    screening: Screening,
    instant: datetime,
    changes: tuple[AppliedChange, ...],
    notes: tuple[str, ...],
    *,
    yes_ends: datetime | None = None,
    preview: bool = False,
) -> Clearance:
    asked_again = _later(instant, timedelta(days=screening.every_days))
    is_yes_first = yes_ends is not None and yes_ends < asked_again
    return Clearance(
        screened_at=instant,
        valid_until=min(asked_again, yes_ends or asked_again),
        changes=changes,
        notes=notes,
        advice=advice_for(screening, Level.CHANGES if changes else Level.NOTE),
        gap=timedelta(days=screening.gap_days),
        over=screening.reask.yes_over if is_yes_first else screening.reask.old,
        reask=screening.reask,
        preview=preview,
        key=model._KEY,
    )


def _applied(found: tuple[Hit, ...], answers: Answers) -> tuple[AppliedChange, ...]:
    """Merge the changes: each once per side, with every item that asks for it."""
    because: dict[tuple[str, Side | None], list[str]] = {}
    for hit in found:
        for wanted in _wanted(hit.item, answers):
            because.setdefault(wanted, []).append(hit.item.id)
    return tuple(AppliedChange(id=key, side=side, because=tuple(ids)) for (key, side), ids in because.items())


def _wanted(item: Item, answers: Answers) -> list[tuple[str, Side | None]]:
    sided = [(change, side) for change in item.side_changes for side in named_sides(item, answers)]
    return [*((change, None) for change in item.changes), *sided]


def _notes(screening: Screening, answers: Answers, found: tuple[Hit, ...]) -> tuple[str, ...]:
    """Return the sentences of notes and count rules, in the order of the pages, each once."""
    notes: dict[str, None] = {}
    for page in shown_pages(screening, answers):
        lines = [hit.item.because for hit in found if hit.page is page and hit.item.level is Level.NOTE]
        notes |= dict.fromkeys(lines + _count_note(page, answers))
    return tuple(notes)


def _count_note(page: Page, answers: Answers) -> list[str]:
    count = sum(item.level is None and answers.ticks[item.id] is Tick.YES for item in page.item)
    met = [rule for rule in page.count_rule if count >= rule.at_least]
    return [max(met, key=lambda rule: rule.at_least).say] if met else []
