"""Events as tests write them: a session in a few lines, with ids and times that read well."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import mkdtemp
from typing import TypeVar

import msgspec
from django.db import connections

from ilium.record.events import AnySessionEvent, Event, EventBase, PlannedBlock, SessionEvent, SessionStarted
from ilium.record.fold import unique
from ilium.record.sessions import fold_session
from ilium.record.states import Session
from ilium.store.chain import START, StoredRow, chained
from ilium.store.migrate import bring_up_to_date
from ilium.store.rows import INSERT, row_of, values

Kind = TypeVar("Kind", bound=EventBase)

SESSION = "00000000-0000-7000-8000-00000000000a"
AT = "2026-03-01T07:30:00.000+01:00"
RECEIVED = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)


def uuid(number: int) -> str:
    """Return an id that sorts by number."""
    return f"00000000-0000-7000-8000-{number:012x}"


def make(kind: type[Kind], number: int, **fields: object) -> Kind:
    """Return an event with the id of that number; in a session it happened ``number`` seconds after the start."""
    base: dict[str, object] = {"type": kind.__struct_config__.tag, "id": uuid(number), "at": AT}
    if issubclass(kind, SessionEvent):
        base |= {"session": SESSION, "offset_ms": number * 1000}
    return msgspec.convert(base | fields, kind)


def whole_sessions(record: Iterable[Event]) -> tuple[Session, ...]:
    """Return the sessions of a record with all of their events, in the order in which they began."""
    groups: dict[str, list[AnySessionEvent]] = {}
    for event in unique(record):
        if isinstance(event, SessionEvent):
            groups.setdefault(event.session, []).append(event)
    found = filter(None, map(fold_session, groups.values()))
    return tuple(sorted(found, key=lambda one: (one.started_at, one.id)))


def planned(exercise: str, *, sets: int = 1, side: str = "left") -> PlannedBlock:
    """Return a planned block of ten repetitions."""
    return msgspec.convert(
        {
            "exercise": exercise,
            "name": exercise.replace("-", " ").capitalize(),
            "variant": f"{exercise}-gentle",
            "phase": "mobilise",
            "working_side": side,
            "sets": sets,
            "repetitions": 10,
        },
        PlannedBlock,
    )


def start(*blocks: PlannedBlock, number: int = 0, **fields: object) -> SessionStarted:
    """Return the start of a session with these blocks; pain before it is 3."""
    fixed = {"programme": "sacroiliac", "track": "gradual", "side": "left", "mode": "full", "sheet": "s"}
    return make(SessionStarted, number, **{**fixed, "pain_before": 3, "planned": msgspec.to_builtins(blocks), **fields})


def set_of(block: PlannedBlock, index: int = 0, **fields: object) -> dict[str, object]:
    """Return the fields of a set of a block, whole unless said otherwise."""
    whole = {"side": block.working_side, "exercise": block.exercise, "variant": block.variant, "repetitions": 10}
    return {"block": index, "set": 1, **whole, **fields}


def many(count: int, first: int = 1) -> list[Event]:
    """Return events that differ only in their ids."""
    resumed = {"type": "session-resumed", "at": AT, "session": SESSION, "offset_ms": 1}
    return [msgspec.convert({**resumed, "id": uuid(number)}, Event) for number in range(first, first + count)]


@cache
def empty_record() -> Path:
    """Return a database with tables and no events, made once for the whole run."""
    file = Path(mkdtemp(prefix="ilium-template-"), "template.sqlite3")
    with _named("template", file):
        bring_up_to_date("template")
    return file


def filled(file: Path, count: int) -> Path:
    """Make a record of `many` events in a file, without Django."""
    copy(empty_record(), file)
    put(file, [row_of(event, RECEIVED) for event in many(count)])
    return file


def put(file: Path, new: Iterable[StoredRow]) -> None:
    """Add rows behind the last one of a record that nobody uses, without Django."""
    with closing(sqlite3.connect(file)) as connection, connection:
        last = connection.execute("SELECT seq, digest FROM store_event ORDER BY seq DESC LIMIT 1").fetchone()
        seq, digest = last or (0, START)
        placed = [row._replace(seq=seq + at) for at, row in enumerate(new, start=1)]
        connection.executemany(INSERT.replace("%s", "?"), map(values, chained(placed, digest)))


def put_body(file: Path, number: int, body: bytes) -> None:
    """Add an event with the id of that number and any body, as another version would."""
    put(file, [row_of(many(1, first=number)[0], RECEIVED)._replace(body=body)])


def copies_in(folder: Path) -> list[Path]:
    """Return the copies that were made of the record in a data folder, oldest name first."""
    return sorted([*folder.glob("backups/*.sqlite3"), *folder.glob("*.before-restore-*")])


@contextmanager
def database(alias: str, file: Path) -> Iterator[None]:
    """Let Django's database of this name be this file, which is given Ilium's empty tables if it is not there."""
    if not file.exists():
        copy(empty_record(), file)
    with _named(alias, file):
        yield


@contextmanager
def _named(alias: str, file: Path) -> Iterator[None]:
    kept = connections.databases.get(alias)
    connections.databases[alias] = {**connections.databases["default"], "NAME": str(file)}
    _forget(alias)
    try:
        yield
    finally:
        _forget(alias)
        if kept is None:
            del connections.databases[alias]
        else:
            connections.databases[alias] = kept


def _forget(alias: str) -> None:
    """Close this thread's connection, so that the next one is made anew."""
    connections[alias].close()
    del connections[alias]
