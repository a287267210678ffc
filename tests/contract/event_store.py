"""What every event store does: `check_event_store` runs it all against one implementation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import msgspec
import pytest

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Appended, EventStore, Head
from ilium.record.events import DailyCheckAnswered, Event, SessionFinished, SessionPaused, SessionResumed
from tests.records import SESSION, make, many, uuid

NOW = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
NewStore = Callable[[], EventStore]


def check_event_store(new_store: NewStore) -> None:
    """Check everything that holds for every implementation.

    Parameters
    ----------
    new_store : callable
        Returns an empty store each time.
    """
    for check in (
        keeps_order,
        stores_once,
        refuses_other_content,
        decides_each_event_by_itself,
        compares_within_a_batch,
        reads_on,
        takes_many_at_once,
        takes_nothing_after_closing,
        proves_how_far_it_has_come,
        finds_a_session,
        erases_everything,
        takes_ten_thousand,
    ):
        store = new_store()
        check(store)
        store.close()


def stored(store: EventStore) -> list[Event]:
    """Return the events in the order of the record."""
    return [one.event for one in store.read()]


def keeps_order(store: EventStore) -> None:
    assert stored(store) == []
    events = many(5)
    backwards = events[::-1]
    assert store.append(backwards[:2], NOW) == Appended(new=(backwards[0].id, backwards[1].id))
    store.append(backwards[2:], NOW)
    assert stored(store) == backwards
    numbers = [one.seq for one in store.read()]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 0


def stores_once(store: EventStore) -> None:
    events = many(3)
    store.append(events, NOW)
    again = store.append([*events, *many(1, first=9)], NOW)
    assert again == Appended(new=(uuid(9),), known=(uuid(1), uuid(2), uuid(3)))
    assert len(stored(store)) == 4


def refuses_other_content(store: EventStore) -> None:
    first = make(DailyCheckAnswered, 1, anything_new=False)
    other = msgspec.structs.replace(first, anything_new=True)
    store.append([first], NOW)
    assert store.append([other], NOW) == Appended(conflicting=(uuid(1),))
    assert stored(store) == [first]


def decides_each_event_by_itself(store: EventStore) -> None:
    known, changed, new = many(3)
    store.append([known, changed], NOW)
    other = make(DailyCheckAnswered, 2, anything_new=True)
    answer = store.append([other, new, known], NOW)
    assert answer == Appended(new=(new.id,), known=(known.id,), conflicting=(other.id,))
    assert stored(store) == [known, changed, new]


def compares_within_a_batch(store: EventStore) -> None:
    first = make(DailyCheckAnswered, 1, anything_new=False)
    other = make(DailyCheckAnswered, 1, anything_new=True)
    answer = store.append([first, first, other], NOW)
    assert answer == Appended(new=(first.id,), known=(first.id,), conflicting=(first.id,))
    assert stored(store) == [first]


def reads_on(store: EventStore) -> None:
    store.append(many(3), NOW)
    last = [one.seq for one in store.read()][-1]
    assert list(store.read(after=last)) == []
    store.append(many(2, first=7), NOW)
    assert [one.event for one in store.read(after=last)] == many(2, first=7)


def takes_many_at_once(store: EventStore) -> None:
    """Eight callers send 50 batches each; a third of the events are sent by two of them."""
    batches = [many(6, first=1 + 4 * number) for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda batch: store.append(batch, NOW), batches))
    new = [event_id for answer in answers for event_id in answer.new]
    assert sorted(new) == [uuid(number) for number in range(1, 1603)]
    assert sum(len(answer.known) for answer in answers) == 6 * 400 - 1602
    assert sorted(event.id for event in stored(store)) == sorted(new)


def takes_nothing_after_closing(store: EventStore) -> None:
    store.append(many(1), NOW)
    store.check()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.append(many(1, first=2), NOW)
    with pytest.raises(StoreError, match="closed"):
        store.check()
    with pytest.raises(StoreError, match="closed"):
        store.erase()


def erases_everything(store: EventStore) -> None:
    """The same ids may come again afterwards, and a reader that goes on sees them."""
    store.append(many(3), NOW)
    last = [one.seq for one in store.read()][-1]
    store.erase()
    assert stored(store) == []
    assert store.append(many(2), NOW) == Appended(new=(uuid(1), uuid(2)))
    assert [one.event for one in store.read(after=last)] == many(2)


def proves_how_far_it_has_come(store: EventStore) -> None:
    """The digest is of the whole history, so that no two records that differ anywhere have the same."""
    assert (store.head(), store.damage()) == (Head(), ())
    store.append(many(1), NOW)
    first = store.head()
    store.append(many(2, first=2), NOW)
    last = store.head()
    assert (first.seq, last.seq) == (1, 3)
    assert len({first.digest, last.digest, ""}) == 3
    assert (store.head(1), store.head(2).seq, store.head(99), store.head(0)) == (first, 2, last, Head())
    store.append(many(1), NOW)
    assert store.head() == last, "what is known already changes nothing"
    store.erase()
    assert store.head() == Head()
    store.append(many(3), NOW)
    assert store.head().seq == 6
    assert store.head().digest != last.digest
    assert store.damage() == ()


def finds_a_session(store: EventStore) -> None:
    """Its events alone, in the order of the record, also as they were at an earlier moment."""
    mine = [make(SessionFinished, 3), make(SessionResumed, 1), make(SessionPaused, 2, why="person")]
    others = [make(SessionFinished, 4, session=uuid(77)), make(DailyCheckAnswered, 5, anything_new=False)]
    store.append([mine[0], *others, *mine[1:]], NOW)
    assert store.of_session(SESSION) == tuple(mine)
    assert store.of_session(SESSION, 4) == tuple(mine[:2])
    assert store.of_session(uuid(77)) == (others[0],)
    assert store.of_session(uuid(78)) == ()
    assert store.count() == 5
    store.erase()
    assert (store.of_session(SESSION), store.count()) == ((), 0)


def takes_ten_thousand(store: EventStore) -> None:
    for first in range(1, 10_001, 500):
        assert len(store.append(many(500, first=first), NOW).new) == 500
    assert [event.id for event in stored(store)] == [uuid(number) for number in range(1, 10_001)]
