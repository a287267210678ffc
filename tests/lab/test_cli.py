"""``python3 dev.py lab``: what it prints, and how it refuses."""

from pathlib import Path

import pytest

from ilium_lab.cli import main
from tests.command_line import run


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["camera", "accuracy", "-o", "page.md", "--sets", "0"], "no whole number from 1 on"),
        (["camera", "accuracy", "-o", "no-such-folder/page.md"], "in a folder that is there"),
        (["people", "study", "--people", "-1"], "no whole number from 1 on"),
        (["people", "study", "-o", "."], "in a folder that is there"),
        (["people", "adaptation", "--people", "0"], "no whole number from 1 on"),
        (["camera", "accuracy", "--data", "nowhere", "-o", "x.md"], "there is no such folder of real data"),
        (["exercises", "check", "nowhere.toml"], "cannot be read"),
        (["people", "simulate", "--person", "nobody", "-o", "x.json"], "no made-up person 'nobody'; there are steady"),
        (["people", "simulate", "--weeks", "0", "-o", "x.json"], "1 to 520"),
        (["people", "simulate", "-o", "no/such/folder/x.json"], "in a folder that is there"),
    ],
)
def test_a_refusal_is_one_clear_line_and_exit_code_two(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    """Nothing on standard output, one line on standard error."""
    code, out, err = run(main, capsys, *argv)
    assert (code, out) == (2, "")
    assert said in err and err.count("\n") == 1


def test_what_the_disk_refuses_is_one_clear_line_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    file = tmp_path / "set.jsonl"
    argv = ["camera", "simulate", "si-glute-bridge", "--side", "left", "--repetitions", "1", "-o", str(file)]
    code, out, err = run(main, capsys, *argv)
    assert (code, out, err) == (2, "", f"ilium: {file}: no space left on device\n")


def test_the_shipped_library_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, and it says so."""
    assert run(main, capsys, "exercises", "check")[:2] == (0, "0 findings\n")


def test_a_broken_file_is_found_with_its_key(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    """Exit code 1; file, key and reason on a line."""
    from pathlib import Path

    file = Path(str(tmp_path)) / "limits.toml"
    file.write_text("max_sets = 'six'")
    code, out, _ = run(main, capsys, "exercises", "check", str(file))
    assert code == 1 and f"{file}: max_sets: Expected" in out


def test_a_made_up_record_can_be_read_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same seed makes the same entries, as an export that Ilium takes in."""
    from ilium.exchange.export_file import decode

    made = []
    for name in ("one.json", "two.json"):
        code, out, _ = run(
            main, capsys, "people", "simulate", "--weeks", "1", "--seed", "3", "-o", str(tmp_path / name)
        )
        assert code == 0 and "made-up entries" in out
        made.append(decode((tmp_path / name).read_bytes()).events)
    assert made[0] == made[1] and len(made[0]) > 50
