"""``ilium serve`` that starts in milliseconds, for tests that kill it often.

A process imports Ilium once and forks a server whenever it is asked. What is forked runs the same `serve` as the
command does - the lock, the checks of the folder, the tables, the port - and only the imports are done already. Nothing
of the record is open in the process that forks.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.servers import ROOT, Client, environment


@dataclass
class ForkedServer(Client):
    """A server on a free port that `start` makes anew after each `kill`, on the same folder."""

    data: Path = field(kw_only=True)
    forker: "subprocess.Popen[str] | None" = None
    pid: int = 0

    def start(self) -> None:
        """Start, and wait until it says where it is."""
        self.begin()
        while "Ilium is at" not in self.line:
            self.line = self._read()
            assert not self.line.startswith("gone"), "the server did not start"

    def begin(self) -> None:
        """Start, and wait only until there is a process."""
        if self.forker is None:
            command = [sys.executable, "-m", "tests.forked", str(self.data)]
            pipe = subprocess.PIPE
            self.forker = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment(), cwd=ROOT)
        assert self.forker.stdin is not None
        self.forker.stdin.write("start\n")
        self.forker.stdin.flush()
        self.line = self._read()
        self.pid = int(self.line.removeprefix("pid "))

    def kill(self) -> None:
        """End it as a power cut would, but for what the machine itself has not written yet."""
        os.kill(self.pid, signal.SIGKILL)
        while not self._read().startswith("gone"):
            pass

    def close(self) -> None:
        """End the process that forks, and the server if it still runs."""
        if self.forker is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.forker.communicate(timeout=30)

    def _read(self) -> str:
        assert self.forker is not None
        assert self.forker.stdout is not None
        line = self.forker.stdout.readline()
        assert line, "the process that forks is gone"
        return line


def prepare(data: Path) -> None:
    """Import what a server needs, and open nothing of the record."""
    os.environ["ILIUM_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ilium.web.settings"
    import django

    django.setup()
    import ilium.web.asgi
    import ilium.web.urls  # noqa: F401 - imported for what it imports


def main() -> None:
    """Fork a server for each line of standard input, and wait for its end."""
    from ilium.web.serve import serve

    data = Path(sys.argv[1])
    prepare(data)
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            print(f"pid {os.getpid()}", flush=True)
            os._exit(serve(port=0, data=data, open_browser=False))
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
