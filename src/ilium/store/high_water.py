"""The mark: a small file beside the database that remembers how far the record had come.

A database that is missing, empty, cut or older than it should be would otherwise look like a first day, or like a
shorter record. The mark is written after events are stored, so that it never promises more than there is, and within a
second, so that what can be lost unnoticed is what was acknowledged in the last second before the end.
"""

import logging
from pathlib import Path
from threading import Condition, Lock, Thread

import msgspec

from ilium.anatomy.errors import StoreRefused
from ilium.app.ports import Head
from ilium.store import durable
from ilium.store.chain import proof
from ilium.store.sqlite_file import has_chain, last_seq, looked_at, row_at

NAME = "ilium.marker"
#: Seconds from one writing of the mark to the next, while events come in.
EVERY = 1.0
log = logging.getLogger("ilium.store")


class Marker(msgspec.Struct, frozen=True):
    """Where the record ended when this was written; ``digest`` is empty where only the number is known."""

    last_seq: int = 0
    digest: str = ""


def path_beside(database: Path) -> Path:
    """Return where the mark of a database is."""
    return database.with_name(NAME)


def read(database: Path) -> Head:
    """Return how far the record had come; an empty `Head` where no mark says so.

    A mark that cannot be read says that there was something: one event.
    """
    try:
        mark = msgspec.json.decode(path_beside(database).read_bytes(), type=Marker)
    except FileNotFoundError:
        return Head()
    except (OSError, msgspec.DecodeError):
        return Head(1)
    return Head(mark.last_seq, mark.digest)


def write(database: Path, head: Head) -> None:
    """Remember how far the record has come.

    Raises
    ------
    OSError
        When the mark cannot be written; the old one stays.
    """
    durable.write(path_beside(database), msgspec.json.encode(Marker(head.seq, head.digest)))


def refuse_lost(database: Path) -> None:
    """Refuse a database that is not the record that was here, or a later state of it; the file is whole or missing.

    Raises
    ------
    StoreRefused
        With what to do. Nothing is changed.
    """
    mark = read(database)
    restore = f"Put it back, or restore a backup: ilium restore FILE --data {database.parent}"
    if not database.exists():
        if mark.seq or _left_beside(database):
            text = f"Your record should be in {database}, but the file is missing. Nothing was made in its place."
            raise StoreRefused(f"{text} {restore}")
        return
    if (found := last_seq(database) or 0) < mark.seq:
        text = f"Your record {database} held {mark.seq} events or more, and now {found}. Nothing was changed."
        raise StoreRefused(f"{text} {restore}")
    if mark.digest and _is_another(database, mark):
        text = f"{database} is not the record that was here: its entry {mark.seq} is another. Nothing was changed."
        raise StoreRefused(f"{text} {restore}")


def _is_another(database: Path, mark: Head) -> bool:
    """Whether the event of the mark is whole and of another history; a damaged or missing one is set aside later."""
    with looked_at(database) as connection:
        row = row_at(connection, mark.seq) if has_chain(connection) else None
    return row is not None and proof(row) == row.digest and row.digest.hex() != mark.digest


def _left_beside(database: Path) -> bool:
    """Whether SQLite has left something that belongs to the database; empty files and indexes of them do not count."""
    beside = [database.with_name(database.name + end) for end in ("-wal", "-journal")]
    return any(file.exists() and file.stat().st_size for file in beside)


class Keeper:
    """Keeps the mark of a record that grows; an ``on_kept`` of `ilium.store.events.DjangoEventStore`.

    A thread of its own writes it, so that no answer waits for it: at once after a pause, else once a second.

    Parameters
    ----------
    database : Path
        Its file.
    every : float
        Seconds from one writing to the next.
    """

    def __init__(self, database: Path, every: float = EVERY) -> None:
        self._database, self._every = database, every
        self._file = Lock()  # held while the mark is written
        self._news = Condition()  # held while what is below changes
        self._due: Head | None = None
        self._closed = False
        self._thread: Thread | None = None

    def __call__(self, head: Head) -> None:
        """Take note of where the record ends; an empty `Head` is written at once, before the record is erased."""
        if not head.seq:
            with self._file:
                self._take()
                self._write(head)
            return
        with self._news:
            self._due = head
            self._news.notify()
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._run, name="ilium-mark", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write what is due, and take nothing more."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()
        self._write_due()

    def _run(self) -> None:
        while not self._closed:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._due is not None)
            self._write_due()
            with self._news:
                self._news.wait_for(lambda: self._closed, self._every)

    def _take(self) -> Head | None:
        with self._news:
            due, self._due = self._due, None
        return due

    def _write_due(self) -> None:
        with self._file:
            if (due := self._take()) is not None:
                self._write(due)

    def _write(self, head: Head) -> None:
        try:
            write(self._database, head)
        except OSError:  # the events are stored; a mark that is late only guards less
            log.warning("marker-not-written")
