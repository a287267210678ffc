"""How soon a repetition is spoken: a film in the browser's camera, the real detector, server and player."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks import made_up
from benchmarks.measure import Measure
from ilium.anatomy import Side
from tools.chromium import find_chromium
from tools.film import film, pictures
from tools.serving import serving

COUNTS = 6
PATIENCE_MS = 90_000
#: A voice that writes down how long after its picture a number was spoken; and how long each picture was looked at.
SPY = """
window.spoken = []; window.counted = []; window.looked = [];
const voice = { lang: "en-GB", localService: true, default: true };
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speak = (line) => {
  const [at, seen] = [performance.now(), window.counted.at(-1)];
  if (/^\\d+\\.$/.test(line.text) && seen !== undefined) window.spoken.push(at - seen);
  setTimeout(() => { line.onstart?.(); line.onend?.(); }, 200);
};
Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [voice], speak, cancel() {} } });
window.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address);
    this.addEventListener("message", ({ data }) => JSON.parse(data).forEach((finding) => {
      if (finding.type === "repetition-counted") window.counted.push(finding.at_ms);
    }));
  }
  send(content) {
    const ms = content instanceof ArrayBuffer && new DataView(content).getUint16(20, true);
    if (ms !== false) window.looked.push([performance.now(), ms]);
    super.send(content);
  }
};
"""


def measure() -> list[Measure]:
    """Measure from the picture in which a repetition is found to its number being spoken, and the pictures a second."""
    with made_up.folder() as data, tempfile.TemporaryDirectory() as folder:
        made_up.fill(data, 0, datetime.now().astimezone())
        with serving(data) as url, _page(url, _film(Path(folder))) as page:
            _to_the_bridge(page)
            return _measures(_seen(page))


def _seen(page: Page) -> dict[str, Any]:
    """Wait until enough repetitions were spoken.

    Raises
    ------
    RuntimeError
        When they were not, for so long that something is wrong.
    """
    for _ in range(PATIENCE_MS // 250):
        seen: dict[str, Any] = page.evaluate("({ spoken: window.spoken, looked: window.looked })")
        if len(seen["spoken"]) >= COUNTS:
            return seen
        page.wait_for_timeout(250)
    raise RuntimeError(f"of {COUNTS} repetitions only {len(seen['spoken'])} were spoken")


def _measures(seen: dict[str, Any]) -> list[Measure]:
    inside = statistics.median(ms for _, ms in seen["looked"])
    span = (seen["looked"][-1][0] - seen["looked"][0][0]) / 1000
    said, name = sorted(seen["spoken"]), "camera picture to spoken repetition"
    return [
        Measure(f"{name}, median", statistics.median(said), "ms", 300, inside, "the detector alone"),
        Measure(f"{name}, slowest of {len(said)}", said[-1], "ms", None, inside, "the detector alone"),
        Measure("pictures looked at", (len(seen["looked"]) - 1) / span, "a second"),
    ]


def _film(folder: Path) -> Path:
    """Return a film of a bridge on both legs, a repetition every five seconds."""
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    frames = pictures("two-leg", Side.RIGHT, shares)
    up, down = frames[1:-1], frames[-2:0:-1]
    moves = [*((one, 0.4) for one in up), (frames[-1], 1.0), *((one, 0.6) for one in down), (frames[0], 1.0)]
    return film(folder / "bridge.y4m", moves)


@contextmanager
def _page(url: str, played: Path) -> Iterator[Page]:
    flags = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        flags.append(f"--use-file-for-fake-video-capture={played}")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        page = browser.new_page(base_url=url)
        page.add_init_script(SPY)
        yield page
        browser.close()


def _to_the_bridge(page: Page) -> None:
    """Switch the camera on at the start, and leave out what comes before the bridge."""
    page.goto("/session/")
    for name in ("Use the camera", "Switch the camera on"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text("I can see your hip")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Use it in the session").click()
    page.locator('.keypad__key[data-value="3"]').click()
    while "bridge" not in page.locator("h1").inner_text().lower():
        page.get_by_role("button", name="Skip", exact=True).click()
        why = page.get_by_role("button", name="No time today")
        page.wait_for_timeout(200)
        if why.is_visible():
            why.click()
    page.get_by_role("button", name="I am ready").click()
