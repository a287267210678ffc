"""A record of the version before the chain: read as it is, upgraded once with a copy, restored from an old backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections
from pytest_django import DjangoDbBlocker

from ilium.app.ports import Head
from ilium.record.codec import encode_event
from ilium.store import backup, high_water
from ilium.store.events import DjangoEventStore
from ilium.store.migrate import bring_up_to_date, has_pending
from ilium.store.sqlite_file import checked, events_in, head_of
from tests.contract.event_store import NOW
from tests.records import SESSION, copies_in, database, many

INSERT = "INSERT INTO store_event (event_id, session, type, at, received_at, body) VALUES (?, ?, 'x', 'x', 'x', ?)"


@pytest.fixture
def old(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A record of ten events whose tables are those of migration 0001, which Django calls "kept"."""
    file = tmp_path / "kept.sqlite3"
    file.touch()
    with django_db_blocker.unblock(), database("kept", file):
        call_command("migrate", "store", "0001", database="kept", verbosity=0)
        connections["kept"].close()
        rows = [(event.id.replace("-", ""), SESSION.replace("-", ""), encode_event(event)) for event in many(10)]
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.executemany(INSERT, rows)
        yield file


def spoil(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"DROP TRIGGER store_event_no_delete; DROP TRIGGER store_event_no_update; {statement}")


def chain_of(file: Path) -> Head:
    """Return where the chain of an upgraded record ends, which its bytes alone decide."""
    bring_up_to_date("kept")
    return checked(file).head


def test_it_is_read_as_it_is(old: Path) -> None:
    held = checked(old)
    assert (held.events, held.head, held.damage) == (10, Head(10), ())
    assert list(events_in(old)) == many(10)
    assert head_of(old) == Head(10)


def test_it_is_chained_once_and_a_copy_of_it_is_kept(old: Path) -> None:
    before = checked(old)
    bring_up_to_date("kept")
    assert not has_pending("kept")
    after = checked(old)
    assert (after.events, after.damage, len(after.head.digest)) == (10, (), 64)
    (copy,) = copies_in(old.parent)
    assert copy.name.endswith("-before-0002_chain.sqlite3")
    assert checked(copy) == before
    bring_up_to_date("kept")
    assert copies_in(old.parent) == [copy]


def test_what_it_held_is_read_and_goes_on(old: Path) -> None:
    bring_up_to_date("kept")
    store = DjangoEventStore("kept")
    assert store.append(many(12), NOW).new == (many(12)[10].id, many(12)[11].id)
    assert [one.event for one in store.read()] == many(12)
    assert (store.damage(), store.head().seq) == ((), 12)
    store.close()


def test_its_events_still_cannot_be_changed_or_deleted(old: Path) -> None:
    bring_up_to_date("kept")
    with connections["kept"].cursor() as cursor:
        with pytest.raises(DatabaseError, match="never changed"):
            cursor.execute("UPDATE store_event SET digest = x''")
        with pytest.raises(DatabaseError, match="never deleted"):
            cursor.execute("DELETE FROM store_event")


def test_ids_are_not_given_again_after_it_was_emptied(old: Path) -> None:
    spoil(old, "DELETE FROM store_event")
    bring_up_to_date("kept")
    store = DjangoEventStore("kept")
    store.append(many(1), NOW)
    assert store.head().seq == 11
    assert [one.seq for one in store.read()] == [11]
    assert store.damage() == ()
    store.close()


def test_what_was_gone_or_unreadable_before_is_set_aside(old: Path) -> None:
    spoil(old, "DELETE FROM store_event WHERE seq = 4; UPDATE store_event SET body = x'ff' WHERE seq = 7")
    assert [(one.seq, one.why) for one in checked(old).damage] == [(4, "missing"), (7, "unreadable")]
    bring_up_to_date("kept")
    assert [(one.seq, one.why) for one in checked(old).damage] == [(4, "missing"), (7, "unreadable")]


def test_a_long_record_is_chained_a_part_at_a_time(old: Path) -> None:
    rows = [(event.id.replace("-", ""), None, encode_event(event)) for event in many(11_000, first=11)]
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.executemany(INSERT, rows)
    bring_up_to_date("kept")
    held = checked(old)
    assert (held.events, held.damage) == (11_010, ())


def test_an_old_backup_is_restored_and_upgraded(old: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    copy, folder = tmp_path / "backup", tmp_path / "other"
    backup.back_up(old, copy)
    folder.mkdir()
    found, _ = backup.restore(copy, folder / "ilium.sqlite3", NOW)
    assert found.events == 10
    high_water.refuse_lost(folder / "ilium.sqlite3")
    with database("other", folder / "ilium.sqlite3"):
        bring_up_to_date("other")
    high_water.refuse_lost(folder / "ilium.sqlite3")
    assert checked(folder / "ilium.sqlite3").head == chain_of(old)
