"""Fixtures of the browser tests: each test has a server with an empty record, and pages that are watched."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.e2e.browsing import Server, Watch
from tools.chromium import find_chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1280, "height": 800},
}

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or an installed Chrome."""
    chromium = find_chromium()
    assert chromium, "no Chromium on this machine; python3 dev.py test installs it or says how"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running Ilium that nobody has used yet."""
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    """What the test's pages do; the test fails when one asks another machine, or complains unexpectedly."""
    watched = Watch(server.url)
    yield watched
    assert watched.outside() == []
    assert watched.unexpected() == []


@pytest.fixture
def new_page(browser: Browser, server: Server, watch: Watch) -> Iterator[NewPage]:
    """Opens a page as another person would: `new_page("laptop", color_scheme="dark")`, with Playwright's options."""
    contexts = []

    def opened(size: str = "phone", **options: Any) -> Page:
        context = browser.new_context(base_url=server.url, viewport=SIZES[size], **options)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A phone's page."""
    return new_page("phone")


@pytest.fixture
def laptop(new_page: NewPage) -> Page:
    """A laptop's page."""
    return new_page("laptop")


@pytest.fixture(params=["phone", "laptop"])
def each_size(new_page: NewPage, request: pytest.FixtureRequest) -> Page:
    """One page after another of each size, for what must look right on both."""
    return new_page(request.param)
