"""The record on Django's database, through one writer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from threading import Lock
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from ilium.anatomy.errors import EventError, StoreError
from ilium.app.ports import Appended, Damaged, Head, Stored
from ilium.record.codec import decode_event
from ilium.record.events import AnySessionEvent, Event
from ilium.store import rows
from ilium.store.chain import StoredRow, Walk, judged
from ilium.store.erase import erase_events
from ilium.store.file_identity import FileIdentity
from ilium.store.models import StoredEvent
from ilium.store.trouble import reason
from ilium.store.writer import Writer

#: Events that are looked at before a server answers. Our choice: some twenty sessions, in a few milliseconds.
TAIL = 2000

Batch = tuple[StoredRow, ...]
#: What the writer does: store a batch, or, for None, erase everything.
Job = Batch | None


class DjangoEventStore:
    """An `ilium.app.ports.EventStore` on one of Django's databases.

    Every write goes through one thread, which puts the batches that are waiting into one transaction and answers each
    caller after the commit has reached the disk.

    Parameters
    ----------
    using : str
        The database's name in Django's settings.
    on_kept : callable, optional
        Told where the record ends after each change of it, in the writer's thread; an empty `Head` before it is erased.
    on_closed : callable, optional
        Called once nothing more is stored.
    """

    def __init__(
        self,
        using: str = "default",
        on_kept: Callable[[Head], None] | None = None,
        on_closed: Callable[[], None] | None = None,
    ) -> None:
        self._using = using
        self._on_kept = on_kept or _nobody
        self._on_closed = on_closed
        self._place = FileIdentity(using)
        self._lock = Lock()
        self._damage: dict[int, Damaged] = {}
        self._erasures = 0
        self._writer: Writer[Job, Appended] = Writer(self._work, on_exit=lambda: connections[using].close())

    def append(self, events: Sequence[Event], received_at: datetime) -> Appended:
        """Store a batch, and return once it is on the disk."""
        return self._writer.submit(rows.rows_of(events, received_at)).result()

    def read(self, after: int = 0) -> Iterator[Stored]:
        """Yield the events after a ``seq``, in the order of the record; raises as `EventStore.read` does."""
        walk = Walk(from_start=after == 0)
        try:
            for row in rows.from_before(self._using, after):
                stored = self._proven(walk, row)
                if stored and row.seq > after:
                    yield stored
        except DatabaseError as error:
            raise StoreError(f"The record could not be read: {reason(error)}") from error

    def _proven(self, walk: Walk, row: StoredRow) -> Stored | None:
        """Return the event of a row that can be relied on; what cannot is noted."""
        found, event = judged(walk, row)
        self.note(found)
        return None if event is None else Stored(seq=row.seq, event=event)

    def head(self, upto: int | None = None) -> Head:
        """Return how far the record has come; raises as `EventStore.head` does."""
        try:
            return rows.head(self._using, upto)
        except DatabaseError as error:
            raise StoreError(f"The record could not be read: {reason(error)}") from error

    def of_session(self, session: str, upto: int | None = None) -> tuple[AnySessionEvent, ...]:
        """Return the events of one session that can be relied on; raises as `EventStore.of_session` does."""
        try:
            found = [self._proven(Walk(), row) for row in rows.of_session(self._using, session, upto)]
        except DatabaseError as error:
            raise StoreError(f"The record could not be read: {error}.") from error
        return tuple(stored.event for stored in found if stored)  # type: ignore[misc]

    def count(self) -> int:
        """Return how many events there are; raises as `EventStore.count` does."""
        try:
            return StoredEvent.objects.using(self._using).count()
        except DatabaseError as error:
            raise StoreError(f"The record could not be read: {error}.") from error

    def note(self, found: Sequence[Damaged]) -> None:
        """Remember what was found to be damaged."""
        if found:
            with self._lock:
                self._damage |= {one.seq: one for one in found}

    def damage(self) -> tuple[Damaged, ...]:
        """Return what is known to be set aside."""
        with self._lock:
            return tuple(self._damage[seq] for seq in sorted(self._damage))

    def verify_tail(self) -> None:
        """Look at the newest events, before anybody relies on them; raises as `EventStore.read` does."""
        after = max(0, self.head().seq - TAIL)
        for _ in self.read(after):
            pass

    def verified(self) -> Iterator[None]:
        """Look at the whole record and at how its events hang together; yield after each part.

        Raises
        ------
        StoreError
            When it cannot be read.
        """
        erasures, last, walk = self._erasures, rows.FIRST, Walk(from_start=True)
        while part := self._part(last):
            found = [one for row in part for one in judged(walk, row)[0]]
            if erasures != self._erasures:  # what was read before does not belong to what is there now
                erasures, last, walk = self._erasures, rows.FIRST, Walk(from_start=True)
                continue
            self.note(found)
            last = part[-1].seq
            yield

    def _part(self, after: int) -> list[StoredRow]:
        try:
            return rows.part(self._using, after)
        except DatabaseError as error:
            raise StoreError(f"The record could not be read: {reason(error)}") from error

    def check(self) -> None:
        """Raise when the record cannot be written to: the writer is gone, or the database refuses its lock."""
        self._writer.submit(()).result()

    def erase(self) -> None:
        """Delete every event for good, and return once none is left in the database's files."""
        self._erasures += 1
        self._writer.submit(None).result()
        self._erasures += 1
        with self._lock:
            self._damage.clear()

    def close(self) -> None:
        """Store what is waiting, and take nothing more."""
        self._writer.close()
        if self._on_closed:
            self._on_closed()

    def _work(self, jobs: Sequence[Job]) -> list[Appended]:
        """Do a group of jobs in their order; runs in the writer's thread."""
        try:
            return [done for erasing, group in groupby(jobs, _is_erasing) for done in self._do(list(group), erasing)]
        except DatabaseError as error:
            connections[self._using].close()
            raise StoreError(f"The record could not be written: {reason(error)}") from error

    def _do(self, jobs: Sequence[Job], erasing: bool) -> list[Appended]:
        """Do jobs of one kind, and acknowledge them only if the file is still where the next start will look for it."""
        self._place.refuse_if_moved()
        if erasing:
            self._on_kept(Head())
            erase_events(self._using)
            return [Appended() for _ in jobs]
        fresh: dict[bytes, StoredRow] = {}
        with transaction.atomic(using=self._using, durable=True):
            done = [self._sort(batch, fresh) for batch in jobs if batch is not None]
            head = rows.add(self._using, tuple(fresh.values())) if fresh else Head()
        self._place.refuse_if_moved()
        if fresh:
            self._on_kept(head)
        return done

    def _sort(self, batch: Batch, fresh: dict[bytes, StoredRow]) -> Appended:
        """Say what becomes of each row of a batch, and add what is new to ``fresh``, which is not stored yet."""
        bodies = rows.bodies(self._using, [row.event_id for row in batch])
        fates: dict[str, list[str]] = {"new": [], "known": [], "conflicting": []}
        for row in batch:
            again = fresh.get(row.event_id)
            fate = _fate(row, again.body if again else bodies.get(row.event_id))
            fates[fate].append(_id_of(row))
            if fate == "new":
                fresh[row.event_id] = row
        return Appended(**{name: tuple(ids) for name, ids in fates.items()})


def _nobody(head: Head) -> None:
    """Tell nobody."""


def _is_erasing(job: Job) -> bool:
    return job is None


def _id_of(row: StoredRow) -> str:
    return str(UUID(row.event_id.decode()))


def _fate(row: StoredRow, kept: bytes | None) -> str:
    """Say what becomes of a row. Bodies of another version may differ in bytes and still say the same."""
    if kept is None:
        return "new"
    return "known" if kept == row.body or _says(kept) == decode_event(row.body) else "conflicting"


def _says(body: bytes) -> Event | None:
    """Return the event that a stored body holds; None where it is damaged."""
    try:
        return decode_event(body)
    except EventError:
        return None
