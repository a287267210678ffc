"""From events to states, purely.

The rules, which hold whatever arrives and in whatever order:

* An event counts once, whoever sends it again.
* What happened in a session is ordered by the session's own offset and then by id, never by arrival; so late and
  reordered events end where they belong. A session is shown once its `SessionStarted` has come.
* What was said outside a session keeps the order of the record: the later answer to the same question holds, also when
  the clock was set back in between.
* A corrected answer stays in the history.
* An event that fits nothing planned stays in the history and changes nothing else.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TypeVar

import msgspec

from ilium.record.codec import instant
from ilium.record.events import (
    AnyPersonEvent,
    AnySessionEvent,
    BlockEased,
    BlockSkipped,
    ChangeRated,
    DailyCheckAnswered,
    EffortReported,
    EntriesSetAside,
    Event,
    FunctionRated,
    LegHeavinessRated,
    NextMorningAnswered,
    PainDayRated,
    PainReported,
    ProfileChanged,
    ReviewRead,
    RungChosen,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionEvent,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SessionStopped,
    SetCompleted,
    SetEnded,
    SettingsChanged,
    StartHeldBack,
)
from ilium.record.states import (
    AnySet,
    BlockRecord,
    Ending,
    ExerciseRecord,
    Pause,
    Person,
    ScreeningRun,
    Session,
)

#: Ends of a session after which the questions come again, as if the daily re-check had been answered "yes".
NEWS_IN_SESSION = ("emergency", "urgent", "leg-symptoms")
Report = TypeVar("Report", PainReported, EffortReported)


def fold(record: Iterable[Event]) -> Person:
    """Return the person that these events tell of.

    Parameters
    ----------
    record : iterable of Event
        In the order of the record; events of sessions may come in any order, and only ``Person.news`` heeds it.
    """
    events = unique(record)
    said: list[AnyPersonEvent] = []
    happened: list[AnySessionEvent] = []
    for event in events:
        if isinstance(event, SessionEvent):
            happened.append(event)
        else:
            said.append(event)
    return msgspec.structs.replace(
        fold_person(said),
        sessions=fold_sessions(happened),
        held_back=fold_held_back(happened),
        news=reduce(heard_news, events, False),
    )


def unique(events: Iterable[Event]) -> list[Event]:
    """Return the events without those whose id came before."""
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    return list(first.values())


def heard_news(news: bool, event: Event) -> bool:
    """Return whether something new stands open after this event of the record, too.

    A completed screening settles it. The order of the record decides and no clock, so that a clock that was set back
    hides nothing; what a device delivers late is asked about once more.
    """
    match event:
        case ScreeningCompleted():
            return False
        case DailyCheckAnswered(anything_new=True):
            return True
        case SessionStopped(why=why) if why in NEWS_IN_SESSION:
            return True
    return news


# --- The person --------------------------------------------------------------------------------------------------


def fold_person(said: Iterable[AnyPersonEvent]) -> Person:
    """Return the person without sessions, from what was said outside them, in the order of the record."""
    events = list(said)
    return Person(
        profiles=tuple(event for event in events if isinstance(event, ProfileChanged)),
        settings_said=tuple(event for event in events if isinstance(event, SettingsChanged)),
        screenings=_screenings(events),
        daily_checks=tuple(event for event in events if isinstance(event, DailyCheckAnswered)),
        next_mornings={event.session: event for event in events if isinstance(event, NextMorningAnswered)},
        pain_days={event.day: event for event in events if isinstance(event, PainDayRated)},
        functions=tuple(event for event in events if isinstance(event, FunctionRated)),
        heaviness=tuple(event for event in events if isinstance(event, LegHeavinessRated)),
        changes=tuple(event for event in events if isinstance(event, ChangeRated)),
        rungs=tuple(event for event in events if isinstance(event, RungChosen)),
        reviews=tuple(event for event in events if isinstance(event, ReviewRead)),
        set_aside=tuple(event for event in events if isinstance(event, EntriesSetAside)),
    )


def _screenings(events: Iterable[AnyPersonEvent]) -> tuple[ScreeningRun, ...]:
    runs: dict[str, ScreeningRun] = {}
    for event in events:
        if isinstance(event, (ScreeningPageAnswered, ScreeningCompleted)):
            run = runs.get(event.screening, ScreeningRun(id=event.screening, version=event.version))
            runs[event.screening] = _screened(run, event)
    return tuple(runs.values())


def _screened(run: ScreeningRun, event: ScreeningPageAnswered | ScreeningCompleted) -> ScreeningRun:
    if isinstance(event, ScreeningCompleted):
        return msgspec.structs.replace(run, completed=event)
    return msgspec.structs.replace(run, pages={**run.pages, event.page: event}, completed=None)


# --- Sessions ----------------------------------------------------------------------------------------------------


def fold_held_back(happened: Iterable[AnySessionEvent]) -> tuple[StartHeldBack, ...]:
    """Return the starts that were held back, in the order of time."""
    found = [event for event in happened if isinstance(event, StartHeldBack)]
    return tuple(sorted(found, key=lambda event: (instant(event.at), event.id)))


def fold_sessions(happened: Iterable[AnySessionEvent]) -> tuple[Session, ...]:
    """Return the sessions that have begun, in the order in which they began."""
    groups: dict[str, list[AnySessionEvent]] = {}
    for event in happened:
        groups.setdefault(event.session, []).append(event)
    return in_order(filter(None, map(fold_session, groups.values())))


def in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions in the order in which they began."""
    return tuple(sorted(sessions, key=lambda session: (session.started_at, session.id)))


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
    return tuple(
        BlockRecord(
            index=index,
            planned=planned,
            sets=_sets(history, index),
            eased_to=eased.get(index),
            skipped=skipped.get(index),
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
    pains = [event for event in history if isinstance(event, PainReported) and event.exercise == exercise]
    efforts = [event for event in history if isinstance(event, EffortReported) and event.exercise == exercise]
    return ExerciseRecord(
        exercise=exercise,
        name=name,
        blocks=tuple(blocks),
        worst=_highest_of_latest([event for event in pains if event.moment == "worst"]),
        effort=_highest_of_latest(efforts),
        during=tuple(event for event in pains if event.moment == "during"),
    )


def _highest_of_latest(reports: list[Report]) -> Report | None:
    """Return the highest of the answers that hold: for each block its latest."""
    latest = {report.block: report for report in reports}
    return max(latest.values(), key=lambda report: report.value, default=None)


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
