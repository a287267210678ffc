"""The folder that holds a person's record: where it is, whether it may be used, and who uses it."""

import errno
import fcntl
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from platformdirs import user_data_dir

from ilium.anatomy.errors import StoreRefused
from ilium.store import durable, held_folders, high_water
from ilium.store.sqlite_file import fault

DATABASE = "ilium.sqlite3"
SECRET = "secret-key"
LOG = "ilium.log"
LOCK = "lock"
#: A file of this name says that an older copy of the record was put in its place, which the record is still to be told.
PUT_BACK = "put-back"
#: Free bytes without which nothing is begun: SQLite's own files may grow by about half of it. Our choice.
NEEDED_BYTES = 10_000_000
#: What a system says of a lock that somebody else has.
TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
OTHER = "or name another folder with --data."


def default_folder() -> Path:
    """Return the platform's own place for Ilium's data."""
    return Path(user_data_dir("ilium", appauthor=False))


def folder_in_use() -> Path:
    """Return the folder that ``ILIUM_DATA`` names, or the platform's own."""
    named = os.environ.get("ILIUM_DATA")
    return Path(named) if named else default_folder()


def chosen(data: Path | None) -> Path:
    """Return the folder that a command is to use, as a whole path."""
    return (data or folder_in_use()).expanduser().absolute()


def prepare(folder: Path) -> None:
    """Make the folder if it is missing, readable by its owner only, and see whether it can be written to.

    A folder that a person names is made only where its parent is: a disk that is not connected must not look like a
    first day.

    Raises
    ------
    StoreRefused
        When it cannot be used. Nothing in it is changed then.
    """
    held_folders.refuse_absent(folder)
    _make(folder)
    _refuse_unwritable(folder)
    if (free := free_bytes(folder)) < NEEDED_BYTES:
        space = f"{free / 1e6:.1f} MB are free, {NEEDED_BYTES / 1e6:.0f} are needed"
        raise StoreRefused(f"The disk that holds {folder} is full ({space}). Free some space, {OTHER}")


def free_bytes(folder: Path) -> int:
    """Return how many bytes may still be written where the folder is."""
    return shutil.disk_usage(folder).free


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreRefused(f"{folder} is a file, not a folder. Move it, {OTHER}")
    try:
        folder.mkdir(mode=0o700, parents=folder == default_folder(), exist_ok=True)
    except FileNotFoundError:
        text = f"The folder {folder} cannot be made, because {folder.parent} does not exist."
        raise StoreRefused(f"{text} Is its disk connected? Make it, {OTHER}") from None
    except OSError as error:
        raise StoreRefused(f"The folder {folder} cannot be used: {_reason(error)}. Change that, {OTHER}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _refuse_unwritable(folder: Path) -> None:
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"ilium")
        probe.unlink()
    except OSError as error:
        with suppress(OSError):  # a full disk may have taken the name and not the bytes
            probe.unlink()
        text = f"The folder {folder} cannot be written to: {_reason(error)}."
        raise StoreRefused(f"{text} Change that, {OTHER}") from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the folder for this process, so that the record never has two writers; made if it is missing.

    Raises
    ------
    StoreRefused
        When another Ilium uses it, or it cannot be used.
    """
    prepare(folder)
    with open(folder / LOCK, "w") as file:
        _lock(file, folder)
        yield


def _lock(file: IO[str], folder: Path) -> None:
    """Take the lock of a folder, in the one of two ways that its disk knows."""
    failed = ""
    for way in (fcntl.flock, fcntl.lockf):
        try:
            way(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in TAKEN:
                raise StoreRefused(f"Another Ilium uses {folder}. Stop it, {OTHER}") from None
            failed = _reason(error)
        else:
            return
    text = f"The folder {folder} cannot be kept for one Ilium alone, because its disk lends no locks ({failed})."
    raise StoreRefused(f"{text} Name another folder with --data.")


def refuse_unusable_record(folder: Path) -> None:
    """Refuse a record that may not be written to, is damaged, is not Ilium's, or has lost what it held.

    Raises
    ------
    StoreRefused
        With what to do. Nothing is changed.
    """
    database = folder / DATABASE
    if database.exists():
        refuse_read_only(database)
        if wrong := fault(database):
            text = f"The record {database} is damaged or no record of Ilium's ({wrong}). It was not changed."
            raise StoreRefused(f"{text} Restore a backup, ilium restore FILE --data {folder}, {OTHER}")
    high_water.refuse_lost(database)


def refuse_read_only(database: Path) -> None:
    """Refuse a record that may not be written to.

    Raises
    ------
    StoreRefused
        With what to do.
    """
    if not database.is_file():
        raise StoreRefused(f"{database} is not a file. Move it away, {OTHER}")
    if not os.access(database, os.R_OK | os.W_OK) or not database.stat().st_mode & stat.S_IWUSR:
        raise StoreRefused(f"You may not write to the record {database}. Make it yours: chmod u+rw {database}")


def secret_key(folder: Path) -> str:
    """Return the folder's secret, made at the first use, readable by its owner only.

    Raises
    ------
    StoreRefused
        When it can neither be read nor made.
    """
    path = folder / SECRET
    try:
        _make_secret(folder, path)
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused(f"The file {path} cannot be used: {error}.") from None


def refuse_unusable_secret(folder: Path) -> None:
    """Refuse a folder whose secret is there and cannot be used; it is not made.

    Raises
    ------
    StoreRefused
        With what to do.
    """
    if (folder / SECRET).exists():
        secret_key(folder)


def _make_secret(folder: Path, path: Path) -> None:
    """Write a new secret beside the path and put it there, so that it is whole or missing, and never replaced.

    One that is empty is none: a disk that was full has left it.
    """
    if path.exists() and path.stat().st_size:
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with durable.draft(path) as draft:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except OSError:  # not every file system has links
            if not path.exists() or not path.stat().st_size:
                os.replace(draft, path)
