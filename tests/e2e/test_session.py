"""A whole session in a real browser, with the page's clock in the test's hands."""

import pytest
from playwright.sync_api import Page, expect

from ilium.exercises.loader import load_library
from tests.e2e.browsing import Server, Watch, axe, shot
from tests.e2e.walk import (
    REVIEW,
    answer_the_review,
    button,
    heading,
    let_pass,
    rate,
    record,
    start,
    until,
    until_heading,
    until_review,
    until_shown,
)

EXERCISES = [exercise.name for exercise in load_library().exercises]
#: What is done of each on the first day, by its name.
FIRST_VERSIONS = ["Lumbar roll", "Figure four without a hand", "Bridge on both legs", "Clam on your side"]


def finish(page: Page) -> str:
    """Go from the running session to its end without touching anything, answer at the end, and return the record."""
    until_review(page)
    axe(page)
    shot(page, "player-review")
    answer_the_review(page, 2)
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    axe(page)
    shot(page, "player-finished")
    let_pass(page, 5)
    expect(page.get_by_text("sent to your Ilium")).to_be_visible()
    page.get_by_role("link", name="See what you did").click()
    page.wait_for_url("**/finished/**")
    axe(page)
    shot(page, "finished", full=True)
    return record(page)


@pytest.mark.person()
def test_a_whole_gradual_session_needs_no_touch_after_the_second_tap(page: Page) -> None:
    """Two taps from Today; every exercise comes in order; what was done is kept and shown."""
    start(page)
    for name in FIRST_VERSIONS:
        until_heading(page, name, minutes=15)
        expect(page.locator("h1")).to_contain_text("both legs" if "Bridge" in name else "right leg")
    told = finish(page)
    assert all(name in told for name in EXERCISES)
    page.goto("/history/")
    axe(page)
    shot(page, "history", full=True)
    session = page.get_by_role("link").filter(has_text="min").first.or_(page.locator("main ol a, main ul a").first)
    with page.expect_navigation():
        session.first.click()
    axe(page)
    shot(page, "history-session", full=True)


@pytest.mark.person(side="left", track="published")
def test_a_whole_published_session_runs_the_ten_minute_hold(laptop: Page) -> None:
    """Exactly what the routine prints, on the left side, to the end."""
    start(laptop)
    until_shown(laptop, laptop.get_by_text("Hold.", exact=True), minutes=5)
    expect(laptop.locator("h1")).to_contain_text("left leg")
    shot(laptop, "player-ten-minutes")
    let_pass(laptop, 540)
    expect(laptop.locator("h1")).to_contain_text("Lumbar roll", ignore_case=True)
    told = finish(laptop)
    assert all(name in told for name in EXERCISES)


@pytest.mark.person()
def test_the_player_looks_right_and_is_accessible_in_every_state(each_size: Page) -> None:
    """Gate, position, move, hold, rest, pause, pain, skip, too hard: no violation in any."""
    page = each_size
    page.clock.install()
    page.goto("/")
    button(page, "Nothing new – start").click()
    expect(page.locator("h1")).to_contain_text("How much does it hurt")
    seen(page, "gate")
    rate(page, 3)
    seen(page, "opening")
    until_heading(page, "lumbar roll")
    let_pass(page, 4)
    seen(page, "position")
    until_shown(page, page.get_by_text("Breathe", exact=False).first)
    seen(page, "hold")
    button(page, "It hurts").click()
    seen(page, "hurts-number")
    rate(page, 3)
    seen(page, "hurts-kind")
    button(page, "Aching, pulling, or tired muscle").click()
    seen(page, "outcome-green")
    button(page, "Go on").click()
    page.keyboard.press("Space")
    seen(page, "paused")
    page.keyboard.press("?")
    seen(page, "keys")
    button(page, "Close").click()
    button(page, "Go on").click()
    button(page, "Skip").click()
    seen(page, "skip-why")
    button(page, "Do not skip").click()
    button(page, "Too hard").click()
    let_pass(page, 3)
    seen(page, "easier")
    button(page, "Too hard").click()
    seen(page, "no-easier")
    button(page, "Go on").click()
    until_heading(page, "bridge on both legs")
    until_shown(page, page.get_by_text("of 8", exact=True).first)
    let_pass(page, 8)
    seen(page, "repetitions")
    until_shown(page, page.get_by_text("seconds of rest"))
    seen(page, "rest")


@pytest.mark.person()
def test_the_end_looks_right_and_is_accessible_in_every_state(each_size: Page) -> None:
    """What was begun before a stop, a number, its kind, an effort, and what was said: no violation in any."""
    page = each_size
    start(page, pain=3)
    until_shown(page, page.get_by_text("Breathe", exact=False).first)
    let_pass(page, 6)
    button(page, "It hurts").click()
    rate(page, 4)
    button(page, "Aching, pulling, or tired muscle").click()
    button(page, "Go on").click()
    until_heading(page, "figure four")
    until_heading(page, "bridge on both legs")
    page.keyboard.press("Space")
    button(page, "Stop for today").click()
    seen(page, "review-stopped")
    page.get_by_role("button", name="How bad? Lumbar roll").click()
    seen(page, "review-number")
    rate(page, 5)
    seen(page, "review-kind")
    button(page, "Aching, pulling, or tired muscle").click()
    button(page, "No worse than before").click()
    page.get_by_role("button", name="How hard? Lumbar roll").click()
    seen(page, "review-effort")
    rate(page, 4)
    button(page, "Back to the list").click()
    seen(page, "review-said")


