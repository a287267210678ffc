"""Commands that add to the record."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from ilium.anatomy.errors import ConflictingEvent, EventError
from ilium.app.ports import Clock, EventStore, Ids
from ilium.cuesheet.model import StandingNow
from ilium.record.codec import MalformedEvent, decode_batch
from ilium.record.events import (
    LONGEST_MS,
    AnyPersonEvent,
    DeviceEvent,
    Event,
    PersonEvent,
    SessionStopped,
)
from ilium.record.summaries import SessionSummary

Said = TypeVar("Said", bound=PersonEvent)

CONFLICT = "An event with this id and other content is in the record already; that one stays."


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """An event that was not stored, and why."""

    id: str
    reason: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a batch: ids that are stored for good, and events that never will be.

    Together they name every event of the batch, so that the sender may forget them all. ``standing`` is where the
    person stands after it: a session under way ends where it says so.
    """

    acknowledged: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    standing: StandingNow | None = None


def record_batch(store: EventStore, clock: Clock, body: bytes) -> Receipt:
    """Store a batch from outside, and say for each of its events what became of it.

    Events of a session may come before its start, or without it: they are stored, and the session shows once its start
    has come.

    Raises
    ------
    EventError
        When the batch is malformed or holds what a device may not send; then nothing of it is stored.
    StoreError
        When the record cannot be written; then nothing of it is stored either.
    """
    events = decode_batch(body)
    _check_from_device(events)
    appended = store.append(events, clock.now())
    return Receipt(
        acknowledged=appended.new + appended.known,
        rejected=tuple(Rejected(id=event_id, reason=CONFLICT) for event_id in appended.conflicting),
    )


def _check_from_device(events: Sequence[Event]) -> None:
    """Refuse what a person says on pages: it comes through their forms, which check it against the screening.

    The daily re-check alone may come from the player, which asks it before a session without the server.
    """
    for index, event in enumerate(events):
        if not isinstance(event, DeviceEvent):
            text = "only events of a session and the daily re-check come this way"
            raise MalformedEvent(text, f"events[{index}].type", index)


def record(store: EventStore, clock: Clock, *said: PersonEvent) -> None:
    """Store events that the server made itself, for good: all of them or none.

    Raises
    ------
    EventError
        When it is no event that a person's word can make.
    ConflictingEvent
        When its id was used before for something else.
    StoreError
        When the record cannot be written.
    """
    events = [event for event in said if isinstance(event, AnyPersonEvent)]
    for event in said:
        if event not in events:
            raise EventError(f"{type(event).__name__} is no event of the record.")
    if store.append(events, clock.now()).conflicting:
        raise ConflictingEvent(CONFLICT)


def close_session(store: EventStore, clock: Clock, ids: Ids, session: SessionSummary) -> None:
    """Put on record that a session which is still open was left: any other ending that comes later wins over this one.

    Raises
    ------
    StoreError
        When the record cannot be written.
    """
    at = clock.now().isoformat(timespec="milliseconds")
    offset = min(session.elapsed_ms + 1, LONGEST_MS)
    left = SessionStopped(id=ids.new(), at=at, session=session.id, offset_ms=offset, why="abandoned")
    store.append([left], clock.now())


def say(kind: type[Said], clock: Clock, ids: Ids, **fields: object) -> Said:
    """Return an event of what the person said just now, with a new id; `record` stores it.

    Parameters
    ----------
    kind : type
        Such as `ProfileChanged`.
    **fields
        Its own fields, checked as if they came from outside.

    Raises
    ------
    msgspec.ValidationError
        When a field has a value that it may not have.
    """
    at = clock.now().isoformat(timespec="milliseconds")
    tag = kind.__struct_config__.tag
    return msgspec.convert({"type": tag, "id": ids.new(), "at": at, **fields}, kind)
