"""What the application asks of the world: a record, a clock, ids, a place for recordings.

Their implementations live in `ilium.store` and `ilium.web`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from ilium.record.events import AnySessionEvent, Event

if TYPE_CHECKING:
    from ilium.motion.formats import RecordingHeader

#: What becomes of a recording: it runs; the person's settings do not want it; it is as long as one may be; the disk is
#: nearly full; it could not be written; or the disk is slower than the camera.
TapeState = Literal["on", "not-wanted", "full", "no-space", "not-written", "too-slow"]


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


class Head(msgspec.Struct, frozen=True):
    """How far a record has come: ``digest`` proves all of its history up to and with the event ``seq``.

    Parameters
    ----------
    seq : int
        0 for an empty record.
    digest : str
        SHA-256 in hexadecimal; empty for an empty record.
    """

    seq: int = 0
    digest: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What a record had added up to at one moment: where that was, and the sum as bytes."""

    head: Head
    body: bytes


class Damaged(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the record that cannot be relied on, and is set aside.

    Parameters
    ----------
    seq : int
        Its place; 0 stands for the file as a whole.
    why : {"changed", "unreadable", "missing"}
        Its bytes are no longer those that were stored; this version cannot read what it says; or it is gone.
    """

    seq: int
    why: Literal["changed", "unreadable", "missing"]


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

        An event that cannot be relied on is left out, and `damage` tells of it.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        ...

    def of_session(self, session: str, upto: int | None = None) -> tuple[AnySessionEvent, ...]:
        """Return the events of one session, up to a ``seq`` where one is given, in the order of the record.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        ...

    def head(self, upto: int | None = None) -> Head:
        """Return how far the record has come, or how far it had come with the event ``upto``.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        ...

    def count(self) -> int:
        """Return how many events there are.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        ...

    def damage(self) -> tuple[Damaged, ...]:
        """Return what is known to be set aside, in the order of the record; it takes no time and never raises."""
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


class Snapshots(Protocol):
    """Where the last snapshot of a record is kept. Whatever fails costs the snapshot alone: nothing of it raises."""

    def load(self) -> Snapshot | None:
        """Return the snapshot; None where there is none that this version wrote whole."""
        ...

    def save(self, snapshot: Snapshot) -> None:
        """Put a snapshot in the place of the last one."""
        ...

    def delete(self) -> None:
        """Delete it.

        Raises
        ------
        StoreError
            When it is still there.
        """
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


class Tape(Protocol):
    """One recording that is being made. Nothing of it raises or waits: whatever fails costs the recording alone."""

    def keep(self, message: bytes) -> None:
        """Keep one frame, as it came; does nothing once the recording is over."""
        ...

    def news(self) -> TapeState | None:
        """Return what has become of it since this was last asked; None where nothing has."""
        ...

    def end(self) -> None:
        """Keep no more; ending twice is ending once."""
        ...


class Recorder(Protocol):
    """Where recordings of landmarks go."""

    def start(self, header: "RecordingHeader") -> Tape:
        """Begin a recording, if the person's settings want one; `Tape.news` says whether."""
        ...

    def erase(self) -> None:
        """Delete every recording, also those that are being made, and return once none is left.

        Raises
        ------
        StoreError
            When one could not be deleted.
        """
        ...
