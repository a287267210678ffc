"""After one visit a whole session runs without the server, and is delivered later, once."""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from ilium.exercises.loader import load_library
from tests.e2e.browsing import Server, Watch, axe, shot
from tests.e2e.conftest import NewPage
from tests.e2e.walk import (
    answer_the_review,
    button,
    let_pass,
    rate,
    record,
    say_where_it_hurts,
    start,
    until_heading,
    until_review,
)

pytestmark = pytest.mark.worker

EXERCISES = [exercise.name for exercise in load_library().exercises]
#: What a browser complains of while the server is away, or slow to come back.
AWAY = r"ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of (409|503)"

#: The side of the kept session; none before the worker is in charge, with every page of it kept, and a session.
KEPT = """async () => {
  const worker = navigator.serviceWorker.controller;
  const names = (await caches.keys()).filter((name) => name.startsWith("ilium-"));
  if (!worker || worker.state !== "activated" || names.length !== 1) return "";
  if (!(await caches.match("/offline/"))) return "";
  const db = await new Promise((done) => {
    const asked = indexedDB.open("ilium-player");
    asked.onsuccess = () => done(asked.result);
  });
  const kept = await new Promise((done) => {
    if (!db.objectStoreNames.contains("kept")) return done(null);
    const asked = db.transaction("kept").objectStore("kept").get("current");
    asked.onsuccess = () => done(asked.result ?? null);
  });
  db.close();
  return kept?.sheet?.side ?? "";
}"""


def wait_for(there: Callable[[], bool], seconds: float = 120) -> None:
    """Wait, in real time, for something that the page's stopped clock has no part in."""
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline, f"not there after {seconds} seconds"
        time.sleep(0.1)


def visit(page: Page) -> None:
    """Open Today once, and wait until the browser keeps what it needs."""
    page.goto("/")
    wait_for(lambda: bool(page.evaluate(KEPT)))


def go_away(page: Page, server: Server, watch: Watch) -> None:
    """Take the server away: no network, and nothing that would answer."""
    watch.tolerate(AWAY)
    server.kill()
    page.context.set_offline(True)


def come_back(page: Page, server: Server) -> None:
    """Let the server answer again."""
    server.start()
    page.context.set_offline(False)


def begin_offline(page: Page, *, pain: int = 3) -> None:
    """Go from Today to everything, without the server; the page's clock stands still from here on."""
    page.clock.install()
    page.goto("/")
    expect(page.get_by_role("heading", name="Your Ilium does not answer")).to_be_visible()
    page.get_by_role("link", name="Start today’s session").click()
    expect(page.get_by_role("heading", name="Is anything new since last time?")).to_be_visible()
    button(page, "Nothing new – go on").click()
    page.get_by_role("radio", name="Everything").check()
    rate(page, pain)


def stored(server: Server) -> Counter[str]:
    """Return how often the record has each type of event."""
    with sqlite3.connect(f"file:{server.data / 'ilium.sqlite3'}?mode=ro", uri=True) as database:
        return Counter(kind for (kind,) in database.execute("select type from store_event"))


@pytest.mark.person()
def test_a_whole_session_without_the_server_is_delivered_later_once(page: Page, server: Server, watch: Watch) -> None:
    """From Today to the end nothing answers, with a reload in the middle; then everything is there once."""
    visit(page)
    go_away(page, server, watch)
    begin_offline(page)
    until_heading(page, "figure four")
    page.reload()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    button(page, "Go on").click()
    until_review(page)
    answer_the_review(page, 2)
    let_pass(page, 3)
    expect(page.get_by_text("It will be sent when the server answers")).to_be_visible()
    axe(page)
    shot(page, "offline-finished")
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("1 session waits on this device").first).to_be_visible()
    before = stored(server)
    come_back(page, server)
    page.goto("/")
    wait_for(lambda: stored(server)["session-finished"] > before["session-finished"])
    page.goto("/")
    page.get_by_role("link", name="See what you did").click()
    told = record(page)
    assert all(name in told for name in EXERCISES)
    added = stored(server) - before
    assert (added["session-started"], added["session-finished"], added["daily-check-answered"]) == (1, 1, 1)


@pytest.mark.person()
def test_something_new_means_no_session_and_the_questions_come_again(page: Page, server: Server, watch: Watch) -> None:
    """There is no way round it: not by a reload, and not when the server is back."""
    visit(page)
    go_away(page, server, watch)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Is anything new since last time?")).to_be_visible()
    expect(page.locator("body")).to_contain_text("For example numbness")
    expect(page.locator("body")).to_contain_text("The session is for your right side.")
    axe(page)
    shot(page, "offline-recheck")
    button(page, "Something is new").click()
    expect(page.get_by_role("heading", name="No session until your Ilium answers")).to_be_visible()
    expect(page.locator("body")).to_contain_text("You said that something is new")
    expect(page.get_by_role("link", name="When to get help")).to_be_visible()
    axe(page)
    shot(page, "offline-held")
    page.reload()
    expect(page.get_by_role("heading", name="Your Ilium does not answer")).to_be_visible()
    expect(page.get_by_role("button", name="Nothing new")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_text("An answer waits on this device").first).to_be_visible()
    expect(page.get_by_role("link", name="Start today’s session")).to_be_hidden()
    come_back(page, server)
    page.goto("/")
    wait_for(lambda: stored(server)["daily-check-answered"] == 1)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("You said that something is new")
    assert page.request.get("/api/session-sheet").status == 409


