"""How much was done of what was planned: by week, by exercise and by side. A number, never a score."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from ilium.anatomy import counted
from ilium.record.states import Person
from ilium.record.summaries import SessionSummary

#: Where only strength work is left, so many days of a week are planned; as the lower rungs have it.
STRENGTH_DAYS = 3


class SideShare(msgspec.Struct, frozen=True, kw_only=True):
    """Sets done of sets planned, of one exercise on one side; ``both`` for movements of both sides together."""

    exercise: str
    name: str
    side: str
    done: int
    planned: int


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """One week from its first day: on how many days something was done, of how many so far that were meant for it."""

    first: date
    days: int
    of_days: int


class DaysDone(msgspec.Struct, frozen=True, kw_only=True):
    """On how many days something was done, of how many that were meant for it; never more than those."""

    days: int
    of_days: int

    @property
    def part(self) -> float:
        """The part of the days meant for it on which something was done, 0-1; 0 where none was meant."""
        return self.days / self.of_days if self.of_days else 0.0

    def words(self, since: str) -> str:
        """Return it as counts, with the day from which they count.

        Examples
        --------
        >>> DaysDone(days=41, of_days=49).words("3 May")
        'on 41 of the 49 days that were meant for it, since 3 May'
        >>> DaysDone(days=0, of_days=1).words("3 May")
        'on 0 of the 1 day that was meant for it, since 3 May'
        """
        meant = "was" if self.of_days == 1 else "were"
        return f"on {self.days} of the {counted(self.of_days, 'day')} that {meant} meant for it, since {since}"


def by_side(sessions: Iterable[SessionSummary]) -> tuple[SideShare, ...]:
    """Return the sets of each exercise and side over these sessions."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    names: dict[str, str] = {}
    for session in sessions:
        for block in session.blocks:
            planned = block.planned
            key = (planned.exercise, planned.working_side)
            done, meant = found.get(key, (0, 0))
            found[key] = done + min(block.completed_sets, planned.sets), meant + planned.sets
            names[planned.exercise] = planned.name
    return tuple(
        SideShare(exercise=exercise, name=names[exercise], side=side, done=done, planned=meant)
        for (exercise, side), (done, meant) in found.items()
    )


def by_week(person: Person, start: date, today: date) -> tuple[Week, ...]:
    """Return the weeks since ``start``; a day counts on which any set was done.

    Every day is meant for the stretches; a week whose sessions held none has `STRENGTH_DAYS`.
    """
    by_week: dict[int, list[SessionSummary]] = {}
    for session in person.sessions:
        by_week.setdefault((session.day - start).days // 7, []).append(session)
    weeks = max(0, (today - start).days) // 7 + 1
    return tuple(_week(by_week.get(n, ()), start + timedelta(weeks=n), today) for n in range(weeks))


def days_done(weeks: Iterable[Week]) -> DaysDone:
    """Return the days of these weeks together."""
    days, meant = 0, 0
    for week in weeks:
        days, meant = days + week.days, meant + week.of_days
    return DaysDone(days=min(days, meant), of_days=meant)


def _week(sessions: Sequence[SessionSummary], first: date, today: date) -> Week:
    so_far = max(0, min(7, (today - first).days + 1))
    done = len({session.day for session in sessions if _did_something(session)})
    planned = [block.planned for session in sessions for block in session.blocks]
    daily = not planned or any(block.phase == "mobilise" for block in planned)
    return Week(first=first, days=done, of_days=so_far if daily else max(done, round(STRENGTH_DAYS * so_far / 7)))


def _did_something(session: SessionSummary) -> bool:
    return any(block.told for block in session.blocks)
