"""Look at a SQLite file without Django: whether it is whole and a record, and what it holds."""

import hashlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

from ilium.anatomy.errors import StoreRefused
from ilium.record.codec import decode_event
from ilium.record.events import Event

#: What SQLite puts beside a database; without them it may lack what was written last.
COMPANIONS = ("-wal", "-shm", "-journal")


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
        SHA-256 over every event's ``seq``, id and body, in hexadecimal.
    """

    events: int
    last_seq: int
    migrations: tuple[str, ...]
    digest: str


@contextmanager
def opened(file: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """Open an existing database, and close it.

    Parameters
    ----------
    mode : str
        ``ro`` changes nothing, not even by bringing a ``-wal`` file's content into the database; or ``rw``.
    """
    connection = sqlite3.connect(f"file:{quote(str(file))}?mode={mode}", uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def fault(file: Path, *, whole: bool = False) -> str:
    """Return what SQLite says is wrong with a file; empty when nothing is. The file is only read.

    Parameters
    ----------
    whole : bool
        Check indexes against tables, too, which takes longer.
    """
    check = "integrity_check" if whole else "quick_check"
    try:
        with opened(file) as connection:
            (answer,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if answer == "ok" else " ".join(str(answer).split())


def contents(connection: sqlite3.Connection) -> Contents:
    """Return what a record holds at one moment.

    Raises
    ------
    sqlite3.Error
        When it is no record, or cannot be read.
    """
    digest, events, last = hashlib.sha256(), 0, 0
    for seq, event_id, body in connection.execute("SELECT seq, event_id, body FROM store_event ORDER BY seq"):
        digest.update(b"%d %s %d " % (seq, str(event_id).encode(), len(body)) + body)
        events, last = events + 1, seq
    return Contents(events=events, last_seq=last, migrations=_applied(connection), digest=digest.hexdigest())


def checked(file: Path, *, called: Path | None = None) -> Contents:
    """Return what a record in a file holds, after a whole check of it.

    Parameters
    ----------
    called : Path, optional
        What a refusal calls the file, where this is a copy.

    Raises
    ------
    StoreRefused
        When it is missing, damaged, no record of Ilium's, or from a newer version.
    """
    name = called or file
    if not file.is_file():
        raise StoreRefused(f"There is no file {name}.")
    if wrong := fault(file, whole=True):
        raise StoreRefused(f"{name} is damaged or no record of Ilium's ({wrong}). Nothing was changed.")
    try:
        with opened(file) as connection:
            found = contents(connection)
    except sqlite3.Error as error:
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
        When it holds tables, and they are not Ilium's.
    """
    with opened(file) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "store_event" in tables:
            return int(connection.execute("SELECT COALESCE(MAX(seq), 0) FROM store_event").fetchone()[0])
    if tables - {"django_migrations", "sqlite_sequence"}:
        raise StoreRefused(f"{file} belongs to another program. Nothing was changed; name another folder with --data.")
    return None


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
    """Yield the events of a record in its order. The file is only read.

    Raises
    ------
    StoreRefused
        When it cannot be read.
    """
    try:
        with opened(file) as connection:
            for (body,) in connection.execute("SELECT body FROM store_event ORDER BY seq"):
                yield decode_event(bytes(body) if not isinstance(body, str) else body.encode())
    except sqlite3.Error as error:
        raise StoreRefused(f"The record {file} cannot be read: {error}.") from None