@pytest.mark.person()
def test_what_waits_is_delivered_before_a_session_starts(page: Page, server: Server, watch: Watch) -> None:
    """The answer "something is new" reaches the server before the player asks it for a session."""
    visit(page)
    go_away(page, server, watch)
    page.goto("/session/")
    button(page, "Something is new").click()
    expect(page.get_by_role("heading", name="No session until your Ilium answers")).to_be_visible()
    come_back(page, server)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="First come a few questions")).to_be_visible()
    expect(page.locator("body")).to_contain_text("You said that something is new")


@pytest.mark.person()
def test_answers_that_are_too_old_start_no_session(page: Page, server: Server, watch: Watch) -> None:
    """Three days without a word from the server end it on the device; a clock that went back does too."""
    visit(page)
    go_away(page, server, watch)
    for days, words in [(3.1, "three days"), (-2, "has gone back")]:
        later = page.context.new_page()
        later.clock.install(time=datetime.now(UTC) + timedelta(days=days))
        later.goto("/session/")
        expect(later.get_by_role("heading", name="No session until your Ilium answers")).to_be_visible()
        expect(later.locator("body")).to_contain_text(words)
        later.goto("/")
        expect(later.locator("main")).to_contain_text(words)
        expect(later.get_by_role("link", name="Start today’s session")).to_be_hidden()
        later.close()


@pytest.mark.person()
def test_a_warning_sign_without_the_server_ends_sessions_until_it_answers(
    page: Page, server: Server, watch: Watch
) -> None:
    """The kept session is forgotten with the stop; the help page stays."""
    visit(page)
    go_away(page, server, watch)
    begin_offline(page)
    until_heading(page, "lumbar roll")
    button(page, "It hurts").click()
    rate(page, 2)
    button(page, "A leg or foot went weak").click()
    expect(page.get_by_role("heading", name="Stop. Get advice today.")).to_be_visible()
    let_pass(page, 3)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Have this looked at today")).to_be_visible()
    page.goto("/help/")
    expect(page.get_by_role("heading", name="When to get help now", level=1)).to_be_visible()


@pytest.mark.person()
def test_the_start_of_today_works_when_the_server_has_just_gone(page: Page, server: Server, watch: Watch) -> None:
    """The form does not arrive, so the device asks the question itself; any other form says that it did not arrive."""
    visit(page)
    go_away(page, server, watch)
    button(page, "Nothing new – start").click()
    expect(page.get_by_role("heading", name="Is anything new since last time?")).to_be_visible()
    button(page, "Nothing new – go on").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    page.goto("/help/")
    page.locator("form button[type=submit]").first.click()
    expect(page.get_by_text("What you just sent did not arrive")).to_be_visible()
    come_back(page, server)
    page.get_by_role("link", name="Try again").click()
    expect(button(page, "Nothing new – start")).to_be_visible()


def test_help_and_exercises_are_read_without_the_server(each_size: Page, server: Server, watch: Watch) -> None:
    """Also by somebody who has answered nothing yet; every other page says plainly what it is."""
    page = each_size
    page.goto("/")
    wait_for(lambda: bool(page.evaluate("async () => Boolean(await caches.match('/offline/'))")))
    wait_for(lambda: bool(page.evaluate("Boolean(navigator.serviceWorker.controller)")))
    go_away(page, server, watch)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto("/history/")
        expect(page.get_by_role("heading", name="Your Ilium does not answer")).to_be_visible()
        expect(page.get_by_text("No session is kept on this device now")).to_be_visible()
        expect(page.get_by_text("What you just sent did not arrive")).to_be_hidden()
        axe(page)
        shot(page, "offline", full=True)
    page.get_by_role("link", name="When to get help now", exact=True).first.click()
    expect(page.get_by_role("heading", name="When to get help now", level=1)).to_be_visible()
    page.goto("/about/")
    expect(page.locator("h1")).not_to_contain_text("does not answer")
    for name in EXERCISES:
        page.goto("/exercises/")
        page.get_by_role("link", name=name).first.click()
        expect(page.locator("h1")).to_contain_text(name)
    page.goto(page.url.partition("?")[0] + "?side=right")
    expect(page.locator("main")).to_contain_text("right", ignore_case=True)