def seen(page: Page, name: str) -> None:
    """Check a state of the player and keep its picture; nothing may need scrolling."""
    axe(page)
    shot(page, f"player-{name}")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), f"{name} has to be scrolled"


@pytest.mark.person()
@pytest.mark.parametrize(
    ("pain", "kind", "title", "ends"),
    [
        (3, "Aching, pulling, or tired muscle", "That is within what is fine.", False),
        (5, "Aching, pulling, or tired muscle", "Let us leave this one for today.", False),
        (8, "Aching, pulling, or tired muscle", "Stop this exercise.", False),
        (1, "Sharp", "Stop this exercise.", False),
        (2, "It moved further down my leg", "We stop for today.", True),
        (2, "New numbness or pins and needles in a leg", "We stop for today.", True),
        (0, "Dizzy, breathless, or my heart is racing", "We stop for today.", True),
        (0, "A leg or foot went weak", "Stop. Get advice today.", True),
        (0, "Chest pain, or I fainted", "Stop. Get help now.", True),
        (0, "Numb between my legs, or trouble with bladder or bowel", "Stop. Get help now.", True),
    ],
)
def test_it_hurts_leads_to_each_outcome(page: Page, pain: int, kind: str, title: str, ends: bool) -> None:
    """The number and the kind decide; nothing goes on until the person says so."""
    start(page, pain=3)
    until_heading(page, "lumbar roll")
    let_pass(page, 60)
    button(page, "It hurts").click()
    rate(page, pain)
    button(page, kind).click()
    expect(page.locator("h1")).to_have_text(title)
    axe(page)
    shot(page, f"player-outcome-{title.lower().replace(' ', '-').strip('.')}")
    let_pass(page, 120)
    expect(page.locator("h1")).to_have_text(title)
    if ends:
        expect(button(page, "Go on")).to_have_count(0)
        return
    button(page, "Go on").or_(button(page, "Go on with the next exercise")).click()
    until_heading(page, "lumbar roll" if title.startswith("That is") else "figure four", minutes=2)


@pytest.mark.person()
def test_a_second_red_ends_the_session(page: Page) -> None:
    """Twice is enough for today."""
    start(page)
    for name in ["lumbar roll", "figure four"]:
        until_heading(page, name)
        button(page, "It hurts").click()
        rate(page, 8)
        button(page, "Sharp").click()
        if name == "lumbar roll":
            button(page, "Go on with the next exercise").click()
    expect(page.locator("h1")).to_have_text("That is enough for today.")
    let_pass(page, 5)
    expect(page.get_by_text("sent to your Ilium")).to_be_visible()
    page.goto("/")
    expect(page.locator("main")).to_contain_text("stopped", ignore_case=True)


@pytest.mark.person()
def test_a_symptom_in_the_leg_asks_the_questions_again(page: Page) -> None:
    """A stop with a warning sign ends the clearance: no session before the questions have been answered."""
    start(page)
    until_heading(page, "lumbar roll")
    button(page, "It hurts").click()
    rate(page, 2)
    button(page, "A leg or foot went weak").click()
    let_pass(page, 5)
    expect(page.get_by_text("sent to your Ilium")).to_be_visible()
    assert page.request.get("/api/session-sheet").status == 409


@pytest.mark.person()
def test_much_pain_before_the_start(page: Page) -> None:
    """Six or seven: only the gentlest stretches; eight: none today."""
    start(page, pain=7)
    expect(page.locator("h1")).to_have_text("A gentler session today?")
    axe(page)
    shot(page, "player-gentle")
    button(page, "Change my answer").click()
    rate(page, 9)
    expect(page.locator("h1")).to_have_text("No session today")
    axe(page)
    shot(page, "player-no-session")


@pytest.mark.person()
def test_a_reload_in_the_middle_goes_on_where_it_was_after_asking(page: Page) -> None:
    """Also in the middle of a set; nothing is said before the person wants it."""
    start(page)
    until_heading(page, "bridge on both legs")
    until_shown(page, page.get_by_text("of 8", exact=True).first)
    let_pass(page, 14)
    page.reload()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    axe(page)
    shot(page, "player-resume")
    let_pass(page, 60)
    assert heading(page) == "Paused"
    button(page, "Go on").click()
    let_pass(page, 1)
    expect(page.locator("h1")).to_contain_text("Bridge on both legs", ignore_case=True)
    told = finish(page)
    assert all(name in told for name in EXERCISES)


