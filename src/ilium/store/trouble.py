"""What SQLite's errors mean: damage is one thing, and not being able to do something just now is another."""

import sqlite3
from pathlib import Path

from ilium.anatomy.errors import StoreUnavailable

#: The only two of SQLite's codes that speak of what is in the file.
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
#: What the others say, in words, and what to do.
NOT_NOW = {
    sqlite3.SQLITE_BUSY: ("another program is using it just now", "Close it there, and try again."),
    sqlite3.SQLITE_LOCKED: ("another program is using it just now", "Close it there, and try again."),
    sqlite3.SQLITE_PROTOCOL: ("its disk does not lend locks as it should", "Try again, or use a disk of this machine."),
    sqlite3.SQLITE_IOERR: ("its disk could not be read or written", "See whether it is connected, and try again."),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "See whether you may read and write it and its folder."),
    sqlite3.SQLITE_READONLY: ("it may not be written to", "Make it and its folder yours, and try again."),
    sqlite3.SQLITE_PERM: ("it may not be opened", "Make it and its folder yours, and try again."),
    sqlite3.SQLITE_FULL: ("its disk is full", "Free some space, and try again."),
    sqlite3.SQLITE_NOMEM: ("there is not enough memory", "Close other programs, and try again."),
}
#: SQLite's codes for a disk that lends no memory to several connections.
NO_MEMORY_SHARED = (
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_SHMMAP,
)
RESTORE = "Restore a backup: ilium restore FILE"


def code_of(error: BaseException) -> int | None:
    """Return SQLite's own code of an error or of its cause, without the details; None where it has none."""
    for one in (error, error.__cause__):
        if isinstance(found := getattr(one, "sqlite_errorcode", None), int):
            return found & 0xFF
    return None


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file itself is damaged, or no database."""
    return code_of(error) in DAMAGE


def is_not_now(error: BaseException) -> bool:
    """Whether an error says only that something cannot be done just now."""
    return code_of(error) in NOT_NOW


def reason(error: BaseException) -> str:
    """Return what went wrong and what to do, to be put behind "could not be read: "."""
    code = code_of(error)
    if code in DAMAGE:
        return f"it is damaged ({error}). {RESTORE}"
    if code == sqlite3.SQLITE_ERROR:
        return f"its tables are not what they should be ({error}). {RESTORE}"
    said, advice = NOT_NOW.get(code or 0, (str(error), ""))
    return f"{said}. {advice}".strip()


def unavailable(file: Path, error: BaseException) -> StoreUnavailable:
    """Return the refusal for what cannot be done just now."""
    return StoreUnavailable(f"The record {file} could not be used: {reason(error)} Nothing was changed.")
