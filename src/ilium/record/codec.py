"""Events to and from JSON, with the limits that a batch from outside must keep.

The wire form of a batch is ``{"events": [...]}``. The types of `ilium.record.events` say what a value may be; this page
adds what types cannot say: sizes, real dates, and that no key comes twice.
"""

import functools
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec

from ilium.anatomy.errors import EventError
from ilium.record.events import DeviceEvent, Event, Examined, NextMorningAnswered, PainDayRated, ReviewRead

#: Most bytes of one batch; our choice, about ten times the events of the longest session.
MAX_BATCH_BYTES = 1024 * 1024
#: Most events of one batch; our choice.
MAX_BATCH_EVENTS = 500
#: Days after which nothing is counted any more, about sixty years: our choice.
LONGEST_DAYS = 60 * 366


class EventBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the browser sends: events in the order in which they happened, as far as it knows."""

    events: list[Event]


class DeviceBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events that a device sends: those of sessions, and the daily re-check."""

    events: Annotated[list[DeviceEvent], msgspec.Meta(max_length=MAX_BATCH_EVENTS)]


class MalformedEvent(EventError):
    """An event, or the batch around it, is not what it has to be.

    Parameters
    ----------
    reason : str
        What was found and what was expected.
    path : str
        Where, such as ``events[3].value``; empty for the whole batch.
    index : int, optional
        Which event of the batch; None where it is not one event's fault.

    Examples
    --------
    >>> print(MalformedEvent("Expected `int`, got `str`", "events[3].value", 3))
    events[3].value: Expected `int`, got `str`
    """

    def __init__(self, reason: str, path: str = "", index: int | None = None) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.reason, self.path, self.index = reason, path, index

    def within(self, path: str, index: int) -> "MalformedEvent":
        """Return the same for an event that is part of a whole.

        Parameters
        ----------
        path : str
            Where in the whole the event is, such as ``events[3]``.
        index : int
            Which event it is.

        Examples
        --------
        >>> print(MalformedEvent("Expected `int`, got `str`", "value").within("events[3]", 3))
        events[3].value: Expected `int`, got `str`
        """
        joined = f"{path}.{self.path}" if self.path and not self.path.startswith("[") else path + self.path
        return MalformedEvent(self.reason, joined, index)


_batch_decoder = msgspec.json.Decoder(EventBatch)
_event_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_encoder = msgspec.json.Encoder(order="sorted")


def encode_event(event: Event) -> bytes:
    """Return the canonical JSON of one event: UTF-8, keys sorted, no spaces, every field present."""
    return _encoder.encode(event)


def encode_batch(events: Iterable[Event]) -> bytes:
    """Return the JSON of a batch.

    Examples
    --------
    >>> encode_batch([])
    b'{"events":[]}'
    """
    return _encoder.encode(EventBatch(events=list(events)))


def decode_event(data: bytes | msgspec.Raw) -> Event:
    """Return one event from what `encode_event` wrote, also by an older version.

    Raises
    ------
    EventError
        When it is not an event.
    """
    try:
        return _event_decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(error) from None


def decode_batch(data: bytes) -> list[Event]:
    """Return the events of a batch from outside, all of them checked, in the order in which they were sent.

    Parameters
    ----------
    data : bytes
        ``{"events": [...]}``, at most `MAX_BATCH_BYTES` long, with at most `MAX_BATCH_EVENTS` events.

    Raises
    ------
    EventError
        For the first fault found: bad JSON, NaN and infinities, an unknown key or type, a key given twice, a value out
        of range, a date that no calendar has, too many bytes or events. It is a `MalformedEvent`, which says where.

    Examples
    --------
    >>> decode_batch(b'{"events":[]}')
    []
    >>> decode_batch(b'{"events":[{"type":"no-such"}]}')
    Traceback (most recent call last):
    ilium.record.codec.MalformedEvent: events[0].type: Invalid value 'no-such'
    """
    if len(data) > MAX_BATCH_BYTES:
        raise MalformedEvent(f"A batch holds at most {MAX_BATCH_BYTES} bytes; this one has {len(data)}.")
    events = _decoded(data)
    if len(events) > MAX_BATCH_EVENTS:
        raise MalformedEvent(f"A batch holds at most {MAX_BATCH_EVENTS} events; this one has {len(events)}.", "events")
    refuse_repeated_keys(data)
    for index, event in enumerate(events):
        check_dates(event, index)
    return events


