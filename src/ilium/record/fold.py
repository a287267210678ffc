"""From events to states, purely.

The rules, which hold whatever arrives and in whatever order:

* An event counts once, whoever sends it again.
* What happened in a session is ordered as `ilium.record.sessions` says, never by arrival.
* What was said outside a session keeps the order of the record: the later answer to the same question holds, also when
  the clock was set back in between.
* A corrected answer stays in the history of its session.
* What holds the person back keeps the order of the record, too: see `ilium.record.alerts`.
* An event that fits nothing planned stays in the history and changes nothing else.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from ilium.anatomy.errors import EventError
from ilium.record.alerts import Alerts, heard
from ilium.record.codec import instant
from ilium.record.events import (
    AnswerTakenBack,
    AnySessionEvent,
    ChangeRated,
    DailyCheckAnswered,
    EntriesSetAside,
    Event,
    Examined,
    FunctionRated,
    LegHeavinessRated,
    LessonClosed,
    NextMorningAnswered,
    PainDayRated,
    ProfileChanged,
    RecordBroughtIn,
    ReviewRead,
    RungChosen,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionEvent,
    SettingsChanged,
    StartHeldBack,
    StartRated,
)
from ilium.record.sessions import fold_session, summary_of
from ilium.record.states import Person, ScreeningRun, Session
from ilium.record.summaries import order_of

#: Where each kind of answer is kept of which every one stays, in the order of the record.
LISTS: Mapping[type, str] = {
    ProfileChanged: "profiles",
    SettingsChanged: "settings_said",
    DailyCheckAnswered: "daily_checks",
    FunctionRated: "functions",
    LegHeavinessRated: "heaviness",
    ChangeRated: "changes",
    RungChosen: "rungs",
    ReviewRead: "reviews",
    LessonClosed: "lessons",
    EntriesSetAside: "set_aside",
}
Value = TypeVar("Value")


def fold(record: Iterable[Event]) -> Person:
    """Return the person that these events tell of.

    Parameters
    ----------
    record : iterable of Event
        In the order of the record; events of sessions may come in any order, and only ``Person.alerts`` heeds it.
    """
    folding, happened = Folding(), dict[str, list[AnySessionEvent]]()
    for event in unique(record):
        folding.hear(event)
        if isinstance(event, SessionEvent):
            happened.setdefault(event.session, []).append(event)
    for session in filter(None, map(fold_session, happened.values())):
        folding.put(session)
    return folding.person()


def unique(events: Iterable[Event]) -> list[Event]:
    """Return the events without those whose id came before."""
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    return list(first.values())


class Folding:
    """Adds events up to a person; begun from a person, it goes on where their events ended.

    `hear` takes every event once, in the order of the record; of a session it takes only what concerns the person as a
    whole. `put` takes each session, and takes it again whenever events of it came.

    Parameters
    ----------
    person : Person, optional
        What was added up before.

    Examples
    --------
    >>> Folding().person() == Person()
    True
    """

    def __init__(self, person: Person | None = None) -> None:
        self._person = before = person or Person()
        self._said: dict[str, list[Any]] = {name: list(getattr(before, name)) for name in LISTS.values()}
        self._runs = {run.id: run for run in before.screenings}
        self._next_mornings, self._pain_days = dict(before.next_mornings), dict(before.pain_days)
        self._held_back, self._starts_rated = list(before.held_back), list(before.starts_rated)
        self._sessions = list(before.sessions)
        self._by_id = {session.id: session for session in before.sessions}
        self._changed: dict[str, Any] = {}
        self._same: dict[Any, Any] = {}

    def person(self) -> Person:
        """Return the person so far."""
        if self._changed:
            made = {name: _frozen(value) for name, value in self._changed.items()}
            self._person = msgspec.structs.replace(self._person, **made)
            self._changed = {}
        return self._person

    def hear(self, event: Event) -> None:
        """Take in the next event of the record.

        Raises
        ------
        EventError
            When it is no event of the record.
        """
        self._changed["alerts"] = heard(self._changed.get("alerts", self._person.alerts), event)
        match event:
            case StartHeldBack():
                insort(self._held_back, event, key=_moment)
                self._changed["held_back"] = self._held_back
            case StartRated():
                insort(self._starts_rated, event, key=_moment)
                self._changed["starts_rated"] = self._starts_rated
            case SessionEvent() | Examined() | AnswerTakenBack() | RecordBroughtIn():
                pass  # the alerts have heard it
            case ScreeningPageAnswered() | ScreeningCompleted():
                run = self._runs.get(event.screening, ScreeningRun(id=event.screening, version=event.version))
                self._runs[event.screening] = _screened(run, event)
                self._changed["screenings"] = self._runs.values()
            case NextMorningAnswered():
                self._next_mornings[event.session] = event
                self._changed["next_mornings"] = self._next_mornings
            case PainDayRated():
                self._pain_days[event.day] = event
                self._changed["pain_days"] = self._pain_days
            case _:
                self._hear_said(event)

    def _hear_said(self, event: Event) -> None:
        name = LISTS.get(type(event))
        if name is None:
            raise EventError(f"{type(event).__name__} is no event of the record.")
        self._said[name].append(event)
        self._changed[name] = self._said[name]

    def put(self, session: Session) -> None:
        """Take in a session that is new, or that other events have come to."""
        made = summary_of(session)
        blocks = self._shared(tuple(map(self._shared, made.blocks)))
        made = msgspec.structs.replace(made, blocks=blocks, exercises=tuple(map(self._shared, made.exercises)))
        if known := self._by_id.get(session.id):
            del self._sessions[bisect_left(self._sessions, order_of(known), key=order_of)]
        insort(self._sessions, made, key=order_of)
        self._by_id[session.id] = made
        self._changed["sessions"] = self._sessions

    def _shared(self, value: Value) -> Value:
        """Return what is equal and in memory already: most blocks of years are alike."""
        return self._same.setdefault(value, value)  # type: ignore[no-any-return]


def _frozen(value: Any) -> Any:
    """Return a copy that stays as it is."""
    if isinstance(value, Alerts):
        return value
    return dict(value) if isinstance(value, dict) else tuple(value)


def _moment(event: StartHeldBack | StartRated) -> tuple[datetime, str]:
    return instant(event.at), event.id


def _screened(run: ScreeningRun, event: ScreeningPageAnswered | ScreeningCompleted) -> ScreeningRun:
    if isinstance(event, ScreeningCompleted):
        return msgspec.structs.replace(run, completed=event)
    return msgspec.structs.replace(run, pages={**run.pages, event.page: event}, completed=None)
