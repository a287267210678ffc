"""Sides in words: each meaning has its own words, and nothing else is a side."""

import pytest

from ilium.anatomy.side_words import BOTH, IN_TURN, ONE_AFTER_OTHER, SIDES, TOGETHER, side_words


def test_each_meaning_has_its_own_words() -> None:
    words = [*SIDES.values(), BOTH, IN_TURN, ONE_AFTER_OTHER]
    assert len(set(words)) == len(words) == 6 and SIDES["both"] == TOGETHER


def test_one_side_is_said_whether_or_not_both_could_work_together() -> None:
    assert side_words("left") == side_words("left", together=False) == "left side"


def test_what_is_no_side_is_refused() -> None:
    with pytest.raises(KeyError):
        side_words("top")  # type: ignore[arg-type]
