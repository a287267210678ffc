"""Where the person stands on the ladders today, and how each step came to be: the adaptation, from their record.

What happened long ago is not folded again for each page: the reader keeps how far the ladders had come after a session
(`CourseCheckpoint`), and goes on from there. Whatever arrives late and touches what is kept makes it begin anew.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from threading import Lock

import msgspec

from ilium.anatomy import PainSide, Side
from ilium.exercises.loader import load_library
from ilium.prescription.exposures import Answered, MorningAfter, Taken, answered, mornings, taken
from ilium.prescription.ladders import Course, Happening, LadderCheckpoint, follow, keep
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.model import DoseChosen, Mode, PlanRequest, Track
from ilium.prescription.rhythm import resting
from ilium.prescription.timeline import happenings
from ilium.record.events import ProfileChanged
from ilium.record.states import Person
from ilium.record.summaries import SessionSummary

#: The last sessions, which are folded each time so that what comes late seldom touches what is kept; and after so many
#: more the place moves on. Our choice.
LAST_SESSIONS, MOVE_AFTER = 60, 60


class Bookmark(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a form that can be stored beside the person: after how many sessions, and what was kept there."""

    sessions: int
    kept: LadderCheckpoint


class CourseCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far the ladders are kept, and everything that they were kept of.

    Parameters
    ----------
    sessions, said, answered : tuple
        The sessions up to here; what was chosen by then; the mornings after their days.
    last_day : date
        The latest day of these sessions; every later session is of a later day.
    latest : date
        The latest day of anything that is kept.
    """

    sessions: tuple[SessionSummary, ...]
    said: tuple[Happening, ...]
    answered: tuple[Answered, ...]
    last_day: date
    latest: date
    kept: LadderCheckpoint

    @property
    def until(self) -> datetime:
        """When the last of the sessions began."""
        return self.sessions[-1].started_at


class CourseReader:
    """Reads the course; it goes on from what it kept for as long as that is still what the record says.

    It may be asked from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._person: Person | None = None
        self._answered: tuple[Answered, ...] = ()
        self._told: dict[date, MorningAfter] = {}
        self._place: CourseCheckpoint | None = None
        self._rest: tuple[Happening, ...] | None = None
        self._taken: dict[str, tuple[SessionSummary, Taken]] = {}
        self._course: tuple[tuple[date, datetime], Course] | None = None

    def __call__(self, person: Person, now: datetime) -> Course:
        """Return the course at ``now``, which is in the person's own time zone; the same within an hour of a day.

        Examples
        --------
        >>> from datetime import UTC
        >>> CourseReader()(Person(), datetime(2026, 3, 1, tzinfo=UTC)).ladders
        {}
        """
        with self._lock:
            self._bring_up_to_date(person)
            key = now.date(), now.replace(minute=0, second=0, microsecond=0)
            if self._course is None or self._course[0] != key:
                self._course = key, self._follow(person, now)
            return self._course[1]

    def bookmark(self, person: Person) -> Bookmark | None:
        """Return how far the ladders are kept; None where nothing is."""
        with self._lock:
            self._bring_up_to_date(person)
            self._move_on(person, date.max)
            place = self._place
            return None if place is None else Bookmark(sessions=len(place.sessions), kept=place.kept)

    def resume(self, person: Person, bookmark: Bookmark | None) -> None:
        """Begin with a person, and with what `bookmark` returned for the same person."""
        with self._lock:
            self._person = self._place = None
            self._bring_up_to_date(person)
            if bookmark is not None:
                self._keep(person, bookmark.sessions, bookmark.kept)

    def _bring_up_to_date(self, person: Person) -> None:
        if self._person is person:
            return
        days = answered(person)
        same = _same_start(self._answered, days)
        kept = {one.day: self._told[one.day] for one in days[:same]}
        self._told = kept | mornings(load_adaptation(), days, same)
        self._person, self._answered, self._course = person, days, None
        if self._place is not None and not _stands(self._place, person, days, same):
            self._place = None
        self._rest = None

    def _after_place(self, person: Person) -> tuple[Happening, ...]:
        """Return what happened after the place."""
        if self._rest is None:
            place = self._place
            last = person.sessions[len(place.sessions) if place else 0 :]
            self._taken = {session.id: self._take(session) for session in last}
            found = happenings(load_library(), _with(person, last), lambda session: self._taken[session.id][1])
            self._rest = tuple(one for one in found if place is None or one.at > place.until)
        return self._rest

    def _take(self, session: SessionSummary) -> tuple[SessionSummary, Taken]:
        known = self._taken.get(session.id)
        if known is not None and known[0] is session:
            return known
        return session, taken(load_library(), load_rules(), session)

    def _follow(self, person: Person, now: datetime) -> Course:
        today = now.date()
        if self._place is not None and self._place.latest > today + timedelta(days=1):  # the clock was set back
            self._place = self._rest = None
        self._move_on(person, today)
        rest, kept = self._after_place(person), self._place.kept if self._place else None
        return follow(load_library(), load_adaptation(), rest, self._told, now=now, today=today, kept=kept)

    def _move_on(self, person: Person, until: date) -> None:
        """Keep the ladders after a later session, once there is one far enough on that is not of a day after this."""
        place = self._place
        cut = _next_place(person.sessions, len(place.sessions) if place else 0, until)
        if cut is None:
            return
        last = person.sessions[cut - 1].started_at
        before = [one for one in self._after_place(person) if one.at <= last]
        if all(one.day <= until for one in before):
            kept = keep(load_library(), load_adaptation(), before, self._told, place.kept if place else None)
            self._keep(person, cut, kept)

    def _keep(self, person: Person, count: int, kept: LadderCheckpoint) -> None:
        sessions = person.sessions[:count]
        last_day, said = max(session.day for session in sessions), _said_by(person, sessions[-1].started_at)
        self._place = CourseCheckpoint(
            sessions=sessions,
            said=said,
            answered=tuple(one for one in self._answered if one.day <= last_day),
            last_day=last_day,
            latest=max([last_day, *(one.day for one in said)]),
            kept=kept,
        )
        self._rest = None


