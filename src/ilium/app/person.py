"""Questions about the person that the record answers."""

from datetime import date, timedelta
from threading import Lock

import msgspec

from ilium.anatomy import Side
from ilium.app.ports import EventStore
from ilium.record.events import AnyPersonEvent, AnySessionEvent, SessionEvent, StartHeldBack
from ilium.record.fold import fold_held_back, fold_person, fold_session, heard_news, in_order
from ilium.record.states import Person, ScreeningRun, Session
from ilium.screening.model import Answers, Tick


class PersonReader:
    """The person as the record has them now; it folds only what is new since it was last asked.

    Parameters
    ----------
    store : EventStore
        The record. Its ``seq`` must become visible in order, as it does with one writer.

    Notes
    -----
    It keeps every event in memory, about 1 kB each: ten years of daily sessions are some 150 MB at worst. It may be
    asked from several threads.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._lock = Lock()
        self._seq = 0
        self._said: list[AnyPersonEvent] = []
        self._happened: dict[str, list[AnySessionEvent]] = {}
        self._sessions: dict[str, Session] = {}
        self._held_back: list[AnySessionEvent] = []
        self._news = False
        self._person = Person()

    def __call__(self) -> Person:
        """Return the person.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        with self._lock:
            if changed := self._read_on():
                self._refold(changed)
            return self._person

    @property
    def known(self) -> Person:
        """The person as they were last read, without a look at the record."""
        return self._person

    def forget(self) -> None:
        """Know nothing any more, once the record is erased."""
        with self._lock:
            self._said, self._happened, self._sessions, self._person = [], {}, {}, Person()
            self._held_back, self._news = [], False

    def _read_on(self) -> set[str | None]:
        """Take in what is new, and return the sessions it touches; None stands for what is outside them."""
        changed: set[str | None] = set()
        for stored in self._store.read(after=self._seq):
            event = stored.event
            self._news = heard_news(self._news, event)
            if isinstance(event, StartHeldBack):
                self._held_back.append(event)
            if isinstance(event, SessionEvent):
                self._happened.setdefault(event.session, []).append(event)
                changed.add(event.session)
            else:
                self._said.append(event)
                changed.add(None)
            self._seq = stored.seq
        return changed

    def _refold(self, changed: set[str | None]) -> None:
        for session_id in changed - {None}:
            if session_id and (session := fold_session(self._happened[session_id])):
                self._sessions[session_id] = session
        person = fold_person(self._said) if None in changed else self._person
        self._person = msgspec.structs.replace(
            person,
            sessions=in_order(self._sessions.values()),
            held_back=fold_held_back(self._held_back),
            news=self._news,
        )


def answers_of(run: ScreeningRun) -> Answers:
    """Return the answers of a run through the screening, as `ilium.screening` reads them."""
    pages = run.pages.values()
    return Answers(
        ticks={item: Tick(tick) for page in pages for item, tick in page.ticks.items()},
        sides={item: tuple(map(Side, sides)) for page in pages for item, sides in page.sides.items()},
        leads={page.page: page.lead for page in pages if page.lead is not None},
        approved=tuple(run.completed.approved) if run.completed else (),
    )


def next_morning_due(person: Person, today: date) -> Session | None:
    """Return the session whose next morning is today and has not been answered; None where there is none.

    Of several sessions on one day it is the last. Only the very next morning counts: our choice, because a rating
    from memory is another measurement.
    """
    yesterday = [session for session in person.sessions if session.day == today - timedelta(days=1)]
    if not yesterday or any(session.id in person.next_mornings for session in yesterday):
        return None
    return yesterday[-1]


def open_session(person: Person) -> Session | None:
    """Return the last session if it has not ended, so that it may go on; None where it has."""
    last = person.last_session
    return last if last and last.state == "open" else None
