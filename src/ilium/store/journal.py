"""How the database keeps what is being written: a write-ahead log, or a rollback journal.

A write-ahead log needs memory that several connections share through a file, which some disks cannot do: folders of
another machine, some of those that programs provide. There SQLite keeps a rollback journal; readers and the writer then
wait for each other, and nothing is kept less surely.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from ilium.store.sqlite_file import COMPANIONS, has_log, opened
from ilium.store.trouble import NO_MEMORY_SHARED, code_of

Mode = Literal["wal", "delete"]
#: What each connection says at its beginning. EXTRA waits for the folder, too, from which the journal is taken away.
COMMANDS: dict[Mode, str] = {
    "wal": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    "delete": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;",
}
#: Said at the start and by the doctor.
NO_LOG = "The disk shares no memory between programs, so the record is kept with a rollback journal, a little slower"


def mode_for(folder: Path) -> Mode:
    """Return how a database in a folder can be kept, after trying it there; "wal" where that cannot be told."""
    try:
        with _probe(folder) as probe, closing(sqlite3.connect(probe, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE probe (x)")
    except sqlite3.Error as error:
        fails = (
            getattr(error, "sqlite_errorcode", None) in NO_MEMORY_SHARED or code_of(error) == sqlite3.SQLITE_PROTOCOL
        )
        return "delete" if fails else "wal"
    return "wal"


@contextmanager
def _probe(folder: Path) -> Iterator[Path]:
    probe = folder / f".probe-{os.getpid()}.sqlite3"
    try:
        yield probe
    finally:
        for end in ("", *COMPANIONS):
            with suppress(OSError):
                probe.with_name(probe.name + end).unlink(missing_ok=True)


def settle(database: Path, mode: Mode) -> None:
    """Take a database's write-ahead log into it, where it lies on a disk on which that cannot be used.

    Raises
    ------
    sqlite3.Error
        When it could not be done; the database is as it was.
    """
    if mode == "delete" and has_log(database):
        with opened(database, "rw") as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
