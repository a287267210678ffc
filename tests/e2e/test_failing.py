"""What a session does in a browser that lacks something: a sentence and a way on, or the session without it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browsing import Watch, axe, shot
from tests.e2e.walk import button, let_pass, rate, start, until_heading

RAISES = "{ get() { throw new DOMException('denied', 'SecurityError'); }, configurable: true }"
#: Everything that is younger than Safari 15.4, Chrome 109 or Firefox 115 and was ever used here, or is by others.
YOUNGER = """
for (const name of ["toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
delete AbortSignal.timeout; delete AbortSignal.any; delete URL.canParse; delete Promise.withResolvers;
delete Object.groupBy; delete Map.groupBy; delete Array.fromAsync; delete crypto.randomUUID;
delete window.OffscreenCanvas; delete HTMLCanvasElement.prototype.transferControlToOffscreen;
delete Navigator.prototype.wakeLock; delete SpeechSynthesis.prototype.addEventListener;
delete Navigator.prototype.mediaSession; delete window.scheduler; delete window.requestIdleCallback;
"""
#: What a browser may lack or refuse without which a session runs all the same.
LACKS = {
    "a database that raises": f"Object.defineProperty(window, 'indexedDB', {RAISES});",
    "no database": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "a database that never answers": "IDBFactory.prototype.open = () => new EventTarget();",
    "a database that refuses": """IDBFactory.prototype.open = () => {
      const asked = new EventTarget();
      asked.error = new DOMException("full", "QuotaExceededError");
      setTimeout(() => asked.dispatchEvent(new Event("error")));
      return asked;
    };""",
    "storages that raise": f"""
      for (const kept of ["localStorage", "sessionStorage"]) Object.defineProperty(window, kept, {RAISES});
    """,
    "locks that are refused": """
      LockManager.prototype.request = () => Promise.reject(new DOMException("no", "SecurityError"));
    """,
    "locks that raise": f"Object.defineProperty(Navigator.prototype, 'locks', {RAISES});",
    "no workers": "window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };",
    "no service workers": f"Object.defineProperty(Navigator.prototype, 'serviceWorker', {RAISES});",
    "no sound": "window.AudioContext = class { constructor() { throw new Error('no device'); } };",
    "no speech": "delete window.speechSynthesis; delete window.SpeechSynthesisUtterance;",
    "an older engine": YOUNGER,
}


@pytest.mark.person()
@pytest.mark.parametrize("lack", LACKS)
def test_a_session_begins_without(lack: str, page: Page) -> None:
    """What is missing costs what it was for, and not the session."""
    page.add_init_script(LACKS[lack])
    page.clock.install()
    page.goto("/session/")
    let_pass(page, 6)
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    if "database" in lack:
        expect(page.get_by_text("This window cannot keep a session")).to_be_visible()
    rate(page, 2)
    until_heading(page, "lumbar roll")
    page.mouse.click(195, 300)
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()


@pytest.mark.person()
def test_a_browser_that_takes_no_cookies_is_told_so(page: Page) -> None:
    """Nothing could be sent; no other tab is to blame."""
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'cookieEnabled', { value: false });")
    page.goto("/session/")
    expect(page.get_by_role("heading", name="This browser keeps nothing for Ilium")).to_be_visible()
    expect(button(page, "Load again")).to_be_visible()
    axe(page)
    shot(page, "player-blocked")


def missing(route: Route) -> None:
    """Let the script not arrive."""
    route.abort()


def broken(route: Route) -> None:
    """Answer with a script that no browser can read, as ours is to one that is too old."""
    route.fulfill(content_type="text/javascript", body="let = = 1;")


def late(route: Route) -> None:
    """Answer with a script that raises before it has done anything."""
    route.fulfill(content_type="text/javascript", body="[].nothingOfThisName();")


@pytest.mark.person()
@pytest.mark.parametrize("path", ["/session/", "/camera/"])
@pytest.mark.parametrize("answer", [missing, broken, late])
def test_a_script_that_does_not_begin_leaves_a_way_on(
    page: Page, watch: Watch, path: str, answer: Callable[[Route], None]
) -> None:
    """A file that does not arrive, one that cannot be read and one that raises: all are said, at once."""
    watch.tolerate("ERR_FAILED|uncaught|SyntaxError|TypeError")
    name = "player" if path == "/session/" else "camera"
    page.route(f"**/assets/{name}-*.js", answer)
    page.goto(path)
    expect(page.get_by_role("heading", name="did not begin")).to_be_visible()
    expect(page.get_by_text("Getting your session ready")).to_be_hidden()
    expect(page.get_by_role("link", name="When to get help").first).to_be_visible()
    axe(page)
    shot(page, f"not-begun-{name}")
    page.unroute_all()
    page.get_by_role("link", name="Load again").click()
    expect(page.get_by_role("heading", name="did not begin")).to_be_hidden()


@pytest.mark.person()
def test_a_script_that_never_arrives_is_told_after_a_while(page: Page) -> None:
    """The page does not get ready for ever."""
    page.clock.install()
    page.route("**/assets/player-*.js", lambda route: None)
    page.goto("/session/", wait_until="commit")
    expect(page.get_by_text("Getting your session ready")).to_be_visible()
    let_pass(page, 11)
    expect(page.get_by_role("heading", name="did not begin")).to_be_visible()


SHEETS = {
    "empty": '{"version": 5}',
    "without its gate": '{"version": 5, "sheets": {"full": {"blocks": []}}, "start_question": "How?", "gate": []}',
    "of lists": '{"version": 5, "sheets": [], "gate": 5, "words": null}',
}


@pytest.mark.person()
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_of_a_strange_shape_is_told_and_left(page: Page, watch: Watch, sheet: str) -> None:
    """Also one that breaks only once it is used; leaving it begins anew."""
    watch.tolerate("TypeError|RangeError|uncaught")
    page.route("**/api/session-sheet", lambda route: route.fulfill(content_type="application/json", body=SHEETS[sheet]))
    page.goto("/session/")
    failed = page.get_by_role("heading", name="Something did not work here")
    expect(failed.or_(page.locator(".keypad__key").first)).to_be_visible()
    if not failed.is_visible():
        rate(page, 2)
    expect(failed).to_be_visible()
    axe(page)
    shot(page, "player-failed")
    page.unroute_all()
    button(page, "Leave it and start anew").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()


SPOIL = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("ilium-player");
  asked.onerror = reject;
  asked.onsuccess = () => {
    const write = asked.result.transaction(["session", "sheet"], "readwrite");
    const state = { screen: { kind: "step" }, mode: "full" };
    write.objectStore("session").put({ shape: 3, session: 5, state, savedAt: Date.now() }, "current");
    write.objectStore("sheet").put({ version: 5, sheets: {} }, "current");
    write.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""


@pytest.mark.person()
def test_a_saved_session_that_cannot_be_read_is_told_and_left(page: Page, watch: Watch) -> None:
    """Loading again does not help with that; leaving it does."""
    watch.tolerate("TypeError|RangeError|uncaught|400|422")
    page.goto("/session/")
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    page.evaluate(SPOIL)
    page.reload()
    expect(page.get_by_role("heading", name="Something did not work here")).to_be_visible()
    button(page, "Load again").click()
    expect(page.get_by_role("heading", name="Something did not work here")).to_be_visible()
    button(page, "Leave it and start anew").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()


# --- An hour asleep -------------------------------------------------------------------------------------------------

#: A machine whose own count stands still in sleep: only the wall goes on.
SLEEPS = """(() => {
  const now = Date.now;
  let asleep = 0;
  Date.now = () => now() + asleep;
  window.sleep = (ms) => { asleep += ms; };
})()"""


@pytest.mark.person()
def test_an_hour_asleep_pauses_before_another_word(page: Page) -> None:
    """The count of the page stands still, the wall does not."""
    start(page)
    page.evaluate(SLEEPS)
    until_heading(page, "lumbar roll")
    page.evaluate("sleep(3_600_000)")
    let_pass(page, 1)
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    expect(page.get_by_text("The page fell asleep")).to_be_visible()
    button(page, "Go on").click()
    until_heading(page, "lumbar roll", minutes=0.2)
    page.evaluate("sleep(-3_600_000)")
    let_pass(page, 2)
    page.evaluate("sleep(900)")
    let_pass(page, 2)
    expect(page.locator("h1")).to_contain_text("Lumbar roll")
