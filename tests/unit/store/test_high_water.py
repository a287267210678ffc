import sqlite3
from pathlib import Path
from threading import Event

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.app.ports import Head
from ilium.store import high_water
from ilium.store.rows import row_of
from ilium.store.sqlite_file import head_of
from tests.records import RECEIVED, filled, many, put


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A record of ten events with its marker."""
    file = filled(tmp_path / "ilium.sqlite3", 10)
    high_water.write(file, head_of(file))
    return file


def test_a_record_that_is_as_it_was_may_be_used(database: Path) -> None:
    high_water.refuse_lost(database)
    assert high_water.read(database) == head_of(database)
    assert high_water.read(database).seq == 10


def test_no_marker_and_no_record_is_a_first_day(tmp_path: Path) -> None:
    high_water.refuse_lost(tmp_path / "ilium.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_record_without_a_marker_may_be_used(database: Path) -> None:
    """It was copied from elsewhere, or is older than markers."""
    high_water.path_beside(database).unlink()
    high_water.refuse_lost(database)


def test_a_missing_record_is_refused(database: Path) -> None:
    database.unlink()
    with pytest.raises(StoreRefused, match="file is missing.*ilium restore FILE"):
        high_water.refuse_lost(database)
    assert not database.exists()


def test_what_sqlite_left_beside_a_missing_record_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ilium.sqlite3-wal").write_bytes(b"what was written last")
    with pytest.raises(StoreRefused, match="file is missing"):
        high_water.refuse_lost(tmp_path / "ilium.sqlite3")


def test_an_empty_file_in_its_place_is_refused(database: Path) -> None:
    database.write_bytes(b"")
    with pytest.raises(StoreRefused, match="held 10 events or more, and now 0"):
        high_water.refuse_lost(database)
    assert database.read_bytes() == b""


def test_an_older_record_in_its_place_is_refused(database: Path) -> None:
    database.unlink()
    filled(database, 4)
    with pytest.raises(StoreRefused, match="and now 4"):
        high_water.refuse_lost(database)


def test_emptied_tables_are_refused(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.executescript("DROP TRIGGER store_event_no_delete; DELETE FROM store_event")
    connection.close()
    with pytest.raises(StoreRefused, match="and now 0"):
        high_water.refuse_lost(database)


def test_a_marker_that_cannot_be_read_still_says_that_there_was_something(database: Path) -> None:
    high_water.path_beside(database).write_bytes(b"\0\0")
    high_water.refuse_lost(database)
    database.unlink()
    with pytest.raises(StoreRefused, match="missing"):
        high_water.refuse_lost(database)


def test_a_record_that_went_on_may_be_used(database: Path) -> None:
    put(database, [row_of(event, RECEIVED) for event in many(3, first=11)])
    high_water.refuse_lost(database)


def test_another_record_of_the_same_length_is_refused(database: Path) -> None:
    database.unlink()
    filled(database, 0)
    put(database, [row_of(event, RECEIVED) for event in many(12, first=30)])
    with pytest.raises(StoreRefused, match="not the record that was here: its entry 10 is another.*ilium restore FILE"):
        high_water.refuse_lost(database)


@pytest.mark.parametrize("change", ["at = 'x'", "digest = zeroblob(32)", "previous = zeroblob(32)", "seq = 20"])
def test_damage_of_the_last_entry_is_not_another_record(database: Path, change: str) -> None:
    """It costs that entry alone, and is set aside."""
    connection = sqlite3.connect(database)
    connection.executescript(f"DROP TRIGGER store_event_no_update; UPDATE store_event SET {change} WHERE seq = 10")
    connection.close()
    high_water.refuse_lost(database)


def test_a_mark_of_the_version_before_is_heeded(database: Path) -> None:
    high_water.path_beside(database).write_text('{"last_seq":10}')
    high_water.refuse_lost(database)
    high_water.path_beside(database).write_text('{"last_seq":11}')
    with pytest.raises(StoreRefused, match="held 11 events or more, and now 10"):
        high_water.refuse_lost(database)


# --- the keeper -----------------------------------------------------------------------------------------------------


def heads(count: int) -> list[Head]:
    return [Head(seq, f"{seq:064x}") for seq in range(1, count + 1)]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every ``seq`` that is written."""
    seen: list[int] = []

    def write(database: Path, head: Head) -> None:
        seen.append(head.seq)
        kept(database, head)

    kept = high_water.write
    monkeypatch.setattr(high_water, "write", write)
    return seen


def test_the_keeper_writes_at_once_then_once_in_its_time_and_at_the_end(tmp_path: Path, written: list[int]) -> None:
    file = tmp_path / "ilium.sqlite3"
    keeper = high_water.Keeper(file, every=3600)
    for head in heads(1000):
        keeper(head)
    keeper.close()
    assert high_water.read(file) == heads(1000)[-1]
    assert 1 <= len(written) <= 3
    assert written == sorted(written), "it never promises more than there is"


def test_the_keeper_goes_on_writing_without_being_told_again(tmp_path: Path) -> None:
    """What comes within a second of the last writing is written when the second is over, also if nothing follows."""
    file, done = tmp_path / "ilium.sqlite3", Event()
    keeper = high_water.Keeper(file, every=0.01)

    def write(database: Path, head: Head) -> None:
        if head.seq == 3:
            done.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(high_water, "write", write)
        for head in heads(3):
            keeper(head)
        assert done.wait(10)
        keeper.close()


def test_the_keeper_forgets_what_is_erased(tmp_path: Path) -> None:
    file = tmp_path / "ilium.sqlite3"
    high_water.write(file, Head(40, "ab"))
    keeper = high_water.Keeper(file, every=3600)
    keeper(Head(41, "cd"))
    keeper(Head())
    assert high_water.read(file) == Head()
    keeper(Head(42, "ef"))
    keeper.close()
    assert high_water.read(file) == Head(42, "ef")


def test_a_marker_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    keeper = high_water.Keeper(tmp_path / "missing" / "ilium.sqlite3", every=0)
    keeper(Head(1, "ab"))
    keeper.close()
    keeper(Head(2, "cd"))
    (tmp_path / "missing").mkdir()
    keeper.close()
    assert high_water.read(tmp_path / "missing" / "ilium.sqlite3").seq == 2


def test_a_keeper_that_was_told_nothing_writes_nothing(tmp_path: Path) -> None:
    high_water.Keeper(tmp_path / "ilium.sqlite3").close()
    assert list(tmp_path.iterdir()) == []
