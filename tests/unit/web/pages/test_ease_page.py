"""A minute of ease: on a sore, resting or waiting day; never before the number to call."""

import re

import pytest

from ilium.library import load_avoided
from ilium.record.events import NextMorningAnswered

from .conftest import PROFILE, Site
from .sessions import SESSION, stopped, whole


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class TestPage:
    def test_has_a_position_with_its_picture_breathing_and_advice(self, site: Site) -> None:
        site.settle()
        text = site.text("/ease/")
        assert "Lie on your back" in text and "/stills/si-glute-bridge/two-leg/start/" in text
        assert "About 4 seconds in, and 6 out." in words(text) and 'data-breaths="6"' in text
        assert "A short, easy walk" in text

    def test_follows_the_breath_of_the_settings(self, site: Site) -> None:
        site.settle(breath="free")
        assert "data-pacer" not in site.text("/ease/")
        site.post("/about-pain/", **{**PROFILE, "breath": "quick"})
        assert 'data-in="3.0" data-out="4.0" data-breaths="9"' in site.text("/ease/")

    def test_keeps_to_the_limits_also_of_somebody_who_has_to_wait(self, site: Site) -> None:
        """Pregnant, and no clinician has said yes: the side, with a pillow."""
        site.answer("pregnant")
        text = site.text("/ease/")
        assert "with a pillow between them" in text and "Lie on your back" not in text

    def test_says_what_comes_first_to_somebody_who_has_to_call(self, site: Site) -> None:
        site.answer("fever")
        today, text = site.text("/"), site.text("/ease/")
        assert today.index('href="tel:') < today.index('href="/ease/"')
        assert "What to do first" in text and text.index('href="tel:') < text.index("Get comfortable")

    def test_shows_the_side_to_somebody_who_has_answered_nothing(self, site: Site) -> None:
        assert "with a pillow between them" in site.text("/ease/")

    @pytest.mark.parametrize("ticks", [("saddle-numb",), ("saddle-numb", "pregnant")])
    def test_is_not_there_in_an_emergency(self, site: Site, ticks: tuple[str, ...]) -> None:
        site.answer(*ticks)
        assert site.get("/ease/").headers["Location"] == "/"
        assert "/ease/" not in site.text("/")

    def test_uses_no_word_we_avoid(self, site: Site) -> None:
        site.settle()
        assert load_avoided().find(words(site.text("/ease/"))) == ()


class TestLinks:
    def test_a_day_of_rest_offers_it(self, site: Site) -> None:
        site.settle()
        site.happened(*stopped(site.clock.now(), "pain"))
        assert 'href="/ease/"' in site.text("/")

    def test_an_emergency_said_in_a_session_offers_only_help(self, site: Site) -> None:
        site.settle()
        site.happened(*stopped(site.clock.now(), "emergency"))
        assert "/ease/" not in site.text("/")
        assert site.get("/ease/").headers["Location"] == "/"

    def test_an_urgent_hold_offers_it_after_the_number(self, site: Site) -> None:
        site.settle()
        site.happened(*stopped(site.clock.now(), "urgent"))
        text = site.text("/")
        assert text.index('href="tel:') < text.index('href="/ease/"')
        page = site.text("/ease/")
        assert page.index('href="tel:') < page.index("A position that may ease it")


def test_a_flare_day_says_what_the_short_session_is(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=1)
    site.happened(
        NextMorningAnswered(
            id="0192c0de-0000-7000-a000-000000000001",
            at=site.clock.now().isoformat(),
            session=SESSION,
            day=str(site.clock.now().date()),
            pain=9,
            woken=True,
        )
    )
    text = words(site.text("/"))
    assert "So today is a short one: a minute of slow breathing, the gentlest stretches, and a word on walking." in text
    assert text.index("A position of ease") < text.rindex("Lumbar roll")
    assert "On your back, with your knees bent: a minute of slow breathing" in text
