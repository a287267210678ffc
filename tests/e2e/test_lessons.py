"""A short lesson: offered, heard with its caption, read, skipped, listed; with and without a script."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ilium.exchange.export_file import ExportFile, encode
from ilium.lessons.model import load_lessons
from ilium.record.events import Event
from tests.e2e.browsing import axe, shot
from tests.e2e.conftest import NewPage
from tests.e2e.test_pages import bring_back, overflow, session_id
from tests.e2e.test_voice import VOICE, heard
from tests.e2e.walk import answer_screening, button, say_where_it_hurts
from tests.unit.web.pages.sessions import whole

FIRST = load_lessons().lesson[0]
SENTENCES = [sentence for one in FIRST.paragraph for sentence in one.sentences]


@pytest.fixture
def practised(page: Page, tmp_path: Path) -> Page:
    """A person with three finished sessions, on Today."""
    now = datetime.now().astimezone().replace(microsecond=0)
    days = (now - timedelta(days=number) for number in (3, 2, 1))
    events: list[Event] = [event for n, at in enumerate(days) for event in whole(at, session_id(n))]
    file = tmp_path / "ilium.json"
    file.write_bytes(encode(ExportFile(program="1.0", exported_at=now.isoformat(), events=events)))
    bring_back(page, file)
    page.goto("/screening/1/")
    answer_screening(page)
    page.goto("/about-pain/")
    say_where_it_hurts(page)
    expect(page.get_by_role("heading", name=FIRST.title)).to_be_visible()
    return page


def test_a_lesson_is_heard_sentence_by_sentence_and_then_listed(practised: Page) -> None:
    """It begins only when asked, the caption follows the voice, and stop ends it."""
    page = practised
    axe(page)
    shot(page, "today-lesson", full=True)
    page.add_init_script(VOICE)
    page.clock.install()
    page.get_by_role("link", name="Read it").click()
    expect(button(page, "Read aloud")).to_be_visible()
    page.clock.run_for(60_000)
    assert heard(page) == []
    button(page, "Read aloud").press("Enter")
    expect(page.locator(".aloud__caption")).to_have_text(SENTENCES[0])
    expect(page.locator(".is-said")).to_have_text(SENTENCES[0])
    axe(page)
    shot(page, "lesson-aloud")
    page.clock.run_for(10_000)
    expect(page.locator(".aloud__caption")).not_to_have_text(SENTENCES[0])
    button(page, "Stop").press("Enter")
    stopped = len(heard(page))
    page.clock.run_for(60_000)
    assert 1 < len(heard(page)) == stopped
    button(page, "Read aloud").press("Enter")
    page.clock.run_for(180_000)
    expect(button(page, "Read aloud")).to_be_visible()
    lines = heard(page)
    assert [line["text"] for line in lines[stopped:]] == SENTENCES
    assert not any(line["overlaps"] for line in lines)
    button(page, "Done").click()
    expect(page.get_by_role("heading", name=FIRST.title)).to_have_count(0)
    page.goto("/lessons/")
    expect(page.get_by_text("You have heard it.")).to_be_visible()
    axe(page)
    shot(page, "lessons")


def test_a_lesson_is_skipped_and_read_later_without_a_script(practised: Page, new_page: NewPage) -> None:
    button(practised, "Not now").click()
    expect(practised.get_by_role("heading", name=FIRST.title)).to_have_count(0)
    page = new_page("laptop", java_script_enabled=False, color_scheme="dark")
    page.goto("/lessons/")
    page.get_by_role("link", name=FIRST.title).click()
    expect(page.get_by_text(SENTENCES[-1])).to_be_visible()
    expect(button(page, "Read aloud")).to_have_count(0)
    button(page, "Done").click()
    page.goto("/lessons/")
    expect(page.get_by_text("You have read it.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_fits_every_screen(practised: Page, new_page: NewPage, scheme: str) -> None:
    for size, width in (("phone", 390), ("phone", 320), ("laptop", 1280)):
        page = new_page(size, color_scheme=scheme)
        page.add_init_script(VOICE)
        page.set_viewport_size({"width": width, "height": 844 if size == "phone" else 800})
        page.goto(f"/lessons/{FIRST.id}/")
        expect(button(page, "Read aloud")).to_be_visible()
        assert overflow(page) <= 0
        axe(page)
        shot(page, "lesson", full=True)
        page.context.close()
