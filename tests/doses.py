"""The doses of the library's rungs, for tests that are about something else: a changed dose changes none of them."""

from ilium.cuesheet.dose_words import dose_words
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.exercises.model import Part


def part_of(exercise: str, level: int, variant: str = "") -> Part:
    """Return a part of a rung: the one with this variant, or its only one."""
    found = load_library().get(exercise).get_rung(level).part
    (part,) = [part for part in found if variant in ("", part.variant)]
    return part


def dose_of(exercise: str, level: int) -> str:
    """Return the dose of a rung of one part, as a person reads it."""
    part = part_of(exercise, level)
    return dose_words(
        load_phrases(),
        holds=load_library().get(exercise).get_variant(part.variant).counted == "holds",
        sets=part.sets,
        repetitions=part.repetitions,
        hold_seconds=part.hold_seconds,
        breaths=part.hold_breaths,
    )


def start_of(exercise: str) -> int:
    """Return the level that everybody begins with."""
    return load_library().get(exercise).start
