from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from ilium.anatomy.errors import ConflictingEvent, EventError
from ilium.app.events import record, record_batch, say
from ilium.record.codec import encode_batch, encode_event
from ilium.record.events import DailyCheckAnswered, NextMorningAnswered, PersonEvent, ScreeningCompleted
from ilium.store.memory import MemoryEventStore
from tests.records import SESSION, make, many, uuid


class Noon:
    """A clock that stands still, in a place two hours ahead."""

    def now(self) -> datetime:
        return datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))


class Counting:
    """Ids in the order of the numbers."""

    made = 0

    def new(self) -> str:
        self.made += 1
        return uuid(self.made)


def test_a_batch_is_answered_event_by_event() -> None:
    store = MemoryEventStore()
    store.append([make(DailyCheckAnswered, 1, anything_new=True), *many(1, first=2)], datetime(2026, 1, 1, tzinfo=UTC))
    receipt = record_batch(store, Noon(), encode_batch(many(3)))
    assert receipt.acknowledged == (uuid(3), uuid(2))
    assert [one.id for one in receipt.rejected] == [uuid(1)]


def test_a_malformed_batch_stores_nothing() -> None:
    store = MemoryEventStore()
    with pytest.raises(EventError):
        record_batch(store, Noon(), encode_batch(many(3))[:-2] + b",7]}")
    assert list(store.read()) == []


def test_what_is_said_gets_an_id_and_the_place_s_time() -> None:
    event = say(DailyCheckAnswered, Noon(), Counting(), anything_new=False)
    assert (event.id, event.at) == (uuid(1), "2026-07-01T12:00:00.000+02:00")
    assert encode_event(event).startswith(b'{"anything_new":false,"at"')


def test_what_is_said_is_checked() -> None:
    with pytest.raises(msgspec.ValidationError, match="<= 10"):
        say(NextMorningAnswered, Noon(), Counting(), session=SESSION, day="2026-03-02", pain=11, woken=False)
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        say(DailyCheckAnswered, Noon(), Counting(), anything_new=False, why="?")


def test_one_event_is_recorded_or_refused() -> None:
    store = MemoryEventStore()
    said = make(DailyCheckAnswered, 1, anything_new=False)
    record(store, Noon(), said)
    record(store, Noon(), said)
    with pytest.raises(ConflictingEvent):
        record(store, Noon(), make(DailyCheckAnswered, 1, anything_new=True))
    assert [stored.event for stored in store.read()] == [said]


def test_a_base_of_events_is_no_event() -> None:
    with pytest.raises(EventError, match="PersonEvent"):
        record(MemoryEventStore(), Noon(), PersonEvent(id=uuid(1), at="2026-03-01T00:00:00Z"))


def test_what_is_said_on_pages_does_not_come_in_a_batch() -> None:
    """A screening answered past its form would be no screening: the whole batch is refused, and says where."""
    store = MemoryEventStore()
    done = make(ScreeningCompleted, 9, screening=uuid(8), version=1, level="allowed")
    with pytest.raises(EventError, match=r"events\[1\].type: only events of a session"):
        record_batch(store, Noon(), encode_batch([*many(1), done]))
    assert list(store.read()) == []


def test_the_daily_question_may_be_answered_on_the_device() -> None:
    """The player asks it before a session without the server."""
    store = MemoryEventStore()
    said = make(DailyCheckAnswered, 9, anything_new=True)
    assert record_batch(store, Noon(), encode_batch([said])).acknowledged == (uuid(9),)
    assert [stored.event for stored in store.read()] == [said]
