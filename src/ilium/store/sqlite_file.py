"""Look at a SQLite file without Django: whether it is whole and a record, and what it holds."""

import hashlib
import os
import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import msgspec

from ilium.anatomy.errors import StoreRefused
from ilium.app.ports import Damaged, Head
from ilium.record.events import Event
from ilium.store.chain import SELECT, SELECT_UNCHAINED, StoredRow, Walk, chained_anew, judged
from ilium.store.trouble import NO_MEMORY_SHARED, is_not_now, reason, unavailable

#: What SQLite puts beside a database; without them it may lack what was written last.
COMPANIONS = ("-wal", "-shm", "-journal")


#: What stands for the file as a whole, where all events are whole and an index of theirs is not.
WHOLE = Damaged(seq=0, why="unreadable")


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a record holds.

    Parameters
    ----------
    events : int
        How many.
    last_seq : int
        The ``seq`` of the last; 0 for an empty record.
    migrations : tuple of str
        The changes of tables that it has had, in their order.
    digest : str
        SHA-256 over every stored column, in hexadecimal.
    head : Head
        Where its chain ends; its digest is empty where the record is older than the chain.
    damage : tuple of Damaged
        What of it cannot be relied on.
    """

    events: int
    last_seq: int
    migrations: tuple[str, ...]
    digest: str
    head: Head
    damage: tuple[Damaged, ...] = ()


@contextmanager
def opened(file: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """Open an existing database, and close it.

    Parameters
    ----------
    mode : str
        ``ro`` changes nothing, not even by bringing a ``-wal`` file's content into the database, but on a disk that
        cannot do otherwise. ``rw`` keeps everybody else out, and needs no memory that is shared.
    """
    was_beside = _is_beside(file)
    connection = connect(file, mode)
    if mode == "rw" or _shares_no_memory(connection):
        connection.close()
        connection = connect(file, "rw")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        yield connection
    finally:
        connection.close()
        if mode == "ro" and not was_beside:
            _tidy(file)


def connect(file: Path, mode: str, *, timeout: float = 5) -> sqlite3.Connection:
    """Return a connection to an existing file, waiting so many seconds for locks; ``ro`` or ``rw``."""
    # The name as the disk has it: in an address, text would be turned to UTF-8, which not every folder's name is.
    address = f"file:{quote(os.fsencode(file))}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=timeout)


def _shares_no_memory(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", None) in NO_MEMORY_SHARED
    return False


def has_log(file: Path) -> bool:
    """Whether a database says of itself that it is kept with a write-ahead log."""
    try:
        with open(file, "rb") as content:
            return content.read(20)[18:20] == b"\2\2"
    except FileNotFoundError:
        return False


def _is_beside(file: Path) -> bool:
    return any(file.with_name(file.name + end).exists() for end in COMPANIONS)


def _tidy(file: Path) -> None:
    """Let SQLite take away what looking has put beside a database; it does so only where nobody uses it."""
    if _is_beside(file):
        with suppress(sqlite3.Error), closing(connect(file, "rw", timeout=0)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def fault(file: Path, *, whole: bool = False) -> str:
    """Return what is damaged in a file; empty when nothing is. The file is only read.

    Parameters
    ----------
    whole : bool
        Check indexes against tables, too, which takes longer.

    Raises
    ------
    StoreUnavailable
        When it cannot be looked at just now.
    """
    check = "integrity_check" if whole else "quick_check"
    try:
        with opened(file) as connection:
            (answer,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
    except sqlite3.Error as error:
        if is_not_now(error):
            raise unavailable(file, error) from error
        return str(error)
    return "" if answer == "ok" else " ".join(str(answer).split())


def rows_in(connection: sqlite3.Connection) -> Iterator[StoredRow]:
    """Yield the rows of a record in their order; one that is older than the chain is given it."""
    if has_chain(connection):
        yield from map(StoredRow._make, connection.execute(f"{SELECT} ORDER BY seq"))
    else:
        yield from chained_anew(map(StoredRow._make, connection.execute(f"{SELECT_UNCHAINED} ORDER BY seq")))


def row_at(connection: sqlite3.Connection, seq: int) -> StoredRow | None:
    """Return a row of a record that has the chain; None where there is none of that ``seq``."""
    found = connection.execute(f"{SELECT} WHERE seq = ?", (seq,)).fetchone()
    return StoredRow._make(found) if found else None


def has_chain(connection: sqlite3.Connection) -> bool:
    """Whether a database's table of events has the chain."""
    return any(name == "digest" for _, name, *_ in connection.execute("PRAGMA table_info(store_event)"))


