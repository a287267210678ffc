import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ilium.anatomy.errors import StoreError, StoreRefused
from ilium.store import backup, high_water, sqlite_file
from tests.records import copies_in, filled, uuid

AT = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A record of ten events in a folder of its own."""
    (tmp_path / "data").mkdir()
    return filled(tmp_path / "data" / "ilium.sqlite3", 10)


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def tear(file: Path) -> bytes:
    """Overwrite a page in the middle, and return the file as it is now."""
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    return file.read_bytes()


# --- backup ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_whole_file_of_the_owners(database: Path, tmp_path: Path) -> None:
    made = backup.back_up(database, tmp_path / "copy")
    assert made == sqlite_file.checked(tmp_path / "copy") == sqlite_file.checked(database)
    assert (made.events, made.last_seq) == (10, 10)
    assert names(tmp_path) == {"data", "copy"}
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_recordings_of_landmarks_are_in_no_backup(database: Path, tmp_path: Path) -> None:
    """The copy is the record alone: decision 23."""
    alone = backup.back_up(database, tmp_path / "alone")
    (database.parent / "recordings").mkdir()
    (database.parent / "recordings" / "one.landmarks").write_bytes(b"ilium-landmarks" * 100_000)
    assert backup.back_up(database, tmp_path / "copy") == alone
    assert (tmp_path / "copy").stat().st_size == (tmp_path / "alone").stat().st_size


def test_what_is_only_in_the_wal_is_in_the_backup(database: Path, tmp_path: Path) -> None:
    writer = in_wal(database)
    assert backup.back_up(database, tmp_path / "copy").events == 11
    writer.close()


def test_a_file_is_replaced_only_when_told(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("mine")
    with pytest.raises(StoreRefused, match="--force"):
        backup.back_up(database, copy)
    assert copy.read_text() == "mine"
    assert backup.back_up(database, copy, force=True).events == 10
    assert sqlite_file.checked(copy).events == 10


def test_a_file_that_comes_up_meanwhile_is_not_replaced(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(file: Path) -> sqlite_file.Contents:
        (tmp_path / "copy").write_text("mine")
        return sqlite_file.checked(file)

    monkeypatch.setattr(backup, "checked", slowly)
    with pytest.raises(StoreRefused, match="there already"):
        backup.back_up(database, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "mine"
    assert names(tmp_path) == {"data", "copy"}


def test_the_record_is_never_its_own_backup(database: Path) -> None:
    before = database.read_bytes()
    with pytest.raises(StoreRefused):
        backup.back_up(database, database, force=True)
    assert database.read_bytes() == before


@pytest.mark.parametrize("name", ["missing/copy", "data", "x" * 300])
def test_a_place_that_cannot_be_written_leaves_nothing(database: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="copy|data|xxx"):
        backup.back_up(database, tmp_path / name, force=True)
    assert names(tmp_path) == {"data"}


def test_a_copy_that_is_not_the_same_is_thrown_away(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = filled(tmp_path / "other", 9)
    monkeypatch.setattr(backup, "checked", lambda file: sqlite_file.checked(other))
    with pytest.raises(StoreError, match="not the same"):
        backup.back_up(database, tmp_path / "copy")
    assert [name for name in names(tmp_path) if "copy" in name] == []


def test_a_damaged_record_is_not_backed_up_over_a_good_one(database: Path, tmp_path: Path) -> None:
    good = tmp_path / "copy"
    backup.back_up(database, good)
    kept = good.read_bytes()
    tear(database)
    with pytest.raises(StoreError):
        backup.back_up(database, good, force=True)
    assert good.read_bytes() == kept


def test_there_has_to_be_a_record(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="no record"):
        backup.back_up(tmp_path / "ilium.sqlite3", tmp_path / "copy")
    assert names(tmp_path) == set()


def test_when_the_last_backup_was_made_is_remembered(database: Path) -> None:
    assert backup.last_backup(database) is None
    backup.note_backup(database, sqlite_file.checked(database), AT)
    assert backup.last_backup(database) == backup.LastBackup(at=AT, last_seq=10)


def test_the_last_five_copies_before_a_change_are_kept(database: Path) -> None:
    copies = [backup.back_up_before(database, "0002_x", AT + timedelta(days=day)) for day in range(8)]
    assert copies_in(database.parent) == copies[-5:]
    long_ago = backup.back_up_before(database, "0002_x", AT - timedelta(days=99))
    assert long_ago.exists(), "the clock was set back, and still the newest copy stays"
    assert len(copies_in(database.parent)) == 5


def test_a_record_is_put_back_from_its_copy(database: Path) -> None:
    copy = backup.back_up_before(database, "0002_x", AT)
    was = sqlite_file.checked(database)
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode = WAL; DROP TABLE store_event; CREATE TABLE other (x);")
    connection.close()
    backup.put_back(copy, database)
    assert sqlite_file.checked(database) == was


# --- restore --------------------------------------------------------------------------------------------------------


def test_a_backup_takes_the_place_of_the_record_which_is_kept(database: Path, tmp_path: Path) -> None:
    older = filled(tmp_path / "older", 4)
    high_water.write(database, sqlite_file.head_of(database))
    found, kept = backup.restore(older, database, AT)
    assert found.events == 4 == sqlite_file.checked(database).events
    assert kept is not None
    assert kept.name == "ilium.sqlite3.before-restore-20260301T063000000000Z"
    assert sqlite_file.checked(kept).events == 10
    high_water.refuse_lost(database)
    assert copies_in(database.parent) == [kept]
    assert names(database.parent) == {"ilium.sqlite3", "ilium.marker", kept.name}


def test_a_missing_record_is_restored(database: Path, tmp_path: Path) -> None:
    shutil.move(database, tmp_path / "copy")
    found, kept = backup.restore(tmp_path / "copy", database, AT)
    assert (found.events, kept) == (10, None)
    assert (tmp_path / "copy").exists()


def test_a_damaged_record_is_replaced_and_kept_as_it_is(database: Path, tmp_path: Path) -> None:
    backup.back_up(database, tmp_path / "copy")
    torn = tear(database)
    database.with_name("ilium.sqlite3-wal").write_bytes(b"rest")
    found, kept = backup.restore(tmp_path / "copy", database, AT)
    assert found == sqlite_file.checked(database)
    assert kept is not None
    assert kept.read_bytes() == torn
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"rest"


def test_the_wal_of_the_replaced_record_does_not_get_into_the_new_one(database: Path, tmp_path: Path) -> None:
    """A process that was killed leaves its last events in the -wal file; they belong to the record that is kept."""
    older = filled(tmp_path / "older", 4)
    leave_wal(database)
    assert database.with_name("ilium.sqlite3-wal").stat().st_size > 0
    found, kept = backup.restore(older, database, AT)
    assert found == sqlite_file.checked(database)
    assert kept is not None
    assert sqlite_file.checked(kept).events == 11


def leave_wal(database: Path) -> None:
    """Add an event as a process does that is killed before it tidies up."""
    running = database.with_name("running")
    database.rename(running)
    writer = in_wal(running)
    for end in ("", "-wal"):
        shutil.copy(f"{running}{end}", f"{database}{end}")
    writer.close()
    running.unlink()


def in_wal(database: Path) -> sqlite3.Connection:
    """Add an event that is only in the -wal file as long as the connection that is returned is open."""
    writer = sqlite3.connect(database)
    writer.execute("PRAGMA journal_mode = WAL")
    insert = "INSERT INTO store_event (event_id, type, at, received_at, body) VALUES (?, 'x', 'x', 'x', ?)"
    writer.execute(insert, (uuid(11).replace("-", ""), b"{}"))
    writer.commit()
    return writer


def test_a_database_that_lies_there_with_its_wal_is_taken_whole(database: Path, tmp_path: Path) -> None:
    leave_wal(database)
    new = tmp_path / "new" / "ilium.sqlite3"
    new.parent.mkdir()
    assert backup.restore(database, new, AT)[0].events == 11
    assert database.with_name("ilium.sqlite3-wal").stat().st_size > 0, "what is restored from is left as it is"


def broken(folder: Path, kind: str) -> Path:
    file = folder / kind
    if kind == "torn":
        filled(file, 200)
        tear(file)
    if kind == "text":
        file.write_text("no database" * 100)
    if kind == "empty":
        file.touch()
    if kind == "another program's":
        connection = sqlite3.connect(file)
        connection.execute("CREATE TABLE mine (x)")
        connection.close()
    if kind == "newer":
        connection = sqlite3.connect(filled(file, 2))
        row = "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_later', '2030-01-01')"
        connection.execute(row)
        connection.commit()
        connection.close()
    return file


@pytest.mark.parametrize("kind", ["missing", "torn", "text", "empty", "another program's", "newer"])
def test_a_backup_that_is_not_whole_changes_nothing(database: Path, tmp_path: Path, kind: str) -> None:
    file = broken(tmp_path, kind)
    before = (names(database.parent), database.read_bytes())
    with pytest.raises(StoreRefused, match=f"{file}"):
        backup.restore(file, database, AT)
    assert (names(database.parent), database.read_bytes()) == before


def test_the_record_is_not_restored_from_itself(database: Path) -> None:
    with pytest.raises(StoreRefused, match="the record itself"):
        backup.restore(database, database, AT)
