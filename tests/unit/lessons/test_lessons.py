"""The lessons as they are read and heard: how long, in how plain words, without a promise; and when one is due."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ilium.lessons.due import how_closed, lesson_due, lessons_so_far
from ilium.lessons.model import Lesson, load_lessons
from ilium.library import load_avoided
from ilium.record.events import LessonClosed
from ilium.record.states import Person
from ilium.record.summaries import SessionSummary

LESSONS = load_lessons()
IDS = [lesson.id for lesson in LESSONS.lesson]
MONDAY = date(2026, 3, 2)
#: Flesch and Kincaid's grade of about eleven years.
GRADE = 6.0
PROMISES = re.compile(r"\b(will help|works|guarantee\w*|promise\w*|get better|pain-free|must)\b", re.IGNORECASE)


def syllables(word: str) -> int:
    """Return the groups of vowels, without a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if not letters:
        return max(1, len(re.sub(r"\D", "", word)))  # a number is said digit by digit, at least
    found = len(re.findall(r"[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee")) or re.search(r"[^td]ed$", letters)
    return max(1, found - bool(silent))


def grade(lesson: Lesson) -> float:
    """Return the grade of Flesch and Kincaid."""
    sentences = [sentence for one in lesson.paragraph for sentence in one.sentences]
    words = [word for sentence in sentences for word in sentence.split()]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(("word", "count"), [("pain", 1), ("little", 2), ("exercise", 3), ("walked", 1), ("ended", 2)])
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize("lesson", LESSONS.lesson, ids=IDS)
class TestWords:
    def test_it_takes_a_minute_or_so(self, lesson: Lesson) -> None:
        assert 150 <= lesson.words <= 225

    def test_somebody_of_eleven_can_read_it(self, lesson: Lesson) -> None:
        assert grade(lesson) <= GRADE
        longest = max((len(s.split()), s) for one in lesson.paragraph for s in one.sentences)
        assert longest[0] <= 26, longest

    def test_it_promises_nothing_and_uses_no_word_we_avoid(self, lesson: Lesson) -> None:
        text = " ".join([lesson.title, lesson.about, *(one.say for one in lesson.paragraph)])
        assert load_avoided().find(text) == ()
        assert [found for found in PROMISES.findall(text) if found != "Must"] == []

    def test_sentences_are_the_text_and_nothing_else(self, lesson: Lesson) -> None:
        for one in lesson.paragraph:
            assert " ".join(one.sentences) == one.say
            assert all(sentence[-1] in ".?!" for sentence in one.sentences)


def test_each_has_an_id_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)


# --- when -------------------------------------------------------------------------------------------------------------


def closed(lesson: str, day: date, how: str = "read") -> LessonClosed:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC).isoformat()
    number = f"0192c0de-0000-7000-8000-{day.toordinal():06d}{IDS.index(lesson):06d}"
    return LessonClosed(id=number, at=at, lesson=lesson, how=how)  # type: ignore[arg-type]


def session(number: int, state: str = "finished") -> SessionSummary:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(hours=number)
    fields = dict.fromkeys(SessionSummary.__struct_fields__)
    made = {**fields, "id": str(number), "started_at": at, "day": at.date(), "state": state}
    return SessionSummary(**made)  # type: ignore[arg-type]


def due(person: Person, days: int) -> str | None:
    found = lesson_due(LESSONS, person, MONDAY + timedelta(days=days), began=MONDAY)
    return found.id if found else None


def test_the_first_comes_after_a_week() -> None:
    assert [due(Person(), days) for days in (0, 6, 7, 30)] == [None, None, IDS[0], IDS[0]]
    assert lesson_due(LESSONS, Person(), MONDAY, began=None) is None


def test_or_after_the_third_finished_session() -> None:
    two = Person(sessions=(session(1), session(2), session(3, "stopped")))
    three = Person(sessions=(*two.sessions, session(4)))
    assert (due(two, 2), due(three, 2)) == (None, IDS[0])


def test_then_one_a_week_in_order_and_none_twice() -> None:
    """Whoever skips each lesson at once has had each of them once, a week apart."""
    person, told = Person(), []
    for days in range(100):
        if found := due(person, days):
            told.append((found, days))
            person = Person(lessons=(*person.lessons, closed(found, MONDAY + timedelta(days=days), "skipped")))
    assert told == [(lesson, 7 + 7 * n) for n, lesson in enumerate(IDS)]


def test_a_lesson_that_is_read_later_puts_off_no_other() -> None:
    person = Person(lessons=(closed(IDS[0], MONDAY, "skipped"), closed(IDS[0], MONDAY + timedelta(days=6))))
    assert due(person, 7) == IDS[1]
    assert (how := how_closed(person, LESSONS.lesson[0])) and how.how == "read"


def test_a_clock_that_was_ahead_puts_off_no_lesson() -> None:
    person = Person(lessons=(closed(IDS[0], date(2031, 1, 1)),))
    assert due(person, 30) == IDS[1]


def test_the_list_has_what_was_had_and_what_is_due() -> None:
    person = Person(lessons=(closed(IDS[0], MONDAY, "skipped"),))
    found = lessons_so_far(LESSONS, person, LESSONS.lesson[1])
    assert [lesson.id for lesson in found] == IDS[:2]
    assert lessons_so_far(LESSONS, Person(), None) == ()
