"""The export file: everything the record holds, as JSON that Ilium reads again."""

from typing import Literal

import msgspec

from ilium.record.codec import MalformedEvent, check_dates, decode_event, malformed, refuse_repeated_keys
from ilium.record.events import Count, Event, Short, WallTime

#: Most bytes of a file that is read: our choice, more than sixty years of two sessions a day, so that whatever is
#: exported can be read again. A year of daily sessions is about 2 MB.
MAX_FILE_BYTES = 256 * 1024 * 1024


class ExportFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One export.

    Parameters
    ----------
    format, version : str, int
        What this is, and the version of its shape.
    program : str
        The version of Ilium that wrote it.
    exported_at : str
        ISO 8601 with an offset.
    left_out : int
        How many entries of the record could not be read, and are not among the events.
    events : list of Event
        All of them, in the order of the record.
    """

    format: Literal["ilium-export"] = "ilium-export"
    version: Literal[1] = 1
    program: Short
    exported_at: WallTime
    left_out: Count = 0
    events: list[Event]


class _Head(msgspec.Struct, frozen=True):
    """The beginning of a file: enough to say what is wrong with one that is no export."""

    format: str = ""
    version: int = 0


class _Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file whose events are not read yet."""

    format: Literal["ilium-export"]
    version: Literal[1]
    program: Short
    exported_at: WallTime
    left_out: Count = 0
    events: list[msgspec.Raw]


_decoder = msgspec.json.Decoder(_Outline)


def encode(file: ExportFile) -> bytes:
    """Return the file as UTF-8 JSON, an event on each line."""
    lines = b",\n".join(msgspec.json.encode(event, order="sorted") for event in file.events)
    names = ("format", "version", "program", "exported_at", *(("left_out",) if file.left_out else ()))
    head = msgspec.json.encode({name: getattr(file, name) for name in names})
    return head[:-1] + b',"events":[\n' + lines + b"\n]}\n"


def decode(data: bytes) -> ExportFile:
    """Return an export, all of it checked.

    Raises
    ------
    MalformedEvent
        For the first fault found, with its place such as ``events[3].value``: no export, another version, a key that is
        unknown or given twice, a value out of range, a date that no calendar has, an id given twice, too large a file.

    Examples
    --------
    >>> file = ExportFile(program="1.0", exported_at="2026-03-01T07:30:00+00:00", events=[])
    >>> decode(encode(file)) == file
    True
    >>> decode(b'{"format": "diary"}')
    Traceback (most recent call last):
    ilium.record.codec.MalformedEvent: format: this is no export of Ilium's
    """
    if len(data) > MAX_FILE_BYTES:
        raise MalformedEvent(f"a file holds at most {MAX_FILE_BYTES // 1024**2} MB")
    try:
        _check_head(msgspec.json.decode(data, type=_Head))
        outline = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(error) from None
    events = [_event(raw, index) for index, raw in enumerate(outline.events)]
    refuse_repeated_keys(data)
    _check_ids(events)
    for index, event in enumerate(events):
        check_dates(event, index)
    head = {"program": outline.program, "exported_at": outline.exported_at, "left_out": outline.left_out}
    return ExportFile(events=events, **head)  # type: ignore[arg-type]


def _event(raw: msgspec.Raw, index: int) -> Event:
    """Return one event: each by itself, because a whole file at once would keep every other thread waiting."""
    try:
        return decode_event(raw)
    except MalformedEvent as error:
        raise error.within(f"events[{index}]", index) from None


def _check_head(head: _Head) -> None:
    if head.format != "ilium-export":
        raise MalformedEvent("this is no export of Ilium's", "format")
    if head.version != 1:
        raise MalformedEvent(f"this Ilium reads version 1, and the file is version {head.version}", "version")


def _check_ids(events: list[Event]) -> None:
    seen: set[str] = set()
    for index, event in enumerate(events):
        if event.id in seen:
            raise MalformedEvent("this id is given twice", f"events[{index}].id", index)
        seen.add(event.id)
