"""Copies of the record: made while it is used, checked before they count, put back without losing what was there."""

import errno
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from ilium.anatomy.errors import StoreError, StoreRefused, StoreUnavailable
from ilium.app.damage import damage_words
from ilium.store import durable, high_water, snapshots
from ilium.store.sqlite_file import COMPANIONS, Contents, checked, contents, fault, opened
from ilium.store.trouble import reason

#: Folder of the copies made before each change of the tables, and how many of them are kept. Our choice.
FOLDER = "backups"
KEPT = 5
#: The bytes of a database, far behind its end, on which SQLite's locks lie: part of its file format.
LOCK_START, LOCK_BYTES = 0x40000000, 512
#: Beside the database: when the last backup was asked for, for `ilium doctor`.
LAST = "last-backup.json"
STAMP = "%Y%m%dT%H%M%S%fZ"


class LastBackup(msgspec.Struct, frozen=True, kw_only=True):
    """The last backup a person made of a record: when, and how far the record had come."""

    at: datetime
    last_seq: int


def back_up(database: Path, file: Path, *, force: bool = False) -> Contents:
    """Write a copy of the record as it is at one moment, also while it is written to, and check the copy.

    Parameters
    ----------
    database : Path
        The record's file.
    file : Path
        Where the copy goes: one file, complete in itself.
    force : bool
        Replace a file that is there.

    Returns
    -------
    Contents
        What the copy holds.

    Raises
    ------
    StoreRefused
        When there is no record, or a file of that name.
    StoreError
        When the copy could not be written or is not the same; nothing is left of it then.
    """
    if not database.is_file():
        raise StoreRefused(f"There is no record at {database} to back up.")
    try:
        _refuse_taken(file, database, force)
        with durable.draft(file) as copy:
            written = _copied(database, copy)
            _refuse_worse(written, file)
            durable.put(copy, file, replace=force)
    except FileExistsError:
        raise StoreRefused(f"{file} is there already. Choose another name, or say --force.") from None
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"The backup {file} could not be written: {_reason(error)}.") from error
    return written


def _refuse_taken(file: Path, database: Path, force: bool) -> None:
    if not file.exists() or (force and file.is_file() and not file.samefile(database)):
        return
    raise StoreRefused(f"{file} is there already. Choose another name{'' if force else ', or say --force'}.")


def _refuse_worse(written: Contents, file: Path) -> None:
    """Keep an older backup that may hold what the record has lost."""
    if written.damage and file.exists():
        found = f"{damage_words(written.damage)}. The older backup {file} may have what it lacks, so it stays."
        raise StoreRefused(f"{found} Choose another name.")


def _copied(database: Path, copy: Path) -> Contents:
    """Copy a database to a new file, and return what both hold."""
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with opened(database) as source, opened(copy, "rw") as target:
            source.execute("BEGIN")  # from the first look on, this connection sees the record as it is now
            there = contents(source)
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        _mend_indexes(copy)
    finally:
        for end in COMPANIONS:
            copy.with_name(copy.name + end).unlink(missing_ok=True)
    if checked(copy) != there:
        raise StoreError("The copy is not the same as the record, so it was thrown away. Is the disk in order?")
    return there


def _mend_indexes(copy: Path) -> None:
    """Make the indexes of a copy anew where they do not fit the events, which prove themselves."""
    if not fault(copy) and fault(copy, whole=True):
        with opened(copy, "rw") as connection:
            connection.execute("REINDEX")


def note_backup(database: Path, made: Contents, at: datetime) -> None:
    """Remember that a person made a backup."""
    with suppress(OSError):  # it only serves a reminder
        durable.write(database.with_name(LAST), msgspec.json.encode(LastBackup(at=at, last_seq=made.last_seq)))


def last_backup(database: Path) -> LastBackup | None:
    """Return when a person last made a backup; None where it is not known."""
    try:
        return msgspec.json.decode(database.with_name(LAST).read_bytes(), type=LastBackup)
    except (OSError, msgspec.DecodeError):
        return None


# --- before a change of the tables -----------------------------------------------------------------------------------


