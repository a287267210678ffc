"""From an empty Ilium to a Today that is ready, and what stops a person there."""

import pytest
from playwright.sync_api import Page, expect

from ilium.exercises.loader import load_library
from tests.e2e.browsing import axe, shot
from tests.e2e.walk import PAGES, answer_screening, button, say_where_it_hurts


def test_every_page_before_a_session_is_finished_and_accessible(each_size: Page) -> None:
    """Welcome, the pages of questions, the result, the page about the pain, Today: no violation on any."""
    page = each_size
    page.goto("/")
    axe(page)
    shot(page, "welcome")
    page.get_by_text("Start with a few questions").click()
    for number in range(1, PAGES + 1):
        expect(page.get_by_text(f"Page {number} of {PAGES}")).to_be_visible()
        axe(page)
        shot(page, f"screening-{number}", full=True)
        if page.locator("#lead_no").count():
            page.check("#lead_no")
        else:
            page.check("#none")
        with page.expect_navigation():
            button(page, "Next").click()
    axe(page)
    shot(page, "screening-result")
    page.goto("/about-pain/")
    axe(page)
    shot(page, "about-pain", full=True)


@pytest.mark.person()
def test_the_other_pages_are_finished_and_accessible(each_size: Page) -> None:
    """Exercises, each exercise, history while it is empty, help, a page that is not there."""
    page = each_size
    page.goto("/")
    shot(page, "today")
    axe(page)
    exercises = load_library().programme.exercises
    for path in ["/exercises/", *(f"/exercises/{e}/" for e in exercises), "/history/", "/help/"]:
        page.goto(path)
        axe(page)
        shot(page, path.strip("/").replace("/", "-"), full=True)


@pytest.mark.person()
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_hold_their_contrast(new_page, scheme: str) -> None:  # type: ignore[no-untyped-def]
    """axe-core measures contrast in the theme that the person's device asks for."""
    page = new_page("phone", color_scheme=scheme)
    page.goto("/")
    axe(page)
    shot(page, "today")


def test_an_emergency_stops_at_once_and_stays(page: Page) -> None:
    """One red flag on the first page: what to do and a number, on Today too, and no way to a session."""
    page.goto("/")
    page.get_by_text("Start with a few questions").click()
    page.check("#yes_bladder")
    button(page, "Next").click()
    call = page.get_by_role("link", name="Call")
    expect(call.first).to_be_visible()
    axe(page)
    shot(page, "block-emergency", full=True)
    page.goto("/")
    expect(call.first).to_be_visible()
    expect(button(page, "Nothing new – start")).to_have_count(0)
    refused = page.request.get("/api/session-sheet")
    assert refused.status == 409


def test_the_session_page_itself_refuses_whoever_is_not_screened(page: Page, watch) -> None:  # type: ignore[no-untyped-def]
    """Going straight to the player's address is no way around the questions."""
    watch.tolerate("409")
    page.goto("/session/")
    expect(page.locator("h1")).not_to_contain_text("How much does it hurt")
    assert page.request.get("/api/session-sheet").status == 409


@pytest.mark.person()
def test_something_new_leads_back_to_the_questions(page: Page) -> None:
    """The one-line re-check is no formality."""
    page.goto("/")
    button(page, "Something is new").click()
    shot(page, "questions-again")
    axe(page)
    page.goto("/")
    expect(button(page, "Nothing new – start")).to_have_count(0)
    assert page.request.get("/api/session-sheet").status == 409


def test_a_change_from_screening_reaches_today(page: Page) -> None:
    """Thin bones: the plan is gentler, and says so."""
    page.goto("/")
    page.get_by_text("Start with a few questions").click()
    answer_screening(page, yes={"osteoporosis": ""})
    page.goto("/about-pain/")
    say_where_it_hurts(page)
    expect(page.get_by_text("Changed because of your answers")).to_be_visible()


def test_nothing_else_keeps_what_was_told_before(page: Page) -> None:
    """When the questions come again a fact is ticked; "nothing else" leaves it, and another tick takes that away."""
    page.goto("/")
    page.get_by_text("Start with a few questions").click()
    answer_screening(page, yes={"osteoporosis": ""})
    page.goto("/screening/1/")
    for number in range(1, 4):
        expect(page.get_by_text(f"Page {number} of {PAGES}")).to_be_visible()
        page.check("#none")
        button(page, "Next").click()
    expect(page.locator("#yes_osteoporosis")).to_be_checked()
    page.check("#yes_balance")
    page.check("#none")
    expect(page.locator("#yes_osteoporosis")).to_be_checked()
    expect(page.locator("#yes_balance")).not_to_be_checked()
    page.check("#yes_balance")
    expect(page.locator("#none")).not_to_be_checked()
    page.uncheck("#yes_osteoporosis")
    page.check("#none")
    page.check("#yes_osteoporosis")
    expect(page.locator("#none")).to_be_checked()
    button(page, "Next").click()
    expect(page.get_by_text(f"Page 5 of {PAGES}")).to_be_visible()


def test_a_forgotten_answer_is_told_in_place_and_nothing_is_lost(page: Page) -> None:
    """An empty page of questions, and an empty page about the pain."""
    page.goto("/")
    page.get_by_text("Start with a few questions").click()
    button(page, "Next").click()
    expect(page.get_by_text(f"Page 1 of {PAGES}")).to_be_visible()
    expect(page.get_by_role("alert").or_(page.locator(".error")).first).to_be_visible()
    axe(page)
    page.check("#none")
    button(page, "Next").click()
    expect(page.get_by_text(f"Page 2 of {PAGES}")).to_be_visible()
    page.goto("/about-pain/")
    page.check('input[name="side"][value="left"]', force=True)
    button(page, "Save").click()
    expect(page.locator('input[name="side"][value="left"]')).to_be_checked()
    expect(page.locator(".error").first).to_be_visible()
    axe(page)
