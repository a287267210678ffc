"""The moving figure in a real browser: in the session and on the pages, moving, still, and missing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import Watch, axe, shot
from tests.e2e.conftest import FLAGS, NewPage
from tests.e2e.walk import button, let_pass, start, until_heading, until_shown
from tools.chromium import find_chromium

#: Drawing without a graphics card may take a while when the machine is busy.
SLOW_MS = 15_000
PAGE = "/exercises/si-glute-bridge/"


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """A browser that draws."""
    launched = browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS)
    yield launched
    launched.close()


def picture(page: Page) -> bytes:
    """Return what the figure's place looks like now."""
    return page.locator(".figure").first.screenshot()


@pytest.mark.person()
def test_the_figure_moves_with_the_session(page: Page) -> None:
    """It comes with the first exercise, is in the phase that is cued, and a tap on it pauses the session."""
    start(page)
    until_heading(page, "lumbar roll")
    figure = page.locator(".figure--shown")
    expect(figure).to_be_visible(timeout=SLOW_MS)
    expect(figure).to_have_attribute("data-phase", "start")
    at_start = picture(page)
    until_shown(page, page.locator('.figure[data-phase="hold"]'))
    page.wait_for_timeout(1000)
    assert picture(page) != at_start
    expect(button(page, "Working: right leg")).to_have_attribute("aria-pressed", "true")
    for name in ("Working: right leg", "Change view"):
        box = button(page, name).bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 64
    axe(page)
    shot(page, "player-figure")
    before = page.locator(".big__number").inner_text()
    button(page, "Change view").click()
    let_pass(page, 1.5)
    assert page.locator(".big__number").inner_text() != before, "the view button pauses nothing"
    figure.click(position={"x": 180, "y": 120}, force=True)
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()


@pytest.mark.person()
@pytest.mark.parametrize("broken", ["body", "worker", "clip"])
def test_without_the_figure_a_still_shows_the_pose(page: Page, watch: Watch, broken: str) -> None:
    """A truncated body, a missing script and a missing clip each leave the session going, with still pictures."""
    watch.tolerate("404|figure")
    patterns = {"body": "**/body-*.bin", "worker": "**/figure.worker-*.js", "clip": "**/lumbar-roll.*.json"}
    if broken == "body":
        page.route(patterns[broken], lambda route: route.fulfill(body=b"ILBD\x00\x01\x00\x00cut off"))
    else:
        page.route(patterns[broken], lambda route: route.fulfill(status=404, body="gone"))
    start(page)
    until_heading(page, "lumbar roll")
    still = page.locator(".stage__still")
    expect(still).to_be_visible(timeout=SLOW_MS)
    expect(still).to_have_attribute("src", re.compile("/start/"))
    until_shown(page, page.get_by_text("seconds to hold").or_(page.get_by_text("Breathe in")))
    expect(still).to_have_attribute("src", re.compile("/hold/"))
    shot(page, "player-still")


@pytest.mark.person()
def test_without_figure_and_stills_the_words_go_on(page: Page, watch: Watch) -> None:
    """Nothing that is drawn can hold a session up."""
    watch.tolerate("404|figure")
    for pattern in ("**/figure.worker-*.js", "**/stills/**"):
        page.route(pattern, lambda route: route.fulfill(status=404, body="gone"))
    start(page)
    until_heading(page, "lumbar roll")
    expect(page.get_by_text("No moving figure for this one")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".stage__pose")).to_be_visible()
    until_shown(page, page.get_by_text("seconds to hold").or_(page.get_by_text("Breathe in")))


def test_the_exercise_page_has_the_figure(page: Page) -> None:
    """It plays, stands still, goes step by step and is turned by keys; the words follow it."""
    page.goto(PAGE)
    expect(page.locator(".viewer__step").first).to_be_visible(timeout=SLOW_MS)
    button(page, "Pause").first.click()
    button(page, "Next step").first.click()
    words = page.locator(".viewer__pose").first
    expect(words).to_have_attribute("aria-live", "polite")
    told = words.inner_text()
    button(page, "Next step").first.click()
    expect(words).not_to_have_text(told)
    expect(page.locator('[data-phase][aria-current="step"]').first).to_be_visible()
    page.wait_for_timeout(1200)
    before = picture(page)
    page.locator(".viewer__stage").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert picture(page) != before
    page.get_by_text("Look from").first.click()
    button(page, "Above").first.click()
    expect(button(page, "Above").first).to_have_attribute("aria-pressed", "true")
    axe(page)
    shot(page, "exercise-figure")


def test_less_movement_shows_key_poses(new_page: NewPage) -> None:
    """Who wants less movement gets still poses, and nothing that plays by itself."""
    page = new_page("phone", reduced_motion="reduce")
    page.goto(PAGE)
    expect(page.locator(".viewer__step").first).to_be_visible(timeout=SLOW_MS)
    expect(button(page, "Play").first).to_be_visible()
    page.wait_for_timeout(700)
    first = picture(page)
    page.wait_for_timeout(700)
    assert picture(page) == first
    button(page, "Next step").first.click()
    page.wait_for_timeout(1500)
    assert picture(page) != first


def test_a_page_without_graphics_says_so_and_shows_a_still(page: Page) -> None:
    """Where the browser has no canvas of that kind, the words stay, with a picture."""
    page.add_init_script("delete HTMLCanvasElement.prototype.transferControlToOffscreen")
    page.goto(PAGE)
    expect(page.get_by_text("The moving figure cannot be shown here").first).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".viewer__still").first).to_be_visible()
    shot(page, "exercise-still")


def test_the_figure_can_be_switched_off(page: Page) -> None:
    """A setting beside the look; the pages then have words only, and load none of it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(Path(request.url).name))
    page.goto("/settings/")
    page.get_by_label("Show the moving figure").uncheck()
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(PAGE)
    expect(page.locator(".figure-place").first).to_be_visible()
    expect(page.locator(".viewer")).to_have_count(0)