@pytest.mark.person(side="right")
def test_kept_pages_follow_what_the_person_says(page: Page, server: Server, watch: Watch) -> None:
    """The other side is said now: no page from yesterday names the wrong one without the server."""
    visit(page)
    page.goto("/about-pain/")
    say_where_it_hurts(page, side="left")
    wait_for(lambda: page.evaluate(KEPT) == "left")
    mark = "async () => (await (await caches.match('/exercises/figure-four/')).text()).includes('your left')"
    wait_for(lambda: bool(page.evaluate(mark)))
    go_away(page, server, watch)
    page.goto("/exercises/figure-four/")
    expect(page.locator("main")).to_contain_text("your left")
    begin_offline(page)
    until_heading(page, "lumbar roll")
    expect(page.locator(".stage__side")).to_contain_text("left")


@pytest.mark.person()
def test_two_sessions_wait_and_both_arrive_once(page: Page, server: Server, watch: Watch) -> None:
    """The page says how many wait, and then that all were sent."""
    visit(page)
    go_away(page, server, watch)
    before = stored(server)
    for _ in range(2):
        begin_offline(page, pain=1)
        until_heading(page, "lumbar roll")
        page.keyboard.press("Space")
        button(page, "Stop for today").click()
        let_pass(page, 2)
    page.goto("/")
    status = page.locator("#waiting")
    expect(status).to_have_text("2 sessions wait on this device to be sent.")
    axe(page)
    shot(page, "offline-waiting", full=True)
    come_back(page, server)
    until_text(page, status, "Everything has been sent to your Ilium.")
    added = stored(server) - before
    assert (added["session-started"], added["session-stopped"]) == (2, 2)


def until_text(page: Page, place: Locator, words: str) -> None:
    """Let the page's clock run, and real time with it, until a place says this."""

    def there() -> bool:
        let_pass(page, 5)
        return place.inner_text() == words

    wait_for(there)


@pytest.mark.person()
def test_nothing_is_lost_when_the_browser_throws_its_pages_away(page: Page, server: Server, watch: Watch) -> None:
    """The session goes on; a reload says what is wrong; with the server everything comes back, the session too."""
    visit(page)
    go_away(page, server, watch)
    begin_offline(page)
    until_heading(page, "lumbar roll")
    page.evaluate("async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)))")
    until_heading(page, "figure four")
    page.reload()
    expect(page.locator("body")).to_contain_text("this browser has thrown its pages away")
    come_back(page, server)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    wait_for(lambda: bool(page.evaluate("async () => Boolean(await caches.match('/offline/'))")))
    wait_for(lambda: stored(server)["session-started"] == 1)
    button(page, "Go on").click()
    until_review(page)
    answer_the_review(page, 1)
    wait_for(lambda: stored(server)["session-finished"] == 1)


@pytest.mark.person()
def test_two_devices_each_bring_their_own_session(new_page: NewPage, server: Server, watch: Watch) -> None:
    """One without the server, one with it, at the same time: history has both, each once."""
    phone, laptop = new_page("phone"), new_page("laptop")
    visit(phone)
    visit(laptop)
    watch.tolerate(AWAY)
    phone.context.set_offline(True)
    begin_offline(phone)
    start(laptop)
    for page in (phone, laptop):
        until_heading(page, "lumbar roll")
        page.keyboard.press("Space")
        button(page, "Stop for today").click()
        let_pass(page, 2)
    wait_for(lambda: stored(server)["session-stopped"] == 1)
    phone.context.set_offline(False)
    phone.goto("/")
    wait_for(lambda: stored(server)["session-stopped"] == 2)
    assert stored(server)["session-started"] == 2
    laptop.goto("/history/")
    assert laptop.locator("a[href^='/history/0']").count() >= 2


@pytest.mark.person()
def test_a_session_saved_by_another_version_is_closed_honestly(page: Page, server: Server) -> None:
    """It is said, nothing that was done is lost, and a new session can start."""
    visit(page)
    start(page)
    until_heading(page, "lumbar roll")
    page.evaluate(OF_ANOTHER_SHAPE)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Ilium has a new version")).to_be_visible()
    axe(page)
    shot(page, "player-updated")
    wait_for(lambda: stored(server)["session-stopped"] == 1)
    button(page, "Start a new session").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    assert stored(server)["session-started"] == 1


#: Leaves the saved session as a player of another version would, after this one's last write.
OF_ANOTHER_SHAPE = """async () => {
  window.addEventListener("pagehide", (event) => event.stopImmediatePropagation(), { capture: true });
  const db = await new Promise((done) => {
    const asked = indexedDB.open("ilium-player");
    asked.onsuccess = () => done(asked.result);
  });
  await new Promise((done) => {
    const transaction = db.transaction("session", "readwrite");
    const asked = transaction.objectStore("session").get("current");
    asked.onsuccess = () => transaction.objectStore("session").put({ ...asked.result, shape: 0, state: {} }, "current");
    transaction.oncomplete = done;
  });
  db.close();
}"""
