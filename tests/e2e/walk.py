"""Ways through the pages and the player that several browser tests take."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from ilium.screening import load_screening

#: A test walks through a session in hops of this much of the page's own, stopped clock.
HOP_MS = 2_000
#: After a minute of that clock the hops are longer, where a test does not say otherwise.
LONG_HOP_MS = 5_000
#: The heading of the end of a session, where everything that was begun can be rated.
REVIEW = "How was it?"
#: How many pages of questions there are.
PAGES = len(load_screening().page)


def button(page: Page, name: str) -> Locator:
    """Return the button with exactly this name."""
    return page.get_by_role("button", name=name, exact=True)


# --- The pages before a session ----------------------------------------------------------------------------------


def answer_screening(page: Page, *, yes: dict[str, str] | None = None) -> None:
    """Answer every page of the screening: "none of these", but for the items in ``yes`` (item id to its side or "")."""
    wanted = yes or {}
    for number in range(1, PAGES + 1):
        expect(page.get_by_text(f"Page {number} of {PAGES}")).to_be_visible()
        here = [item for item in wanted if page.locator(f"#yes_{item}").count()]
        led = page.locator("#lead_no")
        if led.count():
            led.check()
        for item in here:
            page.check(f"#yes_{item}")
            if wanted[item]:
                page.check(f"#side_{item}_{wanted[item]}")
        if not here and not led.count():
            page.check("#none")
        button(page, "Next").click()
    expect(page.get_by_text(f"Page {PAGES} of {PAGES}")).to_have_count(0)


def say_where_it_hurts(page: Page, *, side: str = "right", track: str = "gradual", **more: str) -> None:
    """Fill in the page about the pain and save it."""
    values = {"side": side, "pain_now": "3", "pain_usual": "4", "surface": "floor", "track": track, **more}
    for name, value in values.items():
        page.check(f'input[name="{name}"][value="{value}"]', force=True)
    button(page, "Save").click()


def set_up(page: Page, *, side: str = "right", track: str = "gradual", **more: str) -> None:
    """Go from the first page to a Today that is ready to start."""
    page.goto("/")
    page.get_by_text("Start with a few questions").click()
    answer_screening(page)
    page.goto("/about-pain/")
    say_where_it_hurts(page, side=side, track=track, **more)
    expect(button(page, "Nothing new – start")).to_be_visible()


# --- The session -------------------------------------------------------------------------------------------------


def start(page: Page, *, pain: int = 3) -> None:
    """Start everything of Today in two taps; the page's clock stands still from here on but for `let_pass`."""
    page.clock.install()
    page.goto("/?for=everything")
    button(page, "Nothing new – start").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    rate(page, pain)


def rate(page: Page, value: int) -> None:
    """Choose a number of the scale that is shown."""
    page.locator(f'.keypad__key[data-value="{value}"]').click()


def let_pass(page: Page, seconds: float) -> None:
    """Let the page's clock run."""
    page.clock.run_for(int(seconds * 1000))


def heading(page: Page) -> str:
    """Return the words of the page's heading."""
    return re.sub(r"\s+", " ", page.locator("h1").first.inner_text()).strip()


def until(
    page: Page, there: Callable[[], bool], *, minutes: float = 60, hop_ms: int = HOP_MS, long_hop_ms: int = LONG_HOP_MS
) -> None:
    """Let the page's clock run, in hops, until something is there."""
    passed = 0
    while passed < minutes * 60_000:
        if there():
            return
        hop = hop_ms if passed < 60_000 else long_hop_ms
        page.clock.run_for(hop)
        passed += hop
    raise AssertionError(f"not there after {minutes} minutes: {heading(page)!r}")


def until_heading(page: Page, words: str, *, minutes: float = 60) -> None:
    """Let the page's clock run until the heading says this."""
    until(page, lambda: words.lower() in heading(page).lower(), minutes=minutes)


def until_shown(page: Page, locator: Locator, *, minutes: float = 60) -> None:
    """Let the page's clock run until this is shown."""
    until(page, locator.first.is_visible, minutes=minutes)


def until_review(page: Page) -> None:
    """Let the page's clock run until what was begun can be rated."""
    until_heading(page, REVIEW)


def answer_the_review(page: Page, effort: int) -> None:
    """Say of everything that was begun that it was no worse, and how hard it was."""
    expect(page.get_by_role("heading", name=REVIEW)).to_be_visible()
    button(page, "No worse than before").click()
    page.get_by_role("button", name="How hard?").first.click()
    while heading(page) == "How hard was it?":
        rate(page, effort)
    button(page, "Done").click()


def record(page: Page) -> str:
    """Return the words of the session's page in History."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())
