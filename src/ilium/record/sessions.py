"""One session from its events, whole and in short.

What happened in a session is ordered by the session's own offset and then by id, never by arrival; so late and
reordered events end where they belong. A session is shown once its `SessionStarted` has come. A corrected answer stays
in its history.
"""

from collections.abc import Sequence
from functools import reduce
from typing import TypeVar

import msgspec

from ilium.record.events import (
    AnySessionEvent,
    BlockEased,
    BlockSkipped,
    EffortReported,
    GuidanceAsked,
    NoWorseSaid,
    PainReported,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SessionStopped,
    SetCompleted,
    SetEnded,
)
from ilium.record.states import AnySet, BlockRecord, Ending, ExerciseRecord, Pause, Session
from ilium.record.summaries import BlockSummary, ExerciseSummary, SessionSummary

Report = TypeVar("Report", PainReported, NoWorseSaid, EffortReported)
Said = TypeVar("Said", bound=PainReported | NoWorseSaid | EffortReported)


def fold_session(events: Sequence[AnySessionEvent]) -> Session | None:
    """Return the session of these events, which are all of one session; None while its start is missing."""
    history = tuple(sorted(events, key=lambda event: (event.offset_ms, event.id)))
    started = next((event for event in history if isinstance(event, SessionStarted)), None)
    if started is None:
        return None
    return Session(
        id=started.session,
        started=started,
        blocks=_blocks(started, history),
        exercises=_exercises(started, history),
        pauses=_pauses(history),
        ending=_ending(history),
        history=history,
    )


def _blocks(started: SessionStarted, history: Sequence[AnySessionEvent]) -> tuple[BlockRecord, ...]:
    eased = {event.block: event.to_variant for event in history if isinstance(event, BlockEased)}
    skipped = {event.block: event.why for event in history if isinstance(event, BlockSkipped)}
    explained = {event.block for event in history if isinstance(event, GuidanceAsked)}
    return tuple(
        BlockRecord(
            index=index,
            planned=planned,
            sets=_sets(history, index),
            eased_to=eased.get(index),
            skipped=skipped.get(index),
            explained=index in explained,
        )
        for index, planned in enumerate(started.planned)
    )


def _sets(history: Sequence[AnySessionEvent], block: int) -> tuple[AnySet, ...]:
    kept: dict[tuple[int, str], AnySet] = {}
    for event in history:
        if isinstance(event, (SetCompleted, SetEnded)) and event.block == block:
            key = (event.set, event.side)
            if not (isinstance(kept.get(key), SetCompleted) and isinstance(event, SetEnded)):
                kept[key] = event
    return tuple(kept[key] for key in sorted(kept))


def _exercises(started: SessionStarted, history: Sequence[AnySessionEvent]) -> tuple[ExerciseRecord, ...]:
    blocks: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for index, planned in enumerate(started.planned):
        blocks.setdefault(planned.exercise, []).append(index)
        names.setdefault(planned.exercise, planned.name)
    return tuple(_exercise(exercise, names[exercise], blocks[exercise], history) for exercise in blocks)


def _exercise(exercise: str, name: str, blocks: list[int], history: Sequence[AnySessionEvent]) -> ExerciseRecord:
    pains = _of(PainReported, exercise, history)
    asked = [event for event in pains if event.moment == "worst"]
    said: list[PainReported | NoWorseSaid] = [*asked, *_of(NoWorseSaid, exercise, history)]
    held = _latest(sorted(said, key=lambda event: (event.offset_ms, event.id)))
    worst = max((one for one in held if isinstance(one, PainReported)), key=lambda one: one.value, default=None)
    return ExerciseRecord(
        exercise=exercise,
        name=name,
        blocks=tuple(blocks),
        worst=worst,
        no_worse=worst is None and bool(held),
        effort=max(_latest(_of(EffortReported, exercise, history)), key=lambda one: one.value, default=None),
        during=tuple(event for event in pains if event.moment == "during"),
    )


def _of(kind: type[Report], exercise: str, history: Sequence[AnySessionEvent]) -> list[Report]:
    return [event for event in history if isinstance(event, kind) and event.exercise == exercise]


def _latest(reports: Sequence[Said]) -> list[Said]:
    """Return the answers that hold: for each block its latest."""
    return list({report.block: report for report in reports}.values())


def _pauses(history: Sequence[AnySessionEvent]) -> tuple[Pause, ...]:
    none: tuple[Pause, ...] = ()
    return reduce(_paused, history, none)


def _paused(pauses: tuple[Pause, ...], event: AnySessionEvent) -> tuple[Pause, ...]:
    """Open a pause, or close the one that lasts; a pause within a pause is the same pause."""
    lasts = bool(pauses) and pauses[-1].until_ms is None
    if isinstance(event, SessionPaused) and not lasts:
        return (*pauses, Pause(why=event.why, from_ms=event.offset_ms))
    if isinstance(event, (SessionResumed, SessionFinished, SessionStopped)) and lasts:
        return (*pauses[:-1], msgspec.structs.replace(pauses[-1], until_ms=event.offset_ms))
    return pauses


def _ending(history: Sequence[AnySessionEvent]) -> Ending | None:
    """Return the first ending; one that only says "abandoned" gives way to any other."""
    endings = [_as_ending(event) for event in history if isinstance(event, (SessionStopped, SessionFinished))]
    seen = [ending for ending in endings if ending.why != "abandoned"]
    return next(iter(seen or endings), None)


def _as_ending(event: SessionStopped | SessionFinished) -> Ending:
    return Ending(why=event.why if isinstance(event, SessionStopped) else None, at_ms=event.offset_ms)


# --- In short ----------------------------------------------------------------------------------------------------


def summary_of(session: Session) -> SessionSummary:
    """Return a session in short."""
    return SessionSummary(
        id=session.id,
        started_at=session.started_at,
        day=session.day,
        mode=session.started.mode,
        state=session.state,
        stopped_why=session.stopped_why,
        pain_before=session.pain_before,
        worst_pain=session.worst_pain,
        no_worse=session.no_worse,
        highest_effort=session.highest_effort,
        ladders=session.started.ladders,
        elapsed_ms=session.elapsed_ms,
        active_ms=session.active_ms,
        blocks=tuple(map(_block_in_short, session.blocks)),
        exercises=tuple(map(_exercise_in_short, session.exercises)),
    )


def _block_in_short(block: BlockRecord) -> BlockSummary:
    return BlockSummary(
        planned=block.planned,
        state=block.state,
        completed_sets=block.completed_sets,
        told=bool(block.sets),
        begun=any(one.repetitions or one.held_seconds for one in block.sets),
        full=block.is_full,
        explained=block.explained,
    )


def _exercise_in_short(one: ExerciseRecord) -> ExerciseSummary:
    reports = (*one.during, one.worst) if one.worst else one.during
    return ExerciseSummary(
        exercise=one.exercise,
        blocks=one.blocks,
        outcomes=tuple(sorted({report.outcome for report in reports})),
        kinds=tuple(sorted({report.quality for report in reports})),
        pain=max((report.value for report in reports), default=None),
        answered=one.worst is not None or one.no_worse,
        no_worse=one.no_worse,
        effort=one.effort.value if one.effort else None,
    )
