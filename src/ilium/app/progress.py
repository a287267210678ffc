"""Is it helping? Everything the progress page, the summary and ``ilium progress`` show of one person on one day."""

from datetime import date, datetime, timedelta
from threading import Lock

import msgspec

from ilium.app.course import course_of
from ilium.prescription.adaptation import Verdict
from ilium.prescription.ladders import Course
from ilium.progress.adherence import DaysDone, SideShare, Week, by_side, by_week, days_done
from ilium.progress.due import began, due_now
from ilium.progress.function import Function, disagreement, function
from ilium.progress.model import MeasureId, Measures, load_measures
from ilium.progress.reviews import Review, reviews, unread
from ilium.progress.series import DailyRatings, series
from ilium.progress.verdict import Reading, read
from ilium.record.codec import is_near
from ilium.record.events import SideName
from ilium.record.states import Person

#: Adherence by side looks back so many days: our choice.
LOOK_BACK_DAYS = 28
SIDES: tuple[SideName, SideName] = ("left", "right")


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What is known.

    Parameters
    ----------
    began : date, optional
        The day of the first profile; None before it.
    average, worst : Series, optional
        Daily ratings.
    sides : dict of str to Reading
        Each side's own reading, where both hurt and were rated.
    days_done : DaysDone
        On how many of the days that were meant for it something was done, since ``began``.
    flares : tuple of date
        Days with a session that a flare followed.
    reviews, unread : tuple of Review
        The review rules that hold, and those that were not read yet.
    """

    today: date
    began: date | None
    reading: Reading
    average: DailyRatings | None
    worst: DailyRatings | None
    sides: dict[SideName, Reading]
    function: Function
    disagreement: str
    weeks: tuple[Week, ...]
    by_side: tuple[SideShare, ...]
    days_done: DaysDone
    course: Course
    flares: tuple[date, ...]
    due: tuple[MeasureId, ...]
    reviews: tuple[Review, ...]
    unread: tuple[Review, ...]


class ProgressReader:
    """Finds what is known, and keeps what it found last: pages ask for the same person again and again.

    It may be asked from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: tuple[Person, tuple[date, datetime], Progress] | None = None

    def __call__(self, person: Person, now: datetime, course: Course) -> Progress:
        """Return what `progress_of` does; within an hour and a day the same person has the same."""
        key = now.date(), now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if self._last is None or self._last[0] is not person or self._last[1] != key:
                self._last = person, key, progress_of(person, now, course)
            return self._last[2]


def progress_of(person: Person, now: datetime, course: Course | None = None) -> Progress:
    """Return what is known at ``now``, which is in the person's own time zone.

    Parameters
    ----------
    course : Course, optional
        Where the ladders stand; folded from the beginning where it is not at hand.

    Examples
    --------
    >>> from datetime import UTC
    >>> progress_of(Person(), datetime(2026, 3, 1, tzinfo=UTC)).reading.head
    'Too early to say.'
    """
    today, measures = now.date(), load_measures()
    start = began(person, today)
    average = series(person, "average", today)
    first_session = min((one.day for one in person.sessions if is_near(one.day, today)), default=None)
    reading = read(measures.reading, average, began=first_session)
    able = function(measures.function, person, today)
    weeks = by_week(person, start, today) if start else ()
    done = days_done(weeks)
    rules = {"reading": reading, "function_change": able.change, "done": done.part, "began": start, "today": today}
    course = course or course_of(person, now)
    drifted = tuple(day for day, one in course.mornings.items() if one.drifted and day <= today)
    found = reviews(measures.review, person, drifted=drifted, **rules)  # type: ignore[arg-type]
    recent = (s for s in person.sessions if today - timedelta(days=LOOK_BACK_DAYS) < s.day <= today)
    return Progress(
        today=today,
        began=start,
        reading=reading,
        average=average,
        worst=series(person, "worst", today),
        sides=_sides(measures, person, today),
        function=able,
        disagreement=disagreement(reading.word, able.change, measures.function.meaningful[0]),
        weeks=weeks,
        by_side=by_side(recent),
        days_done=done,
        course=course,
        flares=tuple(day for day, one in course.mornings.items() if one.verdict is Verdict.FLARE and day <= today),
        due=due_now(measures, person, today),
        reviews=found,
        unread=unread(found, person),
    )


def _sides(measures: Measures, person: Person, today: date) -> dict[SideName, Reading]:
    found = {side: series(person, side, today) for side in SIDES}
    return {side: read(measures.reading, one) for side, one in found.items() if one is not None}
