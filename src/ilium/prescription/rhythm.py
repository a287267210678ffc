"""Which exercises are due on a day: strength work on the days a week that its rung says, spread over the week.

Three a week stand on alternate days. Of more than three some follow each other, and no part of a week has more than its
share.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from ilium.exercises.model import Exercise, Library
from ilium.prescription.adaptation import RhythmRule
from ilium.prescription.ladders import Course, Ladder

WEEK = 7


class RestReason(StrEnum):
    """Why an exercise is not in today's plan."""

    REST_DAY = "rest-day"
    AFTER_PAIN = "after-pain"
    LEFT_OUT = "left-out"
    BLOCKED = "blocked"


class DayAhead(msgspec.Struct, frozen=True):
    """One day of the week ahead: which exercises are due."""

    day: date
    exercises: tuple[str, ...]


def resting(library: Library, rule: RhythmRule, course: Course, day: date) -> dict[str, RestReason]:
    """Return the exercises that the plan of a day leaves out, each with the reason.

    An exercise that was done in full on the day itself has had its turn; one that was only begun is still due.
    """
    found = {}
    for name, ladder in course.ladders.items():
        if why := _why_not(library.get(name), rule, ladder, day):
            found[name] = why
    return found


def week_ahead(library: Library, rule: RhythmRule, course: Course, today: date) -> tuple[DayAhead, ...]:
    """Return the next seven days, as if everything that is due were done."""
    ladders = dict(course.ladders)
    days = []
    for offset in range(WEEK):
        day = today + timedelta(days=offset)
        due = tuple(name for name in ladders if _why_not(library.get(name), rule, ladders[name], day) is None)
        done_today = tuple(name for name in ladders if day in ladders[name].full_days)
        days.append(DayAhead(day, tuple(name for name in ladders if name in due or name in done_today)))
        ladders |= {name: _done(ladders[name], day) for name in due}
    return tuple(days)


def days_per_week(exercise: Exercise, ladder: Ladder) -> int:
    """Return on how many days a week it is done; the published dose is for every day."""
    return WEEK if ladder.level is None else exercise.get_rung(ladder.level).days_per_week


def _done(ladder: Ladder, day: date) -> Ladder:
    days = (*ladder.done, day)
    return msgspec.structs.replace(ladder, done=days, full_days=(*ladder.full_days, day), hurt_on=None)


def _why_not(exercise: Exercise, rule: RhythmRule, ladder: Ladder, day: date) -> RestReason | None:
    if ladder.out == "remove":
        return RestReason.LEFT_OUT
    if ladder.out == "block" and (ladder.until is None or day < ladder.until):
        return RestReason.BLOCKED
    times = days_per_week(exercise, ladder)
    spacing = WEEK // times
    if ladder.hurt_on is not None and (day - ladder.hurt_on).days < spacing * (1 + rule.skipped_days):
        return RestReason.AFTER_PAIN
    if times >= WEEK:
        return None
    before = {one for one in ladder.done if one < day}
    return RestReason.REST_DAY if day in ladder.full_days or _too_many(before, day, times) else None


def _too_many(before: Collection[date], day: date, times: int) -> bool:
    """Whether a day, with those before it, gives any span of days up to a week more than its share of ``times``.

    Examples
    --------
    >>> monday = date(2026, 3, 2)
    >>> [_too_many({monday}, monday + timedelta(days=one), 3) for one in (1, 2)]
    [True, False]
    """
    return any(
        1 + sum(0 < (day - one).days < span for one in before) > -(-times * span // WEEK) for span in range(2, WEEK + 1)
    )


def rest_words(rests: Mapping[str, RestReason], library: Library) -> dict[str, str]:
    """Return the reasons in words."""
    words = {
        RestReason.REST_DAY: "a rest day for it",
        RestReason.AFTER_PAIN: "a rest day for it, because it hurt",
        RestReason.LEFT_OUT: "left out for now",
        RestReason.BLOCKED: "left out until it has been quiet for a week",
    }
    return {library.get(name).name: words[why] for name, why in rests.items()}
