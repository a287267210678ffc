"""What a person was asked before and need not say again: facts that stay, and a clinician's yes until its last day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from ilium.app.person import day_of
from ilium.record.codec import instant, local_day
from ilium.record.events import ScreeningPageAnswered, SideName
from ilium.record.states import Person, ScreeningRun
from ilium.screening import Screening
from ilium.screening.model import Item, Page


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A yes to a fact that stays: the day on the wall on which it was said last, and the sides that were named."""

    day: date
    sides: tuple[SideName, ...] = ()


class Yes(msgspec.Struct, frozen=True, kw_only=True):
    """A clinician's yes of the screening before this one: ``until`` is its last day, UTC."""

    given: date
    until: date
    is_over: bool


def told_before(person: Person, page: Page, run: ScreeningRun | None) -> dict[str, Told]:
    """Return the facts of a page that were answered yes when it was last answered before this run, by item.

    Parameters
    ----------
    run : ScreeningRun, optional
        The run under way, whose own answers do not count.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> told_before(Person(), load_screening().page[3], None)
    {}
    """
    answer = next((one for one in _answers(person, page) if run is None or one.screening != run.id), None)
    if answer is None:
        return {}
    facts = [item.id for item in page.item if item.remembers and answer.ticks.get(item.id) == "yes"]
    return {id: Told(day=local_day(answer.at), sides=tuple(answer.sides.get(id, ()))) for id in facts}


def yes_before(person: Person, screening: Screening, items: Iterable[Item], now: datetime) -> dict[str, Yes]:
    """Return what a clinician had said yes to when the questions were last answered to the end, by item.

    Where something has happened since, nobody has said yes to that: there is none. No yes holds longer than one that
    is given now, whatever a file or a clock says.

    Parameters
    ----------
    items : iterable of Item
        What can be approved; a yes that is asked for with every screening is left out.
    now : datetime
        With its UTC offset.
    """
    before = person.completed_screening
    if before is None or before.completed is None or person.alerts.news or person.alerts.holds:
        return {}
    said, today = before.completed, instant(now.isoformat()).date()
    known = [item for item in items if item.yes_months and item.id in said.approved and item.id in said.until]
    fresh = yes_until(screening, known, {}, now)
    days = {item.id: min(day_of(said.until[item.id]), fresh[item.id]) for item in known}
    return {id: Yes(given=local_day(said.at), until=day, is_over=day < today) for id, day in days.items()}


def yes_until(screening: Screening, items: Iterable[Item], before: dict[str, Yes], now: datetime) -> dict[str, date]:
    """Return the last day, UTC, of each yes that is given, or given again, now.

    One that still holds keeps its last day: only somebody who is asked again can prolong it.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ilium.screening import load_screening
    >>> heart = Item(id="heart", ask="", because="", source="", approvable=True, yes_months=6)
    >>> yes_until(load_screening(), [heart], {}, datetime(2026, 8, 31, tzinfo=UTC))
    {'heart': datetime.date(2027, 2, 28)}
    """
    today = instant(now.isoformat()).date()
    fresh = {item.id: _later(today, item.yes_months, screening.every_days) for item in items}
    return fresh | {id: yes.until for id, yes in before.items() if id in fresh and not yes.is_over}


def _answers(person: Person, page: Page) -> Iterable[ScreeningPageAnswered]:
    return (run.pages[page.id] for run in reversed(person.screenings) if page.id in run.pages)


def _later(day: date, months: int, days: int) -> date:
    """Return the day so many months later, the 28th of its month at the latest; so many days later for no months."""
    if not months:
        return day + timedelta(days=days)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
