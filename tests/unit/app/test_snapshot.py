"""What a start takes over from the last one, and when it does not."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec import inspect

from ilium.anatomy.errors import StoreError
from ilium.app import person as person_module
from ilium.app.person import PersonReader
from ilium.app.ports import Head, Snapshot, Stored
from ilium.app.snapshot import Packed, packed, unpacked
from ilium.record.events import DailyCheckAnswered, Event, SessionFinished, SessionStopped, SetCompleted
from ilium.record.fold import fold
from ilium.store.memory import MemoryEventStore
from tests.records import make, planned, set_of, start, uuid
from tests.snapshots import KeptSnapshots, started

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROLL = planned("lumbar-roll")
LATER = {"session": uuid(99), "at": "2026-03-02T07:00:00Z"}


class Watched(MemoryEventStore):
    """A store that tells from where it was read, and which sessions were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.read_after: list[int] = []
        self.asked: list[str] = []

    def read(self, after: int = 0) -> Iterator[Stored]:
        self.read_after.append(after)
        return super().read(after)

    def of_session(self, session: str, upto: int | None = None):  # type: ignore[no-untyped-def]
        self.asked.append(session)
        return super().of_session(session, upto)


@pytest.fixture
def store() -> Watched:
    made = Watched()
    made.append([start(ROLL), make(SetCompleted, 1, **set_of(ROLL)), make(SessionFinished, 9)], NOW)
    return made


def truth(store: MemoryEventStore) -> object:
    return fold(one.event for one in MemoryEventStore.read(store))


def test_a_second_start_reads_only_what_came_after_the_snapshot(store: Watched) -> None:
    kept = KeptSnapshots()
    first = started(store, kept)()
    assert kept.saved == 1, "the whole record was read, so what it adds up to is kept at once"
    store.append([start(ROLL, number=50, **LATER)], NOW)
    store.read_after.clear()
    second = started(store, kept)()
    assert store.read_after == [3]
    assert second == truth(store) != first
    assert kept.saved == 1, "a few events more are not worth writing it again"


def test_an_event_that_comes_late_is_added_up_with_its_session_from_the_record(store: Watched) -> None:
    kept = KeptSnapshots()
    started(store, kept)()
    store.append([make(SetCompleted, 2, **set_of(ROLL, set=2)), make(SessionStopped, 3, why="pain")], NOW)
    again = started(store, kept)()
    assert store.asked[-1:] == [start(ROLL).session]
    assert again == truth(store)


def test_an_older_snapshot_frees_nobody_from_what_was_said_after_it(store: Watched) -> None:
    kept = KeptSnapshots()
    reader = started(store, kept)
    reader()
    old = kept.kept
    store.append([make(SessionStopped, 10, why="emergency")], NOW)
    reader.save()
    for snapshot in (old, kept.kept):
        assert started(store, KeptSnapshots(snapshot))() == truth(store)
        assert started(store, KeptSnapshots(snapshot))().alerts.holds


@pytest.mark.parametrize("number", range(3))
def test_a_snapshot_of_a_record_that_is_not_this_one_is_void(store: Watched, number: int) -> None:
    """Of one with another event anywhere, of a longer one, and of one that was erased."""
    kept = KeptSnapshots()
    started(store, kept)()
    assert kept.kept is not None
    other = MemoryEventStore()
    events = [one.event for one in MemoryEventStore.read(store)]
    events[number] = make(DailyCheckAnswered, 70, anything_new=True)
    for record in (events, events[:2], []):
        other = MemoryEventStore()
        other.append(record, NOW)
        void = KeptSnapshots(kept.kept)
        assert started(other, void)() == fold(record)
        assert void.kept != kept.kept, "a snapshot of what is not here any more does not stay"


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x90", packed(fold([]), None)[:-1]])
def test_a_snapshot_that_cannot_be_read_is_void_and_a_new_one_is_written(store: Watched, body: bytes) -> None:
    kept = KeptSnapshots(Snapshot(head=store.head(), body=body))
    assert started(store, kept)() == truth(store)
    assert kept.saved == 1
    assert unpacked(kept.kept.body)[0] == truth(store)  # type: ignore[union-attr]


