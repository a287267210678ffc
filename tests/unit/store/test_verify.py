import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Damaged
from ilium.store import verify
from ilium.store.events import DjangoEventStore
from ilium.store.sqlite_file import WHOLE
from ilium.store.verify import Verifier
from tests.contract.event_store import NOW
from tests.records import database, filled, many


@pytest.fixture
def store(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoEventStore]:
    """A record of 3,000 events."""
    with django_db_blocker.unblock(), database("kept", filled(tmp_path / "kept.sqlite3", 3000)):
        store = DjangoEventStore("kept")
        yield store
        store.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rest for no time."""
    monkeypatch.setattr(verify, "RESTS", 0)


def spoil(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"DROP TRIGGER store_event_no_delete; DROP TRIGGER store_event_no_update; {statement}")


def looked_at(store: DjangoEventStore, file: Path | None = None) -> list[tuple[Damaged, ...]]:
    """Look at everything, and return what was known each time that something was told."""
    told: list[tuple[Damaged, ...]] = []
    verifier = Verifier(store, lambda: told.append(store.damage()), file)
    verifier.start()
    verifier.wait()
    verifier.stop()
    return told


def test_a_whole_record_is_told_nothing_of(store: DjangoEventStore, tmp_path: Path, quick: None) -> None:
    assert looked_at(store, tmp_path / "kept.sqlite3") == []


def test_damage_anywhere_is_found_and_told_as_it_is_found(store: DjangoEventStore, tmp_path: Path, quick: None) -> None:
    spoil(
        tmp_path / "kept.sqlite3",
        "DELETE FROM store_event WHERE seq = 40; UPDATE store_event SET at = 1 WHERE seq = 2500",
    )
    assert looked_at(store) == [
        (Damaged(seq=40, why="missing"),),
        (Damaged(seq=40, why="missing"), Damaged(seq=2500, why="changed")),
    ]


def test_the_end_is_looked_at_before_anybody_asks(store: DjangoEventStore, tmp_path: Path) -> None:
    spoil(tmp_path / "kept.sqlite3", "UPDATE store_event SET at = 1 WHERE seq IN (40, 2500)")
    Verifier(store, list).look_at_end()
    assert store.damage() == (Damaged(seq=2500, why="changed"),)


def test_a_record_that_is_erased_meanwhile_is_not_taken_for_damaged(store: DjangoEventStore) -> None:
    parts = store.verified()
    next(parts)
    store.erase()
    store.append(many(700), NOW)
    for _ in parts:
        pass
    assert store.damage() == ()


def test_an_index_that_does_not_fit_is_found(
    store: DjangoEventStore, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "fault", lambda file, whole: "row 1 missing from index")
    assert looked_at(store, tmp_path / "kept.sqlite3") == [(WHOLE,)]


def test_it_ends_when_it_is_told_to(store: DjangoEventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "RESTS", 10**6)
    verifier = Verifier(store, list)
    verifier.stop()
    verifier = Verifier(store, list)
    verifier.start()
    verifier.stop()


def test_a_record_that_cannot_be_read_ends_it_quietly(store: DjangoEventStore, tmp_path: Path, quick: None) -> None:
    with closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as connection:
        connection.execute("DROP TABLE store_event")
    assert looked_at(store) == []
    with pytest.raises(StoreError, match="tables are not what they should be"):
        Verifier(store, list).look_at_end()