def contents(connection: sqlite3.Connection) -> Contents:
    """Return what a record holds at one moment, after a look at every event of it.

    Raises
    ------
    sqlite3.Error
        When it is no record, or cannot be read.
    """
    digest, walk, events, last, head = hashlib.sha256(), Walk(from_start=True), 0, 0, ""
    damage: list[Damaged] = []
    for row in rows_in(connection):
        damage += judged(walk, row)[0]
        digest.update(repr(row).encode())
        events, last, head = events + 1, row.seq, row.digest.hex()
    return Contents(
        events=events,
        last_seq=last,
        migrations=_applied(connection),
        digest=digest.hexdigest(),
        head=Head(last, head if has_chain(connection) else ""),
        damage=tuple(sorted(damage, key=lambda one: one.seq)),
    )


def checked(file: Path, *, called: Path | None = None) -> Contents:
    """Return what a record in a file holds, after a whole check of it.

    Parameters
    ----------
    called : Path, optional
        What a refusal calls the file, where this is a copy.

    Raises
    ------
    StoreUnavailable
        When it cannot be looked at just now.
    StoreRefused
        When it is missing, damaged as a file, no record of Ilium's, or from a newer version.
    """
    name = called or file
    if not file.is_file():
        raise StoreRefused(f"There is no file {name}.")
    if wrong := fault(file):
        raise StoreRefused(f"{name} is damaged or no record of Ilium's ({wrong}). Nothing was changed.")
    try:
        with opened(file) as connection:
            found = contents(connection)
        if not found.damage and fault(file, whole=True):
            found = msgspec.structs.replace(found, damage=(WHOLE,))
    except sqlite3.Error as error:
        if is_not_now(error):
            raise unavailable(name, error) from error
        raise StoreRefused(f"{name} is no record of Ilium's ({error}). Nothing was changed.") from None
    if unknown := set(found.migrations) - set(known_migrations()):
        text = f"{name} is from a newer version of Ilium (it has {min(unknown)})."
        raise StoreRefused(f"{text} Use that version; nothing was changed.")
    return found


def last_seq(file: Path) -> int | None:
    """Return the ``seq`` of the last event of a whole database; None where it has no tables of a record yet.

    Raises
    ------
    StoreRefused
        When it holds tables, and they are not Ilium's; or when it cannot be looked at.
    """
    with looked_at(file) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "store_event" in tables:
            return int(connection.execute("SELECT COALESCE(MAX(seq), 0) FROM store_event").fetchone()[0])
    if tables - {"django_migrations", "sqlite_sequence"}:
        raise StoreRefused(f"{file} belongs to another program. Nothing was changed; name another folder with --data.")
    return None


def head_of(file: Path) -> Head:
    """Return where the chain of a record ends; raises as `last_seq` does."""
    if not (last := last_seq(file)):
        return Head()
    with looked_at(file) as connection:
        row = row_at(connection, last) if has_chain(connection) else None
    return Head(last, row.digest.hex() if row else "")


@contextmanager
def looked_at(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a record to read it.

    Raises
    ------
    StoreUnavailable
        When it cannot be read just now.
    StoreRefused
        When it cannot be read for good.
    """
    try:
        with opened(file) as connection:
            yield connection
    except sqlite3.Error as error:
        if is_not_now(error):
            raise unavailable(file, error) from error
        raise StoreRefused(f"The record {file} cannot be read: {reason(error)}") from error


def known_migrations() -> tuple[str, ...]:
    """Return the changes of tables that this version knows, in their order.

    Examples
    --------
    >>> known_migrations()[0]
    '0001_event'
    """
    folder = Path(__file__).parent / "migrations"
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(folder)])))


def _applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT name FROM django_migrations WHERE app = 'store' ORDER BY name")
    return tuple(name for (name,) in rows)


def events_in(file: Path) -> Iterator[Event]:
    """Yield the events of a record in its order, without what cannot be relied on. The file is only read.

    Raises
    ------
    StoreRefused
        When it cannot be read.
    """
    walk = Walk(from_start=True)
    with looked_at(file) as connection:
        for row in rows_in(connection):
            if (event := judged(walk, row)[1]) is not None:
                yield event
