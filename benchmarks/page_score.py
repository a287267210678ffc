"""Lighthouse's score of a page without Lighthouse: its conditions, its curves and its weights, in the same browser."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playwright.sync_api import Browser, ViewportSize


@dataclass(frozen=True)
class Conditions:
    """The network and processor that Lighthouse lends a device, and its curves: metric to (median, tenth percentile).

    Source: Lighthouse 12's own constants, for mobile and desktop.
    """

    window: ViewportSize
    latency_ms: int
    kilobits: int
    slower: int
    curves: dict[str, tuple[float, float]]


SHIFT = (0.25, 0.1)
PHONE = Conditions(
    {"width": 390, "height": 844},
    150,
    1638,
    4,
    {"fcp": (3000, 1800), "lcp": (4000, 2500), "tbt": (600, 200), "cls": SHIFT},
)
LAPTOP = Conditions(
    {"width": 1280, "height": 800},
    40,
    10240,
    1,
    {"fcp": (1600, 934), "lcp": (2400, 1200), "tbt": (350, 150), "cls": SHIFT},
)
#: Lighthouse's weights, without its speed index, which needs a film of the page.
WEIGHTS = {"fcp": 10, "lcp": 25, "tbt": 30, "cls": 25}
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
    """Return 0 to 100: Lighthouse's weighted mean of its log-normal curves.

    Examples
    --------
    >>> round(score({name: median for name, (median, _) in PHONE.curves.items()}, PHONE.curves))
    50
    >>> round(score({name: tenth for name, (_, tenth) in PHONE.curves.items()}, PHONE.curves))
    90
    """
    parts = [weight * _on_curve(metrics[name], *curves[name]) for name, weight in WEIGHTS.items()]
    return sum(parts) / sum(WEIGHTS.values()) * 100


def _on_curve(value: float, median: float, tenth: float) -> float:
    """Return 0.9 at the tenth percentile, 0.5 at the median, 1 at nothing at all."""
    if value <= 0:
        return 1.0
    return 0.5 * math.erfc(math.log(value / median) * 0.9061938024368232 / -math.log(tenth / median))


def visit(browser: Browser, url: str, lent: Conditions) -> float:
    """Return the score of a first visit under the conditions that Lighthouse lends a device."""
    context = browser.new_context(base_url=url, viewport=lent.window, service_workers="block")
    context.add_init_script(WATCHING)
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = lent.kilobits * 1024 / 8
    network = {"offline": False, "latency": lent.latency_ms, "downloadThroughput": rate, "uploadThroughput": rate}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": lent.slower})
    page.goto("/", wait_until="networkidle")
    metrics: dict[str, float] = page.evaluate(METRICS)
    context.close()
    return score(metrics, lent.curves)
