"""Where the person stands on the ladders today, and how each step came to be: the adaptation, from their record."""

from datetime import date, datetime
from functools import lru_cache
from threading import Lock

from ilium.anatomy import PainSide, Side
from ilium.exercises.loader import load_library
from ilium.prescription.exposures import Taken, Told, mornings, taken
from ilium.prescription.ladders import Course, Happening, follow
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.model import Mode, PlanRequest, Track
from ilium.prescription.rhythm import resting
from ilium.prescription.timeline import happenings
from ilium.record.events import ProfileChanged
from ilium.record.states import Person, Session


class CourseReader:
    """Reads the course; what it read of a session it keeps for as long as the session stays as it is.

    It may be asked from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: dict[str, tuple[Session, Taken]] = {}
        self._read: tuple[Person, tuple[Happening, ...], dict[date, Told]] | None = None
        self._course: tuple[tuple[date, datetime], Course] | None = None

    def __call__(self, person: Person, now: datetime) -> Course:
        """Return the course at ``now``, which is in the person's own time zone.

        Examples
        --------
        >>> from datetime import UTC
        >>> CourseReader()(Person(), datetime(2026, 3, 1, tzinfo=UTC)).ladders
        {}
        """
        with self._lock:
            happened, told = self._up_to_date(person)
            key = now.date(), now.replace(minute=0, second=0, microsecond=0)
            if self._course is None or self._course[0] != key:
                course = follow(load_library(), load_adaptation(), happened, told, now=now, today=now.date())
                self._course = key, course
            return self._course[1]

    def told(self, person: Person) -> dict[date, Told]:
        """Return the mornings after that were told, by the day of their session."""
        with self._lock:
            return self._up_to_date(person)[1]

    def _up_to_date(self, person: Person) -> tuple[tuple[Happening, ...], dict[date, Told]]:
        if self._read is None or self._read[0] is not person:
            self._taken = {session.id: self._take(session) for session in person.sessions}
            happened = happenings(person, lambda session: self._taken[session.id][1])
            self._read, self._course = (person, happened, mornings(load_adaptation().morning, person)), None
        return self._read[1], self._read[2]

    def _take(self, session: Session) -> tuple[Session, Taken]:
        known = self._taken.get(session.id)
        if known is not None and known[0] is session:
            return known
        return session, taken(load_library(), load_rules(), session)


@lru_cache(maxsize=1)
def reader() -> CourseReader:
    """Return the process's own reader."""
    return CourseReader()


def course_of(person: Person, now: datetime) -> Course:
    """Return the person's course at ``now``, which is in their own time zone."""
    return reader()(person, now)


def told_of(person: Person) -> dict[date, Told]:
    """Return the mornings after that the person told of, by the day of their session."""
    return reader().told(person)


def request_of(person: Person, profile: ProfileChanged, now: datetime, mode: Mode) -> PlanRequest:
    """Return what today's plan is asked for: side, track, the rungs of the course, and what rests today."""
    course = course_of(person, now)
    return PlanRequest(
        side=PainSide(profile.side),
        worse=Side(profile.worse) if profile.worse else None,
        track=Track(profile.track),
        rungs={name: ladder.level for name, ladder in course.ladders.items() if ladder.level is not None},
        without=tuple(resting(load_library(), load_adaptation().rhythm, course, now.date())),
        mode=mode,
    )
