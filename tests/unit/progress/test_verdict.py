"""The words for what the ratings say."""

from datetime import date, timedelta

import numpy as np
import pytest

from ilium.library import load_avoided
from ilium.progress.function import disagreement
from ilium.progress.model import load_measures
from ilium.progress.ramp import Estimate
from ilium.progress.series import DailyRatings
from ilium.progress.verdict import ALWAYS, HEADS, Word, _word, in_ten, read

RULE = load_measures().reading
FIRST = date(2026, 3, 2)


def guess(lower: float, better: float, worse: float) -> Estimate:
    return Estimate(
        lower=lower,
        lower_by={2: better, -2: worse},
        drop=0,
        drop_low=-1,
        drop_high=1,
        first=5,
        last=5,
        spread=1,
        line=(),
    )


@pytest.mark.parametrize(
    ("lower", "better", "worse", "word"),
    [
        (0.5, 0.0, 0.0, "unclear"),
        (0.94, 0.79, 0.0, "unclear"),
        (0.95, 0.79, 0.0, "little-better"),
        (0.99, 0.80, 0.0, "better"),
        (0.05, 0.0, 0.79, "little-worse"),
        (0.06, 0.0, 0.1, "unclear"),
        (0.01, 0.0, 0.80, "worse"),
    ],
)
def test_the_ladder_by_hand(lower: float, better: float, worse: float, word: Word) -> None:
    """The thresholds are those of the reference: 0.95 for any change, 0.8 for two points."""
    assert _word(RULE, guess(lower, better, worse)) == word


@pytest.mark.parametrize(
    ("days", "ratings", "early"), [(13, 13, True), (14, 14, False), (28, 7, True), (28, 28, False)]
)
def test_it_is_too_early_before_two_weeks_with_enough_ratings(days: int, ratings: int, early: bool) -> None:
    values = np.full(days, np.nan)
    values[np.linspace(0, days - 1, ratings).astype(int)] = 5.0
    assert (read(RULE, DailyRatings(FIRST, values)).word == "too-early") is early


def test_every_reading_says_that_it_cannot_tell_why() -> None:
    """Also the first one, when nothing was rated."""
    for found in (None, DailyRatings(FIRST, np.full(3, 5.0)), DailyRatings(FIRST, np.full(30, 5.0))):
        assert read(RULE, found).lines[-1] == ALWAYS


def test_it_says_when_the_first_week_was_no_week_before() -> None:
    series = DailyRatings(FIRST, np.full(30, 5.0))
    said = "already exercising in that first week"
    assert said in " ".join(read(RULE, series, began=FIRST + timedelta(days=2)).lines)
    assert said not in " ".join(read(RULE, series, began=FIRST + timedelta(days=7)).lines)


@pytest.mark.parametrize("probability", np.linspace(0, 1, 201))
def test_no_chance_is_ever_certain(probability: float) -> None:
    words = in_ten(float(probability))
    assert "0 in" not in words.replace("10 in", "").replace("00 in", "")
    assert "10 in 10" not in words and "100 in 100" not in words


def test_no_head_says_what_we_avoid() -> None:
    assert not [head for head in (*HEADS.values(), ALWAYS) if load_avoided().find(head)]


@pytest.mark.parametrize(
    ("word", "change", "says"),
    [("better", -1.3, True), ("worse", 1.3, True), ("better", 2.0, False), ("better", None, False)],
)
def test_pain_and_function_that_disagree_are_said(word: str, change: float | None, says: bool) -> None:
    assert bool(disagreement(word, change, 1.3)) is says
