"""What a record had added up to, as bytes: the person, and how far their ladders were kept.

It holds answers and sums of answers, and never what was decided from them: a clearance and a plan are made anew each
time. `unpacked` gives back what `packed` was given, or raises.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

import msgspec

from ilium.app.course import Bookmark
from ilium.record.events import DailyCheckAnswered, NextMorningAnswered, PainDayRated
from ilium.record.states import Person
from ilium.record.summaries import BlockSummary, ExerciseSummary, SessionState, SessionSummary, StopWhy

Value = TypeVar("Value")


class SnapshotRow(msgspec.Struct, frozen=True, array_like=True):
    """A session in short; its blocks and exercises by their numbers in the tables of `Packed`."""

    id: str
    started_at: datetime
    day: date
    mode: Literal["full", "mobilise-only"]
    state: SessionState
    stopped_why: StopWhy | None
    pain_before: int
    worst_pain: int | None
    no_worse: bool
    highest_effort: int | None
    ladders: int | None
    elapsed_ms: int
    active_ms: int
    blocks: int
    exercises: tuple[int, ...]


class MorningRow(msgspec.Struct, frozen=True, array_like=True):
    """A `NextMorningAnswered`: there is one for each session, so its names are not written each time."""

    id: str
    at: str
    session: str
    day: str
    pain: int
    woken: bool


class PainDayRow(msgspec.Struct, frozen=True, array_like=True):
    """A `PainDayRated`: there is one for each day."""

    id: str
    at: str
    day: str
    average: int
    worst: int
    left: int | None
    right: int | None


class CheckRow(msgspec.Struct, frozen=True, array_like=True):
    """A `DailyCheckAnswered`: there is one for each session or more."""

    id: str
    at: str
    anything_new: bool


Some = TypeVar("Some", MorningRow, PainDayRow, CheckRow)


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """What is stored: a person without what there is for every day, and this in short rows.

    Parameters
    ----------
    block : tuple of BlockSummary
        Each once.
    blocks : tuple of tuple of int
        The lists of blocks that sessions have, each once, by their numbers in ``block``.
    """

    person: Person
    mornings: tuple[MorningRow, ...]
    pain_days: tuple[PainDayRow, ...]
    checks: tuple[CheckRow, ...]
    block: tuple[BlockSummary, ...]
    blocks: tuple[tuple[int, ...], ...]
    exercise: tuple[ExerciseSummary, ...]
    sessions: tuple[SnapshotRow, ...]
    ladders: Bookmark | None


#: What a row holds as it is.
_ALIKE = tuple(name for name in SnapshotRow.__struct_fields__ if name not in ("blocks", "exercises"))
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Packed)


class _Table(Generic[Value]):
    """Numbers values in the order in which they first come."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self._known: dict[int, int] = {}

    def number(self, value: Value) -> int:
        """Return a value's number; one that is in memory once is looked at once, for its parts are many."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._numbers.setdefault(value, len(self._numbers))
        return known

    def numbers(self, values: Iterable[Value]) -> tuple[int, ...]:
        """Return the numbers of values."""
        return tuple(map(self.number, values))

    def values(self) -> tuple[Value, ...]:
        """Return the values in the order of their numbers."""
        return tuple(self._numbers)


def packed(person: Person, ladders: Bookmark | None) -> bytes:
    """Return a person and how far their ladders are kept.

    Examples
    --------
    >>> unpacked(packed(Person(), None)) == (Person(), None)
    True
    """
    block, exercise = _Table[BlockSummary](), _Table[ExerciseSummary]()
    lists = _Table[tuple[BlockSummary, ...]]()
    rows = tuple(_row(one, lists.number(one.blocks), exercise.numbers(one.exercises)) for one in person.sessions)
    return _encoder.encode(
        Packed(
            person=msgspec.structs.replace(person, sessions=(), next_mornings={}, pain_days={}, daily_checks=()),
            mornings=tuple(_values(MorningRow, one) for one in person.next_mornings.values()),
            pain_days=tuple(_values(PainDayRow, one) for one in person.pain_days.values()),
            checks=tuple(_values(CheckRow, one) for one in person.daily_checks),
            blocks=tuple(map(block.numbers, lists.values())),
            block=block.values(),
            exercise=exercise.values(),
            sessions=rows,
            ladders=ladders,
        )
    )


def unpacked(body: bytes) -> tuple[Person, Bookmark | None]:
    """Return what was packed.

    Raises
    ------
    ValueError
        When it is nothing that `packed` returns.
    """
    found = _decoder.decode(body)
    try:
        lists = [tuple(found.block[number] for number in numbers) for numbers in found.blocks]
        sessions = tuple(_session(row, lists, found.exercise) for row in found.sessions)
    except IndexError:
        raise ValueError("A table of the snapshot is too short.") from None
    if found.ladders is not None and not 0 < found.ladders.sessions <= len(sessions):
        raise ValueError("The snapshot keeps ladders of sessions that it does not have.")
    person = msgspec.structs.replace(
        found.person,
        sessions=sessions,
        next_mornings={row.session: NextMorningAnswered(**msgspec.structs.asdict(row)) for row in found.mornings},
        pain_days={row.day: PainDayRated(**msgspec.structs.asdict(row)) for row in found.pain_days},
        daily_checks=tuple(DailyCheckAnswered(**msgspec.structs.asdict(row)) for row in found.checks),
    )
    return person, found.ladders


def _row(one: SessionSummary, blocks: int, exercises: tuple[int, ...]) -> SnapshotRow:
    return SnapshotRow(**{name: getattr(one, name) for name in _ALIKE}, blocks=blocks, exercises=exercises)


def _session(
    row: SnapshotRow, lists: list[tuple[BlockSummary, ...]], exercises: tuple[ExerciseSummary, ...]
) -> SessionSummary:
    parts = {"blocks": lists[row.blocks], "exercises": tuple(exercises[number] for number in row.exercises)}
    return SessionSummary(**(msgspec.structs.asdict(row) | parts))


def _values(kind: type[Some], event: object) -> Some:
    """Return the row of an event."""
    return kind(*(getattr(event, name) for name in kind.__struct_fields__))
