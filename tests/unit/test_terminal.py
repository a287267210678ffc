"""Whatever goes wrong with a command is one clear line, and an exit code that says whose it is."""

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ilium import terminal
from ilium.anatomy.errors import PlanError

ONE_LINE = re.compile(r"ilium: [^\n]+\n")


def fails(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PlanError("no such side"), 2, "no such side"),
        (PlanError("two\nlines"), 2, "two lines"),
        (OSError(28, "No space left on device", "a.png"), 2, "a.png: no space left on device"),
        (OSError(28, "No space left on device"), 2, "the output: no space left on device"),
        (OSError(13, "Permission denied", b"\xff.png"), 2, "permission denied"),
        (ModuleNotFoundError("x", name="numba"), 2, "install ilium[fast]"),
        (RuntimeError("Could not determine home directory."), 2, "nobody knows where the home folder is"),
        (MemoryError(), 2, "not enough memory"),
        (KeyError("a health word"), 70, "something went wrong in Ilium (KeyError at test_terminal.py:"),
        (RecursionError(), 70, "RecursionError"),
        (ModuleNotFoundError("x", name="nonesuch"), 70, "ModuleNotFoundError"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), 70, "UnicodeDecodeError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_goes_wrong_is_said_in_one_line(
    capfd: pytest.CaptureFixture[str], error: Exception, code: int, said: str
) -> None:
    assert terminal.ended(fails(error)) == code
    printed = capfd.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert ONE_LINE.fullmatch(printed.err)


def test_a_fault_is_written_down_without_a_word_of_the_record(capfd: pytest.CaptureFixture[str]) -> None:
    assert terminal.ended(fails(ValueError("numb between the legs"))) == terminal.OUR_FAULT
    err = capfd.readouterr().err
    found = re.search(r"written in (\S+\.log);", err)
    assert found
    file = Path(found[1])
    kept, mode = file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777
    file.unlink()
    assert "numb" not in err + kept
    assert "ValueError" in kept and "test_terminal.py" in kept
    assert mode == 0o600


def test_where_nothing_can_be_written_down_it_says_so(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: str) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(terminal.tempfile, "mkstemp", full)
    assert terminal.ended(fails(ValueError())) == terminal.OUR_FAULT
    assert "could not be written down" in capfd.readouterr().err


def test_ctrl_c_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert terminal.ended(fails(KeyboardInterrupt())) == terminal.STOPPED == 128 + signal.SIGINT
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("left", "code"), [(SystemExit(2), 2), (SystemExit(None), 0), (SystemExit("why"), 1)])
def test_a_command_may_leave(left: SystemExit, code: int) -> None:
    assert terminal.ended(fails(left)) == code
