"""The record by month and by year, and two sessions beside each other: which days and sessions, and no words."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date

import msgspec

from ilium.record.events import SideName
from ilium.record.states import BlockRecord, Person, Session
from ilium.record.summaries import SessionSummary


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a month's grid."""

    date: date
    sessions: tuple[SessionSummary, ...]


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month in weeks from Monday to Sunday.

    Parameters
    ----------
    first : date
        Its first day.
    weeks : tuple of tuple of Day or None
        None for the days of its neighbours that fill the weeks: around the first and the last month of the calendar
        there are none.
    earlier, later : date, optional
        The first days of the nearest months on either side that have sessions.
    """

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    sessions: tuple[SessionSummary, ...]
    earlier: date | None
    later: date | None


class DoneOnSide(msgspec.Struct, frozen=True, kw_only=True):
    """What was done of one exercise on one side in one session: repetitions and held seconds, set by set."""

    exercise: str
    name: str
    side: SideName | None
    repetitions: tuple[int, ...]
    held_seconds: tuple[int, ...]


def months_with_sessions(person: Person) -> tuple[date, ...]:
    """Return the first days of the months that have sessions, the oldest first."""
    months = {(day.year, day.month) for day in (session.day for session in person.sessions)}
    return tuple(date(year, number, 1) for year, number in sorted(months))


def shown_month(person: Person, asked: str, today: date) -> date:
    """Return the first day of the month to show: the one asked for as ``YYYY-MM``, else the latest with a session.

    Examples
    --------
    >>> shown_month(Person(), "2026-02", date(2026, 3, 9))
    datetime.date(2026, 2, 1)
    >>> shown_month(Person(), "2026-13", date(2026, 3, 9))
    datetime.date(2026, 3, 1)
    """
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        known = months_with_sessions(person)
        return known[-1] if known else today.replace(day=1)


def month(person: Person, first: date) -> Month:
    """Return the month that begins with ``first``."""
    known = months_with_sessions(person)
    by_day: dict[date, list[SessionSummary]] = {}
    for session in person.sessions:
        by_day.setdefault(session.day, []).append(session)
    weeks = Calendar().monthdayscalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(tuple(_day(number, first, by_day) for number in week) for week in weeks),
        sessions=tuple(one for day in sorted(by_day) if _same_month(day, first) for one in by_day[day]),
        earlier=max((one for one in known if one < first), default=None),
        later=min((one for one in known if one > first), default=None),
    )


def _same_month(day: date, first: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)


def _day(number: int, first: date, by_day: dict[date, list[SessionSummary]]) -> Day | None:
    if number == 0:
        return None
    day = first.replace(day=number)
    return Day(date=day, sessions=tuple(by_day.get(day, ())))


def done_by_side(session: Session) -> tuple[DoneOnSide, ...]:
    """Return what was done, exercise by exercise and side by side; sets of both sides together have no side."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    names: dict[str, str] = {}
    for block in session.blocks:
        names.setdefault(block.planned.exercise, block.planned.name)
        for side in _sides(block):
            found.setdefault((block.planned.exercise, side), [])
        for one in block.sets:
            key = (block.planned.exercise, one.side)
            found.setdefault(key, []).append((one.repetitions, one.held_seconds))
    return tuple(
        DoneOnSide(
            exercise=exercise,
            name=names[exercise],
            side=None if side == "both" else msgspec.convert(side, SideName),
            repetitions=tuple(repetitions for repetitions, _ in sets),
            held_seconds=tuple(held for _, held in sets),
        )
        for (exercise, side), sets in found.items()
    )


def _sides(block: BlockRecord) -> Iterable[str]:
    """Return the side that was planned, where nothing was done of it."""
    return () if block.sets else (block.planned.working_side,)
