"""Which lesson is due, and which a person has had: from the record alone. Nothing here nags."""

from datetime import date, timedelta

from ilium.lessons.model import Lesson, Lessons
from ilium.record.codec import is_near, local_day
from ilium.record.events import LessonClosed
from ilium.record.states import Person


def lesson_due(lessons: Lessons, person: Person, today: date, *, began: date | None) -> Lesson | None:
    """Return the lesson that is offered today; None where none is.

    The first comes after the first week or the third finished session, whichever is sooner; after it one a week, in
    order, and none that was read, heard or skipped before.

    Parameters
    ----------
    began : date, optional
        The day from which time is counted; None where the person has not begun.

    Examples
    --------
    >>> from ilium.lessons.model import load_lessons
    >>> week, eight = date(2026, 3, 2), date(2026, 3, 9)
    >>> lesson_due(load_lessons(), Person(), eight, began=week).id
    'what-pain-is'
    """
    if began is None or not _is_time(lessons, person, today, began):
        return None
    had = {event.lesson for event in person.lessons}
    return next((lesson for lesson in lessons.lesson if lesson.id not in had), None)


def lessons_so_far(lessons: Lessons, person: Person, due: Lesson | None) -> tuple[Lesson, ...]:
    """Return what the person has had, skipped ones too, and what is due, in the order of the lessons."""
    had = {event.lesson for event in person.lessons}
    return tuple(lesson for lesson in lessons.lesson if lesson == due or lesson.id in had)


def how_closed(person: Person, lesson: Lesson) -> LessonClosed | None:
    """Return how a lesson was closed last, but that skipping it later takes back no reading; None where it was not."""
    told = [event for event in person.lessons if event.lesson == lesson.id]
    return next((event for event in reversed(told) if event.how != "skipped"), told[-1] if told else None)


def _is_time(lessons: Lessons, person: Person, today: date, began: date) -> bool:
    due = lessons.due
    if person.lessons:
        days = [day for day in _first_closed(person) if is_near(day, today)]  # a wrong clock puts off nothing
        return not days or today >= max(days) + timedelta(days=due.every_days)
    finished = sum(session.state == "finished" for session in person.sessions)
    return today >= began + timedelta(days=due.first_after_days) or finished >= due.first_after_sessions


def _first_closed(person: Person) -> list[date]:
    """Return for each lesson that was closed the first day of it: reading an old one again puts off no other."""
    days: dict[str, date] = {}
    for event in person.lessons:
        days.setdefault(event.lesson, local_day(event.at))
    return list(days.values())
