"""Where the numbers of an exercise come from, how far to trust each, and which answers change the exercise."""

from collections.abc import Iterator, Set

import msgspec

from ilium.exercises.model import Change, Exercise, Library
from ilium.library import Confidence, Source, Sourced, load_sources
from ilium.prescription.limits import concerns
from ilium.screening import Level, Screening
from ilium.screening.model import Item

#: The words for how far to trust a number.
TRUST: dict[Confidence, str] = {
    "printed": "The routine prints it.",
    "found": "It follows a source that we read.",
    "reading": "It is our reading of a doubtful line.",
    "ours": "It is our choice. Nobody has tested it.",
}


class SourceWords(msgspec.Struct, frozen=True, kw_only=True):
    """One source, with its number on the page."""

    number: int
    cite: str
    note: str


class TrustRow(msgspec.Struct, frozen=True, kw_only=True):
    """What numbers, how far to trust them, and the number of their source on the page."""

    what: str
    trust: str
    source: int


class AnswerWords(msgspec.Struct, frozen=True, kw_only=True):
    """A change, the answers that ask for it, and whether it is made for the person now."""

    say: str
    asks: tuple[str, ...]
    now: bool


class SourcesWords(msgspec.Struct, frozen=True, kw_only=True):
    """The sources of an exercise, and what rests on each."""

    sources: tuple[SourceWords, ...]
    rows: tuple[TrustRow, ...]


def sources_words(exercise: Exercise) -> SourcesWords:
    """Return every source of an exercise, numbered in the order in which the page names them."""
    told = list(_told(exercise))
    numbers = {name: n for n, name in enumerate(dict.fromkeys([exercise.source, *(t.source for _, t in told)]), 1)}
    rows = dict.fromkeys((what, TRUST[table.confidence], numbers[table.source]) for what, table in told)
    return SourcesWords(
        sources=tuple(_source(number, load_sources()[name]) for name, number in numbers.items()),
        rows=tuple(TrustRow(what=what, trust=trust, source=source) for what, trust, source in rows),
    )


def answers_words(library: Library, screening: Screening, exercise: Exercise, now: Set[str]) -> tuple[AnswerWords, ...]:
    """Return the changes that answers of the screening can make to an exercise.

    Parameters
    ----------
    now : set of str
        Ids of the changes that the person's own answers ask for.
    """
    items = [item for page in screening.page for item in page.item]
    asked = ((change, tuple(_ask(item) for item in items if _leads_to(item, change))) for change in library.changes)
    return tuple(
        AnswerWords(say=change.say, asks=asks, now=change.id in now)
        for change, asks in asked
        if asks and concerns(change, exercise)
    )


def _leads_to(item: Item, change: Change) -> bool:
    return change.id in item.changes or change.id in item.side_changes


def _ask(item: Item) -> str:
    return f"{item.ask} (once a clinician has said yes)" if item.level is Level.CLINICIAN else item.ask


def _source(number: int, source: Source) -> SourceWords:
    return SourceWords(number=number, cite=source.cite, note=source.note)


def _told(exercise: Exercise) -> Iterator[tuple[str, Sourced]]:
    """Yield everything that names a source, with what it is called on the page."""
    yield "The printed amount", exercise.published
    if exercise.published.doubt:
        yield "What is doubtful about it", exercise.published.doubt
    yield "Which side works", exercise.side
    yield "How to breathe", exercise.breath
    for rung in exercise.rung:
        yield f"Step {rung.level}: {rung.label}", rung
    for variant in exercise.variant:
        yield f"Seconds of each movement: {variant.name}", variant
    for form in exercise.form:
        yield "The little things that help", form
