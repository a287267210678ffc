"""About the joint: what it has to say, and how plainly."""

import html
import re

import pytest

from .conftest import Site

AVOIDED = (
    "treat",
    "cure",
    "diagnos",
    "unstable",
    "misalign",
    "dysfunction",
    "out of place",
    "incorrect",
    "you are clear",
)


def words_of(site: Site) -> str:
    text = site.text("/about/").partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<svg.*?</svg>|<ol.*?</ol>", "", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</(p|li|h\d|summary)>", ". ", text))))


def syllables(word: str) -> int:
    """Estimate the syllables of an English word."""
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def test_it_can_be_read_at_eleven(site: Site) -> None:
    """The Flesch-Kincaid grade of the whole page, a rough guide, is that of a school child of eleven."""
    text = words_of(site)
    sentences = [part for part in re.split(r"[.?!:]+(?:\s|$)", text) if re.search(r"[a-z]", part)]
    words = re.findall(r"[A-Za-z’]+", text)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert len(words) > 400
    assert grade < 6.0, grade


def test_it_promises_nothing_and_frightens_nobody(site: Site) -> None:
    text = words_of(site).lower()
    assert [word for word in AVOIDED if word in text] == []
    assert "nobody has tested these four exercises together" in text
    assert "no physiotherapist or doctor has signed" in text
    assert "back pain often eases by itself" in text


def test_the_articles_errors_are_put_right(site: Site) -> None:
    text = words_of(site)
    assert "The tailbone is further down. It is not part of the joint." in re.sub(r"\.(?: \.)+", ".", text)
    assert "It calls the sacrum the tailbone." in text
    assert "See a physiotherapist if" in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ("tight tissue makes other muscles work more", "nobody has shown it"),
        ("names walking, beside running and jumping, as a load", "Nobody has shown that walking brings this pain on"),
        (
            "puts the foot on top of the other knee. We put the ankle on the thigh",
            "it would slip, and press",
        ),
        ("hands round the knee. We have them behind the thigh", "a pull at the knee bends it hard"),
        ("the same hand on the opposite side", "it reaches that knee most easily. Either hand will do"),
    ],
)
def test_what_was_changed_or_left_open_is_said_with_its_reason(site: Site, changed: str, because: str) -> None:
    text = re.sub(r"\.(?: \.)+", ".", words_of(site))
    assert changed in text
    assert because in text.partition(changed)[2][:200]


def test_walking_is_said_for_whom_it_was_tried(site: Site) -> None:
    text = words_of(site)
    assert "whose back pain had just gone" in text and "did not look at people who still hurt" in text


def test_the_drawing_has_its_words_and_every_source_is_linked(site: Site) -> None:
    text = site.text("/about/")
    assert 'role="img" aria-labelledby="pelvis_title pelvis_words"' in text
    assert "left SI joint" in text and "right SI joint" in text
    linked, listed = re.findall(r'href="#source_(\d)"', text), re.findall(r'id="source_(\d)"', text)
    assert linked == listed == list("123456789")


def test_it_says_the_same_to_everybody_and_leads_to_help(site: Site) -> None:
    before = site.text("/about/")
    site.settle()
    assert site.text("/about/") == before
    assert 'href="/help/"' in before.partition("<main")[2].partition("</main>")[0]
