"""What the record and the compiler cost, beside what nothing could undercut."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks import made_up
from benchmarks.measure import Measure, best
from ilium.cli.plan import ask
from ilium.cuesheet.compile import Guide, session_sheet
from ilium.exercises.loader import load_library
from ilium.prescription.model import Mode
from ilium.prescription.plan import plan
from ilium.record.codec import encode_event
from ilium.record.events import Event
from ilium.screening.assess import example_clearance

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
APPENDS = 200


def measure() -> list[Measure]:
    """Measure the compiling of a session sheet and the storing of events."""
    compiled = _compile()
    floor = best(lambda: msgspec.json.encode(compiled), 50)
    events = made_up.record(NOW, 30)[:APPENDS]
    one = _stored_by_us(events) / APPENDS
    raw = _stored_raw(events) / APPENDS
    return [
        Measure(
            "session sheet, plan to value", best(_compile, 20) * 1000, "ms", None, floor * 1000, "msgspec encodes it"
        ),
        Measure("one event to the disk", one * 1000, "ms", None, raw * 1000, "raw sqlite3 insert and commit"),
    ]


def _compile() -> object:
    request = ask(side="right").request
    library, clearance = load_library(), example_clearance((), NOW)
    plans = {mode: plan(library, clearance, msgspec.structs.replace(request, mode=mode)) for mode in Mode}
    return session_sheet(library, plans, Guide())


def _stored_by_us(events: list[Event]) -> float:
    """Return the seconds to store these events one by one, each acknowledged before the next."""
    with made_up.folder() as folder:
        made_up.store_in(folder, [], NOW)
        from ilium.store.events import DjangoEventStore

        store = DjangoEventStore()
        taken = best(_each(events, lambda event: store.append([event], NOW)), 1)
        store.close()
    return taken


def _stored_raw(events: list[Event]) -> float:
    """Return the seconds for the same rows with the database's own module and the same promise about the disk."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder, "raw.sqlite3"), isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        connection.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, event_id TEXT UNIQUE, body BLOB)")
        insert = "INSERT INTO event (event_id, body) VALUES (?, ?)"
        taken = best(_each(events, lambda event: connection.execute(insert, (event.id, encode_event(event)))), 1)
        connection.close()
    return taken


def _each(events: list[Event], store: Callable[[Event], object]) -> Callable[[], None]:
    def all_of_them() -> None:
        for event in events:
            store(event)

    return all_of_them
