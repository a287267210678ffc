"""The rows of the one table, read and added through Django."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from django.db import connections

from ilium.app.ports import Head
from ilium.record.codec import encode_event
from ilium.record.events import Event, SessionEvent
from ilium.store.chain import PERSON, SELECT, StoredRow, chained

#: Rows that are fetched at once, and ids asked for in one query; SQLite binds at most 999 values in its oldest builds.
FETCHED, ASKED = 2000, 500
#: From so many rows on SQLite may keep more than its usual 2 MB in memory, or it writes the same pages again and again;
#: both in KiB below zero. Our choice.
LARGE, LARGE_CACHE, CACHE = 5000, -65536, -2000
#: Rows of one part of a look at the whole record, which takes some milliseconds. Our choice.
PART = 250
#: Below every ``seq`` there can be.
FIRST = -(2**63)
#: SQLite's names of the types of a row's columns.
KINDS = "text text text text text blob text blob blob"
KINDS_OUTSIDE = KINDS.replace("text text", "text null", 1)

#: Adds a row with all its columns.
INSERT = """INSERT INTO store_event
(seq, event_id, session, type, at, received_at, body, person, previous, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_LAST = """SELECT max(ifnull((SELECT max(seq) FROM store_event), 0),
ifnull((SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'store_event'), 0))"""
_HEAD = """SELECT seq, CAST(digest AS BLOB) FROM store_event WHERE person = %s AND seq <= %s
ORDER BY seq DESC LIMIT 1"""
_ENDLESS = 2**63 - 1


def rows_of(events: Iterable[Event], received_at: datetime) -> tuple[StoredRow, ...]:
    """Return the rows of events, which have no place in the record yet."""
    received = str(received_at.astimezone(UTC).replace(tzinfo=None)).encode()
    return tuple(_row(event, received) for event in events)


def row_of(event: Event, received_at: datetime) -> StoredRow:
    """Return the row of one event."""
    return rows_of([event], received_at)[0]


def _row(event: Event, received: bytes) -> StoredRow:
    session = _hex(event.session) if isinstance(event, SessionEvent) else b""
    return StoredRow(
        seq=0,
        kinds=KINDS if session else KINDS_OUTSIDE,
        event_id=_hex(event.id),
        session=session,
        type=str(event.__struct_config__.tag).encode(),
        at=event.at.encode(),
        received_at=received,
        body=encode_event(event),
        person=PERSON.encode(),
        previous=b"",
        digest=b"",
    )


def _hex(uuid: str) -> bytes:
    """Return a checked UUID as the table has it."""
    return uuid.replace("-", "").encode()


def add(using: str, rows: Sequence[StoredRow]) -> Head:
    """Add rows behind the last one, in the caller's transaction, and return where the chain ends now."""
    with connections[using].cursor() as cursor:
        (last,) = cursor.execute(_LAST).fetchone()
        previous = bytes.fromhex(head(using).digest)
        placed = list(
            chained((StoredRow._make((last + at, *row[1:])) for at, row in enumerate(rows, start=1)), previous)
        )
        cursor.execute(f"PRAGMA cache_size = {LARGE_CACHE if len(rows) > LARGE else CACHE}")
        cursor.executemany(INSERT, [values(row) for row in placed])
    return Head(placed[-1].seq, placed[-1].digest.hex())


def values(row: StoredRow) -> tuple[int | str | bytes | None, ...]:
    """Return a row's columns as `INSERT` takes them."""
    texts = [row.event_id, row.session, row.type, row.at, row.received_at]
    event_id, session, kind, at, received_at = (text.decode() for text in texts)
    person = row.person.decode()
    return (row.seq, event_id, session or None, kind, at, received_at, row.body, person, row.previous, row.digest)


def head(using: str, upto: int | None = None) -> Head:
    """Return where the chain ends, or ended with the event ``upto``, as it is stored."""
    with connections[using].cursor() as cursor:
        found = cursor.execute(_HEAD, [PERSON, _ENDLESS if upto is None else upto]).fetchone()
    return Head(found[0], (found[1] or b"").hex()) if found else Head()


def bodies(using: str, ids: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return what is stored under these ids."""
    found: dict[bytes, bytes] = {}
    with connections[using].cursor() as cursor:
        for start in range(0, len(ids), ASKED):
            asked = [one.decode() for one in ids[start : start + ASKED]]
            places = ", ".join(["%s"] * len(asked))
            query = f"SELECT event_id, CAST(body AS BLOB) FROM store_event WHERE event_id IN ({places})"
            rows = cursor.execute(query, asked).fetchall()
            found.update((event_id.encode(), body or b"") for event_id, body in rows)
    return found


def part(using: str, after: int) -> list[StoredRow]:
    """Return the next rows behind a ``seq``."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"{SELECT} WHERE seq > %s ORDER BY seq LIMIT {PART}", [after])
        return [StoredRow._make(row) for row in cursor.fetchall()]


def of_session(using: str, session: str, upto: int | None = None) -> list[StoredRow]:
    """Return the rows of one session in their order, up to a ``seq`` where one is given."""
    with connections[using].cursor() as cursor:
        last = _ENDLESS if upto is None else upto
        cursor.execute(f"{SELECT} WHERE session = %s AND seq <= %s ORDER BY seq", [_hex(session).decode(), last])
        return [StoredRow._make(row) for row in cursor.fetchall()]


def from_before(using: str, after: int) -> Iterator[StoredRow]:
    """Yield the rows behind a ``seq`` in their order, and first the row before them, to which they are linked."""
    query = f"{SELECT} WHERE seq >= ifnull((SELECT max(seq) FROM store_event WHERE seq <= %s), %s) ORDER BY seq"
    with connections[using].cursor() as cursor:
        cursor.execute(query, [after, after])
        while rows := cursor.fetchmany(FETCHED):
            yield from map(StoredRow._make, rows)
