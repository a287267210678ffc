"""Reading: shape errors name file, key and reason; hostile input raises nothing else."""

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import (
    SHARED_FILES,
    library_files,
    load_library,
    read_changes,
    read_exercise,
    read_library,
    read_limits,
    read_programme,
)
from ilium.library.sources import read_sources
from ilium.library.toml import MAX_CHARACTERS


def test_exercises_stand_in_the_programmes_order() -> None:
    library = load_library()
    assert tuple(exercise.id for exercise in library.exercises) == library.programme.exercises


def test_every_shipped_file_but_the_shared_ones_is_an_exercise_of_the_library() -> None:
    assert {f"{exercise.id}.toml" for exercise in load_library().exercises} == set(library_files()) - set(SHARED_FILES)


@pytest.mark.parametrize("name", SHARED_FILES)
def test_missing_shared_file_is_named(name: str) -> None:
    files = {file: text for file, text in library_files().items() if file != name}
    with pytest.raises(SpecificationError) as error:
        read_library(files)
    assert (error.value.file, error.value.key, error.value.reason) == (name, "$", "the file is missing")


def test_exercise_missing_from_the_library_is_named() -> None:
    files = {file: text for file, text in library_files().items() if file != "figure-four.toml"}
    with pytest.raises(SpecificationError, match="programme.toml: exercises: there is no exercise 'figure-four'"):
        read_library(files)


HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "not-utf8": b"\xff\xfe\x00",
    "utf16": "id = 'a'".encode("utf-16"),
    "lone-surrogate": "id = '\ud800'",
    "nul": "id = '\x00'",
    "escaped-nul": 'id = "\\u0000"',
    "line-separator": 'id = "\\u2028"',
    "huge": "#" * (MAX_CHARACTERS + 1),
    "deep-list": "id = " + "[" * 100_000,
    "deep-table": "id = " + "{a = " * 20_000,
    "deep-key": "a" + ".a" * 90_000 + " = 1",
    "long-integer": "start = " + "9" * 10_000,
    "long-hexadecimal": "start = 0x" + "f" * 10_000,
    "nan": "start = nan",
    "infinite": "start = -inf",
    "impossible-date": "start = 2026-02-31",
    "date": "id = 2026-02-28",
    "list-for-text": "id = ['a']",
    "table-for-text": "[id]",
    "text-for-tables": "variant = 'all'",
    "number-for-table": "[[variant]]\n[[variant]]\nphase = 3",
    "byte-order-mark": "\ufeffid = 'a'",
}
READERS = [read_exercise, read_programme, read_changes, read_sources, read_limits]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_raises_a_specification_error(name: str, read: object) -> None:
    assert callable(read)
    with pytest.raises(SpecificationError) as error:
        read(HOSTILE[name], "hostile.toml")
    assert error.value.file == "hostile.toml"
    assert "\n" not in str(error.value)


def test_toml_error_names_the_line() -> None:
    with pytest.raises(SpecificationError, match="line 3"):
        read_exercise("a = 1\n\nb = = 2\n", "a.toml")


def test_key_is_given_without_msgspecs_dollar() -> None:
    with pytest.raises(SpecificationError) as error:
        read_exercise("[[variant]]\nid = 'a'\n[[variant]]\nid = 3", "a.toml")
    assert error.value.key in ("variant[0]", "variant[1].id")
