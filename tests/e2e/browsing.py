"""What the browser tests share: a real server, a watch over what a page does, axe-core, screenshots."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket

from tests.e2e.nursery import Child, Nursery

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_SECONDS = 120
#: axe-core defers work with short timeouts, which never come while a test has stopped the page's clock; messages do.
SOON = """(work, delay = 0) => {
  if (delay > 100) return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); work(); };
  port2.postMessage(null);
}"""


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


Own = subprocess.Popen[bytes]  # a server that was not forked


@dataclass
class Server:
    """`ilium serve` as a process of its own, with its record in `data`; `environment` changes what it runs in."""

    data: Path
    nursery: Nursery
    port: int = field(default_factory=free_port)
    process: Child | Own | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".log")

    def start(self) -> None:
        """Start, also again after `kill`, and wait until it answers."""
        command = ["serve", "--port", str(self.port), "--data", str(self.data), "--no-browser"]
        self.process = self._own(command) if self.environment else self.nursery.start(command, self.log)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"ilium serve did not start:\n{self.log.read_text()}")
            time.sleep(0.02)
        if self.environment:  # its first page imports what is there in others; a worker waits ten seconds for a page
            urllib.request.urlopen(f"{self.url}/", timeout=START_SECONDS).close()

    def _own(self, command: list[str]) -> Own:
        """Start it as a process that has imported nothing yet: another environment may mean another Ilium."""
        ilium = Path(sys.executable).with_name("ilium")
        with self.log.open("ab") as log:
            around = {**os.environ, **self.environment}
            return Own([str(ilium), *command], stdout=log, stderr=subprocess.STDOUT, env=around)

    def answers(self) -> bool:
        """Tell whether the server says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as reply:
                return bool(reply.status == 200)
        except (URLError, OSError):
            return False

    def stop(self) -> None:
        """End the process as a person would, and wait for it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
            self.process = None

    def kill(self) -> None:
        """End the process at once, as a lost machine would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Watch:
    """Everything a test's pages asked for and complained about.

    A test that provokes complaints, by cutting the network for instance, names them with `tolerate`.
    """

    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        context.on("page", lambda page: page.on("websocket", self._connected))

    def tolerate(self, pattern: str) -> None:
        """Expect complaints that match a pattern."""
        self.tolerated.append(pattern)

    def outside(self) -> list[str]:
        """Return the addresses asked for beyond the server's own origin."""
        wanted = urlsplit(self.origin).netloc
        asked = [urlsplit(url) for url in self.requests]
        return [url.geturl() for url in asked if url.scheme in {"http", "https", "ws", "wss"} and url.netloc != wanted]

    def unexpected(self) -> list[str]:
        """Return the complaints that nobody expected."""
        return [said for said in self.complaints if not any(re.search(pattern, said) for pattern in self.tolerated)]

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _connected(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


def axe(page: Page) -> None:
    """Fail on any violation of WCAG 2.2 AA that axe-core finds on the page as it stands, its clock running or not."""
    page.evaluate(f"(setTimeout => {{ {AXE.read_text(encoding='utf-8')} }})({SOON})")
    options = {"runOnly": WCAG, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    told = [f"{found['id']}: {found['help']}: {node['html']}" for found in violations for node in found["nodes"]]
    assert not told, "\n".join([page.url, *told])


def shot(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a picture of the page, named by what it shows, the size and the theme, where ILIUM_SCREENSHOTS is set."""
    if not os.environ.get("ILIUM_SCREENSHOTS"):
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{'dark' if dark else 'light'}.png", full_page=full)