def test_a_table_that_is_too_short_is_no_snapshot(store: Watched) -> None:
    person = fold(one.event for one in store.read())
    whole = msgspec.msgpack.decode(packed(person, None), type=Packed)
    for cut in ("block", "blocks", "exercise"):
        with pytest.raises(ValueError, match="too short"):
            unpacked(msgspec.msgpack.encode(msgspec.structs.replace(whole, **{cut: ()})))


def test_a_snapshot_is_written_again_after_enough_events_and_at_the_end(
    store: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_module, "SNAPSHOT_EVERY", 3)
    kept = KeptSnapshots()
    reader = started(store, kept)
    reader()
    for number in range(60, 64):
        store.append([make(DailyCheckAnswered, number, anything_new=False)], NOW)
        reader()
    assert kept.saved == 2
    reader.save()
    reader.save()
    assert kept.saved == 3
    assert kept.kept is not None
    assert kept.kept.head == store.head()


def test_nothing_is_kept_of_an_empty_record(store: Watched) -> None:
    kept = KeptSnapshots()
    reader = started(MemoryEventStore(), kept)
    assert reader() == fold([])
    reader.save()
    assert kept.saved == 0


def test_nothing_is_kept_of_a_record_that_is_erased_while_it_is_written(store: Watched) -> None:
    kept = KeptSnapshots()
    waiting: list[object] = []
    reader = PersonReader(store, kept, beside=waiting.append)
    reader()
    before = reader._up_to_date()
    reader._up_to_date = lambda: before  # type: ignore[method-assign]  # the erasing comes between the two looks
    store.erase()
    waiting[0]()  # type: ignore[operator]
    assert kept.kept is None


def test_a_record_that_cannot_be_read_costs_the_snapshot_alone(store: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptSnapshots()
    reader = PersonReader(store, kept, beside=lambda work: None)
    reader()

    def broken(upto: int | None = None) -> Head:
        raise StoreError("The record could not be read.")

    monkeypatch.setattr(store, "head", broken)
    store.append([make(DailyCheckAnswered, 60, anything_new=False)], NOW)
    reader.save()
    assert kept.kept is None


def test_forgetting_leaves_no_snapshot_and_reads_what_is_there(store: Watched) -> None:
    kept = KeptSnapshots()
    reader = started(store, kept)
    reader()
    reader.forget()
    assert kept.kept is None
    assert reader() == truth(store)


def test_many_sessions_that_run_through_each_other_are_read_as_if_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """More sessions at a time than are gathered: those that were put away are read again from the record."""
    monkeypatch.setattr(person_module, "GATHERED", 2)
    store = Watched()
    ids = [uuid(900 + number) for number in range(5)]
    begun = [start(ROLL, number=200 + at, session=one) for at, one in enumerate(ids)]
    done: list[Event] = [make(SessionFinished, 300 + at, session=one) for at, one in enumerate(ids)]
    store.append([*done[:2], *begun, *done[2:]], NOW)
    assert started(store, KeptSnapshots())() == truth(store)
    assert 0 < len(store.asked) < len(ids)


def test_a_snapshot_can_hold_no_clearance_and_nothing_else_that_was_decided() -> None:
    reached = set(types_of(inspect.type_info(Packed)))
    assert {"Person", "SnapshotRow", "LadderCheckpoint", "NextMorningAnswered", "Exposure"} <= reached
    assert not reached & {
        "Clearance",
        "NotNow",
        "NotToday",
        "Block",
        "Standing",
        "SessionPlan",
        "CueSheet",
        "SessionSheet",
    }


def types_of(kind: object, seen: frozenset[object] = frozenset()) -> Iterator[str]:
    """Yield the names of the structs that a type reaches."""
    if isinstance(kind, inspect.StructType):
        if kind.cls in seen:
            return
        yield kind.cls.__name__
        seen |= {kind.cls}
        parts: list[object] = [field.type for field in kind.fields]
    else:
        values = [getattr(kind, name) for name in getattr(kind, "__struct_fields__", ())]
        parts = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    for part in parts:
        if isinstance(part, inspect.Type):
            yield from types_of(part, seen)