def back_up_before(database: Path, change: str, at: datetime) -> Path:
    """Copy the record into the data folder before a change of its tables; the last `KEPT` of such copies stay.

    Parameters
    ----------
    change : str
        The change's name.
    at : datetime
        In UTC.

    Raises
    ------
    StoreError
        When there is no place for the copy, or it could not be made whole; the record is as it was.
    """
    folder = database.parent / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} could not be made: {_reason(error)}.") from None
    copy = folder / f"{at.strftime(STAMP)}-before-{change}.sqlite3"
    back_up(database, copy)
    others = sorted(one for one in folder.glob("*-before-*.sqlite3") if one != copy)
    for old in others[: max(0, len(others) - KEPT + 1)]:
        old.unlink()
    return copy


def put_back(copy: Path, database: Path) -> None:
    """Make a database what a copy of it is, in one transaction.

    Raises
    ------
    StoreError
        When it could not be; the copy is still there.
    """
    try:
        with opened(copy) as source, opened(database, "rw") as target:
            source.backup(target)
            same = contents(target) == contents(source)
    except sqlite3.Error as error:
        raise StoreError(f"The record could not be put back from {copy}: {error}.") from error
    if not same:
        raise StoreError(f"The record is not what {copy} is. Restore it: ilium restore {copy}")


# --- restoring -------------------------------------------------------------------------------------------------------


def restore(file: Path, database: Path, at: datetime) -> tuple[Contents, Path | None]:
    """Put a backup in the place of the record; nobody else may use the record meanwhile.

    Parameters
    ----------
    file : Path
        The backup; a database that lies there with its ``-wal`` file is taken whole.
    database : Path
        The record's file, which may be missing or damaged.
    at : datetime
        In UTC; names the file that keeps what was replaced.

    Returns
    -------
    Contents
        What was restored.
    Path or None
        Where the replaced record is now; None where there was none.

    Raises
    ------
    StoreUnavailable
        When somebody uses the record. It is as it was.
    StoreRefused
        When the backup is not whole, or not a record this version can read. The record is as it was.
    StoreError
        When it could not be put in place.
    """
    if file.exists() and database.exists() and file.samefile(database):
        raise StoreRefused(f"{file} is the record itself. Name a backup of it.")
    refuse_in_use(database)
    try:
        with _scratch(database.parent) as folder:
            ready = _taken_over(file, folder)
            found = checked(ready, called=file)
            refuse_in_use(database)
            snapshots.delete(snapshots.path_beside(database))
            kept = _set_aside(database, at)
            high_water.write(database, found.head)
            durable.put(ready, database, replace=True)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"The backup could not be put in place: {_reason(error)}.") from error
    return found, kept


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    scratch = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch)


def _taken_over(file: Path, folder: Path) -> Path:
    """Copy a backup, with what SQLite may have left beside it, into a folder, and make it one file."""
    if not file.is_file():
        raise StoreRefused(f"There is no file {file}.")
    ready = folder / "record"
    for end in ("", "-wal", "-journal"):
        if (part := file.with_name(file.name + end)).is_file():
            shutil.copyfile(part, folder / f"record{end}")
    with suppress(OSError):  # not every file system keeps rights
        ready.chmod(0o600)
    if not fault(ready):
        _make_one_file(ready)
        _mend_indexes(ready)
    return ready


def _make_one_file(database: Path) -> None:
    """Bring what a ``-wal`` file holds into the database."""
    with opened(database, "rw") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _set_aside(database: Path, at: datetime) -> Path | None:
    """Keep the record that is about to be replaced, under another name beside it."""
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-restore-{at.strftime(STAMP)}")
    if not fault(database):
        _make_one_file(database)
    for end in COMPANIONS:
        if (part := database.with_name(database.name + end)).exists():
            part.rename(kept.with_name(kept.name + end))
    try:
        os.link(database, kept)
    except OSError:  # not every file system has links
        shutil.copyfile(database, kept)
    return kept


def refuse_in_use(database: Path) -> None:
    """Refuse a record that any program has open; a lock is asked of the system, so that a damaged one can be asked for.

    Raises
    ------
    StoreUnavailable
        With what to do.
    """
    try:
        with open(database, "r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCK_BYTES, LOCK_START)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES) and os.access(database, os.W_OK):
            text = f"Another program is using the record {database}, so it was not replaced."
            raise StoreUnavailable(f"{text} Close it there, and try again.") from None


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else reason(error).rstrip(".")
