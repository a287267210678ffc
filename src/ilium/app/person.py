"""Questions about the person that the record answers."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from threading import Lock

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import StoreError
from ilium.app.course import CourseReader
from ilium.app.ports import Damaged, EventStore, Snapshot, Snapshots, Stored
from ilium.app.snapshot import packed, unpacked
from ilium.record.events import AnySessionEvent, SessionEvent
from ilium.record.fold import Folding
from ilium.record.sessions import fold_session
from ilium.record.states import Person, ScreeningRun, Session
from ilium.record.summaries import SessionSummary
from ilium.screening.model import Answers, Tick

#: A snapshot is written again once so many events have come since the last one: our choice, about twenty sessions.
SNAPSHOT_EVERY = 500
#: So many sessions are gathered at a time while the whole record is read; one of which more comes is read again.
GATHERED = 64
Work = Callable[[], None]
log = logging.getLogger("ilium.person")


class PersonReader:
    """The person as the record has them now; it adds up only what is new since it was last asked.

    Parameters
    ----------
    store : EventStore
        The record. Its ``seq`` must become visible in order, as it does with one writer.
    snapshots : Snapshots, optional
        Where the sum is kept from one start to the next. It counts only while the record, up to where it was made, is
        what it was then; otherwise the whole record is added up, and the sum is kept anew.
    course : CourseReader, optional
        Whose ladders are kept with it; one of its own where none is given.
    beside : callable, optional
        Does a piece of work while the caller goes on; where none is given it is done at once.

    Notes
    -----
    What stays in memory is what holds now, what was rated, and each session in short; the events stay in the record. A
    year of daily sessions is about a megabyte. It may be asked from several threads.
    """

    def __init__(
        self,
        store: EventStore,
        snapshots: Snapshots | None = None,
        *,
        course: CourseReader | None = None,
        beside: Callable[[Work], None] | None = None,
    ) -> None:
        self._store, self._snapshots = store, snapshots
        self.course, self._beside = course or CourseReader(), beside or _at_once
        self._lock, self._saving = Lock(), Lock()
        self._folding = Folding()
        self._seq = self._saved = self._asked = 0
        self._has_begun = False
        self._touched: set[str] = set()
        self._folded = self._person = Person()

    def __call__(self) -> Person:
        """Return the person.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        with self._lock:
            person = self._up_to_date()
            due = self._snapshots is not None and self._seq - self._asked >= (SNAPSHOT_EVERY if self._asked else 1)
            if due:
                self._asked = self._seq
        if due:
            self._beside(self.save)
        return person

    def resume(self) -> None:
        """Go on from the snapshot, if there is one: a tenth of a second, however long the record is.

        Raises
        ------
        StoreError
            When the record cannot be read.
        """
        with self._lock:
            self._begin()

    def save(self) -> None:
        """Keep what the record adds up to for the next start, unless nothing has come since it was last kept."""
        if self._snapshots is None:
            return
        with self._saving:
            try:
                made = self._made()
            except StoreError:
                log.warning("snapshot-not-made")
                return
            if made is not None:
                self._snapshots.save(made)

    @property
    def known(self) -> Person:
        """The person as they were last read, without a look at the record."""
        return self._person

    def forget(self) -> None:
        """Know nothing any more, once the record was erased, and leave no snapshot; whatever is there is read again.

        Raises
        ------
        StoreError
            When a snapshot is still there.
        """
        with self._lock:
            self._folding, self._touched = Folding(), set()
            self._folded = self._person = Person()
            self._seq = self._saved = self._asked = 0
        with self._saving:
            if self._snapshots is not None:
                self._snapshots.delete()

    def _made(self) -> Snapshot | None:
        """Return a snapshot; None where the last one says it all, or the record was erased meanwhile."""
        with self._lock:
            person, seq = self._up_to_date(), self._seq
            is_new, self._saved = seq != self._saved, seq
        if not is_new:
            return None
        added_up = msgspec.structs.replace(person, has_untold=False)  # what no event says is looked at anew
        made = Snapshot(head=self._store.head(seq), body=packed(added_up, self.course.bookmark(person)))
        return made if made.head.seq == seq else None

    def _up_to_date(self) -> Person:
        self._begin()
        self._read_on()
        for session_id in tuple(self._touched):
            self._add_up(session_id, self._store.of_session(session_id, self._seq))
        person = self._folding.person()
        has_untold = bool(untold(person, self._store.damage()))
        if person is not self._folded or has_untold is not self._person.has_untold:
            self._folded, self._person = person, msgspec.structs.replace(person, has_untold=has_untold)
        return self._person

    # --- from a snapshot ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Go on from the snapshot, once, if there is one that belongs to this record."""
        if self._has_begun or self._snapshots is None:
            return
        kept = self._snapshots.load()
        if kept is not None and self._store.head(kept.head.seq) == kept.head:
            self._go_on_from(kept)
        elif kept is not None:
            log.warning("snapshot-of-another-record")
            with suppress(StoreError):  # whatever it was of, it is not here any more
                self._snapshots.delete()
        self._has_begun = True

    def _go_on_from(self, kept: Snapshot) -> None:
        try:
            person, ladders = unpacked(kept.body)
        except (msgspec.DecodeError, ValueError):
            log.warning("snapshot-unreadable")
            return
        self._folding = Folding(person)
        self._seq = self._saved = self._asked = kept.head.seq
        self.course.resume(person, ladders)

    # --- from the record ---------------------------------------------------------------------------------------------

    def _read_on(self) -> None:
        """Hear what is new. While the whole record is read, sessions are gathered and each is added up as it goes."""
        gathered: dict[str, list[AnySessionEvent]] = {}
        gone: set[str] = set()
        is_whole = self._seq == 0
        for stored in self._store.read(after=self._seq):
            self._hear(stored)
            event = stored.event
            if is_whole and isinstance(event, SessionEvent) and event.session not in gone:
                gathered.setdefault(event.session, []).append(event)
                if len(gathered) > GATHERED:
                    first = next(iter(gathered))
                    gone.add(first)
                    self._add_up(first, gathered.pop(first))
        for session_id, events in gathered.items():
            self._add_up(session_id, events)

    def _hear(self, stored: Stored) -> None:
        self._folding.hear(stored.event)
        if isinstance(stored.event, SessionEvent):
            self._touched.add(stored.event.session)
        self._seq = stored.seq

    def _add_up(self, session_id: str, events: Sequence[AnySessionEvent]) -> None:
        if session := fold_session(events):
            self._folding.put(session)
        self._touched.discard(session_id)


