"""The exercises, help, the session's shell, and what every page has."""

import re

import pytest
from django.test import Client

from ilium.exercises.loader import load_library
from ilium.library import load_avoided, load_sources
from ilium.prescription.limits import concerns
from ilium.screening import Level, load_screening
from ilium.web.pages.exercise_sources import TRUST
from tests.routine import IDS

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
    assert "Building up, to begin" in left
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
    assert load_sources()[spec.source].cite in text.replace("&#x27;", "'")


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


PLACES = ("", "screening/1/", "about-pain/", "history/", "help/", "session/", "nothing/")


@pytest.mark.parametrize("address", [f"/{place}" for place in (*PLACES, *(f"exercises/{e}/" for e in EXERCISES))])
def test_no_page_uses_a_word_we_avoid(site: Site, address: str) -> None:
    site.settle()
    text = re.sub(r"<[^>]+>", " ", site.get(address).content.decode())
    assert not load_avoided().find(text)


def test_a_form_needs_the_token_of_its_page(site: Site) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
    refused = strict.post("/screening/1/", {"none": "1"})
    assert refused.status_code == 403
    assert "Please send that once more" in refused.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get("/screening/1/").content.decode())
    assert token is not None
    assert strict.post("/screening/1/", {"none": "1", "csrfmiddlewaretoken": token[1]}).status_code == 302
    assert len(site.events()) == 1


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_variant_and_its_cues_are_on_the_page(site: Site, exercise: str) -> None:
    spec = load_library().get(exercise)
    text = site.text(f"/exercises/{exercise}/")
    for variant in spec.variant:
        section = text.partition(f'id="v_{variant.id}"')[2].partition("</section>")[0]
        assert section.count("<li>") + section.count("<li data-phase=") >= len(variant.setup) + len(variant.phase)
        assert section.count(f'data-variant="{variant.id}"') == 1
    shown = {part.variant for part in spec.get_rung(spec.start).part}
    helps = text.partition('id="form"')[2].partition("</section>")[0]
    fitting = [form for form in spec.form if not form.variant or set(form.variant) & shown]
    assert helps.count("<dt>") == len(fitting)


def test_a_cue_for_another_variant_stands_with_that_variant(site: Site) -> None:
    text = site.text("/exercises/figure-four/")
    seated = text.partition('id="v_hand-press"')[2].partition("</section>")[0]
    assert "Less hand. The knee opens in its own time." in seated
    assert "Less hand" not in text.partition('id="form"')[2].partition("</section>")[0]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_number_says_how_far_to_trust_it_and_leads_to_its_source(site: Site, exercise: str) -> None:
    library = load_library()
    spec = library.get(exercise)
    text = site.text(f"/exercises/{exercise}/").replace("&#x27;", "'")
    tables = (spec.published, spec.side, spec.breath, *spec.variant, *spec.rung, *spec.form)
    assert all(load_sources()[table.source].cite in text for table in tables)
    places = set(re.findall(r'<li id="(source_\d+)"', text))
    linked = set(re.findall(r'href="#(source_\d+)"', text))
    assert linked <= places
    trust = text.partition('class="trust"')[2]
    assert all(f">Step {rung.level}: {rung.label}<" in trust for rung in spec.rung)
    assert all(TRUST[table.confidence] in trust for table in tables)


def test_the_answers_that_change_an_exercise_are_named_on_its_page(site: Site) -> None:
    screening = load_screening()
    asks = {item.id: item.ask for page in screening.page for item in page.item}
    library = load_library()
    for exercise in EXERCISES:
        text = site.text(f"/exercises/{exercise}/").replace("&#x27;", "'")
        said = text.partition('id="answers"')[2].partition("</section>")[0]
        changes = {c.id for c in library.changes if concerns(c, library.get(exercise))}
        items = [i for page in screening.page for i in page.item if {*i.changes, *i.side_changes} & changes]
        assert items or exercise not in IDS
        assert all(asks[item.id] in said for item in items)
    assert "firm pillows prop up your head" in site.text("/exercises/lumbar-roll/")
    assert "firm pillows prop up your head" not in site.text("/exercises/side-plank-clam-shell/")
    assert "Stop a stretch a little before" in site.text("/exercises/figure-four/")
    assert "Stop a stretch a little before" not in site.text("/exercises/si-glute-bridge/")


def test_a_change_that_is_made_for_the_person_is_marked(site: Site) -> None:
    assert "For you now</span></span>" not in site.text("/exercises/figure-four/")
    site.answer(first_item_with("no-knee-twist"))
    text = site.text("/exercises/figure-four/").partition('id="answers"')[2]
    assert re.search(r'knee is not twisted[^<]* <span class="tag">For you now', text)


def first_item_with(change: str) -> str:
    """Return the first item of the screening that leads to a change."""
    items = [item for page in load_screening().page for item in page.item]
    return next(item.id for item in items if change in (*item.changes, *item.side_changes))


@pytest.mark.parametrize(
    "address", ["/", "/exercises/", "/history/", "/about/", "/settings/", "/your-data/", "/nothing/"]
)
def test_help_and_every_page_are_reachable_from_everywhere(site: Site, address: str) -> None:
    text = site.get(address).content.decode()
    header = text.partition("<header")[2].partition("</header>")[0]
    pages = ("/", "/exercises/", "/history/", "/about/", "/settings/", "/help/", "/your-data/")
    assert all(f'href="{page}"' in header for page in pages)
    assert text.count('href="/help/"') >= 2


def test_the_first_page_brings_the_tokens_cookie_and_no_later_one_changes_it(site: Site) -> None:
    """Several pages fetched at once by a service worker would otherwise bring several, and void a form on screen."""
    assert "ilium_csrf" in site.get("/").cookies
    kept = site.client.cookies["ilium_csrf"].value
    for address in ("/help/", "/session/", "/settings/"):
        site.get(address)
        assert site.client.cookies["ilium_csrf"].value == kept
