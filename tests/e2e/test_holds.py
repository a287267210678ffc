"""A stop holds: after a reload, in another tab, on another device, without the server, until what lifts it has come."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Server, Watch, axe, shot
from tests.e2e.conftest import NewPage
from tests.e2e.test_offline import begin_offline, come_back, go_away, stored, visit, wait_for
from tests.e2e.walk import answer_screening, button, rate, say_where_it_hurts, start, until_heading

NUMBER = re.compile(r"Call \d+")


def hurts(page: Page, kind: str, value: int = 9) -> None:
    """Press "It hurts", then the number and the kind."""
    button(page, "It hurts").click()
    rate(page, value)
    button(page, kind).click()


def start_session(page: Page) -> None:
    start(page)
    until_heading(page, "lumbar roll")


def sent(server: Server, kind: str) -> None:
    """Wait until the record has it."""
    wait_for(lambda: stored(server)[kind] > 0)


def held(page: Page, title: str) -> None:
    """The page says what holds, and offers no start and no session."""
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(button(page, "Nothing new – start")).to_have_count(0)
    expect(page.locator(".keypad")).to_have_count(0)


@pytest.mark.person()
def test_an_emergency_said_in_a_session_stays_until_somebody_has_examined_it(page: Page, server: Server) -> None:
    """Reload, Today, the session's own address, other answers: the number stays. Then the day, and all questions."""
    start_session(page)
    hurts(page, "Chest pain, or I fainted")
    expect(page.get_by_role("heading", name="Stop. Get help now.")).to_be_visible()
    sent(server, "session-stopped")
    page.reload()
    held(page, "Get help now")
    expect(page.get_by_role("link", name=NUMBER).first).to_be_visible()
    axe(page)
    shot(page, "held-in-the-player")
    for address in ("/", "/session/", "/screening/result/", "/help/"):
        page.goto(address)
        expect(page.get_by_role("link", name=NUMBER).first).to_be_visible()
        expect(page.locator("body")).to_contain_text("Chest pain, or I fainted")
    page.goto("/screening/1/")
    held(page, "Get help now")
    axe(page)
    shot(page, "held", full=True)
    page.get_by_role("link", name="Somebody has examined me").click()
    expect(page.get_by_role("heading", name="Has somebody examined you for this?")).to_be_visible()
    axe(page)
    shot(page, "held-examined")
    button(page, "Yes, on this day").click()
    expect(page.locator("body")).to_contain_text("Somebody examined you")
    page.goto("/")
    expect(page.get_by_role("link", name="Answer the questions")).to_be_visible()
    page.goto("/session/")
    expect(page.locator(".keypad")).to_have_count(0)
    page.goto("/screening/1/")
    answer_screening(page)
    page.goto("/")
    expect(button(page, "Nothing new – start")).to_be_visible()


@pytest.mark.person()
def test_a_server_that_is_slow_to_say_where_one_stands_says_it_in_the_end(
    page: Page, server: Server, watch: Watch, new_page: NewPage
) -> None:
    """On a device that knows of no stop the first question gets no answer; the refusal of a session asks it again."""
    watch.tolerate("ERR_FAILED|status of 409")
    start_session(page)
    hurts(page, "Dizzy, breathless, or my heart is racing", 3)
    sent(server, "session-stopped")
    other = new_page("laptop")
    other.route("**/api/standing", lambda route: route.abort(), times=1)
    other.goto("/session/")
    held(other, "That is enough for today")


@pytest.mark.person()
def test_a_mistaken_tap_is_taken_back_at_once_with_one_question(page: Page, server: Server) -> None:
    start_session(page)
    hurts(page, "Numb between my legs, or trouble with bladder or bowel")
    sent(server, "session-stopped")
    page.goto("/help/")
    page.get_by_role("link", name="I tapped that by mistake").click()
    axe(page)
    shot(page, "held-slip")
    page.get_by_role("link", name="Leave the answer").click()
    held(page, "Get help now")
    page.get_by_role("link", name="I tapped that by mistake").click()
    button(page, "None of it is true: take it back").click()
    expect(button(page, "Nothing new – start")).to_be_visible()
    assert (stored(server)["session-stopped"], stored(server)["answer-taken-back"]) == (1, 1)


