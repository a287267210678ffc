"""A small file beside the database that remembers how much it held.

A database that is missing, empty or much older than it should be would otherwise look like a first day, and a new
record would begin over the lost one. The marker is written after events are stored, so it never promises more than
there is.
"""

import logging
from pathlib import Path

import msgspec

from ilium.anatomy.errors import StoreRefused
from ilium.store import durable
from ilium.store.sqlite_file import last_seq

NAME = "ilium.marker"
log = logging.getLogger("ilium.store")


class Marker(msgspec.Struct, frozen=True):
    """What the database held when this was written: ``last_seq``, 0 for nothing."""

    last_seq: int = 0


def path_beside(database: Path) -> Path:
    """Return where the marker of a database is."""
    return database.with_name(NAME)


def read(database: Path) -> int:
    """Return how far the record had come; 0 where no marker says so.

    A marker that cannot be read says that there was something: 1.
    """
    try:
        return msgspec.json.decode(path_beside(database).read_bytes(), type=Marker).last_seq
    except FileNotFoundError:
        return 0
    except (OSError, msgspec.DecodeError):
        return 1


def write(database: Path, seq: int) -> None:
    """Remember how far the record has come.

    Raises
    ------
    OSError
        When the marker cannot be written; the old one stays.
    """
    durable.write(path_beside(database), msgspec.json.encode(Marker(seq)))


def refuse_lost(database: Path) -> None:
    """Refuse a database that should hold more than it does; the file is whole or missing.

    Raises
    ------
    StoreRefused
        With what to do. Nothing is changed.
    """
    expected, where = read(database), database.parent
    restore = f"ilium restore FILE --data {where}"
    if not database.exists():
        if expected or _left_beside(database):
            text = f"Your record should be in {database}, but the file is missing. Nothing was made in its place."
            raise StoreRefused(f"{text} Put it back, or restore a backup: {restore}")
        return
    found = last_seq(database) or 0
    if found < expected:
        text = f"Your record {database} held {expected} events or more, and now {found}. Nothing was changed."
        raise StoreRefused(f"{text} Put it back, or restore a backup: {restore}")


def _left_beside(database: Path) -> bool:
    """Whether SQLite has left something that belongs to the database; empty files and indexes of them do not count."""
    beside = [database.with_name(database.name + end) for end in ("-wal", "-journal")]
    return any(file.exists() and file.stat().st_size for file in beside)


class Keeper:
    """Keeps the marker of a record that grows; an ``on_kept`` of `ilium.store.events.DjangoEventStore`.

    It writes at the first event and whenever the record has doubled, so that it costs nothing.

    Parameters
    ----------
    database : Path
        Its file.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._written = read(database)

    def __call__(self, seq: int) -> None:
        """Take note of the last ``seq`` of the record; 0 when it is about to be erased."""
        if 0 < seq < max(1, 2 * self._written):
            return
        try:
            write(self._database, seq)
        except OSError:  # the events are stored; a marker that is late only guards less
            log.warning("marker-not-written")
        else:
            self._written = seq
