"""How long have you got: chosen on Today and at the start, and what is then planned."""

import pytest
from playwright.sync_api import Page, expect

from ilium.exchange.export_file import decode
from ilium.record.events import SessionStarted
from tests.e2e.browsing import axe, shot
from tests.e2e.conftest import NewPage
from tests.e2e.walk import button, rate


def shown(page: Page) -> list[str]:
    """Return the names of the exercises that Today shows."""
    return page.locator(".rows .row__title:visible").all_inner_texts()


def chosen(page: Page) -> str:
    """Return the length that is chosen."""
    return page.locator('input[type="radio"]:checked').get_attribute("value") or ""


@pytest.mark.person()
def test_eight_minutes_are_chosen_by_keyboard_on_a_phone_and_no_more_is_planned(page: Page) -> None:
    """Today's list follows the choice, the gate shows it, and the record has exactly those exercises."""
    page.goto("/")
    everything = shown(page) if chosen(page) == "everything" else None
    page.locator('input[name="for"]:checked').focus()
    while chosen(page) != "short":
        page.keyboard.press("ArrowLeft")
    wanted = shown(page)
    assert 0 < len(wanted) < len(everything or [0] * 4)
    expect(page.locator("p.soft:visible", has_text="for tomorrow")).to_be_visible()
    axe(page)
    shot(page, "today-short", full=True)
    button(page, "Nothing new – start").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="8 minutes")).to_be_checked()
    axe(page)
    shot(page, "gate-short")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator(".stage")).to_be_visible()
    assert planned(page) == ("short", wanted)


@pytest.mark.person()
def test_the_choice_can_be_changed_at_the_start(page: Page) -> None:
    """By arrow keys too, which then go back nowhere, and a number starts the session all the same."""
    page.goto("/?for=short")
    assert chosen(page) == "short"
    button(page, "Nothing new – start").click()
    page.get_by_role("radio", name="8 minutes").focus()
    while chosen(page) != "everything":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert chosen(page) == "everything"
    rate(page, 3)
    expect(page.locator(".stage")).to_be_visible()
    length, names = planned(page)
    assert length == "everything"
    page.goto("/")
    page.locator("#for-everything").check()
    assert names == shown(page)


@pytest.mark.person()
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_choice_fits_on_every_screen(new_page: NewPage, width: int, scheme: str) -> None:
    """Nothing is cut off at the side, on Today and at the start."""
    page = new_page("laptop" if width == 1280 else "phone", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800 if width == 1280 else 568 if width == 320 else 844})
    page.goto("/")
    shot(page, "today-length")
    shot(page, "today-length-full", full=True)
    fits(page)
    button(page, "Nothing new – start").click()
    expect(page.locator(".lengths")).to_be_visible()
    shot(page, "gate-length")
    fits(page)


def fits(page: Page) -> None:
    """Check that nothing can be scrolled sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def planned(page: Page) -> tuple[str | None, list[str]]:
    """Return the length and the names of the exercises on record, once the session's start has arrived."""
    page.wait_for_function(
        "fetch('/your-data/export.json').then(reply => reply.text()).then(text => text.includes('session-started'))"
    )
    events = decode(page.request.get("/your-data/export.json").body()).events
    started = next(event for event in events if isinstance(event, SessionStarted))
    return started.length, list(dict.fromkeys(block.variant_name or block.name for block in started.planned))
