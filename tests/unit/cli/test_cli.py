"""The command line: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ilium.cli import main
from ilium.exercises.loader import load_library
from tests.command_line import run
from tests.doses import dose_of, start_of
from tests.records import filled


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["plan", "--side", "up"], "invalid choice: 'up'"),
        (["plan"], "--side"),
        (["plan", "--side", "left", "--track", "fast"], "invalid choice: 'fast'"),
        (["plan", "--side", "left", "--rung", "lumbar-roll"], "EXERCISE=N"),
        (["plan", "--side", "left", "--rung", "lumbar-roll=-1"], "EXERCISE=N"),
        (["plan", "--side", "left", "--rung", "lumbar-roll=99"], "no rung 99"),
        (["plan", "--side", "left", "--rung", "press-up=1"], "no exercise 'press-up'"),
        (["plan", "--side", "left", "--rung", "figure-four=1", "--rung", "figure-four=2"], "twice"),
        (["plan", "--side", "left", "--changes", "biscuits"], "no change 'biscuits'"),
        (["plan", "--side", "left", "--changes", "not-on-that-side"], "needs its side"),
        (["plan", "--side", "left", "--changes", "not-on-that-side:up"], "left or right"),
        (["plan", "--side", "left", "--changes", "no-turns:left"], "has no side"),
        (["cuesheet", "--side", "left", "--lead-in", "nan"], "5 to 120"),
        (["cuesheet", "--side", "left", "--json", "--text"], "not allowed with"),
        (["exercises", "show", "press-up"], "press-up: exercise: there is no such exercise; there are lumbar-roll"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "required"),
    ],
)
def test_a_refusal_is_one_clear_line_and_exit_code_two(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    """Nothing on standard output, one line on standard error."""
    code, out, err = run(main, capsys, *argv)
    assert (code, out) == (2, "")
    assert said in err and err.count("\n") == 1


def test_the_plan_as_json_has_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """The keys of issue 2, point 5; a preview says that nobody was screened."""
    code, out, _ = run(main, capsys, "plan", "--side", "right", "--track", "published", "--json")
    plan = json.loads(out)
    assert code == 0
    assert {"programme", "track", "side", "minutes", "blocks"} <= plan.keys() and plan["preview"] is True
    keys = "exercise variant phase working_side sets repetitions hold_seconds breaths rest_seconds rung source".split()
    assert all(set(keys) <= block.keys() for block in plan["blocks"])
    assert plan["blocks"][0]["hold_seconds"] == 600


def test_the_plan_as_text_names_side_and_dose(capsys: pytest.CaptureFixture[str]) -> None:
    """A person can read it."""
    _, out, _ = run(main, capsys, "plan", "--side", "left")
    assert f"Lumbar roll, left side: {dose_of('lumbar-roll', start_of('lumbar-roll'))}" in out


def test_the_cue_sheet_as_json_is_the_session_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    """What the player gets, both modes included."""
    _, out, _ = run(main, capsys, "cuesheet", "--side", "unsure", "--json")
    assert set(json.loads(out)["sheets"]) == {"full", "mobilise-only"}


def test_exercises_are_listed_in_the_programmes_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Also as JSON."""
    _, out, _ = run(main, capsys, "exercises", "list", "--json")
    ids = [row["id"] for row in json.loads(out)]
    assert ids == list(load_library().programme.exercises)
    _, text, _ = run(main, capsys, "exercises", "list")
    assert [line.split()[0] for line in text.splitlines()] == ids


def test_an_exercise_is_shown_for_a_side(capsys: pytest.CaptureFixture[str]) -> None:
    """The words follow the working side."""
    _, left, _ = run(main, capsys, "exercises", "show", "lumbar-roll", "--side", "left")
    assert "Bend your left knee" in left and "Bend your right knee" not in left
    _, as_json, _ = run(main, capsys, "exercises", "show", "lumbar-roll", "--json")
    assert json.loads(as_json)["id"] == "lumbar-roll"


# --- backup, restore, doctor -------------------------------------------------------------------------------------


def test_a_record_is_backed_up_and_restored(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each command says in one line what it did."""
    folder, file = tmp_path / "data", tmp_path / "backup"
    folder.mkdir()
    with django_db_blocker.unblock():
        filled(folder / "ilium.sqlite3", 7)
    said = f"{file} holds your record: 7 entries, checked.\n"
    assert run(main, capsys, "backup", str(file), "--data", str(folder)) == (0, said, "")
    code, out, err = run(main, capsys, "backup", str(file), "--data", str(folder))
    assert (code, out, "--force" in err) == (2, "", True)
    assert run(main, capsys, "backup", str(file), "--data", str(folder), "--force")[0] == 0
    code, out, _ = run(main, capsys, "restore", str(file), "--data", str(folder))
    assert (code, "7 entries" in out, "before-restore" in out) == (0, True, True)
    code, out, _ = run(main, capsys, "restore", str(file), "--data", str(tmp_path / "other"))
    assert (code, "before-restore" in out) == (0, False)


def test_there_has_to_be_something_to_back_up_or_restore(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One line, exit code 2, and nothing is made."""
    for command in ("backup", "restore"):
        code, out, err = run(main, capsys, command, str(tmp_path / "file"), "--data", str(tmp_path / "none"))
        assert (code, out, err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_says_how_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Exit code 0 while nothing has failed, else 1; also as JSON."""
    code, out, _ = run(main, capsys, "doctor", "--data", str(tmp_path))
    assert (code, out.splitlines()[-1]) == (0, "Nothing is wrong.")
    (tmp_path / "ilium.sqlite3").write_bytes(b"no database at all" * 300)
    code, out, _ = run(main, capsys, "doctor", "--data", str(tmp_path), "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["progress", "--data", "nowhere"], "no record"),
        (["plan", "--from-record", "--data", "nowhere"], "no record"),
    ],
)
def test_a_record_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], argv: list[str], said: str) -> None:
    """One line, and exit code two."""
    code, out, err = run(main, capsys, *argv)
    assert (code, out) == (2, "") and said in err and err.count("\n") == 1
