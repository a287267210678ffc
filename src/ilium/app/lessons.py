"""Short lessons of one person on one day: the one that is offered, and those so far."""

from datetime import datetime

import msgspec

from ilium.app.standing import Cleared, standing
from ilium.lessons.due import lesson_due, lessons_so_far
from ilium.lessons.model import Lesson, load_lessons
from ilium.progress.due import began
from ilium.record.states import Person
from ilium.screening import Screening


class LessonsNow(msgspec.Struct, frozen=True, kw_only=True):
    """The lesson that is offered now, None where none is, and every one that can be read, in their order."""

    due: Lesson | None
    so_far: tuple[Lesson, ...]


def lessons_now(person: Person, screening: Screening, now: datetime) -> LessonsNow:
    """Return the lessons of a person at ``now``, in their own time zone; on a held or resting day none is offered."""
    lessons, today, due = load_lessons(), now.date(), None
    if isinstance(standing(person, screening, now), Cleared) and person.profile is not None:
        due = lesson_due(lessons, person, today, began=began(person, today))
    return LessonsNow(due=due, so_far=lessons_so_far(lessons, person, due))
