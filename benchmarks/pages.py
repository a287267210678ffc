"""How soon pages answer and can be used, with ten years of sessions in the record."""

from __future__ import annotations

import functools
import http.server
import statistics
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from playwright.sync_api import Browser, sync_playwright

from benchmarks import made_up
from benchmarks.measure import Measure, p95, seconds
from tools.chromium import find_chromium
from tools.serving import serving

YEARS, WEEK = 10, 7
REQUESTS = 60
VISITS = 7
EMPTY = b"<!doctype html><html lang=en><title>Empty</title><p>Empty</p></html>"


def measure() -> list[Measure]:
    """Measure the history of ten years against that of nobody, and Today in a browser against an empty page."""
    now = datetime.now().astimezone()
    with made_up.folder() as unused, serving(unused) as url:
        floor = _p95(f"{url}/history/") * 1000
    with made_up.folder() as new:
        made_up.fill(new, WEEK, now)
        with serving(new) as url:
            week = _p95(f"{url}/progress/") * 1000
    with made_up.folder() as used, _empty_server() as empty, _browser() as browser:
        made_up.fill(used, YEARS * 365, now)
        with serving(used) as url:
            return [*_measured(url, empty, browser, floor), _progress(url, week)]


def _progress(url: str, week: float) -> Measure:
    """Measure the progress page of ten years of daily ratings, once the record has been read."""
    again = _p95(f"{url}/progress/") * 1000
    return Measure("progress of ten years, page, p95", again, "ms", 100, week, "a record of one week, p95")


def _measured(url: str, empty: str, browser: Browser, floor: float) -> list[Measure]:
    first = seconds(_get(f"{url}/history/")) * 1000
    again = _p95(f"{url}/history/") * 1000
    today, nothing = _usable(browser, url), _usable(browser, empty)
    return [
        Measure("history of ten years, first page after a start", first, "ms", None, floor, "empty record, p95"),
        Measure("history of ten years, page, p95", again, "ms", 100, floor, "empty record, p95"),
        Measure("Today can be used, on loopback", today, "s", 1, nothing, "empty page"),
    ]


def _p95(url: str) -> float:
    return p95([_get(url)] * REQUESTS)


def _get(url: str) -> functools.partial[bytes]:
    return functools.partial(_read, url)


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as reply:
        return bytes(reply.read())


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _usable(browser: Browser, url: str) -> float:
    """Return the median time of visits, each with an empty cache, from asking to a page whose scripts have run."""
    return statistics.median(_visit(browser, url) for _ in range(VISITS))


def _visit(browser: Browser, url: str) -> float:
    page = browser.new_page()
    page.goto(f"{url}/", wait_until="load")
    ended = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart")
    page.close()
    return float(ended) / 1000


class _Empty(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(EMPTY)))
        self.end_headers()
        self.wfile.write(EMPTY)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _empty_server() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
