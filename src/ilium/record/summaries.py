"""A session in short: what stays in memory of each, however many there are.

Everything that asks of many sessions at once reads these: the calendar, the ladders, how much was done. The events of
one session are read from the record when its own page, its export or a late event needs them.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from ilium.record.events import PlannedBlock

StopWhy = Literal["person", "pain", "unwell", "leg-symptoms", "urgent", "emergency", "abandoned", "held"]
SessionState = Literal["open", "finished", "stopped"]
BlockState = Literal["done", "eased", "partly", "skipped", "not-reached"]


class BlockSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One planned block and what became of it, in short.

    Parameters
    ----------
    completed_sets : int
        How many sets came to their end.
    told : bool
        Any set of it was reported, also an empty one.
    begun : bool
        Any of it was done.
    full : bool
        All of it was done, as planned.
    explained : bool
        The person asked to be told more of it.
    """

    planned: PlannedBlock
    state: BlockState
    completed_sets: int
    told: bool
    begun: bool
    full: bool
    explained: bool = False


class ExerciseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What was said about one exercise, in short.

    Parameters
    ----------
    blocks : tuple of int
        Indexes of its blocks.
    outcomes : tuple of str
        What the pain table answered, each once, in the order of the alphabet.
    kinds : tuple of str
        The kinds of pain that were said, likewise.
    pain : int, optional
        The highest pain that was said, 0-10.
    answered : bool
        Something was said of the whole exercise afterwards: a number, or that it was no worse.
    no_worse : bool
        That it was no worse than before was said instead of a number.
    effort : int, optional
        0-10; None where nothing was said.
    """

    exercise: str
    blocks: tuple[int, ...]
    outcomes: tuple[str, ...]
    kinds: tuple[str, ...]
    pain: int | None
    answered: bool
    no_worse: bool = False
    effort: int | None


class SessionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One session in short.

    Parameters
    ----------
    started_at : datetime
        When it began, in UTC.
    day : date
        The date on the wall when it began.
    pain_before, worst_pain, highest_effort : int, optional
        0-10; None where nothing was said.
    no_worse : bool
        "No worse than before" is all that was said of the pain in it.
    ladders : int, optional
        The edition of the ladders that it was planned by.
    elapsed_ms, active_ms : int
        Milliseconds to the end, or to the last event of an open session; and those that were no pause.
    """

    id: str
    started_at: datetime
    day: date
    mode: Literal["full", "mobilise-only"]
    state: SessionState
    stopped_why: StopWhy | None
    pain_before: int
    worst_pain: int | None
    no_worse: bool = False
    highest_effort: int | None
    ladders: int | None
    elapsed_ms: int
    active_ms: int
    blocks: tuple[BlockSummary, ...]
    exercises: tuple[ExerciseSummary, ...]


def order_of(session: SessionSummary) -> tuple[datetime, str]:
    """Return what sessions are sorted by: when they began, then their id."""
    return session.started_at, session.id
