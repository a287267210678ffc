"""What the application asks of the world: a record, a clock, ids.

Their implementations live in `ilium.store` and `ilium.web`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from ilium.record.events import Event


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event in the record; ``seq`` grows in the order of the record and is never given twice."""

    seq: int
    event: Event


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the events of one batch: their ids, in the order of the batch.

    Parameters
    ----------
    new : tuple of str
        Stored now; they survive a crash from here on.
    known : tuple of str
        Stored before, with the same content.
    conflicting : tuple of str
        Not stored: an event with this id and other content is there already, and it stays.
    """

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    conflicting: tuple[str, ...] = ()


class EventStore(Protocol):
    """An append-only record of events. Every implementation passes ``tests/contract/event_store.py``."""

    def append(self, events: Sequence[Event], received_at: datetime) -> Appended:
        """Store a batch, and return once it is stored for good.

        Parameters
        ----------
        events : sequence of Event
            Checked already.
        received_at : datetime
            Aware; kept beside each new event.

        Raises
        ------
        StoreError
            When nothing of the batch could be stored.
        """
        ...

    def read(self, after: int = 0) -> Iterator[Stored]:
        """Yield the events whose ``seq`` is greater than ``after``, in the order of the record.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        ...

    def check(self) -> None:
        """Raise `StoreError` with one clear line when the record cannot be written to now."""
        ...

    def erase(self) -> None:
        """Delete every event for good, and return once none is left; ``seq`` goes on from where it was.

        Raises
        ------
        StoreError
            When it could not be deleted whole.
        """
        ...

    def close(self) -> None:
        """Store what is still waiting, and take nothing more."""
        ...


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Return now, aware, with the offset of the place where the server is."""
        ...


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> str:
        """Return a new UUID, version 7, in its usual form of 36 characters."""
        ...
