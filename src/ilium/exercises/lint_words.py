"""Checks of words: placeholders, sides, words we avoid, length aloud, ids."""

import re
from collections.abc import Iterable, Iterator

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.finding import Note, PersonText
from ilium.exercises.model import Limits
from ilium.exercises.words import render, seconds_to_say
from ilium.library.avoided import load_avoided

_SIDE = re.compile(r"\b(?:left|right)(?:s|side|sided|hand|handed|ward|wards|most)?\b", re.IGNORECASE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_text(text: PersonText, limits: Limits) -> Iterator[Note]:
    """Yield what is amiss with one text."""
    if not text.words.strip():
        if not text.optional or text.words:
            yield text.key, "is empty"
        return
    yield from _check_placeholders(text)
    if named := _SIDE.search(text.words):
        yield text.key, f"names a side ({named[0]!r}); write {{working.LIMB}} or {{other.LIMB}}"
    yield from _check_avoided(text)
    if text.kind == "spoken":
        yield from _check_length(text, limits)


def _check_placeholders(text: PersonText) -> Iterator[Note]:
    try:
        render(text.words, Side.RIGHT if text.sided else None)
    except SpecificationError as error:
        yield text.key, f"{error.key}: {error.reason}" if error.key != text.words else error.reason


def _check_avoided(text: PersonText) -> Iterator[Note]:
    for word in load_avoided().find(text.words):
        yield text.key, f"says {word!r}, a word we avoid"


def _check_length(text: PersonText, limits: Limits) -> Iterator[Note]:
    seconds = seconds_to_say(text.words, limits.words_per_second)
    if seconds > limits.max_spoken_seconds:
        yield text.key, f"takes {seconds:.1f} s to say; at most {limits.max_spoken_seconds:g} s"


def check_id(key: str, value: str) -> Iterator[Note]:
    """Yield what is amiss with an id: lower-case words joined by hyphens, none of them a side."""
    if not _ID.fullmatch(value):
        yield key, f"{value!r} is not lower-case words joined by hyphens"
    elif named := _SIDE.search(value):
        yield key, f"names a side ({named[0]!r}) in an id"


def check_unique(keys: Iterable[tuple[str, str | int]]) -> Iterator[Note]:
    """Yield a note for each (key, id) whose id stood there before.

    Examples
    --------
    >>> list(check_unique([("a[0].id", "x"), ("a[1].id", "x")]))
    [('a[1].id', "duplicate 'x', already at a[0].id")]
    """
    seen: dict[str | int, str] = {}
    for key, value in keys:
        if value in seen:
            yield key, f"duplicate {value!r}, already at {seen[value]}"
        seen.setdefault(value, key)
