"""A command as a test runs it."""

from collections.abc import Callable, Sequence

import pytest


def run(main: Callable[[Sequence[str]], int], capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Run a command and return its exit code, standard output and standard error."""
    try:
        code = main(argv)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err
