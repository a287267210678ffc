import json
import socket
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from pytest_django import DjangoDbBlocker

from ilium.anatomy.errors import StoreRefused, StoreUnavailable
from ilium.cli import doctor
from ilium.store import backup, high_water, home, sqlite_file
from ilium.web import vite
from tests.records import filled, put_body


@pytest.fixture
def folder(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A data folder with ten events that were backed up today."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    with django_db_blocker.unblock():
        database = filled(folder / home.DATABASE, 10)
    high_water.write(database, sqlite_file.head_of(database))
    backup.note_backup(database, sqlite_file.checked(database), datetime.now(UTC))
    yield folder


def found(folder: Path, name: str) -> doctor.Check:
    """Return what the doctor says of one thing, and check that its verdict agrees."""
    report = doctor.examine(folder)
    assert report.ok == all(check.state != "fail" for check in report.checks)
    return {check.name: check for check in report.checks}[name]


def test_all_is_well(folder: Path) -> None:
    report = doctor.examine(folder)
    assert report.ok
    assert {check.name for check in report.checks} == {
        *("Python", "SQLite", "Pages", "Port", "Folder", "Disk", "Record", "Tables", "Backup")
    }
    assert "10 entries" in found(folder, "Record").found
    assert json.loads(doctor.as_json(report))["checks"][0]["state"] == "ok"
    assert doctor.as_text(report).endswith("Nothing is wrong.")


def test_looking_changes_nothing(folder: Path) -> None:
    """But for SQLite's own index of a -wal file, which it makes anew each time."""
    shm = f"{home.DATABASE}-shm"
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.name != shm}
    doctor.examine(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.name != shm} == before


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    assert found(tmp_path / "none", "Folder").state == "warn"
    assert found(tmp_path / "no" / "parent", "Folder").state == "fail"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_fails_and_says_what_to_do(folder: Path) -> None:
    (folder / home.DATABASE).write_bytes(b"no database at all" * 300)
    check = found(folder, "Record")
    assert (check.state, "damaged" in check.found, "ilium restore FILE" in check.advice) == ("fail", True, True)


def test_a_lost_record_fails(folder: Path) -> None:
    (folder / home.DATABASE).unlink()
    check = found(folder, "Record")
    assert (check.state, "missing" in check.found) == ("fail", True)
    assert "fail  Record" in doctor.as_text(doctor.examine(folder))


def test_a_first_day_has_nothing_yet(tmp_path: Path) -> None:
    assert found(tmp_path, "Record").state == "ok"
    (tmp_path / home.DATABASE).touch()
    assert found(tmp_path, "Record") == doctor.Check(name="Record", found="nothing yet")


def test_tables_of_an_older_version_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = (*sqlite_file.known_migrations(), "0999_later")
    monkeypatch.setattr(doctor, "known_migrations", lambda: known)
    check = found(folder, "Tables")
    assert (check.state, "0999_later" in check.found) == ("warn", True)


def test_a_record_of_a_newer_version_fails(folder: Path) -> None:
    connection = sqlite3.connect(folder / home.DATABASE)
    row = "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_later', '2030-01-01')"
    connection.execute(row)
    connection.commit()
    connection.close()
    check = found(folder, "Record")
    assert (check.state, "newer version" in check.found) == ("fail", True)


@pytest.mark.parametrize(("days", "behind", "state"), [(1, 5, "ok"), (31, 5, "warn"), (400, 0, "ok")])
def test_a_backup_is_old_only_when_something_came_since(folder: Path, days: int, behind: int, state: str) -> None:
    held = sqlite_file.checked(folder / home.DATABASE)
    at = datetime.now(UTC) - timedelta(days=days)
    last = backup.LastBackup(at=at, last_seq=held.last_seq - behind)
    (folder / backup.LAST).write_bytes(msgspec.json.encode(last))
    assert found(folder, "Backup").state == state


def test_a_record_that_was_never_backed_up_is_a_warning(folder: Path) -> None:
    (folder / backup.LAST).unlink()
    check = found(folder, "Backup")
    assert (check.state, "ilium backup FILE" in check.advice) == ("warn", True)


def test_others_must_not_look_into_the_folder(folder: Path) -> None:
    folder.chmod(0o755)
    check = found(folder, "Folder")
    assert (check.state, "chmod 700" in check.advice) == ("warn", True)


@pytest.mark.parametrize(("free", "state"), [(5_000_000, "fail"), (50_000_000, "warn"), (5 * 10**9, "ok")])
def test_a_disk_that_fills_up_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(home, "free_bytes", lambda folder: free)
    assert found(folder, "Disk").state == state


def test_pages_that_were_not_built_fail(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "none.json")
    check = found(folder, "Pages")
    assert (check.state, "dev.py run" in check.advice) == ("fail", True)


def test_a_port_of_another_program_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setattr(doctor, "DEFAULT_PORT", other.getsockname()[1])
        check = found(folder, "Port")
    assert (check.state, "--port" in check.advice) == ("warn", True)


def test_what_a_start_could_not_do_fails(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder itself, and where a new one would be made."""

    def fail(place: Path) -> str:
        raise StoreRefused(f"The file {place} cannot be used: no.")

    monkeypatch.setattr(home, "secret_key", fail)
    for place in (folder, tmp_path / "new"):
        check = found(place, "Folder")
        assert (check.state, "a start would fail here" in check.found) == ("fail", True)
    assert {one.name for one in tmp_path.iterdir()} == {"data"}


def test_entries_that_are_set_aside_are_named(folder: Path) -> None:
    put_body(folder / home.DATABASE, 11, b"{}")
    put_body(folder / home.DATABASE, 12, b"{}")
    check = found(folder, "Record")
    assert check.state == "fail"
    assert check.found == "12 entries; 2 entries of the record cannot be read and are set aside: " + (
        "11 (unreadable), 12 (unreadable)"
    )
    assert "ilium restore FILE" in check.advice


def test_very_many_are_not_all_named(folder: Path) -> None:
    for number in range(11, 33):
        put_body(folder / home.DATABASE, number, b"{}")
    assert found(folder, "Record").found.endswith("30 (unreadable) and 2 more")


def test_a_record_that_is_locked_is_not_called_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(file: Path) -> str:
        raise StoreUnavailable(f"The record {file} could not be used: another program is using it just now.")

    monkeypatch.setattr(doctor, "fault", busy)
    check = found(folder, "Record")
    assert (check.state, check.advice, "another program" in check.found) == ("fail", "", True)
