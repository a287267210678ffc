"""A minute of ease by keyboard, without motion and without a script; and a short session on a sore day."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import axe, shot
from tests.e2e.conftest import NewPage
from tests.e2e.test_pages import overflow
from tests.e2e.walk import button, start, until_shown


@pytest.mark.person(side="right")
def test_the_breath_is_paced_by_keyboard(page: Page) -> None:
    page.clock.install()
    page.goto("/ease/")
    word = page.locator(".pacer__word")
    expect(button(page, "Begin")).to_be_visible()
    page.clock.run_for(30_000)
    expect(word).to_have_text("")
    axe(page)
    button(page, "Begin").press("Enter")
    expect(word).to_have_text("In")
    page.clock.run_for(4_100)
    expect(word).to_have_text("Out")
    axe(page)
    shot(page, "ease-breathing")
    page.clock.run_for(60_000)
    expect(page.get_by_role("status").filter(has_text="That was a minute.")).to_be_visible()
    button(page, "Once more").press("Space")
    expect(word).to_have_text("In")
    button(page, "Stop").press("Enter")
    expect(word).to_have_text("")


@pytest.mark.person(side="right")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen_and_moves_nothing_where_that_is_wished(new_page: NewPage, scheme: str) -> None:
    for size, width in (("phone", 390), ("phone", 320), ("laptop", 1280)):
        page = new_page(size, color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 844 if size == "phone" else 800})
        page.goto("/ease/")
        button(page, "Begin").click()
        expect(page.locator(".pacer__word")).to_have_text("In")
        style = page.locator(".pacer__disc").evaluate("disc => getComputedStyle(disc).transform")
        assert style == "none"
        assert overflow(page) == 0
        axe(page)
        shot(page, "ease", full=True)
        page.context.close()


@pytest.mark.person(side="right")
def test_without_a_script_it_is_words(new_page: NewPage) -> None:
    page = new_page("phone", java_script_enabled=False)
    page.goto("/ease/")
    expect(page.get_by_text("About 4 seconds in, and 6 out.")).to_be_visible()
    expect(button(page, "Begin")).to_have_count(0)
    expect(page.get_by_text("Lie on your back.")).to_be_visible()


@pytest.mark.person(side="right")
def test_a_sore_day_begins_with_a_position_and_a_minute_of_breathing(page: Page) -> None:
    start(page, pain=6)
    expect(page.locator(".lead")).to_contain_text("a minute of slow breathing in a position of ease")
    axe(page)
    shot(page, "gate-gentle")
    page.get_by_role("button", name="Start the short one").click()
    until_shown(page, page.get_by_text("First a position of ease."), minutes=2)
    expect(page.locator(".stage__pose")).to_contain_text("Lie on your back.")
    until_shown(page, page.locator(".breath"), minutes=3)
    expect(page.locator(".big__label--breath")).to_be_visible()
    axe(page)
    shot(page, "ease-session")
