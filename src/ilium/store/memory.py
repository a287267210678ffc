"""The record in memory, for tests and trials: the same behaviour, and nothing survives."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from threading import Lock

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Appended, Damaged, Head, Stored
from ilium.record.codec import encode_event
from ilium.record.events import AnySessionEvent, Event, SessionEvent


class MemoryEventStore:
    """An `ilium.app.ports.EventStore` in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: dict[str, tuple[Stored, datetime]] = {}
        self._order: list[Stored] = []
        self._sessions: dict[str, list[Stored]] = {}
        self._seq = 0
        self._heads: list[Head] = []
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
        before = self._heads[-1].digest if self._heads else ""
        digest = hashlib.sha256(b"%b %d %b" % (before.encode(), self._seq, encode_event(event))).hexdigest()
        self._heads.append(Head(self._seq, digest))
        stored = Stored(seq=self._seq, event=event)
        self._events[event.id] = (stored, received_at)
        self._order.append(stored)
        if isinstance(event, SessionEvent):
            self._sessions.setdefault(event.session, []).append(stored)
        return "new"

    def read(self, after: int = 0) -> Iterator[Stored]:
        """Yield the events after a ``seq``, as they stood when this was called."""
        with self._lock:
            kept = self._order[bisect_right(self._order, after, key=lambda stored: stored.seq) :]
        yield from kept

    def of_session(self, session: str, upto: int | None = None) -> tuple[AnySessionEvent, ...]:
        """Return the events of one session."""
        with self._lock:
            kept = tuple(self._sessions.get(session, ()))
        return tuple(one.event for one in kept if upto is None or one.seq <= upto)  # type: ignore[misc]

    def head(self, upto: int | None = None) -> Head:
        """Return how far the record has come."""
        with self._lock:
            known = (head for head in reversed(self._heads) if upto is None or head.seq <= upto)
            return next(known, Head())

    def count(self) -> int:
        """Return how many events there are."""
        with self._lock:
            return len(self._events)

    def damage(self) -> tuple[Damaged, ...]:
        """Return nothing: what is in memory is as it was given."""
        return ()

    def check(self) -> None:
        """Raise when it is closed."""
        with self._lock:
            self._refuse_if_closed()

    def erase(self) -> None:
        """Forget every event."""
        with self._lock:
            self._refuse_if_closed()
            self._events.clear()
            self._order.clear()
            self._sessions.clear()
            self._heads.clear()

    def close(self) -> None:
        """Take nothing more."""
        with self._lock:
            self._closed = True

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreError("The record is closed.")
