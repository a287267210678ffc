import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from pytest_django import DjangoDbBlocker

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Appended
from ilium.record.codec import encode_event
from ilium.record.events import DailyCheckAnswered
from ilium.store.events import DjangoEventStore
from ilium.store.memory import MemoryEventStore
from ilium.store.migrate import has_pending
from ilium.store.models import StoredEvent
from ilium.store.rows import row_of
from ilium.store.writer import Writer
from tests.contract.event_store import NOW, check_event_store, stored
from tests.records import database, filled, make, many, put, put_body, start, uuid

Spoiled = Callable[..., tuple[list[int], list[tuple[int, str]]]]


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A record with no events, which Django calls "kept"."""
    with django_db_blocker.unblock(), database("kept", tmp_path / "kept.sqlite3"):
        yield tmp_path / "kept.sqlite3"


def test_memory() -> None:
    check_event_store(MemoryEventStore)


def test_sqlite(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), ExitStack() as databases:

        def new_store() -> DjangoEventStore:
            alias = f"store{len(list(tmp_path.glob('*.sqlite3')))}"
            databases.enter_context(database(alias, tmp_path / f"{alias}.sqlite3"))
            return DjangoEventStore(alias)

        check_event_store(new_store)


def test_sqlite_keeps_events_over_a_restart(file: Path) -> None:
    store = DjangoEventStore("kept")
    store.append(many(3), NOW)
    store.close()
    again = DjangoEventStore("kept")
    assert stored(again) == many(3)
    assert again.append(many(4), NOW) == Appended(new=(uuid(4),), known=(uuid(1), uuid(2), uuid(3)))
    again.close()


def test_sqlite_keeps_what_it_is_given_beside_each_event(file: Path) -> None:
    store = DjangoEventStore("kept")
    event = start()
    store.append([event], NOW)
    store.close()
    row = StoredEvent.objects.using("kept").get()
    assert (str(row.event_id), str(row.session), row.type, row.at) == (
        event.id,
        event.session,
        "session-started",
        event.at,
    )
    assert row.received_at == datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    assert bytes(row.body) == encode_event(event)


def test_sqlite_refuses_to_change_or_delete_an_event(file: Path) -> None:
    store = DjangoEventStore("kept")
    store.append(many(2), NOW)
    store.close()
    rows = StoredEvent.objects.using("kept")
    with pytest.raises(DatabaseError, match="never changed"):
        rows.update(at="2020-01-01T00:00:00Z")
    with pytest.raises(DatabaseError, match="never deleted"):
        rows.all().delete()
    assert rows.count() == 2


def test_sqlite_syncs_every_commit_to_the_disk(file: Path) -> None:
    with connections["kept"].cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


def test_same_content_of_an_older_version_is_known(file: Path) -> None:
    """A field that had no place in the stored body has its default, which is what the event says now."""
    store = DjangoEventStore("kept")
    event = make(DailyCheckAnswered, 1, anything_new=False)
    old = b'{"anything_new":false,"at":"%s","id":"%s","type":"daily-check-answered"} ' % (
        event.at.encode(),
        event.id.encode(),
    )
    put_body(file, 1, old)
    assert store.append([event], NOW).known == (event.id,)
    store.close()


def test_a_locked_database_is_told_to_the_caller_and_recovers(file: Path) -> None:
    connections.databases["kept"]["OPTIONS"] = {**connections.databases["kept"]["OPTIONS"], "timeout": 0.05}
    store = DjangoEventStore("kept")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="could not be written"):
        store.append(many(1), NOW)
    holder.execute("ROLLBACK")
    holder.close()
    assert store.append(many(1), NOW).new == (uuid(1),)
    store.close()


def test_every_caller_of_a_failed_group_is_told(file: Path) -> None:
    with connections["kept"].cursor() as cursor:
        cursor.execute("DROP TABLE store_event")
    store = DjangoEventStore("kept")

    def failed(number: int) -> str:
        with pytest.raises(StoreError) as caught:
            store.append(many(1, first=number), NOW)
        return str(caught.value)

    with ThreadPoolExecutor(8) as pool:
        assert all("could not be written" in text for text in pool.map(failed, range(1, 17)))
    store.close()


def test_a_record_without_its_table_is_a_store_error(file: Path) -> None:
    store = DjangoEventStore("kept")
    with connections["kept"].cursor() as cursor:
        cursor.execute("DROP TABLE store_event")
    with pytest.raises(StoreError, match="could not be read"):
        list(store.read())
    with pytest.raises(StoreError, match="could not be read"):
        store.head()
    store.close()


# --- what cannot be relied on is set aside --------------------------------------------------------------------------


def spoil(file: Path, *statements: str) -> None:
    """Do to a record what its triggers refuse."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            f"DROP TRIGGER store_event_no_update; DROP TRIGGER store_event_no_delete; {';'.join(statements)}"
        )


@pytest.fixture
def spoiled(file: Path) -> Spoiled:
    """Store five events, spoil them, and return which can be read, and which are set aside."""

    def read(*statements: str, after: int = 0) -> tuple[list[int], list[tuple[int, str]]]:
        put(file, [row_of(event, NOW) for event in many(5)])
        spoil(file, *statements)
        store = DjangoEventStore("kept")
        read = [one.seq for one in store.read(after)]
        store.close()
        return read, [(one.seq, one.why) for one in store.damage()]

    return read


