"""The export file: written and read again, and refused with its place where anything is wrong."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ilium.exchange import export_file
from ilium.exchange.export_file import ExportFile, decode, encode
from ilium.record.codec import MalformedEvent
from ilium.record.events import PainReported, SessionFinished, SessionStarted
from ilium_lab.people.life import kind_of, simulate
from tests.records import AT, make, planned, start

EVENTS = [start(planned("lumbar-roll")), make(SessionFinished, 9)]
FILE = ExportFile(program="1.0", exported_at=AT, events=list(EVENTS))


def changed(**head: Any) -> bytes:
    return json.dumps(json.loads(encode(FILE)) | head).encode()


def with_event(**fields: Any) -> bytes:
    events = json.loads(encode(FILE))["events"]
    return changed(events=[events[0], events[1] | fields])


def test_what_is_written_is_read_again_the_same() -> None:
    assert decode(encode(FILE)) == FILE
    assert encode(decode(encode(FILE))) == encode(FILE)


def test_an_empty_record_makes_a_file_that_is_read_again() -> None:
    empty = ExportFile(program="1.0", exported_at=AT, events=[])
    assert decode(encode(empty)) == empty


def test_there_is_a_line_for_each_event() -> None:
    lines = encode(FILE).decode().splitlines()
    assert lines[0].startswith('{"format":"ilium-export","version":1,')
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]] == [event.id for event in EVENTS]


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        (b"", "", "truncated"),
        (b"[]", "", "Expected `object`"),
        (b"{}", "format", "no export of Ilium's"),
        (b"\xff", "", ""),
        (b"[" * 100_000, "", ""),
        (changed(format="diary"), "format", "no export of Ilium's"),
        (changed(version=2), "version", "version 1, and the file is version 2"),
        (changed(more=1), "", "unknown field `more`"),
        (changed(events=[{"type": "no-such"}]), "events[0].type", "no-such"),
        (with_event(offset_ms=-1), "events[1].offset_ms", ">= 0"),
        (with_event(at="2026-02-30T00:00:00Z"), "events[1].at", "no date"),
        (with_event(id=EVENTS[0].id), "events[1].id", "given twice"),
        (encode(FILE).replace(b'"offset_ms":9000', b'"offset_ms":9000,"offset_ms":1'), "", "given twice"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(data: bytes, path: str, reason: str) -> None:
    with pytest.raises(MalformedEvent) as refusal:
        decode(data)
    assert refusal.value.path == path
    assert reason in refusal.value.reason


def test_a_rating_beyond_the_scale_is_refused() -> None:
    rated = make(
        PainReported, 3, moment="worst", value=10, quality="ache", outcome="go-on", block=0, exercise="lumbar-roll"
    )
    file = encode(ExportFile(program="1.0", exported_at=AT, events=[*EVENTS, rated]))
    with pytest.raises(MalformedEvent, match=r"events\[2\]\.value"):
        decode(file.replace(b'"value":10', b'"value":11'))


def test_too_large_a_file_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_file, "MAX_FILE_BYTES", 100)
    with pytest.raises(MalformedEvent, match="at most"):
        decode(encode(FILE))


def test_the_kinds_of_the_record_are_all_there() -> None:
    assert isinstance(decode(encode(FILE)).events[0], SessionStarted)


def test_thirty_years_of_two_sessions_a_day_are_read_again() -> None:
    start = datetime(2026, 1, 5, 7, tzinfo=UTC)
    weeks = encode(
        ExportFile(program="1.0", exported_at=AT, events=simulate(kind_of("steady"), first=start, days=28, seed=1))
    )
    assert len(weeks) / 28 * 365 * 30 * 2 < export_file.MAX_FILE_BYTES
