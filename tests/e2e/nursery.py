"""Servers that start soon: a process imports what Ilium needs once, and forks `ilium serve` whenever it is asked.

What is forked runs the command itself, with its own folder, port and log; only imports that open nothing are done
already, so that a hundred and fifty tests do not each wait for them. `tests.forked` is for one folder whose server is
killed often: there Django is set up on it before the fork, and here it is not.
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Layers that know nothing of Django, and modules of others that need no settings: most of a start.
PURE = (
    "anatomy",
    "exercises",
    "screening",
    "record",
    "prescription",
    "cuesheet",
    "progress",
    "motion",
    "exchange",
    "app",
)
IMPORTED = (
    "asyncio",
    "email.mime.multipart",
    "django.contrib.messages",
    "django.core.asgi",
    "django.core.handlers.asgi",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.middleware.csrf",
    "django.template.backends.django",
    "django.template.defaultfilters",
    "django.template.loader_tags",
    "django.test.signals",
    "django.urls",
    "django.views.generic",
    "icalendar",
    "msgspec",
    "numpy",
    "uuid_utils",
    "uvicorn",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)


@dataclass
class Child:
    """A server that was forked; as `subprocess.Popen` has it, as far as the tests need."""

    nursery: "Nursery"
    pid: int
    code: int | None = None

    def poll(self) -> int | None:
        """Return what it ended with, or None while it runs."""
        if self.code is None:
            self.code = self.nursery.ask({"poll": self.pid})
        return self.code

    def wait(self) -> int:
        """Wait until it has ended, and return with what."""
        if self.code is None:
            self.code = self.nursery.ask({"wait": self.pid})
        assert self.code is not None
        return self.code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


class Nursery:
    """The process that forks servers; it ends with this one."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "tests.e2e.nursery"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)

    def start(self, arguments: list[str], log: Path) -> Child:
        """Fork a command of Ilium's; what it says goes to the end of a file."""
        pid = self.ask({"start": arguments, "log": str(log)})
        assert pid is not None
        return Child(self, pid)

    def ask(self, what: dict[str, object]) -> int | None:
        """Return the answer to one request."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the process that forks servers is gone"
        found: int | None = json.loads(answer)
        return found

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)


def _answer(asked: dict[str, object]) -> int | None:
    match asked:
        case {"start": list() as arguments, "log": str() as log}:
            return _fork([str(word) for word in arguments], log)
        case {"poll": int() as pid}:
            gone, status = os.waitpid(pid, os.WNOHANG)
            return os.waitstatus_to_exitcode(status) if gone else None
        case {"wait": int() as pid}:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        case _:
            raise ValueError(asked)


def _fork(arguments: list[str], log: str) -> int:
    if pid := os.fork():
        return pid
    code = 70
    try:
        written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for ours, standard in ((nothing, 0), (written, 1), (written, 2)):
            os.dup2(ours, standard)
        from ilium.cli import main

        code = main(arguments)
    finally:
        sys.stdout.flush()
        os._exit(code)


def _pure() -> Iterator[str]:
    for layer in PURE:
        package = importlib.import_module(f"ilium.{layer}")
        names = [module.name for module in pkgutil.walk_packages(package.__path__, f"ilium.{layer}.")]
        yield from (name for name in names if not name.endswith(".fast"))  # it compiles, and no server does


def main() -> None:
    """Answer each line of standard input with one on standard output."""
    for name in (*IMPORTED, *_pure()):
        importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