def _same_start(before: Sequence[Answered], after: Sequence[Answered]) -> int:
    """Return how many of the first answers are the same."""
    for number, (one, other) in enumerate(zip(before, after, strict=False)):
        if one.answer is not other.answer or one.before != other.before or one.day != other.day:
            return number
    return min(len(before), len(after))


def _stands(place: CourseCheckpoint, person: Person, days: Sequence[Answered], same: int) -> bool:
    """Whether the record still says of everything up to the place what it said when that was kept."""
    count, told = len(place.sessions), len(place.answered)
    later, later_days = person.sessions[count : count + 1], days[told : told + 1]
    return (
        person.sessions[:count] == place.sessions
        and all(session.started_at > place.until for session in later)
        and all(session.day > place.last_day for session in person.sessions[count:])
        and same >= told
        and all(one.day > place.last_day for one in later_days)
        and _said_by(person, place.until) == place.said
    )


def _said_by(person: Person, until: datetime) -> tuple[Happening, ...]:
    """Return what happened to the ladders outside sessions, up to a moment."""
    found = happenings(load_library(), _with(person, ()), lambda session: taken(load_library(), load_rules(), session))
    return tuple(one for one in found if one.at <= until)


def _with(person: Person, sessions: tuple[SessionSummary, ...]) -> Person:
    return msgspec.structs.replace(person, sessions=sessions)


def _next_place(sessions: Sequence[SessionSummary], kept: int, today: date) -> int | None:
    """Return after how many sessions the ladders are to be kept next; None where that is not due yet.

    It is between two days, however the clocks went: all that is kept is of earlier days than all that is not.
    """
    if len(sessions) < kept + LAST_SESSIONS + MOVE_AFTER:
        return None
    latest = list(accumulate((session.day for session in sessions), max))
    first = list(accumulate((session.day for session in reversed(sessions)), min))[::-1]
    for cut in range(len(sessions) - LAST_SESSIONS, kept, -1):
        apart = sessions[cut - 1].started_at < sessions[cut].started_at
        if apart and latest[cut - 1] < first[cut] and latest[cut - 1] <= today:
            return cut
    return None


def course_of(person: Person, now: datetime) -> Course:
    """Return the person's course at ``now``, which is in their own time zone, folded from the beginning.

    A server, which is asked again and again, has a `CourseReader` with its `PersonReader`.
    """
    return CourseReader()(person, now)


def request_of(course: Course, profile: ProfileChanged, now: datetime, mode: Mode) -> PlanRequest:
    """Return what today's plan is asked for: side, track, the rungs of the course, and what rests today."""
    return PlanRequest(
        side=PainSide(profile.side),
        worse=Side(profile.worse) if profile.worse else None,
        track=Track(profile.track),
        rungs={name: ladder.level for name, ladder in course.ladders.items() if ladder.level is not None},
        without=tuple(resting(load_library(), load_adaptation().rhythm, course, now.date())),
        surface=profile.surface,
        mode=mode,
        printed={name: DoseChosen(one.sets, one.repetitions) for name, one in profile.printed.items()},
    )
