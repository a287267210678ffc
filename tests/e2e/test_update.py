"""A new version never breaks a session in progress, and never mixes with the old one."""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import ROOT, Server, Watch
from tests.e2e.test_offline import AWAY, visit, wait_for
from tests.e2e.walk import answer_the_review, button, start, until_heading, until_review, until_shown

pytestmark = pytest.mark.worker

#: Words of the first version, in a template and in a script, and what the second says instead.
TEMPLATE = ("Ilium guides practice.", "Ilium guides practice, second.")
SCRIPT = ("Nothing waits now.", "Nothing waits, second.")
ENDING = ("Done for today", "Done for today, second")

WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
CACHES = "async () => (await caches.keys()).length"
ALL_NEW = """async () => {
  const kept = await caches.match("/offline/");
  return (await caches.keys()).length === 1 && Boolean(kept) && (await kept.text()).includes("second");
}"""
SCRIPTS = "[...document.scripts].map((script) => script.src)"


def linked_or_copied(source: str, target: str) -> None:
    """Copy what is changed below, and let the rest, tens of megabytes, be the same file under another name."""
    if not source.endswith((".html", ".js", "manifest.json")):
        with suppress(OSError):  # not across disks
            return os.link(source, target)
    shutil.copy2(source, target)


@pytest.fixture
def second(tmp_path: Path) -> dict[str, str]:
    """Return the environment in which Ilium runs as the next version: other words, and other names for all scripts."""
    source = tmp_path / "second"
    package = source / "ilium"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "ilium", package, ignore=ignored, copy_function=linked_or_copied)
    app = package / "web" / "static" / "app"
    for page in package.rglob("*.html"):
        page.write_text(page.read_text().replace(*TEMPLATE))
    for script in app.rglob("*.js"):
        script.rename(script.with_name(script.name.replace(".js", "-second.js")))
    for file in [*app.rglob("*.js"), app / "manifest.json"]:
        text = re.sub(r"([\w.]+-[\w-]{8})\.js", r"\1-second.js", file.read_text())
        file.write_text(text.replace(*SCRIPT).replace(*ENDING))
    return {"PYTHONPATH": f"{source}:{ROOT}"}


def update(server: Server, environment: dict[str, str]) -> None:
    """Stop the server, and start its next version on the same record."""
    server.kill()
    server.environment = environment
    server.start()


def end_idle_workers(page: Page) -> None:
    """End the workers that have nothing to do, as Chromium does after half a minute, but never while it is driven."""
    page.wait_for_timeout(2_000)
    browser = page.context.new_cdp_session(page)
    browser.send("ServiceWorker.enable")
    browser.send("ServiceWorker.stopAllWorkers")
    browser.detach()


def versions(page: Page) -> tuple[bool, bool, bool]:
    """Return whether the page, its scripts' names, and what they say are of the second version."""
    expect(page.locator("[data-offline=waiting]")).not_to_be_empty()
    text, names = page.locator("body").inner_text(), page.evaluate(SCRIPTS)
    return TEMPLATE[1] in text, all("-second" in name for name in names), SCRIPT[1] in text


@pytest.mark.person()
def test_an_update_in_the_middle_leaves_the_session_on_its_version(
    page: Page, server: Server, watch: Watch, second: dict[str, str]
) -> None:
    """Also through a reload without the server; the visit after the session is of the new one alone."""
    watch.tolerate(AWAY)
    visit(page)
    start(page)
    until_heading(page, "lumbar roll")
    update(server, second)
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator("footer")).to_contain_text(TEMPLATE[1])
    wait_for(lambda: bool(other.evaluate(WAITING)))
    other.reload()
    other.wait_for_timeout(500)
    assert (other.evaluate(WAITING), other.evaluate(CACHES)) == (True, 2)
    other.close()
    server.kill()
    until_heading(page, "figure four")
    page.reload()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    assert not any("-second" in name for name in page.evaluate(SCRIPTS))
    button(page, "Go on").click()
    server.start()
    until_review(page)
    answer_the_review(page, 1)
    expect(page.get_by_role("heading", name=ENDING[0], exact=True)).to_be_visible()
    until_shown(page, page.get_by_text("sent to your Ilium"), minutes=3)
    page.get_by_role("link", name="See what you did").click()
    expect(page.locator("footer")).to_contain_text(TEMPLATE[1])
    expect(page.locator("main")).to_contain_text("Side plank clam shell")
    end_idle_workers(page)
    wait_for(lambda: page.evaluate(CACHES) == 1 and not page.evaluate(WAITING))
    server.kill()
    page.goto("/")
    assert versions(page) == (True, True, True)


@pytest.mark.person()
def test_without_a_session_the_next_page_is_the_new_version_with_all_it_keeps(
    page: Page, server: Server, watch: Watch, second: dict[str, str]
) -> None:
    """It takes over at once, and its session starts without the server."""
    watch.tolerate(AWAY)
    visit(page)
    update(server, second)
    page.goto("/")
    expect(page.locator("footer")).to_contain_text(TEMPLATE[1])
    assert all("-second" in name for name in page.evaluate(SCRIPTS))
    wait_for(lambda: bool(page.evaluate(ALL_NEW)))
    server.kill()
    page.goto("/history/")
    assert versions(page) == (True, True, True)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Is anything new since last time?")).to_be_visible()
    assert all("-second" in name for name in page.evaluate(SCRIPTS))


@pytest.mark.person()
def test_an_update_cut_off_in_its_middle_never_mixes(
    page: Page, server: Server, watch: Watch, second: dict[str, str]
) -> None:
    """The server dies as soon as its new version has been seen: what is kept is all old or all new."""
    watch.tolerate(AWAY)
    visit(page)
    update(server, second)
    page.goto("/", wait_until="commit")
    server.kill()
    for address in ("/", "/history/"):
        page.goto(address)
        assert len(set(versions(page))) == 1
        let_pass_really(page)
    page.goto("/session/")
    expect(page.get_by_role("heading", name="Is anything new since last time?")).to_be_visible()


def let_pass_really(page: Page) -> None:
    """Give the worker time to change its mind."""
    page.wait_for_timeout(700)
