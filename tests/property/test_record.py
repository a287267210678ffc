import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ilium.app.person import PersonReader
from ilium.record.alerts import Alerts
from ilium.record.codec import decode_batch, decode_event, encode_batch, encode_event
from ilium.record.events import Event, SessionEvent
from ilium.record.fold import fold
from ilium.store.memory import MemoryEventStore
from tests.records import whole_sessions
from tests.strategies import events


@given(st.lists(events(), max_size=6))
def test_a_batch_comes_back_as_it_went(batch: list[Event]) -> None:
    assert decode_batch(encode_batch(batch)) == batch
    assert [decode_event(encode_event(event)) for event in batch] == batch


@given(st.lists(events(), max_size=30), st.randoms(use_true_random=False))
def test_events_sent_again_change_nothing(record: list[Event], chance: random.Random) -> None:
    again = [*record, *chance.sample(record, len(record) // 2)]
    assert fold(again) == fold(record)


@given(st.lists(events(), max_size=30), st.randoms(use_true_random=False))
def test_sessions_do_not_depend_on_the_order_of_arrival(record: list[Event], chance: random.Random) -> None:
    """What is said outside sessions keeps its order; the rest may come whenever it likes, except for what holds."""
    said = [event for event in record if not isinstance(event, SessionEvent)]
    happened = [event for event in record if isinstance(event, SessionEvent)]
    chance.shuffle(happened)
    folded = [replace(fold(order), alerts=Alerts()) for order in ([*happened, *said], [*said, *happened], record)]
    assert folded[0] == folded[1] == folded[2]


@given(st.lists(events(), max_size=40))
def test_durations_and_states_hold_for_any_events(record: list[Event]) -> None:
    for session in whole_sessions(record):
        assert 0 <= session.paused_ms <= session.elapsed_ms
        assert session.active_ms + session.paused_ms == session.elapsed_ms
        assert (session.state == "stopped") == (session.stopped_why is not None)
        for block in session.blocks:
            keys = [(one.set, one.side) for one in block.sets]
            assert keys == sorted(set(keys))


@given(st.lists(st.lists(events(), max_size=8), max_size=6))
def test_a_reader_that_goes_on_knows_what_a_new_one_would(batches: list[list[Event]]) -> None:
    store = MemoryEventStore()
    reader = PersonReader(store)
    for batch in batches:
        store.append(batch, datetime(2026, 3, 1, tzinfo=UTC))
        assert reader() == fold(stored.event for stored in store.read())