@pytest.mark.person()
@pytest.mark.parametrize(
    "kind", ["Dizzy, breathless, or my heart is racing", "New numbness or pins and needles in a leg"]
)
def test_enough_for_today_is_enough_for_today(page: Page, server: Server, kind: str) -> None:
    start_session(page)
    hurts(page, kind, 3)
    sent(server, "session-stopped")
    page.reload()
    held(page, "That is enough for today")
    axe(page)
    page.goto("/")
    held(page, "That is enough for today")
    expect(page.locator("body")).to_contain_text("breath")
    axe(page)
    shot(page, "rest", full=True)


@pytest.mark.person()
def test_much_pain_before_the_start_holds_the_day(page: Page, server: Server) -> None:
    start(page, pain=9)
    sent(server, "start-held-back")
    page.reload()
    held(page, "Rest today")
    page.goto("/")
    held(page, "Rest today")


@pytest.mark.person()
@pytest.mark.worker()
@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("Chest pain, or I fainted", "Get help now"),
        ("Dizzy, breathless, or my heart is racing", "That is enough for today"),
    ],
)
def test_a_stop_without_the_server_holds_without_it(
    page: Page, server: Server, watch: Watch, kind: str, title: str
) -> None:
    """The device remembers by itself; when the server is back, it knows too."""
    visit(page)
    go_away(page, server, watch)
    begin_offline(page)
    until_heading(page, "lumbar roll")
    hurts(page, kind)
    for _ in range(2):
        page.goto("/session/")
        held(page, title)
    page.goto("/")
    expect(page.locator('[data-offline="start"]')).to_be_hidden()
    expect(page.locator("body")).to_contain_text(title)
    before = stored(server)["session-stopped"]
    come_back(page, server)
    page.goto("/")
    wait_for(lambda: stored(server)["session-stopped"] > before)
    page.goto("/")
    held(page, title)


@pytest.mark.person()
def test_a_session_ends_when_another_tab_answers_an_emergency(page: Page, server: Server) -> None:
    """The other tab's next page is enough: the session is silent and closed, and says what to do."""
    start_session(page)
    other = page.context.new_page()
    other.goto("/screening/1/")
    other.check("#yes_bladder")
    button(other, "Next").click()
    expect(other.get_by_role("heading", name="Get help now")).to_be_visible()
    held(page, "Get help now")
    sent(server, "session-stopped")
    page.reload()
    held(page, "Get help now")


@pytest.mark.person()
def test_a_paused_session_on_another_device_ends_at_its_next_contact(
    page: Page, new_page: NewPage, server: Server
) -> None:
    start_session(page)
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    other = new_page("laptop")
    other.goto("/screening/1/")
    other.check("#yes_bladder")
    button(other, "Next").click()
    expect(other.get_by_role("heading", name="Get help now")).to_be_visible()
    button(page, "Go on").click()
    held(page, "Get help now")
    sent(server, "session-stopped")


@pytest.mark.person()
def test_a_saved_session_does_not_go_on_after_a_reload_once_something_is_new(page: Page, new_page: NewPage) -> None:
    start_session(page)
    other = new_page("laptop")
    other.goto("/")
    button(other, "Something is new").click()
    expect(other.get_by_role("link", name="Answer the questions")).to_be_visible()
    page.reload()
    held(page, "First come a few questions")


@pytest.mark.person()
def test_another_track_or_side_brings_nothing_new_on_a_held_day(page: Page, server: Server) -> None:
    start_session(page)
    hurts(page, "Dizzy, breathless, or my heart is racing", 3)
    sent(server, "session-stopped")
    page.goto("/about-pain/")
    say_where_it_hurts(page, side="left", track="published")
    held(page, "That is enough for today")


@pytest.mark.person()
def test_a_step_up_by_hand_needs_a_session_on_the_step(page: Page) -> None:
    page.goto("/steps/si-glute-bridge/")
    offered = page.get_by_role("button", name=re.compile("^Take this"))
    labels = [offered.nth(number).inner_text() for number in range(offered.count())]
    assert labels and all("half height" in label for label in labels)


@pytest.mark.person()
def test_two_pages_of_today_leave_each_other_alone_until_something_holds(page: Page) -> None:
    """Each says as it loads that something may have changed: only what really has changed loads the other again."""
    page.goto("/")
    other = page.context.new_page()
    page.evaluate("window.isTheSame = true")
    with page.expect_response("**/api/standing"):
        other.goto("/")
    expect(button(page, "Nothing new – start")).to_be_visible()
    assert page.evaluate("window.isTheSame")
    button(other, "Something is new").click()
    expect(other.get_by_role("link", name="Answer the questions")).to_be_visible()
    expect(button(page, "Nothing new – start")).to_have_count(0)
    assert not page.evaluate("window.isTheSame")
