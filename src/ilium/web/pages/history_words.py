"""The calendar, the numbers over time, and two sessions beside each other, in words."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from django.utils.formats import date_format

from ilium.anatomy import counted
from ilium.anatomy.side_words import side_words
from ilium.app.history import Day, DoneOnSide, Month, done_by_side, months_with_sessions
from ilium.record.states import Person, Session
from ilium.record.summaries import SessionSummary
from ilium.web.pages.record_words import LONG_HOLD_S, NO_WORSE, STATES, SessionLine, length, line, worst_words

WEEKDAYS = (
    ("Mon", "Monday"), ("Tue", "Tuesday"), ("Wed", "Wednesday"), ("Thu", "Thursday"),
    ("Fri", "Friday"), ("Sat", "Saturday"), ("Sun", "Sunday"),
)  # fmt: skip
NOTHING = "–"


class DayWords(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the calendar.

    Parameters
    ----------
    kind : str
        ``finished``, ``stopped`` or ``open``; of several sessions the best one; empty where there is none.
    session : str
        The id of the day's only session; empty where there is none or more than one.
    """

    number: int
    day: str
    words: str
    kind: str
    count: int
    session: str
    is_today: bool


class MonthWords(msgspec.Struct, frozen=True, kw_only=True):
    """A month as a calendar and as a list, the newest first."""

    title: str
    weeks: tuple[tuple[DayWords | None, ...], ...]
    sessions: tuple[SessionLine, ...]
    summary: str
    earlier: str
    earlier_title: str
    later: str
    later_title: str


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """One session's ratings; ``at`` is when it began, in seconds since 1970."""

    id: str
    at: int
    day: str
    before: int
    worst: int | None
    no_worse: bool
    morning: int | None


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the comparison; ``head`` for a line that names what follows."""

    label: str
    values: tuple[str, str] = ("", "")
    head: bool = False


def month_words(month: Month, today: date) -> MonthWords:
    """Return a month in words."""
    return MonthWords(
        title=_title(month.first),
        weeks=tuple(tuple(_day(day, today) if day else None for day in week) for week in month.weeks),
        sessions=tuple(line(session, today) for session in reversed(month.sessions)),
        summary=_summary(month.sessions),
        earlier=_key(month.earlier) if month.earlier else "",
        earlier_title=_title(month.earlier) if month.earlier else "",
        later=_key(month.later) if month.later else "",
        later_title=_title(month.later) if month.later else "",
    )


def years(person: Person) -> tuple[tuple[int, str], ...]:
    """Return the years that have sessions, the newest first, each with its latest such month."""
    latest = {first.year: _key(first) for first in months_with_sessions(person)}
    return tuple(sorted(latest.items(), reverse=True))


def numbers(person: Person, year: int) -> tuple[Numbers, ...]:
    """Return the ratings of a year's sessions, the oldest first."""
    return tuple(
        Numbers(
            id=session.id,
            at=int(session.started_at.timestamp()),
            day=date_format(session.day, "j M"),
            before=session.pain_before,
            worst=session.worst_pain,
            no_worse=session.no_worse,
            morning=person.next_mornings[session.id].pain if session.id in person.next_mornings else None,
        )
        for session in person.sessions
        if session.day.year == year
    )


def compare(person: Person, one: Session, other: Session) -> tuple[SessionRow, ...]:
    """Return two sessions line by line: ratings, then what was done on each side."""
    pair = (one, other)
    rows = [
        _row("How it ended", [STATES[session.state] for session in pair]),
        _row("Minutes", [str(max(1, round(session.active_ms / 60_000))) for session in pair]),
        _row("Pain before", [str(session.pain_before) for session in pair]),
        _row("Worst pain", [_worst(session) for session in pair]),
        _row("Next morning", [_morning(person, session) for session in pair]),
        _row("Hardest effort", [_rating(session.highest_effort) for session in pair]),
    ]
    return (*rows, *_done_rows(done_by_side(one), done_by_side(other)))


def session_title(session: Session, today: date) -> str:
    """Return the day of a session and the time at which it began."""
    year = "" if session.day.year == today.year else " Y"
    return f"{date_format(session.day, f'D j M{year}')}, {datetime.fromisoformat(session.started.at):%H:%M}"


# --- The calendar -----------------------------------------------------------------------------------------------------


def _key(first: date) -> str:
    """Return a month as addresses have it; ``%Y`` would cut the zeros of the first thousand years."""
    return first.isoformat()[:7]


def _title(first: date) -> str:
    return date_format(first, "F Y")


def _day(day: Day, today: date) -> DayWords:
    states = [session.state for session in day.sessions]
    kind = next((state for state in ("finished", "stopped", "open") if state in states), "")
    return DayWords(
        number=day.date.day,
        day=day.date.isoformat(),
        words=_day_words(day),
        kind=kind,
        count=len(day.sessions),
        session=day.sessions[0].id if len(day.sessions) == 1 else "",
        is_today=day.date == today,
    )


def _day_words(day: Day) -> str:
    name = date_format(day.date, "l j F")
    if not day.sessions:
        return f"{name}: no session"
    if len(day.sessions) > 1:
        return f"{name}: {counted(len(day.sessions), 'session')}"
    session = day.sessions[0]
    return f"{name}: {STATES[session.state].lower()}, pain {session.pain_before} before{worst_words(session)}"


def _summary(sessions: Sequence[SessionSummary]) -> str:
    days = len({session.day for session in sessions})
    if not sessions:
        return "No sessions in this month."
    return f"{counted(len(sessions), 'session')} on {counted(days, 'day')}."


# --- Two sessions -----------------------------------------------------------------------------------------------------


def _row(label: str, values: Sequence[str]) -> SessionRow:
    return SessionRow(label=label, values=(values[0], values[1]))


def _worst(session: Session) -> str:
    return NO_WORSE if session.no_worse else _rating(session.worst_pain)


def _rating(value: int | None) -> str:
    return "not said" if value is None else str(value)


def _morning(person: Person, session: Session) -> str:
    answer = person.next_mornings.get(session.id)
    return "not said" if answer is None else f"{answer.pain}, woken" if answer.woken else str(answer.pain)


def _done_rows(one: Sequence[DoneOnSide], other: Sequence[DoneOnSide]) -> list[SessionRow]:
    """Return a line for each exercise, and under it one for each side that either session has."""
    sides = {(done.exercise, done.side): index for index, done in enumerate([*one, *other])}
    names = {done.exercise: done.name for done in [*other, *one]}
    rows: list[SessionRow] = []
    for exercise, name in {done.exercise: names[done.exercise] for done in [*one, *other]}.items():
        rows.append(SessionRow(label=name, head=True))
        for side in (side for known, side in sides if known == exercise):
            values = [_sets(found, exercise, side) for found in (one, other)]
            rows.append(_row(side_words(side or "both").capitalize(), values))
    return rows


def _sets(found: Sequence[DoneOnSide], exercise: str, side: str | None) -> str:
    done = next((one for one in found if one.exercise == exercise and one.side == side), None)
    if done is None:
        return NOTHING
    if not done.repetitions:
        return "not done"
    held = [
        length(seconds)
        for seconds, count in zip(done.held_seconds, done.repetitions, strict=True)
        if seconds >= LONG_HOLD_S * max(1, count)
    ]
    words = " + ".join(str(count) for count in done.repetitions)
    if len(held) == len(done.repetitions):
        return f"{words} {'hold' if done.repetitions == (1,) else 'holds'}, {' + '.join(held)}"
    return f"{words} {'time' if done.repetitions == (1,) else 'times'}"
