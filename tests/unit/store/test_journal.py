import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilium.store import journal
from ilium.store.sqlite_file import checked, has_log
from tests.records import filled


def failing(code: int) -> type[sqlite3.Connection]:
    """Return connections whose tables cannot be made, with this code of SQLite's."""

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            if sql.startswith("CREATE"):
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = code
                raise error
            return super().execute(sql)

    return Failing


def test_an_ordinary_folder_takes_a_write_ahead_log_and_keeps_nothing_of_the_trial(tmp_path: Path) -> None:
    assert journal.mode_for(tmp_path) == "wal"
    assert list(tmp_path.iterdir()) == []
    assert journal.mode_for(tmp_path / "missing") == "wal"


@pytest.mark.parametrize(
    ("code", "mode"),
    [
        (sqlite3.SQLITE_IOERR_SHMMAP, "delete"),
        (sqlite3.SQLITE_IOERR_SHMOPEN, "delete"),
        (sqlite3.SQLITE_PROTOCOL, "delete"),
        (sqlite3.SQLITE_FULL, "wal"),
    ],
)
def test_a_disk_without_shared_memory_takes_a_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, mode: str
) -> None:
    connect, kind = sqlite3.connect, failing(code)
    monkeypatch.setattr(journal.sqlite3, "connect", lambda file, **more: connect(file, factory=kind, **more))
    assert journal.mode_for(tmp_path) == mode
    assert list(tmp_path.iterdir()) == []


def test_a_record_with_a_write_ahead_log_is_changed_over(tmp_path: Path) -> None:
    record = filled(tmp_path / "record", 10)
    with closing(sqlite3.connect(record)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    was = checked(record)
    journal.settle(record, "wal")
    assert has_log(record)
    journal.settle(record, "delete")
    assert (has_log(record), checked(record)) == (False, was)
    journal.settle(tmp_path / "none", "delete")
    assert {one.name for one in tmp_path.iterdir()} == {"record"}
