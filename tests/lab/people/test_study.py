"""The simulation study, small: what the page claims holds for fewer people too."""

import numpy as np
import pytest

from ilium.progress.model import load_measures
from ilium_lab.people.study import Case, calibration, misled, words
from ilium_lab.people.study_page import page

RULE = load_measures().reading


def dice() -> np.random.Generator:
    return np.random.default_rng(5)


def test_without_a_change_few_are_told_of_one() -> None:
    found = words(RULE, dice(), Case(change=0, days=28, noise=1.2, memory=0.3), 60)
    assert found.said["better"] + found.said["worse"] <= 0.05
    assert found.said["little-better"] + found.said["little-worse"] <= 0.2


def test_a_large_change_is_mostly_told() -> None:
    found = words(RULE, dice(), Case(change=3, days=42, noise=1.2, memory=0.3), 60)
    assert found.said["better"] + found.said["little-better"] >= 0.75
    assert found.said["little-worse"] + found.said["worse"] == 0


def test_what_is_stated_is_about_as_often_true() -> None:
    low, *_, high = (one for one in calibration(RULE, dice(), 150) if one.people >= 5)
    assert low.true <= 0.15
    assert high.true >= 0.7


def test_single_ratings_mislead_and_weeks_do_not() -> None:
    found = misled(dice(), noise=1.2, memory=0.0, people=2000)
    assert found.single == pytest.approx(0.19, abs=0.03)
    assert found.from_worst > 0.5
    assert found.weeks < 0.01


def test_the_page_is_the_same_for_the_same_seed() -> None:
    assert page(people=2, seed=3) == page(people=2, seed=3) != page(people=2, seed=4)
