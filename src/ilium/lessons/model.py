"""A lesson: a minute of plain words, each paragraph with its source; and the loader of ``library/lessons.toml``."""

import re
from functools import cache

from ilium.library.package import load_toml
from ilium.library.spec import Sourced, Spec

_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")


class Paragraph(Sourced, frozen=True, kw_only=True):
    """A few sentences of one source."""

    say: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, as they are said one after the other.

        Examples
        --------
        >>> Paragraph(say="It hurts. Why?", source="ilium-choice", confidence="ours").sentences
        ('It hurts.', 'Why?')
        """
        return tuple(_SENTENCE_ENDS.split(self.say))


class Lesson(Spec, frozen=True, kw_only=True):
    """One lesson; ``about`` says in a line what it is about."""

    id: str
    title: str
    about: str
    paragraph: tuple[Paragraph, ...]

    @property
    def words(self) -> int:
        """How many words are read or heard, the title left out."""
        return sum(len(one.say.split()) for one in self.paragraph)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of its sources, in the order in which it rests on them."""
        return tuple(dict.fromkeys(one.source for one in self.paragraph))


class Timing(Sourced, frozen=True, kw_only=True):
    """When a lesson is due: after so many days or finished sessions the first, then one in so many days."""

    first_after_days: int
    first_after_sessions: int
    every_days: int


class Lessons(Spec, frozen=True, kw_only=True):
    """The whole of ``lessons.toml``: the lessons in the order in which they come."""

    due: Timing
    lesson: tuple[Lesson, ...]


@cache
def load_lessons() -> Lessons:
    """Return the shipped lessons."""
    return load_toml("ilium.lessons", "lessons.toml", Lessons)