def _decoded(data: bytes) -> list[Event]:
    try:
        return _batch_decoder.decode(data).events
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(error) from None


def malformed(error: Exception) -> MalformedEvent:
    """Turn the decoder's "reason - at `$.events[3].value`" into a reason, a path and an index."""
    if isinstance(error, RecursionError):
        return MalformedEvent("The JSON is nested too deeply.")
    if isinstance(error, UnicodeDecodeError):
        return MalformedEvent("The text is not UTF-8.")
    reason, _, place = str(error).partition(" - at `")
    path = place.rstrip("`").removeprefix("$").removeprefix(".")
    return MalformedEvent(reason, path, _index_of(path))


def _index_of(path: str) -> int | None:
    """Return 3 for ``events[3].value``, and None for a path that names no event."""
    if not path.startswith("events["):
        return None
    return int(path.removeprefix("events[").partition("]")[0])


class _RepeatedKey(ValueError):
    """A JSON object names the same key twice, so that its meaning depends on who reads it."""


def refuse_repeated_keys(data: bytes) -> None:
    """Raise `MalformedEvent` where JSON names a key of an object twice, so that its meaning depends on who reads it."""
    try:
        json.loads(data, object_pairs_hook=_without_repeats)
    except _RepeatedKey as error:
        raise MalformedEvent(f"The key {error} is given twice.") from None
    except ValueError as error:
        raise MalformedEvent(f"JSON is malformed: {error}") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise _RepeatedKey(f"`{key[:80]}`")
        seen.add(key)


def check_dates(event: Event, index: int) -> None:
    """Raise `MalformedEvent` where the event with this index in ``events`` has a date that no calendar has."""
    try:
        instant(event.at)
    except (ValueError, OverflowError):
        raise MalformedEvent(f"`{event.at}` is no date and time", f"events[{index}].at", index) from None
    if isinstance(event, NextMorningAnswered | PainDayRated | Examined) and not _is_day(event.day):
        raise MalformedEvent(f"`{event.day}` is no date", f"events[{index}].day", index)
    if isinstance(event, ReviewRead) and not _is_day(event.since):
        raise MalformedEvent(f"`{event.since}` is no date", f"events[{index}].since", index)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def instant(at: str) -> datetime:
    """Return the moment that an event's ``at`` names, in UTC.

    Raises
    ------
    ValueError, OverflowError
        When no calendar has it, or it lies beyond the years 1 to 9999.

    Examples
    --------
    >>> instant("2026-03-29T07:30:00+02:00").isoformat()
    '2026-03-29T05:30:00+00:00'
    """
    return datetime.fromisoformat(at).astimezone(UTC)


def is_near(day: date, today: date) -> bool:
    """Tell whether a day may be counted with: not after today, and no longer ago than anybody keeps a record.

    The record takes every time that a calendar has, because a device whose clock lost its time may have something
    urgent to say. What counts days leaves out those that only a wrong clock can have made.

    Examples
    --------
    >>> is_near(date(2020, 3, 1), date(2026, 3, 1)), is_near(date(1, 1, 1), date(2026, 3, 1))
    (True, False)
    """
    return 0 <= (today - day).days < LONGEST_DAYS


@functools.lru_cache(maxsize=16_384)  # the pages of History ask each of ten years' sessions again and again
def local_day(at: str) -> date:
    """Return the date on the wall where an event happened.

    Examples
    --------
    >>> local_day("2026-03-29T00:30:00+02:00").isoformat()
    '2026-03-29'
    """
    return datetime.fromisoformat(at).date()