@pytest.mark.person()
def test_the_server_dies_in_the_middle_and_nothing_is_lost(page: Page, server: Server, watch: Watch) -> None:
    """kill -9, a session that goes on without it, a restart, and everything is there once."""
    watch.tolerate("ERR_CONNECTION_REFUSED")
    start(page)
    until_heading(page, "figure four")
    server.kill()
    until_review(page)
    answer_the_review(page, 1)
    let_pass(page, 3)
    expect(page.get_by_text("It will be sent when the server answers")).to_be_visible()
    shot(page, "player-finished-offline")
    server.start()
    until_shown(page, page.get_by_text("sent to your Ilium"), minutes=10)
    page.get_by_role("link", name="See what you did").click()
    told = record(page)
    assert all(name in told for name in EXERCISES)


@pytest.mark.person()
def test_a_session_by_keyboard_alone(page: Page) -> None:
    """Start, pause, it hurts, skip, too hard and every answer without a pointer."""
    page.clock.install()
    page.goto("/")
    button(page, "Nothing new – start").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("How much does it hurt")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    until_heading(page, "lumbar roll")
    page.keyboard.press("Space")
    expect(page.locator("h1")).to_have_text("Paused")
    page.keyboard.press("Space")
    until_shown(page, page.get_by_text("Breathe", exact=False).first)
    let_pass(page, 6)
    page.keyboard.press("h")
    page.keyboard.press("1")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("What kind")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Stop this exercise.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until_heading(page, "figure four", minutes=2)
    page.keyboard.press("t")
    let_pass(page, 2)
    page.keyboard.press("s")
    expect(page.locator("h1")).to_contain_text("Skip")
    page.keyboard.press("s")
    until_heading(page, "bridge on both legs", minutes=3)
    page.keyboard.press("r")
    until_review(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(button(page, "No worse than before")).to_have_count(0)
    expect(page.get_by_text("You pressed “It hurts”: 10")).to_be_visible()
    press_tab_until(page, "How hard? Lumbar roll")
    page.keyboard.press("Enter")
    while heading(page) == "How hard was it?":
        page.keyboard.press("2")
        page.keyboard.press("Enter")
    press_tab_until(page, "Done")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Done for today")


def press_tab_until(page: Page, name: str) -> None:
    """Go on with Tab until the button whose name begins so has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").replace("\n", " ").startswith(name):
            return
    raise AssertionError(f"no way to {name!r} by keyboard")


def stop_in_the_first_exercise(page: Page) -> None:
    """Begin with a pain of 3, do some of the first exercise, and stop."""
    start(page, pain=3)
    until_heading(page, "lumbar roll")
    until_shown(page, page.get_by_text("Breathe", exact=False).first)
    let_pass(page, 6)
    page.keyboard.press("Space")
    button(page, "Stop for today").click()
    expect(page.get_by_role("heading", name=REVIEW)).to_be_visible()


@pytest.mark.person()
def test_the_end_can_be_left_alone(page: Page) -> None:
    """Nothing is pressed, the page is loaded again and left: what was done is kept, and nothing was said."""
    stop_in_the_first_exercise(page)
    let_pass(page, 300)
    page.reload()
    expect(page.get_by_role("heading", name=REVIEW)).to_be_visible()
    expect(page.get_by_text("Nothing said yet")).to_be_visible()
    let_pass(page, 3)
    page.goto("/history/")
    expect(page.locator("main")).to_contain_text("pain 3 before")
    expect(page.locator("main")).not_to_contain_text("no worse")


@pytest.mark.person()
def test_a_warning_sign_at_the_end_leads_where_it_leads_in_the_middle(page: Page) -> None:
    """And a reload between a number and its kind asks for the kind again."""
    stop_in_the_first_exercise(page)
    page.get_by_role("button", name="How bad? Lumbar roll").click()
    rate(page, 5)
    page.reload()
    expect(page.get_by_role("heading", name="What kind of pain is it?")).to_be_visible()
    button(page, "Numb between my legs, or trouble with bladder or bowel").click()
    expect(page.get_by_role("heading", name="Stop. Get help now.")).to_be_visible()
    let_pass(page, 5)
    page.goto("/")
    assert page.request.get("/api/session-sheet").status == 409


@pytest.mark.person()
def test_pausing_is_felt_at_once(page: Page) -> None:
    """A tap anywhere stops the clock within the same turn of the page's loop: no time passes in between."""
    start(page)
    until_heading(page, "lumbar roll")
    page.mouse.click(195, 300)
    assert heading(page) == "Paused"
    page.mouse.click(195, 120)
    until(page, lambda: heading(page) != "Paused", minutes=0.1)


@pytest.mark.person()
def test_two_tabs_never_speak_at_once(page: Page) -> None:
    """The second tab says that the session runs elsewhere, and can take it over."""
    start(page)
    until_heading(page, "lumbar roll")
    second = page.context.new_page()
    second.goto("/session/")
    expect(second.get_by_role("heading", name="Your session runs in another tab")).to_be_visible()
    axe(second)
    shot(second, "player-elsewhere")
    button(second, "Go on here instead").click()
    expect(second.get_by_role("heading", name="Paused")).to_be_visible()
    expect(page.get_by_role("heading", name="Your session goes on in another tab")).to_be_visible()
