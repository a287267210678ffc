"""The file of a snapshot: whole, ours, and the owner's only; or none."""

import os
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import ilium
from ilium.anatomy.errors import StoreError
from ilium.app.ports import Head, Snapshot
from ilium.store import durable, snapshots
from ilium.store.snapshots import MADE_WITH, SnapshotFile, digest_of, made_with

KEPT = Snapshot(head=Head(7, "ab" * 32), body=b"what the record adds up to")
KEY, CODE = b"the secret of the folder", b"the code of this version"


def file_in(folder: Path, *, key: bytes = KEY, code: bytes = CODE) -> SnapshotFile:
    return SnapshotFile(snapshots.path_beside(folder / "ilium.sqlite3"), key, lambda: code)


def test_what_was_saved_is_loaded_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert file_in(tmp_path).load() is None
    file_in(tmp_path).save(KEPT)
    assert file_in(tmp_path).load() == KEPT
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_snapshot_of_other_code_or_another_folder_is_none(tmp_path: Path) -> None:
    file_in(tmp_path).save(KEPT)
    assert file_in(tmp_path, code=b"another version").load() is None
    assert file_in(tmp_path, key=b"the secret of another folder").load() is None


def test_no_changed_byte_goes_unnoticed(tmp_path: Path) -> None:
    file_in(tmp_path).save(KEPT)
    (file,) = tmp_path.iterdir()
    written = file.read_bytes()
    for place in range(len(written)):
        file.write_bytes(written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :])
        assert file_in(tmp_path).load() is None, place
    for length in range(len(written)):
        file.write_bytes(written[:length])
        assert file_in(tmp_path).load() is None, length


def test_what_cannot_be_read_is_none_and_what_cannot_be_written_costs_the_snapshot_alone(tmp_path: Path) -> None:
    file = snapshots.path_beside(tmp_path / "ilium.sqlite3")
    file.mkdir()
    file_in(tmp_path).save(KEPT)
    assert file_in(tmp_path).load() is None
    with pytest.raises(StoreError, match="could not be deleted"):
        file_in(tmp_path).delete()


def test_a_crash_while_it_is_written_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before each system call that matters the process ends, which an exception nothing catches stands for."""
    file_in(tmp_path).save(KEPT)
    other = Snapshot(head=Head(9, "cd" * 32), body=b"more")
    for name in ("open", "fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(durable.os, name, _ends)
            with pytest.raises(KeyboardInterrupt):
                file_in(tmp_path).save(other)
        assert file_in(tmp_path).load() == KEPT


def _ends(*_: object) -> None:
    raise KeyboardInterrupt


def test_deleting_takes_what_a_crash_left_too(tmp_path: Path) -> None:
    file_in(tmp_path).save(KEPT)
    (tmp_path / ".ilium.snapshot.part-1").write_bytes(b"half of one")
    (tmp_path / "ilium.log").touch()
    file_in(tmp_path).delete()
    file_in(tmp_path).delete()
    assert os.listdir(tmp_path) == ["ilium.log"]


def test_rules_specifications_and_code_are_part_of_what_it_is_made_with(tmp_path: Path) -> None:
    root = Path(ilium.__file__).parent
    for name in MADE_WITH:
        copytree(root / name, tmp_path / name, ignore=ignore_patterns("__pycache__"))
    whole = digest_of(tmp_path)
    assert whole == made_with()
    for name in (
        "record/events.py",
        "record/fold.py",
        "app/course.py",
        "prescription/ladders.py",
        "prescription/library/adaptation.toml",
        "prescription/library/rules.toml",
        "screening/library/screening.toml",
        "exercises/library/figure-four.toml",
        "exercises/library/limits.toml",
    ):
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(kept + b"\n")
        assert digest_of(tmp_path) != whole, name
        (tmp_path / name).write_bytes(kept)
    (tmp_path / "exercises" / "library" / "one-more.toml").touch()
    assert digest_of(tmp_path) != whole
