import os
from pathlib import Path

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.store import held_folders


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has held a record, on a disk whose place is the folder above it."""
    monkeypatch.setattr(held_folders, "user_state_dir", lambda *_, **__: str(tmp_path / "state"))
    folder = tmp_path / "disk" / "ilium"
    folder.mkdir(parents=True)
    (folder / "ilium.sqlite3").touch()
    there = {str(folder.parent)}
    monkeypatch.setattr(held_folders.os.path, "ismount", lambda place: os.fsdecode(place) in there)
    held_folders.remember(folder)
    there.clear()
    return folder


def test_a_record_that_is_there_is_used_wherever_it_lies(folder: Path) -> None:
    held_folders.refuse_emptied(folder)


@pytest.mark.parametrize("left", ["nothing", "the folder", "the folder and what systems leave"])
def test_a_folder_whose_disk_is_away_is_refused(folder: Path, left: str) -> None:
    (folder / "ilium.sqlite3").unlink()
    if left == "nothing":
        folder.rmdir()
    if left == "the folder and what systems leave":
        (folder / "lost+found").mkdir()
    with pytest.raises(StoreRefused, match="on a disk that is not connected now"):
        held_folders.refuse_absent(folder)


def test_a_folder_that_was_emptied_is_refused_and_one_that_was_removed_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_folders.os.path, "ismount", lambda place: True)
    (folder / "ilium.sqlite3").unlink()
    held_folders.refuse_absent(folder)
    with pytest.raises(StoreRefused, match="is empty now"):
        held_folders.refuse_emptied(folder)
    folder.rmdir()
    held_folders.refuse_emptied(folder)


def test_a_folder_that_nobody_remembers_may_be_empty(folder: Path, tmp_path: Path) -> None:
    held_folders.refuse_emptied(tmp_path / "other")
    held_folders.memory().write_text("not what it was")
    (folder / "ilium.sqlite3").unlink()
    held_folders.refuse_emptied(folder)


def test_names_of_any_bytes_are_remembered(folder: Path) -> None:
    odd = folder.parent / "J\udcfcrgen"
    held_folders.remember(odd)
    with pytest.raises(StoreRefused):
        held_folders.refuse_absent(odd)


def test_the_newest_are_remembered_and_each_once(folder: Path, tmp_path: Path) -> None:
    for number in (*range(60), 59):
        held_folders.remember(tmp_path / str(number))
    assert held_folders.memory().read_text().count('"folder"') == held_folders.MOST
    with pytest.raises(StoreRefused):
        held_folders.refuse_absent(tmp_path / "59")


def test_where_it_cannot_be_remembered_nothing_stops(folder: Path, tmp_path: Path) -> None:
    held_folders.memory().unlink()
    held_folders.memory().parent.rmdir()
    held_folders.memory().parent.write_text("in the way")
    held_folders.remember(folder)


def test_the_disk_of_a_folder_is_the_nearest_place_of_one(tmp_path: Path) -> None:
    assert held_folders.disk_of(Path("/")) == Path("/")
    assert tmp_path.is_relative_to(held_folders.disk_of(tmp_path / "missing" / "below"))
