"""Fixtures of the browser tests: each test has a server with an empty record, and pages that are watched."""

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.e2e.browsing import Server, Watch
from tests.e2e.nursery import Nursery
from tests.e2e.walk import set_up
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

#: A disk that others keep busy makes a server think for seconds, and a busy machine the page.
expect.set_options(timeout=60_000)


#: Drawing without a graphics card takes more than everything else together: only tests of the figure do it.
STILLS_ONLY = [*FLAGS, "--disable-3d-apis"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or an installed Chrome, that shows stills instead of the moving figure."""
    chromium = find_chromium()
    assert chromium, "no Chromium on this machine; python3 dev.py test installs it or says how"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=STILLS_ONLY)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that every server of the run is forked from."""
    forking = Nursery()
    yield forking
    forking.close()


@pytest.fixture(scope="session")
def prepared(browser: Browser, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return the data folder of a person who has gone through the questions; each kind of person does so once."""

    @functools.cache
    def folder(**answers: str) -> Path:
        server = Server(tmp_path_factory.mktemp("prepared") / "data", nursery)
        server.start()
        page = browser.new_page(base_url=server.url, service_workers="block")
        set_up(page, **answers)
        page.close()
        server.stop()
        return server.data

    return folder


@pytest.fixture
def server(tmp_path: Path, nursery: Nursery, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running Ilium: one that nobody has used yet, or with the mark ``person`` one that is ready to start."""
    server = Server(tmp_path / "data", nursery)
    if mark := request.node.get_closest_marker("person"):
        shutil.copytree(request.getfixturevalue("prepared")(**mark.kwargs), server.data)
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
def new_page(browser: Browser, server: Server, watch: Watch, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Opens a page as another person would: `new_page("laptop", color_scheme="dark")`, with Playwright's options.

    Only tests with the mark ``worker`` have a service worker: keeping every page takes as long as a short test.
    """
    contexts = []
    worker = "allow" if request.node.get_closest_marker("worker") else "block"

    def opened(size: str = "phone", **options: Any) -> Page:
        context = browser.new_context(base_url=server.url, viewport=SIZES[size], service_workers=worker, **options)
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
