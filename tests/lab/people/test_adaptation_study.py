"""The study of the rules of pain and of steps, small: what its page must reach, with fewer people."""

import numpy as np
import pytest

from ilium_lab.people.adaptation_page import page
from ilium_lab.people.adaptation_study import EXERCISES, FLAT, Found, Row, find, flat, harmed, signs, worsening
from ilium_lab.people.body import Body, always
from ilium_lab.people.weeks import live

PEOPLE = 24


def found(row: Row) -> Found:
    return find(row, people=PEOPLE, seed=5)


@pytest.mark.parametrize(("usual", "rise"), [(3, 1.0), (4, 0.5), (5, 0.0)])
def test_who_rises_by_a_point_and_settles_keeps_everything_and_climbs(usual: float, rise: float) -> None:
    one = found(flat(usual, rise))
    assert one.kept >= 0.95
    assert one.offered == 1.0
    assert one.climbed >= 0.7


def test_what_truly_worsens_somebody_is_soon_gentler_and_shown() -> None:
    one = found(harmed("si-glute-bridge", 4))
    assert one.lower >= 0.85
    assert one.shown_soon >= 0.8


def test_who_gets_worse_whatever_they_do_is_shown() -> None:
    assert found(worsening(4, 1, 28)).shown_soon >= 0.85


@pytest.mark.parametrize("kind", ["down-leg", "sharp", "electric", "catching"])
def test_sharp_and_spreading_pain_leaves_the_exercise_out_on_the_next_day(kind: str) -> None:
    assert found(signs(kind, EXERCISES[0], kind, chance=0.3)).next_day == 1.0


def test_pain_that_stays_low_and_settles_moves_nothing_but_up() -> None:
    """Without any noise there is no false alarm at all."""
    body = Body(level=lambda _: 4.0, day_sd=0.0, rise=1.0, rise_sd=0.0, answers=always(1.0))
    course = live(body, days=28, dice=np.random.default_rng(3))[-1].course
    assert {step.moved for step in course.steps if step.rule != "flare"} == {"up"}
    assert not any(ladder.out for ladder in course.ladders.values())


def test_the_page_is_the_same_for_the_same_seed() -> None:
    assert page(people=1, seed=3) == page(people=1, seed=3) != page(people=1, seed=4)


def test_the_committed_page_has_its_rows_and_reaches_what_it_says() -> None:
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "adaptation-study.md").read_text(encoding="utf-8")
    assert "200 people a row" in text
    for row in FLAT:
        assert f"| {row.words} |" in text
