"""A lesson as its page shows it: paragraphs, each with the number of its source, and the sources."""

import msgspec

from ilium.cuesheet.phrases import load_phrases
from ilium.lessons.model import Lesson
from ilium.library import Source, load_sources
from ilium.record.events import LessonClosed, Settings

#: How a lesson was closed, in words.
CLOSED = {"read": "You have read it.", "heard": "You have heard it.", "skipped": "Skipped; it stays here."}


class ParagraphWords(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences of a paragraph, and the number of its source on the page."""

    sentences: tuple[str, ...]
    source: int


def paragraphs(lesson: Lesson) -> tuple[ParagraphWords, ...]:
    """Return the paragraphs of a lesson with the numbers of their sources, in the order of `sources`."""
    numbers = {name: number for number, name in enumerate(lesson.sources, 1)}
    return tuple(ParagraphWords(sentences=one.sentences, source=numbers[one.source]) for one in lesson.paragraph)


def sources(lesson: Lesson) -> tuple[Source, ...]:
    """Return the sources of a lesson in their order."""
    return tuple(load_sources()[name] for name in lesson.sources)


def closed_words(closed: LessonClosed | None) -> str:
    """Return how a lesson was closed last; empty where it was not."""
    return CLOSED[closed.how] if closed else ""


def voice_rate(settings: Settings) -> float:
    """Return how fast a voice is to speak, as a factor."""
    return load_phrases().speech_rates[settings.rate]
