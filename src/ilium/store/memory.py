"""The record in memory, for tests and trials: the same behaviour, and nothing survives."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from threading import Lock

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Appended, Stored
from ilium.record.events import Event


class MemoryEventStore:
    """An `ilium.app.ports.EventStore` in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: dict[str, tuple[Stored, datetime]] = {}
        self._seq = 0
        self._closed = False

    def append(self, events: Sequence[Event], received_at: datetime) -> Appended:
        """Store a batch."""
        with self._lock:
            self._refuse_if_closed()
            fates: dict[str, list[str]] = {"new": [], "known": [], "conflicting": []}
            for event in events:
                fates[self._take(event, received_at)].append(event.id)
        return Appended(**{fate: tuple(ids) for fate, ids in fates.items()})

    def _take(self, event: Event, received_at: datetime) -> str:
        if kept := self._events.get(event.id):
            return "known" if kept[0].event == event else "conflicting"
        self._seq += 1
        self._events[event.id] = (Stored(seq=self._seq, event=event), received_at)
        return "new"

    def read(self, after: int = 0) -> Iterator[Stored]:
        """Yield the events after a ``seq``, as they stood when this was called."""
        with self._lock:
            kept = [stored for stored, _ in self._events.values()]
        yield from (stored for stored in kept if stored.seq > after)

    def check(self) -> None:
        """Raise when it is closed."""
        with self._lock:
            self._refuse_if_closed()

    def erase(self) -> None:
        """Forget every event."""
        with self._lock:
            self._refuse_if_closed()
            self._events.clear()

    def close(self) -> None:
        """Take nothing more."""
        with self._lock:
            self._closed = True

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreError("The record is closed.")
