"""The chain of digests by which a record proves itself.

Each row of the table holds the digest of the row before it in its person's chain, and one of its own over that and
every stored column. A changed byte shows in its row; a row that is gone shows in the row behind it; a record that was
cut or replaced shows beside the mark (`ilium.store.high_water`). Nothing here is secret: it finds damage, not forgers.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ilium.anatomy.errors import EventError
from ilium.app.ports import Damaged
from ilium.record.codec import decode_event
from ilium.record.events import Event

#: Whose chain a row belongs to: there is one person so far.
PERSON = "me"
#: What the first row of a chain holds of a row before it.
START = b""

#: The most missing rows of one gap that are named. Our choice.
MOST = 10_000

_COLUMNS = ("event_id", "session", "type", "at", "received_at", "body", "person", "previous", "digest")


class StoredRow(NamedTuple):
    """A row as it is stored: the bytes of each column, NULL as none, and in ``kinds`` SQLite's names of their types."""

    seq: int
    kinds: str
    event_id: bytes
    session: bytes
    type: bytes
    at: bytes
    received_at: bytes
    body: bytes
    person: bytes
    previous: bytes
    digest: bytes


def _select(**instead: str) -> str:
    names = [instead.get(name, name) for name in _COLUMNS]
    kinds = " || ' ' || ".join(f"typeof({name})" for name in names)
    values = ", ".join(f"CAST(ifnull({name}, '') AS BLOB)" for name in names)
    return f"SELECT seq, {kinds}, {values} FROM store_event"


#: Reads rows in the shape of `Row`, also where damage has made a text no text any more.
SELECT = _select()
#: Reads rows in the same shape where the table has no chain yet.
SELECT_UNCHAINED = _select(person=f"'{PERSON}'", previous="x''", digest="x''")


def proof(row: StoredRow) -> bytes:
    """Return the digest that a row should have.

    Returns
    -------
    bytes
        SHA-256 over the digest before it, its ``seq``, its types and its columns, behind the length of each.

    Examples
    --------
    >>> row = StoredRow(1, "text", b"e", b"", b"t", b"", b"", b"{}", b"me", START, b"")
    >>> proof(row) == proof(row._replace(body=b"[]"))
    False
    """
    seq, kinds, event_id, session, kind, at, received_at, body, person, previous, _ = row
    parts = (previous, b"%d" % seq, kinds.encode(), event_id, session, kind, at, received_at, body, person)
    return hashlib.sha256(b"%d:%d:%d:%d:%d:%d:%d:%d:%d:%d:" % tuple(map(len, parts)) + b"".join(parts)).digest()


def chained(rows: Iterable[StoredRow], previous: bytes = START) -> Iterator[StoredRow]:
    """Yield the rows with their places in the chain behind a digest."""
    for row in rows:
        linked = StoredRow._make((*row[:9], previous, b""))  # three times as fast as _replace
        previous = proof(linked)
        yield StoredRow._make((*linked[:10], previous))


def chained_anew(rows: Iterable[StoredRow]) -> Iterator[StoredRow]:
    """Yield the rows of a record that has no chain yet with their places in one.

    A row behind a gap follows nothing, so that what was gone before is still missed afterwards.
    """
    previous, last = START, None
    for row in rows:
        (linked,) = chained([row], previous if last is None or row.seq == last + 1 else START)
        previous, last = linked.digest, row.seq
        yield linked


class _Tail(NamedTuple):
    """The last row of a person's chain: its digest as stored and as it should be, and the last row that was whole.

    ``loose`` says that a damaged row behind that one does not follow what is before it.
    """

    digest: bytes
    proof: bytes
    whole: int
    loose: bool


class Walk:
    """Goes along rows in their order and says what is wrong with the record there.

    It may begin anywhere; with what comes before the first row nothing is compared, but for the start of a record.

    Parameters
    ----------
    from_start : bool
        Whether the first row is the first of the record.
    """

    def __init__(self, *, from_start: bool = False) -> None:
        self._tails: dict[bytes, _Tail] = {}
        self._seq: int | None = None
        self._absent: list[range] = []
        self._bad: list[int] = []
        self._from_start = from_start

    def look(self, row: StoredRow) -> tuple[Damaged, ...]:
        """Return what is wrong with a row and with the place before it."""
        if self._seq is not None and row.seq > self._seq + 1:
            self._absent.append(range(self._seq + 1, row.seq))
        self._seq = row.seq
        made, tail = proof(row), self._tails.get(row.person)
        if made == row.digest:
            self._tails[row.person] = _Tail(row.digest, made, row.seq, loose=False)
            return self._before(row, tail)
        since, loose = (tail.whole, tail.loose) if tail else (row.seq - 1, False)
        self._tails[row.person] = _Tail(row.digest, made, since, loose or not self._follows(row, tail))
        self._bad.append(row.seq)
        return (Damaged(seq=row.seq, why="changed"),)

    def _before(self, row: StoredRow, tail: _Tail | None) -> tuple[Damaged, ...]:
        """Return what is missing before a row that is itself whole."""
        if self._follows(row, tail) and not (tail and tail.loose):
            return ()
        since = tail.whole if tail else 0
        if absent := [seq for gap in self._absent if gap.stop > since for seq in gap[:MOST]]:
            return tuple(Damaged(seq=seq, why="missing") for seq in absent)
        if any(seq > since for seq in self._bad):
            return ()  # the row before it is damaged, and known to be
        if tail is None and row.seq > 1:
            return (Damaged(seq=row.seq - 1, why="missing"),)
        return (Damaged(seq=row.seq, why="changed"),)

    def _follows(self, row: StoredRow, tail: _Tail | None) -> bool:
        if tail is not None:
            return row.previous in (tail.digest, tail.proof)
        return row.previous == START or not self._from_start


def judged(walk: Walk, row: StoredRow) -> tuple[tuple[Damaged, ...], Event | None]:
    """Return what is wrong at the next row of a walk, and its event where that can be relied on."""
    found = walk.look(row)
    if found and any(one.seq == row.seq for one in found):
        return found, None
    try:
        return found, decode_event(row.body)
    except EventError:
        return (*found, Damaged(seq=row.seq, why="unreadable")), None
