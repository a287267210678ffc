"""The record as four tables for a spreadsheet: sessions, sets (each side for itself), ratings, measures."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from ilium.record.events import EffortReported, NoWorseSaid, PainReported, SetCompleted
from ilium.record.states import BlockRecord, Person, Session

Cell = str | int | None

#: Signs with which a spreadsheet takes a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table, with the names of its columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(person: Person, sessions: Iterable[Session]) -> tuple[Table, ...]:
    """Return the tables of a person's record.

    Times are those on the wall where it happened, with their offset. An empty cell was not answered; "no worse than
    before" is a rating without a value, and in the sessions ``no_worse``, where no number was said.

    Parameters
    ----------
    sessions : iterable of Session
        All of the person's, the oldest first; each is looked at once.
    """
    done: list[tuple[Cell, ...]] = []
    sets: list[tuple[Cell, ...]] = []
    ratings: list[tuple[Cell, ...]] = []
    for session in sessions:
        done.append(_session(person, session))
        sets.extend(_sets(session))
        ratings.extend(_ratings(person, session))
    return (
        Table(name="sessions", columns=SESSION_COLUMNS, rows=_rows(done)),
        Table(name="sets", columns=SET_COLUMNS, rows=_rows(sets)),
        Table(name="ratings", columns=RATING_COLUMNS, rows=_rows(ratings)),
        Table(name="measures", columns=MEASURE_COLUMNS, rows=_rows(_measures(person))),
    )


SESSION_COLUMNS = (
    "session", "started_at", "state", "stopped_why", "programme", "track", "sore_side", "mode", "length",
    "pain_before", "worst_pain", "no_worse", "next_morning_pain", "woken", "highest_effort",
    "active_seconds", "paused_seconds", "sets_completed",
)  # fmt: skip
SET_COLUMNS = (
    "session", "started_at", "block", "exercise", "name", "phase", "variant", "rung",
    "side", "set", "of_sets", "completed", "eased", "repetitions", "held_seconds", "counted",
)  # fmt: skip
RATING_COLUMNS = ("session", "at", "moment", "value", "kind", "exercise", "side")
MEASURE_COLUMNS = ("day", "at", "measure", "of", "side", "value")


def _rows(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(map(_harmless, row)) for row in rows)


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _session(person: Person, session: Session) -> tuple[Cell, ...]:
    started, morning = session.started, person.next_mornings.get(session.id)
    return (
        session.id, started.at, session.state, session.stopped_why, started.programme, started.track, started.side,
        started.mode, started.length, session.pain_before, session.worst_pain, _yes(session.no_worse),
        morning.pain if morning else None, _yes(morning.woken) if morning else None, session.highest_effort,
        session.active_ms // 1000, session.paused_ms // 1000, sum(block.completed_sets for block in session.blocks),
    )  # fmt: skip


def _sets(session: Session) -> Iterator[tuple[Cell, ...]]:
    for block in session.blocks:
        planned = block.planned
        for one in block.sets:
            yield (
                session.id, session.started.at, block.index + 1, planned.exercise, planned.name, planned.phase,
                one.variant, planned.rung, one.side, one.set, planned.sets, _yes(isinstance(one, SetCompleted)),
                _yes(one.eased), one.repetitions, one.held_seconds, one.counted,
            )  # fmt: skip


def _ratings(person: Person, session: Session) -> Iterator[tuple[Cell, ...]]:
    """Yield every rating, also one that was corrected later, in the order in which they were given."""
    yield session.id, session.started.at, "before", session.pain_before, None, None, session.started.side
    for event in session.history:
        if isinstance(event, (PainReported, NoWorseSaid, EffortReported)):
            yield session.id, _at(session, event.offset_ms), *_rated(event), _side(session.blocks, event.block)
    if morning := person.next_mornings.get(session.id):
        yield session.id, morning.at, "next-morning", morning.pain, None, None, session.started.side


def _measures(person: Person) -> Iterator[tuple[Cell, ...]]:
    """Yield what was asked apart from sessions: a measure after another, each in the order of its days.

    A day's pain is its latest answer, under the day that it is about; the others stand under the day of their answer.
    """
    for day, rated in sorted(person.pain_days.items()):
        yield day, rated.at, "pain-average", None, None, rated.average
        yield day, rated.at, "pain-worst", None, None, rated.worst
        for side, value in (("left", rated.left), ("right", rated.right)):
            if value is not None:
                yield day, rated.at, "pain-average", None, side, value
    for function in person.functions:
        for activity in function.activities:
            yield _day(function.at), function.at, "activity", activity.name, None, activity.value
    for heaviness in person.heaviness:
        yield _day(heaviness.at), heaviness.at, "leg-heaviness", None, "left", heaviness.left
        yield _day(heaviness.at), heaviness.at, "leg-heaviness", None, "right", heaviness.right
    for change in person.changes:
        yield _day(change.at), change.at, "change-since-start", None, None, change.value


def _day(at: str) -> str:
    return datetime.fromisoformat(at).date().isoformat()


def _rated(event: PainReported | NoWorseSaid | EffortReported) -> tuple[Cell, ...]:
    if isinstance(event, NoWorseSaid):
        return "no-worse", None, None, event.exercise
    if isinstance(event, EffortReported):
        return "effort", event.value, None, event.exercise
    return event.moment, event.value, event.quality, event.exercise


def _at(session: Session, offset_ms: int) -> Cell:
    """Return the moment by the session's own clock, which never goes back; None beyond the end of the calendar."""
    began = datetime.fromisoformat(session.started.at)
    try:
        return (began + timedelta(milliseconds=offset_ms)).isoformat(timespec="milliseconds")
    except OverflowError:
        return None


def _side(blocks: tuple[BlockRecord, ...], index: int) -> Cell:
    return blocks[index].planned.working_side if index < len(blocks) else None


def _yes(value: bool) -> str:
    return "yes" if value else "no"
