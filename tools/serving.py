"""A running Ilium of one's own, for measurements and pictures."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 30


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run `ilium serve` on a data folder, and give its address once it answers; raises as `served` does."""
    with served(folder) as (url, _):
        yield url


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """Run `ilium serve` on a data folder, and give its address and the number of its process once it answers.

    Raises
    ------
    RuntimeError
        When it does not start; it said why on standard error.
    """
    port = free_port()
    command = [sys.executable, "-m", "ilium.cli", "serve", "--no-browser", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, process)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server says that it is well; raises as `served` does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("ilium serve did not start")
        time.sleep(0.01)


def answers(url: str) -> bool:
    """Tell whether the server says that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False
