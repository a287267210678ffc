import sqlite3
from pathlib import Path

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.store import marker
from tests.records import filled


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A record of ten events with its marker."""
    file = filled(tmp_path / "ilium.sqlite3", 10)
    marker.write(file, 10)
    return file


def test_a_record_that_is_as_it_was_may_be_used(database: Path) -> None:
    marker.refuse_lost(database)
    assert marker.read(database) == 10


def test_no_marker_and_no_record_is_a_first_day(tmp_path: Path) -> None:
    marker.refuse_lost(tmp_path / "ilium.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_a_marker_may_be_used(database: Path) -> None:
    """It was copied from elsewhere, or is older than markers."""
    marker.path_beside(database).unlink()
    marker.refuse_lost(database)


def test_a_missing_record_is_refused(database: Path) -> None:
    database.unlink()
    with pytest.raises(StoreRefused, match="file is missing.*ilium restore FILE"):
        marker.refuse_lost(database)
    assert not database.exists()


def test_what_sqlite_left_beside_a_missing_record_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ilium.sqlite3-wal").write_bytes(b"what was written last")
    with pytest.raises(StoreRefused, match="file is missing"):
        marker.refuse_lost(tmp_path / "ilium.sqlite3")


def test_an_empty_file_in_its_place_is_refused(database: Path) -> None:
    database.write_bytes(b"")
    with pytest.raises(StoreRefused, match="held 10 events or more, and now 0"):
        marker.refuse_lost(database)
    assert database.read_bytes() == b""


def test_an_older_record_in_its_place_is_refused(database: Path) -> None:
    database.unlink()
    filled(database, 4)
    with pytest.raises(StoreRefused, match="and now 4"):
        marker.refuse_lost(database)


def test_emptied_tables_are_refused(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.executescript("DROP TRIGGER store_event_no_delete; DELETE FROM store_event")
    connection.close()
    with pytest.raises(StoreRefused, match="and now 0"):
        marker.refuse_lost(database)


def test_a_marker_that_cannot_be_read_still_says_that_there_was_something(database: Path) -> None:
    marker.path_beside(database).write_bytes(b"\0\0")
    marker.refuse_lost(database)
    database.unlink()
    with pytest.raises(StoreRefused, match="missing"):
        marker.refuse_lost(database)


def test_the_keeper_writes_rarely_and_never_promises_too_much(tmp_path: Path) -> None:
    file = tmp_path / "ilium.sqlite3"
    keeper, written = marker.Keeper(file), []
    for seq in range(1, 1001):
        keeper(seq)
        written.append(marker.read(file))
    assert all(said <= seq for seq, said in enumerate(written, start=1))
    assert written[0] == 1
    assert len(set(written)) == 10


def test_the_keeper_knows_what_was_there_and_forgets_what_is_erased(tmp_path: Path) -> None:
    file = tmp_path / "ilium.sqlite3"
    marker.write(file, 40)
    keeper = marker.Keeper(file)
    keeper(41)
    assert marker.read(file) == 40
    keeper(0)
    assert marker.read(file) == 0
    keeper(42)
    assert marker.read(file) == 42


def test_a_marker_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    keeper = marker.Keeper(tmp_path / "missing" / "ilium.sqlite3")
    keeper(1)
    (tmp_path / "missing").mkdir()
    keeper(2)
    assert marker.read(tmp_path / "missing" / "ilium.sqlite3") == 2
