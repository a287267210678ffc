"""The words we avoid: found as whole words, whatever their case, and not where a phrase is allowed."""

import pytest

from ilium.library import load_avoided
from ilium.library.avoided import Allowed, AvoidedWords

LIST = AvoidedWords(
    words=("safe*", "cure", "weak joint*"),
    allowed=(Allowed(phrase="safe to put the phone", because="about a phone"),),
    source="ilium-choice",
    confidence="ours",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A safe place", ("safe",)),
        ("Safely, more SAFETY", ("Safely", "SAFETY")),
        ("a secure, procured cured curette", ()),
        ("cure. Cure!", ("cure", "Cure")),
        ("weak joints", ("weak joints",)),
        ("weak, joints", ()),
        ("Where it is safe to put the phone", ()),
        ("It is safe to put the phone where it is safe", ("safe",)),
        ("", ()),
    ],
)
def test_words_are_found_as_they_stand(text: str, found: tuple[str, ...]) -> None:
    assert LIST.find(text) == found


def test_an_allowed_phrase_holds_a_word_of_the_list_and_says_why() -> None:
    """A phrase that needs no leave is a left-over."""
    known = load_avoided()
    bare = AvoidedWords(words=known.words, source=known.source, confidence=known.confidence)
    assert [one.phrase for one in known.allowed if not bare.find(one.phrase) or not one.because.strip()] == []
