"""The first, the tenth and the thirtieth day of one made-up person, to be read aloud with a clock when one changes."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import cache

import msgspec
import pytest

from ilium.app.person import PersonReader
from ilium.app.session_sheet import todays_plan
from ilium.cuesheet.model import CueSheet
from ilium.cuesheet.script import script
from ilium.record.codec import local_day
from ilium.record.events import Event, SessionEvent
from ilium.store.memory import MemoryEventStore
from ilium_lab.people.life import simulate
from ilium_lab.people.personas import KINDS
from tests.persons import FIRST, SEED
from tests.routine import IDS

DAYS = (1, 10, 30)


@cache
def sheet_of(number: int) -> CueSheet:
    """Return the session of a day, counted from one, of somebody who comes but on day 29 and rates nothing.

    So they stay on their first steps: what differs from day to day is how much is said.
    """
    kind = msgspec.structs.replace(
        KINDS[0], comes=lambda day: float(day != 28), answers=0.0, level=lambda _: 3.0, noise=0.0, rise=0.0
    )
    day = FIRST.date() + timedelta(days=number - 1)
    events = simulate(kind, first=FIRST, days=max(DAYS), seed=SEED)
    store = MemoryEventStore()
    before = [one for one in events if local_day(one.at) < day or (local_day(one.at) == day and not _is_later(one))]
    store.append(before, FIRST)
    reader, now = PersonReader(store), datetime.combine(day, time(20), UTC)
    return todays_plan(reader(), now).sheet


def _is_later(event: Event) -> bool:
    """Whether an event of the day comes after the session has begun."""
    return isinstance(event, SessionEvent)


@pytest.mark.parametrize("number", DAYS)
def test_a_day(number: int, golden: Callable[[str, str], None]) -> None:
    """Everything that is said that day."""
    golden(f"days/day-{number}.txt", script(sheet_of(number)))


def test_it_takes_less_time_as_it_is_known() -> None:
    """The same plan: every hold and repetition is there, and a third of the talk."""
    first, last = sheet_of(1), sheet_of(30)
    assert [(one.variant, one.dose) for one in first.blocks] == [(one.variant, one.dose) for one in last.blocks]
    assert {one.guidance for one in last.blocks} == {"counts"}
    assert _seconds(last) <= 12.5 * 60 < _seconds(first)


def _seconds(sheet: CueSheet) -> float:
    around = sum(step.expected_seconds for step in (*sheet.opening, *sheet.closing))
    return around + sum(block.expected_seconds for block in sheet.blocks if block.exercise in IDS)
