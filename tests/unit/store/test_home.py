import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.store import home


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILIUM_DATA", "/somewhere/else")
    assert home.folder_in_use() == Path("/somewhere/else")
    monkeypatch.delenv("ILIUM_DATA")
    assert home.folder_in_use() == home.default_folder()


def test_a_missing_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    home.prepare(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "new").iterdir()) == []


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = home.secret_key(tmp_path / "new")
    assert home.secret_key(tmp_path / "new") == first
    assert home.secret_key(tmp_path / "other") != first
    assert len(first) > 50
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_a_secret_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").mkdir()
    with pytest.raises(StoreRefused, match="secret-key"):
        home.secret_key(tmp_path)


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreRefused, match="--data"):
        home.prepare(tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreRefused, match="--data"):
        home.prepare(tmp_path)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / home.DATABASE)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(StoreRefused, match="another program"):
        home.refuse_unusable_record(tmp_path)


def test_a_database_that_was_only_begun_is_no_loss(tmp_path: Path) -> None:
    """A first start may be killed before there is a table."""
    (tmp_path / home.DATABASE).touch()
    home.refuse_unusable_record(tmp_path)


def test_a_folder_in_the_place_of_the_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / home.DATABASE).mkdir()
    with pytest.raises(StoreRefused, match="is not a file"):
        home.refuse_unusable_record(tmp_path)


def test_a_record_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / home.DATABASE
    file.touch()
    file.chmod(0o400)
    with pytest.raises(StoreRefused, match="chmod"):
        home.refuse_unusable_record(tmp_path)


def test_a_parent_that_is_missing_is_not_made(tmp_path: Path) -> None:
    """It may be a disk that is not connected."""
    with pytest.raises(StoreRefused, match="Is its disk connected"):
        home.prepare(tmp_path / "disk" / "data")
    assert not (tmp_path / "disk").exists()


def test_the_platforms_own_place_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("HOME", str(tmp_path))
    own = home.default_folder()
    assert not own.parent.exists()
    home.prepare(own)
    assert own.is_dir()


def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "free_bytes", lambda folder: home.NEEDED_BYTES - 1)
    with pytest.raises(StoreRefused, match="is full"):
        home.prepare(tmp_path)


def test_a_folder_has_one_user_at_a_time(tmp_path: Path) -> None:
    with home.locked(tmp_path), pytest.raises(StoreRefused, match="Another Ilium"):
        with home.locked(tmp_path):
            pass
    with home.locked(tmp_path):
        pass


def test_a_torn_page_is_found(tmp_path: Path) -> None:
    file = tmp_path / home.DATABASE
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE mine (x)")
    connection.executemany("INSERT INTO mine VALUES (?)", [("x" * 500,)] * 200)
    connection.commit()
    connection.close()
    whole = file.read_bytes()
    torn = whole[:8192] + b"\xff" * 4096 + whole[12288:]
    file.write_bytes(torn)
    with pytest.raises(StoreRefused, match="damaged"):
        home.refuse_unusable_record(tmp_path)
    assert file.read_bytes() == torn


def refusing(number: int) -> Callable[..., None]:
    """Return a call of the system that fails with this error."""

    def fail(*given: object, **more: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_disk_without_links_takes_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(home.os, "link", refusing(number))
    first = home.secret_key(tmp_path)
    assert home.secret_key(tmp_path) == first
    assert len(first) > 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_secret_that_a_full_disk_left_empty_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret-key").touch()
    assert len(home.secret_key(tmp_path)) > 50


def test_a_disk_that_knows_one_kind_of_lock_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home.fcntl, "flock", refusing(errno.EOPNOTSUPP))
    with home.locked(tmp_path):
        pass


def test_a_disk_without_locks_is_not_called_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home.fcntl, "flock", refusing(errno.ENOLCK))
    monkeypatch.setattr(home.fcntl, "lockf", refusing(errno.ENOLCK))
    with pytest.raises(StoreRefused, match="its disk lends no locks.*--data"), home.locked(tmp_path):
        pass
