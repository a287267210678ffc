"""A real server in a process of its own, which a test may kill."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ilium.record.codec import encode_batch
from ilium.record.events import Event

ROOT = Path(__file__).resolve().parents[2]
#: Where the servers of a run of tests remember their folders, and not where a person's do.
STATE = tempfile.mkdtemp(prefix="ilium-state-")


def environment() -> dict[str, str]:
    """Return the environment of a process that is to run this checkout."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]), "XDG_STATE_HOME": STATE}


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that another process or thread is about to do."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.01)


@dataclass
class Answer:
    """What the server said."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> dict[str, object]:
        value: dict[str, object] = json.loads(self.body)
        return value


@dataclass
class Client:
    """Speaks to a server on this machine; ``line`` is what the server said at its start."""

    line: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        found = re.search(r"Ilium is at http://\S+?:(\d+)\b", self.line)
        assert found, self.line
        return int(found[1])

    def ask(self, method: str, path: str, body: bytes | None = None, timeout: float = 20, **headers: str) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            said = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, response.read(), said)
        finally:
            connection.close()

    def sign_in(self) -> None:
        """Get a token, as a page does before it delivers."""
        answer = self.ask("GET", "/api/token")
        cookie = answer.headers["set-cookie"].partition(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRFToken": str(answer.json["token"]), "Content-Type": "application/json"}

    def post(self, events: Sequence[Event]) -> Answer:
        return self.ask("POST", "/api/events", encode_batch(events), **self.headers)


@dataclass
class Server(Client):
    """``ilium serve`` on a free port; `start` again after `kill` takes the same folder."""

    data: Path = field(kw_only=True)
    arguments: tuple[str, ...] = field(default=("--port", "0"), kw_only=True)
    process: subprocess.Popen[str] | None = field(default=None, kw_only=True)

    def start(self) -> "Server":
        """Start, and wait for the line that says where it is."""
        self.process = self.popen()
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        assert self.line, self.process.communicate()[1]
        return self

    def popen(self) -> "subprocess.Popen[str]":
        serve = [sys.executable, "-m", "ilium.cli", "serve", "--no-browser"]
        command = [*serve, "--data", str(self.data), *self.arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment())

    def refused(self) -> tuple[int, str]:
        """Start where it must not, and return exit code and what it said."""
        process = self.popen()
        out, err = process.communicate(timeout=30)
        assert out == ""
        return process.returncode, err

    def kill(self) -> None:
        """End it as a power cut would."""
        self.end(signal.SIGKILL)

    def close(self) -> None:
        """End it if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode
