"""When each measure is due, and what became of it: answered, due now, or missed. Nothing here nags."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from ilium.progress.model import MeasureId, Measures, OutcomeMeasure
from ilium.record.codec import is_near, local_day
from ilium.record.states import Person


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """One time at which a measure is asked: from ``opens`` until the day before ``closes``.

    Parameters
    ----------
    answered : date, optional
        The day of its last answer in that time; None where there is none.
    """

    measure: MeasureId
    opens: date
    closes: date
    answered: date | None

    def state(self, today: date) -> Literal["answered", "due", "missed"]:
        """Return what became of it."""
        if self.answered is not None:
            return "answered"
        return "due" if today < self.closes else "missed"


def began(person: Person, today: date) -> date | None:
    """Return the day from which time is counted: that of the first profile; None before it.

    A profile that the clock dated after today, or so long ago that only a wrong clock can have done it, is passed over;
    where there is no other, time is counted from today.
    """
    days = (local_day(profile.at) for profile in person.profiles)
    return next((day for day in days if is_near(day, today)), today) if person.profiles else None


def occasions(measures: Measures, person: Person, measure: MeasureId, today: date) -> tuple[Occasion, ...]:
    """Return every occasion of a measure up to today, the oldest first.

    An answer counts for the occasion in whose time it was given. What the clock dated after today is left out.
    """
    start = began(person, today)
    if start is None:
        return ()
    opens = _opens(measures.get(measure), start, today)
    if not opens:
        return ()
    closes = [*opens[1:], _last_closes(measures.get(measure), opens)]
    days = sorted(_answered(person, measure))
    return tuple(
        Occasion(measure=measure, opens=first, closes=last, answered=_last_within(days, first, last))
        for first, last in zip(opens, closes, strict=True)
    )


def _last_within(days: list[date], first: date, last: date) -> date | None:
    """Return the latest of sorted days that is not before ``first`` and before ``last``."""
    place = bisect_left(days, last) - 1
    return days[place] if place >= 0 and days[place] >= first else None


def due_now(measures: Measures, person: Person, today: date) -> tuple[MeasureId, ...]:
    """Return the measures to be answered now: never the daily one, which Today asks itself."""
    wanted: Sequence[MeasureId] = ("function", "heaviness", "change")
    found = ((name, occasions(measures, person, name, today)) for name in wanted)
    return tuple(name for name, times in found if times and times[-1].state(today) == "due")


def _opens(measure: OutcomeMeasure, start: date, today: date) -> list[date]:
    if measure.every_days is None:
        return [day for day in (start + timedelta(days=at) for at in measure.at_days) if day <= today]
    count = max(0, (today - start).days) // measure.every_days + 1
    return [start + timedelta(days=number * measure.every_days) for number in range(count)]


def _last_closes(measure: OutcomeMeasure, opens: list[date]) -> date:
    """Return when the last occasion closes; one at fixed days stays open for two weeks."""
    if measure.every_days is None:
        return opens[-1] + timedelta(days=14)
    return opens[-1] + timedelta(days=measure.every_days)


def _answered(person: Person, measure: MeasureId) -> list[date]:
    match measure:
        case "pain":
            return [date.fromisoformat(day) for day in person.pain_days]
        case "function":
            return [local_day(one.at) for one in person.functions]
        case "heaviness":
            return [local_day(one.at) for one in person.heaviness]
        case "change":
            return [local_day(one.at) for one in person.changes]
