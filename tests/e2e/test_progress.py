"""Is it helping, in the browser: with a made-up person, by keyboard, on a phone, and in print."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ilium_lab.cli import main
from tests.e2e.browsing import Server, axe


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with twelve made-up weeks, which a page brings in."""
    file = tmp_path_factory.mktemp("lived") / "lived.json"
    assert main(["people", "simulate", "--person", "flare", "--weeks", "12", "--seed", "7", "-o", str(file)]) == 0
    return file


@pytest.fixture
def page_of_a_life(page: Page, server: Server, lived: Path) -> Iterator[Page]:
    page.goto("/your-data/")
    page.set_input_files("#id_file", str(lived))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("entries brought back")).to_be_visible()
    yield page


def test_the_progress_page_is_legible_accessible_and_read_by_keyboard(page_of_a_life: Page) -> None:
    """Nothing runs over at 390 px, no violation, the slider says each day, and each chart has its table."""
    page = page_of_a_life
    page.goto("/progress/")
    expect(page.get_by_role("heading", name="Is it helping?")).to_be_visible()
    expect(page.get_by_text("Pain often eases by itself; this cannot tell why.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    slider = page.get_by_label("Look at one day")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("average"))  # the script has come
    slider.focus()
    last = slider.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    before = slider.get_attribute("aria-valuetext")
    assert last != before and before is not None and "average" in before
    page.locator("summary", has_text="The numbers").first.click()
    expect(page.locator("#pain_numbers")).to_be_visible()
    axe(page)


def test_the_summary_prints_on_one_page(page_of_a_life: Page) -> None:
    page = page_of_a_life
    page.goto("/progress/summary/")
    axe(page)
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_day_is_rated_and_a_step_is_chosen(page_of_a_life: Page) -> None:
    """Four taps and Save; down at once, up after one question."""
    page = page_of_a_life
    page.goto("/")
    card = page.locator("form.morning")
    for fieldset in card.locator("fieldset").all():
        fieldset.locator("label").nth(3 if fieldset.locator("label").count() > 2 else 1).click()
    card.get_by_role("button", name="Save").click()
    expect(page.locator("form.morning")).to_have_count(0)
    page.goto("/steps/lumbar-roll/")
    axe(page)
    page.get_by_role("button", name="Take this").first.click()
    expect(page.get_by_text("You are here")).to_be_visible()
