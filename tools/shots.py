"""Take the pictures of README and docs from a running Ilium whose record is made up."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import made_up
from tools.chromium import find_chromium
from tools.serving import serving

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
#: Who is shown, with the weeks and the seed of `dev.py lab people simulate`.
PERSON = ("--person", "steady", "--weeks", "12", "--seed", "7")
PHONE, LAPTOP = (390, 844), (1280, 800)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file's name, the way to what it shows, the size and theme of the window."""

    name: str
    way: Callable[[Page], None]
    size: tuple[int, int] = PHONE
    dark: bool = False


def today(page: Page) -> None:
    """Go to Today; its questions about the days before are left unanswered."""
    page.goto("/")
    for words in ("Not today", "Skip this"):
        if (later := page.get_by_role("button", name=words)).count():
            later.first.click()


def holding(page: Page) -> None:
    """Go into the first hold of a session."""
    page.clock.install()
    today(page)
    page.get_by_role("button", name="Nothing new – start").click()
    page.locator('.keypad__key[data-value="3"]').click()
    page.clock.run_for(75_000)
    figure = page.locator(".figure--shown")
    for _ in range(100):  # the figure comes in real time, and shows itself in the page's
        if figure.count():
            break
        page.wait_for_timeout(100)
        page.clock.run_for(20)


def on_today(page: Page) -> None:
    """Show the exercises of the day."""
    today(page)
    page.get_by_role("heading", name="Today", exact=True).evaluate("heading => heading.scrollIntoView()")


def asked(page: Page) -> None:
    """Press "It hurts" in a session."""
    holding(page)
    page.get_by_role("button", name="It hurts").click()


def at(path: str) -> Callable[[Page], None]:
    """Return the way to a page by its address."""

    def go(page: Page) -> None:
        page.goto(path)

    return go


#: Pages first: a session that is begun for a picture shows in the record.
SHOTS = (
    Shot("today", on_today),
    Shot("history", at("/history/")),
    Shot("progress", at("/progress/")),
    Shot("exercise", at("/exercises/si-glute-bridge/"), LAPTOP),
    Shot("player", holding),
    Shot("player-dark", holding, LAPTOP, dark=True),
    Shot("it-hurts", asked),
)


def take(browser: Browser, url: str, shot: Shot) -> None:
    """Take one picture, in a browser that has been here once: the typeface has come."""
    width, height = shot.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/about/")
    page.evaluate("document.fonts.load('1rem \"Atkinson Hyperlegible Next Variable\"')")
    shot.way(page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PICTURES / f"{shot.name}.png", animations="disabled")
    context.close()


def main() -> None:
    """Take every picture, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(shot.name for shot in SHOTS))
    wanted = parser.parse_args().names
    PICTURES.mkdir(parents=True, exist_ok=True)
    with made_up.folder() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "ilium_lab", "people", "simulate", *PERSON, "--data", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        with serving(folder) as url:
            for shot in SHOTS:
                if not wanted or shot.name in wanted:
                    take(browser, url, shot)
        browser.close()


if __name__ == "__main__":
    main()
