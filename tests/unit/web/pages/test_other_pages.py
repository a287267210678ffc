"""The exercises, help, the session's shell, and what every page has."""

import re

import pytest
from django.test import Client

from ilium.exercises.loader import load_library
from ilium.screening import Level, load_screening

from .conftest import Site

EXERCISES = [exercise.id for exercise in load_library().exercises]
PLACEHOLDER = re.compile(r"\{(working|other)\.")


def test_the_list_keeps_the_order_rule(site: Site) -> None:
    text = site.text("/exercises/")
    places = [text.index(f"/exercises/{exercise}/") for exercise in load_library().programme.exercises]
    assert places == sorted(places)
    assert text.index("First: stretch") < text.index("Then: strengthen")


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_every_exercise_speaks_of_the_persons_side(site: Site, exercise: str, side: str) -> None:
    site.settle(side=side)
    text = site.text(f"/exercises/{exercise}/")
    assert not PLACEHOLDER.search(text)
    assert "For you now" in text
    assert "You are here" in text
    assert "Show it for which side" not in text


@pytest.mark.parametrize("exercise", EXERCISES)
def test_without_a_profile_there_is_a_switch(site: Site, exercise: str) -> None:
    left, right = site.text(f"/exercises/{exercise}/?side=left"), site.text(f"/exercises/{exercise}/?side=right")
    assert 'value="left" aria-pressed="true"' in left
    assert 'value="right" aria-pressed="true"' in right
    assert left != right
    assert "To begin" in left
    assert not PLACEHOLDER.search(left)


def test_a_side_no_body_has_shows_the_left(site: Site) -> None:
    assert 'value="left" aria-pressed="true"' in site.text("/exercises/lumbar-roll/?side=top")


def test_an_exercise_page_holds_all_of_its_specification(site: Site) -> None:
    spec = load_library().get("lumbar-roll")
    text = site.text("/exercises/lumbar-roll/")
    assert text.count("ladder__level") == len(spec.rung)
    assert all(f'id="v_{variant.id}"' in text for variant in spec.variant)
    assert spec.published.doubt is not None
    assert spec.published.doubt.say in text
    assert "one hold of 10 minutes" in text.lower()
    assert load_library().sources[spec.source].cite in text.replace("&#x27;", "'")


@pytest.mark.parametrize("address", ["/exercises/no-such/", "/exercises/../", "/nothing/"])
def test_an_unknown_page_is_kind(site: Site, address: str) -> None:
    response = site.get(address)
    assert response.status_code in (404, 302)
    if response.status_code == 404:
        assert "This page is not here" in response.content.decode()


def test_help_shows_every_sign_without_any_answers(site: Site) -> None:
    text = site.text("/help/").replace("&#x27;", "'")
    items = [item for page in load_screening().page for item in page.item]
    assert all(item.ask in text for item in items if item.level in (Level.EMERGENCY, Level.SAME_DAY))
    assert 'href="tel:999"' in text


def test_the_session_has_a_place_for_the_player_a_token_and_words_without_a_script(site: Site) -> None:
    text = site.text("/session/")
    assert '<div id="player">' in text
    assert re.search(r'<meta name="csrf-token" content="\w{32,}">', text)
    assert "needs JavaScript" in text


@pytest.mark.parametrize("address", ["/", "/screening/1/", "/about-pain/", "/exercises/", "/history/", "/help/"])
def test_every_page_has_its_frame(site: Site, address: str) -> None:
    text = site.text(address)
    assert '<html lang="en-GB">' in text
    assert 'href="#main"' in text
    assert 'id="main"' in text
    assert 'href="/help/"' in text
    assert len(re.findall("<h1", text)) == 1


@pytest.mark.parametrize("address", ["/", "/screening/1/", "/about-pain/", "/exercises/lumbar-roll/", "/session/"])
def test_no_page_has_inline_scripts_or_styles_or_foreign_addresses(site: Site, address: str) -> None:
    text = site.text(address)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\sstyle=|<style|\son\w+=", text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


AVOIDED = re.compile(
    r"\b(treat\w*|cure\w*|diagnos\w*|unstable|misaligned|incorrect|correct form|safe|you are clear)\b", re.I
)
PLACES = ("", "screening/1/", "about-pain/", "history/", "help/", "session/", "nothing/")


@pytest.mark.parametrize("address", [f"/{place}" for place in (*PLACES, *(f"exercises/{e}/" for e in EXERCISES))])
def test_no_page_uses_a_word_we_avoid(site: Site, address: str) -> None:
    site.settle()
    text = re.sub(r"<[^>]+>", " ", site.get(address).content.decode())
    assert not AVOIDED.findall(text)


def test_a_form_needs_the_token_of_its_page(site: Site) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
    refused = strict.post("/screening/1/", {"none": "1"})
    assert refused.status_code == 403
    assert "Please send that once more" in refused.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get("/screening/1/").content.decode())
    assert token is not None
    assert strict.post("/screening/1/", {"none": "1", "csrfmiddlewaretoken": token[1]}).status_code == 302
    assert len(site.events()) == 1