@pytest.mark.parametrize(
    "change",
    [
        "event_id = replace(event_id, '0', '1')",
        "session = NULL",
        "session = ''",
        "type = 'session-finished'",
        "at = '2026-03-01T07:30:01.000+01:00'",
        "received_at = '2026-03-01 06:30:01'",
        "body = replace(body, '1', '2')",
        "body = CAST(body AS TEXT)",
        "at = x'ff'",
        "person = 'other'",
        "previous = zeroblob(32)",
        "digest = zeroblob(32)",
        "digest = CAST(digest AS TEXT)",
        "previous = zeroblob(32), digest = x''",
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_changed_event_costs_itself_alone(spoiled: Spoiled, change: str, seq: int) -> None:
    read = spoiled(f"UPDATE store_event SET {change} WHERE seq = {seq}")
    assert read == ([one for one in range(1, 6) if one != seq], [(seq, "changed")])


def test_events_that_are_gone_are_missed(spoiled: Spoiled) -> None:
    read = spoiled("DELETE FROM store_event WHERE seq IN (2, 3)")
    assert read == ([1, 4, 5], [(2, "missing"), (3, "missing")])


def test_an_event_that_is_gone_beside_a_changed_one_is_missed(spoiled: Spoiled) -> None:
    read = spoiled("DELETE FROM store_event WHERE seq = 2", "UPDATE store_event SET at = 'x' WHERE seq = 3")
    assert read == ([1, 4, 5], [(2, "missing"), (3, "changed")])


def test_the_first_that_is_gone_is_missed(spoiled: Spoiled) -> None:
    assert spoiled("DELETE FROM store_event WHERE seq < 3") == ([3, 4, 5], [(2, "missing")])


def test_a_row_that_took_another_place_is_changed(spoiled: Spoiled) -> None:
    read = spoiled("UPDATE store_event SET seq = 9 WHERE seq = 5")
    assert read == ([1, 2, 3, 4], [(9, "changed")])


def test_a_reader_that_goes_on_sees_what_is_missing_behind_it(spoiled: Spoiled) -> None:
    assert spoiled("DELETE FROM store_event WHERE seq = 4", after=3) == ([5], [(4, "missing")])


def test_a_row_of_another_history_is_changed(file: Path, tmp_path: Path) -> None:
    """A page of an older copy, whole in itself, does not follow what is before it."""
    other = filled(tmp_path / "other", 0)
    put(other, [row_of(event, NOW) for event in many(3, first=20)])
    put(file, [row_of(event, NOW) for event in many(5)])
    spoil(
        file,
        f"ATTACH '{other}' AS other",
        "DELETE FROM store_event WHERE seq = 3",
        "INSERT INTO store_event SELECT * FROM other.store_event WHERE seq = 3",
    )
    store = DjangoEventStore("kept")
    assert [one.seq for one in store.read()] == [1, 2, 5]
    assert [(one.seq, one.why) for one in store.damage()] == [(3, "changed"), (4, "changed")]
    store.close()


@pytest.mark.parametrize("body", [b'{"type":"of-a-newer-version"}', b"", b"[]", b"\xff", b"{" * 9])
def test_an_event_that_this_version_cannot_read_is_set_aside(file: Path, body: bytes) -> None:
    put_body(file, 1, body)
    store = DjangoEventStore("kept")
    assert store.append(many(2), NOW) == Appended(new=(uuid(2),), conflicting=(uuid(1),))
    assert stored(store) == many(1, first=2)
    assert [(one.seq, one.why) for one in store.damage()] == [(1, "unreadable")]
    store.close()


def test_the_record_goes_on_behind_a_damaged_end(file: Path) -> None:
    put(file, [row_of(event, NOW) for event in many(3)])
    spoil(file, "UPDATE store_event SET digest = x'', previous = x'' WHERE seq = 3")
    store = DjangoEventStore("kept")
    store.append(many(2, first=4), NOW)
    assert [one.seq for one in store.read()] == [1, 2, 4, 5]
    assert [(one.seq, one.why) for one in store.damage()] == [(3, "changed")]
    store.erase()
    assert store.damage() == ()
    store.close()


def test_reading_never_waits_for_a_writer(file: Path) -> None:
    store = DjangoEventStore("kept")
    store.append(many(2), NOW)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert stored(store) == many(2)
    holder.close()
    store.close()


def test_migrations_are_complete(file: Path) -> None:
    assert not has_pending("kept")
    with connections["kept"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'store'")
    assert has_pending("kept")


def test_writer_shares_one_group_among_those_that_wait() -> None:
    groups: list[int] = []

    def work(jobs: Sequence[int]) -> list[int]:
        groups.append(len(jobs))
        return [job * 2 for job in jobs]

    ended: list[bool] = []
    writer: Writer[int, int] = Writer(work, on_exit=lambda: ended.append(True))
    futures = [writer.submit(number) for number in range(500)]
    assert [future.result() for future in futures] == [2 * number for number in range(500)]
    writer.close()
    assert sum(groups) == 500
    assert max(groups) <= 64
    assert ended == [True]
