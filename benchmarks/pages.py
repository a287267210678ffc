"""How soon pages answer and can be used, with ten years of sessions in the record."""

from __future__ import annotations

import functools
import http.server
import statistics
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import made_up
from benchmarks.measure import Measure, p95, seconds
from benchmarks.page_score import LAPTOP, PHONE, Conditions, visit
from tools.chromium import find_chromium
from tools.serving import served, serving

YEARS, WEEK, THIRTY = 10, 7, 30
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
            measured = [*_measured(url, empty, browser, floor), _progress(url, week)]
    return [*measured, *_thirty_years(now)]


def _thirty_years(now: datetime) -> list[Measure]:
    """Measure starts with thirty years of sessions in the record, and what they need, beside a record of nobody."""
    with made_up.folder() as unused:
        nobody = _start(unused)
    with made_up.folder() as used:
        made_up.fill(used, THIRTY * 365, now)
        _start(used)  # it reads the whole record, and keeps what it adds up to
        first, pages, memory = _start(used)
    beside, what = "an empty record", "thirty years"
    return [
        Measure(f"Today of {what}, first page after the server accepts", first, "ms", 300, nobody[0], beside),
        Measure(f"Today of {what}, page, p95", pages["/"], "ms", 100, nobody[1]["/"], beside),
        Measure(f"history of {what}, page, p95", pages["/history/"], "ms", 100, nobody[1]["/history/"], beside),
        Measure(f"progress of {what}, page, p95", pages["/progress/"], "ms", 100, nobody[1]["/progress/"], beside),
        Measure(f"memory with {what}", memory, "MB", None, nobody[2], beside),
    ]


def _start(folder: Path) -> tuple[float, dict[str, float], float]:
    """Start the server, and return the milliseconds to its first page, those of each page, and its megabytes."""
    with served(folder) as (url, process):
        first = seconds(_get(f"{url}/")) * 1000
        pages = {path: _p95(url + path) * 1000 for path in ("/", "/history/", "/progress/")}
        return first, pages, _megabytes(process)


def _megabytes(process: int) -> float:
    """Return how much memory a process has."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], check=True, capture_output=True, text=True)
    return int(said.stdout) / 1024


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
        *(
            Measure(f"Today's points short of Lighthouse's 100, {name}", _lost(browser, url, lent), "points", 5)
            for name, lent in (("slow phone", PHONE), ("laptop", LAPTOP))
        ),
    ]


def _lost(browser: Browser, url: str, lent: Conditions) -> float:
    """Return how far the best of a few visits is from 100."""
    return 100 - max(visit(browser, url, lent) for _ in range(VISITS))


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
