"""The command line as a shell runs it: whatever its streams, names and moments, no traceback."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ilium import terminal
from tests.integration.servers import environment

ONE_LINE = re.compile(r"ilium: [^\n]+\n")


def ilium(*words: str | bytes, shell: str = "", **more: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a shell does; ``shell`` is what stands behind the command, such as ``>&-``."""
    command = [sys.executable, "-m", "ilium.cli", *words]
    if shell:
        command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
    return subprocess.run(command, capture_output=True, check=False, env={**environment(), **more}, timeout=60)


ENCODINGS = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "latin-1"},
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX"},
]
COMMANDS = [
    ("exercises", "list"),
    ("exercises", "show", "lumbar-roll", "--json"),
    ("plan", "--side", "left", "--json"),
    ("cuesheet", "--side", "left"),
    ("--help",),
    ("progress", "--help"),
]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=str)
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_encoding_stops_an_answer(words: tuple[str, ...], encoding: dict[str, str]) -> None:
    done = ilium(*words, **encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_json_stays_json_in_any_encoding() -> None:
    plain = json.loads(ilium("exercises", "show", "figure-four", "--json", PYTHONIOENCODING="utf-8").stdout)
    assert json.loads(ilium("exercises", "show", "figure-four", "--json", PYTHONIOENCODING="ascii").stdout) == plain


@pytest.mark.parametrize(
    "words",
    [
        ("exercises", "show", b"\xff"),
        ("doctor", "--json", "--data", b"/nowhere/\xff"),
        ("progress", "--data", b"/nowhere/\xff"),
        ("backup", b"\xff.sqlite3", "--data", b"/nowhere/\xff"),
        ("restore", b"\xff", "--data", b"/nowhere/\xff"),
        ("motion", "analyse", b"\xff.json"),
        ("serve", "--no-browser", "--port", "0", "--data", b"/nowhere/\xff"),
        ("serve", "--no-browser", "--port", "0", "--data", "/nowhere/line\nbreak"),
        ("exercises", "show", "line\nbreak"),
        ("dance\nhall",),
    ],
    ids=str,
)
@pytest.mark.parametrize("encoding", ENCODINGS[:1] + ENCODINGS[3:4], ids=str)
def test_names_of_any_bytes_are_answered_in_a_line(words: tuple[str | bytes, ...], encoding: dict[str, str]) -> None:
    done = ilium(*words, **encoding)
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == (done.returncode == 2)


@pytest.mark.parametrize("words", [("exercises", "list"), ("--help",), ("--version",)], ids=" ".join)
def test_a_full_disk_behind_the_output_is_said(words: tuple[str, ...]) -> None:
    done = ilium(*words, shell=">/dev/full")
    assert (done.returncode, done.stderr) == (2, b"ilium: the output: no space left on device\n")


def test_a_closed_output_is_said() -> None:
    done = ilium("exercises", "list", shell=">&-")
    assert done.returncode == 2
    assert ONE_LINE.fullmatch(done.stderr.decode())


@pytest.mark.parametrize("shell", ["2>&-", ">&- 2>&-", "<&-", "<&- 2>&-"])
def test_closed_streams_end_nothing_in_a_traceback(shell: str) -> None:
    assert ilium("plan", shell=shell).returncode == 2
    assert b"Traceback" not in ilium("exercises", "list", shell=shell).stderr


def test_a_reader_that_has_enough_ends_it_in_silence() -> None:
    done = ilium("cuesheet", "--side", "left", "--json", shell="| head -c 1")
    assert done.stderr == b""


@pytest.mark.parametrize(
    "words",
    [
        ("ilium.cli", "cuesheet", "--side", "left", "--json"),
        ("ilium_lab", "people", "study", "--people", "1000"),
        ("ilium_lab", "camera", "accuracy", "-o", "page.md"),
    ],
    ids=" ".join,
)
def test_ctrl_c_in_the_middle_is_no_traceback(words: tuple[str, ...], tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", *words]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment(), cwd=tmp_path, text=True)
    assert process.stderr is not None
    while "ilium.app" not in process.stderr.readline():
        assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == terminal.STOPPED
    assert "Traceback" not in rest
