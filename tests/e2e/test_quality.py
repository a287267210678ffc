"""Lighthouse's checks without Lighthouse, and every page by keyboard alone."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import AXE, SOON, Server, Watch
from tests.e2e.conftest import SIZES

# --- performance ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conditions:
    """The network and processor that Lighthouse lends a device, and its curves: metric to (median, tenth percentile).

    Source: Lighthouse 12's own constants, for mobile and desktop.
    """

    latency_ms: int
    kilobits: int
    slower: int
    curves: dict[str, tuple[float, float]]


SHIFT = (0.25, 0.1)
CONDITIONS = {
    "phone": Conditions(150, 1638, 4, {"fcp": (3000, 1800), "lcp": (4000, 2500), "tbt": (600, 200), "cls": SHIFT}),
    "laptop": Conditions(40, 10240, 1, {"fcp": (1600, 934), "lcp": (2400, 1200), "tbt": (350, 150), "cls": SHIFT}),
}
#: Lighthouse's weights, without its speed index, which needs a film of the page.
WEIGHTS = {"fcp": 10, "lcp": 25, "tbt": 30, "cls": 25}
VISITS = 3
WATCHING = """
window.seen = { lcp: 0, cls: 0, tasks: [] };
const watch = (type, take) => {
  new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true });
};
watch("largest-contentful-paint", entry => { seen.lcp = entry.startTime; });
watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch("longtask", entry => { seen.tasks.push(entry.duration); });
"""
METRICS = """() => ({
  fcp: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  lcp: seen.lcp,
  cls: seen.cls,
  tbt: seen.tasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0),
})"""


def score(metrics: dict[str, float], curves: dict[str, tuple[float, float]]) -> float:
    """Return 0 to 100: Lighthouse's weighted mean of its log-normal curves."""
    parts = [weight * _on_curve(metrics[name], *curves[name]) for name, weight in WEIGHTS.items()]
    return sum(parts) / sum(WEIGHTS.values()) * 100


def _on_curve(value: float, median: float, tenth: float) -> float:
    """Return 0.9 at the tenth percentile, 0.5 at the median, 1 at nothing at all."""
    if value <= 0:
        return 1.0
    return 0.5 * math.erfc(math.log(value / median) * 0.9061938024368232 / -math.log(tenth / median))


def test_the_score_is_lighthouses() -> None:
    """At the fixed points of its curves."""
    curves = CONDITIONS["phone"].curves
    assert score({name: median for name, (median, _) in curves.items()}, curves) == pytest.approx(50)
    assert score({name: tenth for name, (_, tenth) in curves.items()}, curves) == pytest.approx(90)
    assert score(dict.fromkeys(curves, 0), curves) == 100


def visit(browser: Browser, server: Server, size: str) -> tuple[dict[str, float], list[int]]:
    """Open Today for the first time on a slow network, and return its metrics and the sizes of what it asked for."""
    lent = CONDITIONS[size]
    context = browser.new_context(base_url=server.url, viewport=SIZES[size], service_workers="block")
    context.add_init_script(WATCHING)
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = lent.kilobits * 1024 / 8
    network = {"offline": False, "latency": lent.latency_ms, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": lent.slower})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    page.goto("/", wait_until="networkidle")
    metrics: dict[str, float] = page.evaluate(METRICS)
    context.close()
    return metrics, sizes


@pytest.mark.person()
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_today_is_fast_enough_for_a_slow_phone(browser: Browser, server: Server, size: str) -> None:
    """At least 95 of 100 at the best of three visits (a busy machine); nothing moves, and little is loaded."""
    visits = [visit(browser, server, size) for _ in range(VISITS)]
    best = max(score(metrics, CONDITIONS[size].curves) for metrics, _ in visits)
    assert best >= 95, visits
    for metrics, sizes in visits:
        assert metrics["cls"] < 0.01
        assert len(sizes) <= 12 + 4, "requests: four of them are the exercises' pictures"
        assert sum(sizes) <= 400_000, "bytes, the typeface and the pictures included"


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
