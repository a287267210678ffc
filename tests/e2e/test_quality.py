"""Lighthouse's checks without Lighthouse, and every page by keyboard alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import AXE, SOON, Server, Watch
from tests.e2e.conftest import SIZES

# --- little to load -------------------------------------------------------------------------------------------------


#: The network of a slow phone, and of a home: milliseconds, kilobits a second. Source: Lighthouse 12's own constants.
NETWORKS = {"phone": (150, 1638), "laptop": (40, 10240)}
WATCHING = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) shifted += entry.value;
})).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.person()
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_today_asks_little_of_a_slow_network_and_nothing_moves(browser: Browser, server: Server, size: str) -> None:
    """On a first visit; how long it takes is measured by the benchmarks, because a busy machine is no fault."""
    latency, kilobits = NETWORKS[size]
    context = browser.new_context(base_url=server.url, viewport=SIZES[size], service_workers="block")
    context.add_init_script(WATCHING)
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = kilobits * 1024 / 8
    network = {"offline": False, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", network)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("shifted") < 0.01
    assert len(sizes) <= 12 + 4, "requests: four of them are the exercises' pictures"
    assert sum(sizes) <= 400_000, "bytes, the typeface and the pictures included"
    context.close()


# --- accessibility --------------------------------------------------------------------------------------------------


@pytest.mark.person()
def test_today_has_no_violation_of_any_rule(each_size: Page) -> None:
    """Every rule of axe-core that is not experimental, best practice included: more than Lighthouse asks."""
    page = each_size
    page.goto("/")
    page.evaluate(f"(setTimeout => {{ {AXE.read_text(encoding='utf-8')} }})({SOON})")
    found = page.evaluate("axe.run(document).then(({ violations, passes }) => ({ violations, passes: passes.length }))")
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]] == []
    assert found["passes"] > 20


# --- by keyboard ----------------------------------------------------------------------------------------------------

#: Pages that no link leads to from Today.
BESIDES = ["/screening/1/", "/screening/2/", "/offline/", "/no-such-page/"]
#: A page is walked so often, until nothing comes or goes meanwhile.
WALKS = 4
#: Marks everything that can be used, with how it looks without focus; a group of radio buttons is one thing.
MARK = """() => {
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = node => node.checkVisibility({ visibilityProperty: true }) && !node.matches(":disabled, [inert] *");
  const nodes = [...document.querySelectorAll(usable)].filter(shown);
  const styles = ["outline", "boxShadow", "borderColor", "backgroundColor", "textDecoration"];
  const look = node => styles.map(name => getComputedStyle(node)[name]).join();
  const around = node => [node, node.closest("label"), node.parentElement, node.nextElementSibling].filter(Boolean);
  window.looks = node => around(node).map(look).join("|");
  const told = node => node.id || node.name || node.getAttribute("href") || node.textContent.trim().slice(0, 40);
  const group = node => node.type === "radio" && `radio ${node.form?.action} ${node.name}`;
  window.called = node => group(node) || `${node.tagName.toLowerCase()} ${told(node)}`;
  window.before = new Map(nodes.map(node => [node, looks(node)]));
  return [...new Set(nodes.map(called))];
}"""
#: What has the focus, whether it can be seen to have it, and whether it is on the screen.
FOCUSED = """() => {
  const node = document.activeElement;
  if (!node || node === document.body || node === document.documentElement) return null;
  const box = node.getBoundingClientRect();
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: called(node), seen: before.get(node) !== looks(node), onScreen };
}"""


@dataclass(frozen=True)
class Stop:
    """One stop of the Tab key."""

    name: str
    seen: bool
    onScreen: bool  # noqa: N815 - as the page says it


def stops(page: Page, key: str, most: int) -> Iterator[Stop]:
    """Press a key until the focus leaves the page, or more often than there are things to stop at."""
    for _ in range(most):
        page.keyboard.press(key)
        told = page.evaluate(FOCUSED)
        if told is None:
            return
        yield Stop(**told)
    raise AssertionError(f"{page.url}: {key} never leaves the page")


def linked(page: Page) -> list[str]:
    """Return the addresses of every page that links lead to from Today."""
    known, todo = {"/": True}, ["/"]
    while todo:
        here = todo.pop()
        answer = page.request.get(here)
        known[here] = answer.headers.get("content-type", "").startswith("text/html")
        if known[here]:
            found = {urljoin(here, href) for href in re.findall(r'<a [^>]*href="([^"#]+)', answer.text())}
            fresh = {path for path in found if not urlsplit(path).scheme and path.partition("?")[0] not in known}
            todo += sorted({path.partition("?")[0] for path in fresh} - set(todo))
    return sorted(path for path, is_page in known.items() if is_page)


def walks(page: Page) -> tuple[list[str], list[Stop], list[Stop]]:
    """Return what can be used, and the stops on the way through the page and back, once its scripts have settled.

    A figure comes when it is first seen, and the page without the server fills in what is kept: walk again after that.
    """
    for _ in range(WALKS):
        usable = page.evaluate(MARK)
        most = 3 * len(usable) + 20
        forwards, backwards = list(stops(page, "Tab", most)), list(stops(page, "Shift+Tab", most))
        if page.evaluate(MARK) == usable:
            return usable, forwards, backwards
    raise AssertionError(f"{page.url}: what can be used changes all the time")


@pytest.mark.person()
def test_every_page_can_be_used_by_keyboard_alone(each_size: Page, watch: Watch) -> None:
    """Everything is reached, the focus is seen and on the screen, and Tab leaves the page at its end, both ways."""
    watch.tolerate("404")
    page = each_size
    paths = [*linked(page), *BESIDES]
    assert {"/", "/exercises/", "/exercises/figure-four/", "/history/", "/help/", "/settings/"} <= set(paths)
    for path in paths:
        page.goto(path)
        usable, forwards, backwards = walks(page)
        assert [name for name in usable if name not in {stop.name for stop in forwards}] == [], f"{path}: not reached"
        assert [stop.name for stop in forwards if not stop.seen] == [], f"{path}: no visible focus"
        assert [stop.name for stop in forwards if not stop.onScreen] == [], f"{path}: focus out of sight"
        assert forwards[0].name.startswith("a #main") or path == "/session/", f"{path}: no link past the menu"
        assert {stop.name for stop in backwards} == {stop.name for stop in forwards}, f"{path}: another way back"