def _at_once(work: Work) -> None:
    work()


def session_in(store: EventStore, session_id: str) -> Session | None:
    """Return the whole of one session; None where no such session has begun.

    Raises
    ------
    StoreError
        When the record cannot be read.
    """
    return fold_session(store.of_session(session_id))


def untold(person: Person, damage: Sequence[Damaged]) -> tuple[int, ...]:
    """Return the places of damaged entries that the record does not tell of yet, in their order.

    Examples
    --------
    >>> untold(Person(), [Damaged(seq=7, why="changed")])
    (7,)
    """
    told = {seq for event in person.set_aside for seq in event.entries}
    return tuple(one.seq for one in damage if one.seq not in told)


def answers_of(run: ScreeningRun) -> Answers:
    """Return the answers of a run through the screening, as `ilium.screening` reads them."""
    pages = run.pages.values()
    return Answers(
        ticks={item: Tick(tick) for page in pages for item, tick in page.ticks.items()},
        sides={item: tuple(map(Side, sides)) for page in pages for item, sides in page.sides.items()},
        leads={page.page: page.lead for page in pages if page.lead is not None},
        approved=tuple(run.completed.approved) if run.completed else (),
        until={item: day_of(day) for item, day in run.completed.until.items()} if run.completed else {},
    )


def day_of(text: str) -> date:
    """Return the last day of a clinician's yes; one that no calendar has lies long ago, so that it is asked again.

    Examples
    --------
    >>> day_of("2026-03-01"), day_of("2026-02-31")
    (datetime.date(2026, 3, 1), datetime.date(1, 1, 1))
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def next_morning_due(person: Person, today: date) -> SessionSummary | None:
    """Return the session whose next morning is today and has not been answered; None where there is none.

    Of several sessions on one day it is the last. Only the very next morning counts: our choice, because a rating
    from memory is another measurement.
    """
    day = today - timedelta(days=1)
    yesterday = [session for session in person.sessions if session.day == day]
    if not yesterday or any(session.id in person.next_mornings for session in yesterday):
        return None
    return yesterday[-1]


def open_session(person: Person) -> SessionSummary | None:
    """Return the last session if it has not ended, so that it may go on; None where it has."""
    last = person.last_session
    return last if last and last.state == "open" else None
