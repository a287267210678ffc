import json
from collections.abc import Callable

import msgspec
import pytest

from ilium.anatomy.errors import EventError
from ilium.record.codec import (
    MAX_BATCH_BYTES,
    MAX_BATCH_EVENTS,
    MalformedEvent,
    decode_batch,
    decode_event,
    encode_batch,
    encode_event,
    instant,
    local_day,
)
from ilium.record.events import DailyCheckAnswered, NextMorningAnswered, PainReported, ScreeningPageAnswered
from tests.records import SESSION, make, many, planned, start

PAIN = {"moment": "worst", "value": 4, "quality": "ache", "outcome": "go-on", "block": 0, "exercise": "figure-four"}


def batch(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


def changed(**fields: object) -> bytes:
    """A batch whose second event has other fields than it may have."""
    good = msgspec.to_builtins(make(PainReported, 2, **PAIN))
    return batch(
        msgspec.to_builtins(many(1)[0]), {key: value for key, value in {**good, **fields}.items() if value != "GONE"}
    )


@pytest.mark.parametrize(
    ("body", "path", "reason"),
    [
        (changed(value=11), "events[1].value", "<= 10"),
        (changed(value=-1), "events[1].value", ">= 0"),
        (changed(value=4.5), "events[1].value", "`float`"),
        (changed(value="4"), "events[1].value", "`str`"),
        (changed(value=True), "events[1].value", "`bool`"),
        (changed(value=None), "events[1].value", "`null`"),
        (changed(value="GONE"), "events[1]", "missing required field `value`"),
        (changed(extra=1), "events[1]", "unknown field `extra`"),
        (changed(type="no-such"), "events[1].type", "Invalid value"),
        (changed(type=7), "events[1].type", "Expected `str`"),
        (changed(type="GONE"), "events[1]", "missing required field `type`"),
        (changed(id="7"), "events[1].id", "regex"),
        (changed(session="00000000-0000-7000-8000-00000000000A"), "events[1].session", "regex"),
        (changed(offset_ms=-1), "events[1].offset_ms", ">= 0"),
        (changed(offset_ms=10**11), "events[1].offset_ms", "<= "),
        (changed(exercise="x" * 81), "events[1].exercise", "length <= 80"),
        (changed(exercise="Figure Four"), "events[1].exercise", "regex"),
        (changed(at="2026-13-01T00:00:00Z"), "events[1].at", "no date and time"),
        (changed(at="2026-02-30T00:00:00Z"), "events[1].at", "no date and time"),
        (changed(at="2026-02-28T24:30:00Z"), "events[1].at", "no date and time"),
        (changed(at="2026-02-28T10:00:00+25:00"), "events[1].at", "no date and time"),
        (changed(at="0001-01-01T00:00:00+10:00"), "events[1].at", "no date and time"),
        (changed(at="0000-01-01T00:00:00Z"), "events[1].at", "no date and time"),
        (changed(at="2026-02-28T10:00:00"), "events[1].at", "regex"),
        (changed(at="yesterday"), "events[1].at", "regex"),
        (batch(7), "events[0]", "`int`"),
        (batch([]), "events[0]", "`array`"),
        (b'{"events":{}}', "events", "`object`"),
        (b"{}", "", "missing required field `events`"),
        (b'{"events":[],"events2":[]}', "", "unknown field `events2`"),
        (b'{"events":[],"events":[]}', "", "`events` is given twice"),
        (b"[]", "", "`array`"),
        (b"", "", "truncated"),
        (b"{", "", "truncated"),
        (b'{"events":[]} x', "", "malformed"),
        (b'{"events":[]}\x00', "", "malformed"),
        (b'\xef\xbb\xbf{"events":[]}', "", "malformed"),
        (changed(exercise="NAN").replace(b'"NAN"', b"NaN"), "", "malformed"),
        (changed(value="NAN").replace(b'"NAN"', b"Infinity"), "", "malformed"),
        (changed(value="NAN").replace(b'"NAN"', b"-Infinity"), "", "malformed"),
        (changed(value="NAN").replace(b'"NAN"', b"1e999"), "events[1].value", "out of range"),
        (changed(value="NAN").replace(b'"NAN"', b"1" * 5000), "events[1].value", "out of range"),
        (changed(value="NAN").replace(b'"NAN"', b'4,"value":4'), "", "`value` is given twice"),
        (changed(value="NAN").replace(b'"NAN"', b"\xff"), "", "malformed"),
        (changed(exercise="NAN").replace(b"NAN", b"\xff"), "", "not UTF-8"),
        (b'{"events":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "events[0]", "`array`"),
        (changed(value="NAN").replace(b'"NAN"', b"[" * 200_000 + b"]" * 200_000), "events[1].value", "`array`"),
        (
            batch(
                msgspec.to_builtins(
                    make(NextMorningAnswered, 1, session=SESSION, day="2026-03-01", pain=1, woken=False)
                )
                | {"day": "2026-02-29"}
            ),
            "events[0].day",
            "is no date",
        ),
    ],
)
def test_malformed_batches_are_refused_with_path_and_reason(body: bytes, path: str, reason: str) -> None:
    with pytest.raises(MalformedEvent) as caught:
        decode_batch(body)
    assert caught.value.path == path
    assert reason in caught.value.reason
    assert caught.value.index == (int(path[7]) if path.startswith("events[") else None)
    assert isinstance(caught.value, EventError)


def test_a_batch_of_many_bytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedEvent, match="at most 1048576 bytes"):
        decode_batch(b" " * (MAX_BATCH_BYTES + 1))


def test_a_batch_of_many_events_is_refused() -> None:
    assert len(decode_batch(encode_batch(many(MAX_BATCH_EVENTS)))) == MAX_BATCH_EVENTS
    with pytest.raises(MalformedEvent, match="at most 500 events; this one has 501"):
        decode_batch(encode_batch(many(MAX_BATCH_EVENTS + 1)))


def test_the_same_key_in_two_objects_is_no_repetition() -> None:
    assert len(decode_batch(encode_batch([start(planned("a"), planned("b"))]))) == 1


def test_canonical_json_is_the_same_for_defaults_said_and_unsaid() -> None:
    unsaid = b'{"type":"screening-page-answered","id":"%s","at":"2026-03-01T07:30:00Z","screening":"%s","version":1,'
    unsaid += b'"page":"now","ticks":{}}'
    unsaid = unsaid.replace(b"%s", SESSION.encode())
    said = unsaid[:-1] + b', "sides": {}, "lead": null}'
    assert encode_event(decode_event(unsaid)) == encode_event(decode_event(said))


def test_canonical_json_sorts_keys_however_they_were_sent() -> None:
    fields = {"screening": SESSION, "version": 1, "page": "now"}
    one = make(ScreeningPageAnswered, 1, **fields, ticks={"b": "yes", "a": "no"})
    other = make(ScreeningPageAnswered, 1, **fields, ticks={"a": "no", "b": "yes"})
    assert encode_event(one) == encode_event(other)


@pytest.mark.parametrize("data", [b"", b"{}", b'{"type":"no-such"}', b"\xff", b"[" * 100_000])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(EventError):
        decode_event(data)


@pytest.mark.parametrize("decode", [lambda data: decode_event(data[11:-2]), lambda data: decode_batch(data)[0]])
def test_an_event_comes_back_as_it_went(decode: Callable[[bytes], object]) -> None:
    event = make(DailyCheckAnswered, 1, anything_new=True)
    assert decode(encode_batch([event])) == event


def test_instant_and_day_read_the_offset() -> None:
    """Both nights of the clock change, and a place ahead of its day."""
    assert instant("2026-10-25T02:30:00+02:00") < instant("2026-10-25T02:30:00+01:00")
    assert instant("2026-03-29T03:00:00+02:00").isoformat() == "2026-03-29T01:00:00+00:00"
    assert local_day("2026-03-01T00:30:00+14:00").isoformat() == "2026-03-01"
