"""The linter: nothing on the shipped library, and each bad specification at its file, key and reason."""

import re
from pathlib import Path

import pytest

from ilium.exercises.finding import Finding
from ilium.exercises.lint import lint_files, lint_library
from ilium.exercises.loader import library_files
from tests.routine import routine_files
from tests.unit.exercises.corpus import BAD, load_case, resolve, spoiled

CASES = sorted(BAD.glob("*.toml"))


def test_shipped_library_has_no_finding() -> None:
    assert lint_library() == ()


def test_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_bad_specification_is_found_and_nothing_unexplained(path: Path) -> None:
    case = load_case(path)
    others = routine_files() if case.file == "programme.toml" else {}
    findings = lint_files({**others, **spoiled(case)})
    wanted = [finding for finding in findings if (finding.file, finding.key) == (case.file, resolve(case, case.key))]
    assert any(re.search(case.reason, finding.reason) for finding in wanted), findings
    assert {finding.key for finding in findings} == {resolve(case, key) for key in (case.key, *case.also)}, findings


def test_one_file_by_itself_is_checked_against_the_shipped_library() -> None:
    text = library_files()["lumbar-roll.toml"]
    assert lint_files({"/somewhere/lumbar-roll.toml": text}) == ()


def test_one_new_exercise_by_itself_may_stand_in_no_programme() -> None:
    text = library_files()["figure-four.toml"].replace('id = "figure-four"', 'id = "hip-four"')
    assert lint_files({"hip-four.toml": text}) == ()


def test_bytes_that_are_not_utf8_are_a_finding() -> None:
    assert lint_files({"roll.toml": b'id = "\xff"'}) == (Finding("roll.toml", "$", "not UTF-8 text"),)


def test_every_broken_file_is_found_and_causes_no_other_finding() -> None:
    broken = dict.fromkeys(library_files(), "= 1")
    found = lint_files(broken)
    assert [(finding.file, finding.key) for finding in found] == [(name, "$") for name in sorted(broken)]


def test_broken_exercise_is_not_also_missing_from_the_programme() -> None:
    found = lint_files(dict(library_files()) | {"lumbar-roll.toml": "= 1"})
    assert {finding.file for finding in found} == {"lumbar-roll.toml"}


def test_finding_reads_as_one_line() -> None:
    assert str(Finding("a.toml", "rung[2]", "is empty")) == "a.toml: rung[2]: is empty"
