"""The record on Django's database, through one writer."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from ilium.anatomy.errors import EventError, StoreError
from ilium.app.ports import Appended, Head, Stored
from ilium.record.codec import decode_event, encode_event
from ilium.record.events import AnySessionEvent, Event, SessionEvent
from ilium.store.erase import erase_events
from ilium.store.models import StoredEvent
from ilium.store.place import Place
from ilium.store.writer import Writer

#: Ids asked for in one query; SQLite binds at most 999 values in its oldest builds.
CHUNK = 500

Batch = tuple[StoredEvent, ...]
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
        Told the last ``seq`` of the record after each change of it, in the writer's thread; 0 before it is erased.
    """

    def __init__(self, using: str = "default", on_kept: Callable[[int], None] | None = None) -> None:
        self._using = using
        self._on_kept = on_kept or _nobody
        self._place = Place(using)
        self._writer: Writer[Job, Appended] = Writer(self._work, on_exit=lambda: connections[using].close())

    def append(self, events: Sequence[Event], received_at: datetime) -> Appended:
        """Store a batch, and return once it is on the disk."""
        return self._writer.submit(tuple(_row(event, received_at) for event in events)).result()

    def read(self, after: int = 0) -> Iterator[Stored]:
        """Yield the events after a ``seq``, in the order of the record; raises as `EventStore.read` does."""
        rows = StoredEvent.objects.using(self._using).filter(seq__gt=after).order_by("seq").values_list("seq", "body")
        with _told():
            for seq, body in rows.iterator(chunk_size=2000):
                yield Stored(seq=seq, event=decode_event(bytes(body)))

    def of_session(self, session: str, upto: int | None = None) -> tuple[AnySessionEvent, ...]:
        """Return the events of one session; raises as `EventStore.of_session` does."""
        rows = StoredEvent.objects.using(self._using).filter(session=UUID(session)).order_by("seq")
        if upto is not None:
            rows = rows.filter(seq__lte=upto)
        with _told():
            return tuple(decode_event(bytes(body)) for body in rows.values_list("body", flat=True))  # type: ignore[misc]

    def head(self, upto: int | None = None) -> Head:
        """Return how far the record has come; raises as `EventStore.head` does."""
        rows = StoredEvent.objects.using(self._using).order_by("-seq")
        with _told():
            last = (rows if upto is None else rows.filter(seq__lte=upto)).first()
        if last is None:
            return Head()
        return Head(
            seq=last.seq, digest=hashlib.sha256(f"{last.seq} {last.event_id} ".encode() + last.body).hexdigest()
        )

    def count(self) -> int:
        """Return how many events there are; raises as `EventStore.count` does."""
        with _told():
            return StoredEvent.objects.using(self._using).count()

    def check(self) -> None:
        """Raise when the record cannot be written to: the writer is gone, or the database refuses its lock."""
        self._writer.submit(()).result()

    def erase(self) -> None:
        """Delete every event for good, and return once none is left in the database's files."""
        self._writer.submit(None).result()

    def close(self) -> None:
        """Store what is waiting, and take nothing more."""
        self._writer.close()

    def _work(self, jobs: Sequence[Job]) -> list[Appended]:
        """Do a group of jobs in their order; runs in the writer's thread."""
        try:
            return [done for erasing, group in groupby(jobs, _is_erasing) for done in self._do(list(group), erasing)]
        except DatabaseError as error:
            connections[self._using].close()
            raise StoreError(f"The record could not be written: {error}.") from error

    def _do(self, jobs: Sequence[Job], erasing: bool) -> list[Appended]:
        """Do jobs of one kind, and acknowledge them only if the file is still where the next start will look for it."""
        self._place.refuse_if_moved()
        if erasing:
            self._on_kept(0)
            erase_events(self._using)
            return [Appended() for _ in jobs]
        fresh: list[StoredEvent] = []
        with transaction.atomic(using=self._using, durable=True):
            done = [self._append(batch, fresh) for batch in jobs if batch is not None]
        self._place.refuse_if_moved()
        if fresh:
            self._on_kept(fresh[-1].seq)
        return done

    def _append(self, batch: Batch, stored: list[StoredEvent]) -> Appended:
        """Add what is new of a batch to the database and to ``stored``."""
        bodies = self._bodies([row.event_id for row in batch])
        fresh: list[StoredEvent] = []
        fates: dict[str, list[str]] = {"new": [], "known": [], "conflicting": []}
        for row in batch:
            fate = _fate(row, bodies.get(row.event_id))
            fates[fate].append(str(row.event_id))
            if fate == "new":
                bodies[row.event_id] = row.body
                fresh.append(row)
        stored += StoredEvent.objects.using(self._using).bulk_create(fresh, batch_size=CHUNK)
        return Appended(**{name: tuple(ids) for name, ids in fates.items()})

    def _bodies(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """Return what is stored under these ids."""
        events = StoredEvent.objects.using(self._using)
        bodies: dict[UUID, bytes] = {}
        for start in range(0, len(ids), CHUNK):
            rows = events.filter(event_id__in=ids[start : start + CHUNK]).values_list("event_id", "body")
            bodies.update((event_id, bytes(body)) for event_id, body in rows)
        return bodies


@contextmanager
def _told() -> Iterator[None]:
    """Say of whatever goes wrong while the record is read that it could not be."""
    try:
        yield
    except DatabaseError as error:
        raise StoreError(f"The record could not be read: {error}.") from error
    except EventError as error:
        raise StoreError(f"The record holds an event that this version cannot read: {error}") from error


def _nobody(last_seq: int) -> None:
    """Tell nobody."""


def _is_erasing(job: Job) -> bool:
    return job is None


def _row(event: Event, received_at: datetime) -> StoredEvent:
    return StoredEvent(
        event_id=UUID(event.id),
        session=UUID(event.session) if isinstance(event, SessionEvent) else None,
        type=str(event.__struct_config__.tag),
        at=event.at,
        received_at=received_at,
        body=encode_event(event),
    )


def _fate(row: StoredEvent, kept: bytes | None) -> str:
    """Say what becomes of a row. Bodies of another version may differ in bytes and still say the same."""
    if kept is None:
        return "new"
    return "known" if kept == row.body or decode_event(kept) == decode_event(row.body) else "conflicting"
