"""The moving figure without a graphics card: how fast it is drawn, how soon it is there, and what it weighs."""

from __future__ import annotations

import gzip
import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import made_up
from benchmarks.bundles import PLAYER, kilobytes
from benchmarks.measure import Measure
from tools.chromium import find_chromium
from tools.frontend import OUTPUT
from tools.serving import serving

#: What the player loads when the figure is first shown.
LAZY = ("client-*.js", "figure.worker-*.js")
ADDRESS = "/exercises/si-glute-bridge/"
#: A window in which the exercise page's figure is 480 by 320 pixels.
WINDOW = (516, 844)
SIZE = [480, 320]
VISITS = 5
SETTLE_SECONDS, LOOKS = 6.0, 5
#: 24 pictures a second.
BUDGET_MS = 41.7
#: Draws an empty scene of the same size so many times, and returns the milliseconds between two pictures.
EMPTY = """([width, height]) => new Promise((done) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  document.body.append(canvas);
  const gl = canvas.getContext("webgl2");
  const pictures = 120;
  let [first, count] = [0, 0];
  const draw = (now) => {
    first ||= now;
    gl.clearColor(count / pictures, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (count++ < pictures) requestAnimationFrame(draw);
    else done((now - first) / pictures);
  };
  requestAnimationFrame(draw);
})"""
SEEN = """() => {
  const { clientWidth, clientHeight, dataset } = document.querySelector(".viewer__stage");
  return [clientWidth, clientHeight, Number(dataset.fps), Number(dataset.level)];
}"""


def measure() -> list[Measure]:
    """Measure the figure."""
    with made_up.folder() as folder, serving(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        drawn = _drawn(browser, url)
        ready, loaded = (statistics.median(column) for column in zip(*_visits(browser, url), strict=True))
        browser.close()
    return [
        drawn,
        Measure("figure can be seen, on loopback", ready, "s", 1.5, loaded, "the page without it"),
        Measure("player with figure, JS gzipped", _scripts(), "kB", 240),
        Measure("the figure's body, gzipped", _gzipped("body-*.bin"), "kB", 160),
        Measure("largest clip, gzipped", _gzipped("*-*.json"), "kB", 20),
    ]


def _page(browser: Browser, url: str) -> Page:
    width, height = WINDOW
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, service_workers="block", locale="en-GB"
    )
    return context.new_page()


def _drawn(browser: Browser, url: str) -> Measure:
    """Measure the figure as it draws itself once it has found its level, then an empty scene in the same browser."""
    page = _page(browser, url)
    page.goto(ADDRESS)
    page.wait_for_selector(".viewer__step")
    time.sleep(SETTLE_SECONDS)
    looks = []
    for _ in range(LOOKS):
        time.sleep(1.0)
        looks.append(page.evaluate(SEEN))
    assert looks[-1][:2] == SIZE, f"the figure is {looks[-1][:2]}, not {SIZE}"
    page.goto("about:blank")
    empty = float(page.evaluate(EMPTY, SIZE))
    page.context.close()
    each = statistics.median(1000 / fps for _, _, fps, _ in looks if fps)
    name = f"figure, one picture at 480x320 in software (quality level {looks[-1][3]})"
    return Measure(name, each, "ms", BUDGET_MS, empty, "an empty scene")


def _visits(browser: Browser, url: str) -> list[tuple[float, float]]:
    """Return for each visit, with an empty cache, the seconds to the figure and to the loaded page."""
    found = []
    for _ in range(VISITS):
        page = _page(browser, url)
        page.goto(ADDRESS)
        page.wait_for_selector(".viewer__step")
        found.append(page.evaluate("[performance.now(), performance.getEntriesByType('navigation')[0].loadEventStart]"))
        page.context.close()
    return [(ready / 1000, loaded / 1000) for ready, loaded in found]


def _scripts() -> float:
    return kilobytes(PLAYER, ".js") + sum(_gzipped(name) for name in LAZY)


def _gzipped(pattern: str) -> float:
    """Return the size of the largest built file of this name, compressed, in units of 1000 bytes."""
    return max(_weight(file) for file in (OUTPUT / "assets").glob(pattern))


def _weight(file: Path) -> float:
    return len(gzip.compress(file.read_bytes())) / 1000
