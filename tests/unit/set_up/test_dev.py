"""The developer's command line: what it refuses, and what it takes for changed."""

import socket
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from ilium.web.serve import DEFAULT_HOST, DEFAULT_PORT, OWN_HOSTS
from tools import audit, frontend, starting

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["run", "--prot", "80"], ["run", "--port", "eighty"], ["lint", "--fix"]]
)
def test_refuses_what_it_does_not_know(words: list[str]) -> None:
    """A wrong command ends with exit 2 and its reason, before anything is installed."""
    done = subprocess.run([sys.executable, ROOT / "dev.py", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dev.py" in done.stderr.splitlines()[-1]
    assert "error: " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--data", "missing/x"], "missing does not exist. Is its disk connected?"),
        (["--data", "dev.py"], "is a file, not a folder"),
        (["--data", "dev.py/x"], "dev.py does not exist"),
        (["--data", "~nobody-by-that-name/x"], "Nobody knows which folder ~nobody-by-that-name is"),
        (["--data", "x" * 300], "file name too long"),
        (["--host", "0.0.0.0"], "serves this machine only"),
        (["--port", "70000"], "There is no port 70000"),
        (["--port", "-1"], "There is no port -1"),
    ],
)
def test_what_cannot_be_served_is_refused_before_anything_is_installed(words: list[str], why: str) -> None:
    """One line, exit 2, in the time that Python takes to start: also where there are no tools yet."""
    command = [sys.executable, "-S", ROOT / "dev.py", "run", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=20)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_refused_before_anything_is_installed() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        why = starting.refusal(host=None, port=taken.getsockname()[1], data=None)
    assert "in use" in why


def test_what_can_be_served_is_not_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "new"):
        assert starting.refusal(host="localhost", port=0, data=str(folder)) == ""


def test_the_names_and_the_port_are_the_servers_own() -> None:
    assert (starting.OWN_HOSTS, starting.HOST, starting.PORT) == (OWN_HOSTS, DEFAULT_HOST, DEFAULT_PORT)


def test_digest_follows_contents_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files have the same digest; a changed or renamed file has another."""
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    one, two = tmp_path / "one.ts", tmp_path / "two.ts"
    one.write_text("1")
    two.write_text("1")
    first = frontend.digest(iter([one]))
    assert frontend.digest(iter([one])) == first
    assert frontend.digest(iter([two])) != first
    one.write_text("2")
    assert frontend.digest(iter([one])) != first


@pytest.mark.parametrize(
    ("found", "chosen", "red"),
    [
        ({"style": 0, "tests": 0, "browser tests": 0}, False, []),
        ({"style": 1, "tests": 0, "browser tests": 2}, False, ["style", "browser tests"]),
        ({"tests": 5, "browser tests": 0}, False, ["tests"]),
        ({"tests": 5, "browser tests": 0}, True, []),
        ({"tests": 5, "browser tests": 5}, True, ["tests", "browser tests"]),
        ({"tests": 5}, True, ["tests"]),
        ({"style": 5, "front-end tests": 5, "tests": 0}, True, ["style", "front-end tests"]),
    ],
)
def test_a_run_in_which_no_test_ran_is_red(found: dict[str, int], chosen: bool, red: list[str]) -> None:
    """Of a choice of tests one of the two runs may be empty: the other has them."""
    assert dev.failed(found, chosen=chosen) == red


SILENT = audit.NOT_AUDITED


@pytest.mark.parametrize(
    ("found", "last", "red"),
    [
        ({"Python packages": 0, "JavaScript packages": 0, "tests": 0}, "", False),
        ({"Python packages": SILENT, "tests": 0}, "ilium: not audited: Python packages (nobody answered)", False),
        (
            {"Python packages": SILENT, "JavaScript packages": SILENT, "browser tests": 1},
            "ilium: not audited: Python packages, JavaScript packages (nobody answered)",
            True,
        ),
        ({"Python packages": 1, "tests": 0}, "ilium: failed: Python packages", True),
        ({"tests": SILENT}, "ilium: failed: tests", True),
    ],
)
def test_what_was_not_audited_is_the_last_line_of_a_run(
    found: dict[str, int], last: str, red: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Silence is neither success nor failure; a weakness fails, and so does any other check that ends like silence."""
    with pytest.raises(SystemExit) if red else nullcontext():
        dev.conclude(found)
    assert ["", *capsys.readouterr().err.splitlines()][-1] == last


@pytest.mark.parametrize("command", ["lint", "test"])
def test_lint_and_the_whole_run_say_what_was_not_audited(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed after it."""
    for name in ("set_up", "build_frontend", "ensure_chromium"):
        monkeypatch.setattr(dev, name, lambda *_: None)
    browser = SimpleNamespace(name="browser tests", follow=lambda: 0)
    monkeypatch.setattr(dev, "browser_tests", lambda *_: browser)
    monkeypatch.setattr(dev, "codes", lambda checks, *_: {name: SILENT if "packages" in name else 0 for name in checks})
    dev.COMMANDS[command]([])
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "ilium: not audited: Python packages, JavaScript packages (nobody answered)"
