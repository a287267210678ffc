"""From text to values: the one place that reads ``library/*.toml``.

Reading checks the shape of one file (keys, types, numbers that are numbers); `ilium.exercises.lint` checks the sense
of all of them together. Whatever is handed in, the only error raised is `SpecificationError`.
"""

import functools
import math
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import TypeVar

import msgspec

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Change, Exercise, Library, Limits, Programme, Source, Spec

#: A file longer than this is refused unread; the longest of ours has 15,000 characters.
MAX_CHARACTERS = 200_000
#: More dots than this in a line are refused unread: tomllib's memory grows with the square of a dotted key's length.
MAX_DOTS_IN_LINE = 200
#: No count or time of ours comes near it.
MAX_INTEGER = 1_000_000
#: Files of the library that are not exercises.
SHARED_FILES = ("programme.toml", "changes.toml", "sources.toml", "limits.toml")

S = TypeVar("S", bound=msgspec.Struct)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_PATH = re.compile(r"(?P<reason>.*) - at `(?P<path>[^`]*)`", re.DOTALL)


class ChangesFile(Spec, frozen=True, kw_only=True):
    """The shape of ``changes.toml``."""

    change: tuple[Change, ...]


class SourcesFile(Spec, frozen=True, kw_only=True):
    """The shape of ``sources.toml``."""

    source: dict[str, Source]


def read_toml(text: str | bytes, file: str, shape: type[S]) -> S:
    """Read one TOML file of any shape, hostile ones included.

    Parameters
    ----------
    text : str or bytes
        The file's content; bytes must be UTF-8.
    file : str
        Its name, for the error.
    shape : type
        The msgspec Struct that the whole file is.

    Raises
    ------
    SpecificationError
        Not TOML, an unknown or missing key, or a value of the wrong kind, with the key where it stands.
    """
    try:
        table = _parse(_decode(text, file), file)
        _refuse_odd_values(table, "", file)
    except RecursionError:
        raise SpecificationError(file, "$", "nested too deeply") from None
    return _convert(table, file, shape)


def read_exercise(text: str | bytes, file: str) -> Exercise:
    """Read one exercise; parameters and errors are those of `read_toml`.

    Examples
    --------
    >>> read_exercise("schema_version = 2", "a.toml")
    Traceback (most recent call last):
    ilium.anatomy.errors.SpecificationError: a.toml: schema_version: Invalid enum value 2
    """
    return read_toml(text, file, Exercise)


def read_programme(text: str | bytes, file: str) -> Programme:
    """Read a programme; raises as `read_toml` does."""
    return read_toml(text, file, Programme)


def read_changes(text: str | bytes, file: str) -> tuple[Change, ...]:
    """Read the changes that screening can ask for; raises as `read_toml` does."""
    return read_toml(text, file, ChangesFile).change


def read_sources(text: str | bytes, file: str) -> dict[str, Source]:
    """Read the sources by id; raises as `read_toml` does."""
    return read_toml(text, file, SourcesFile).source


def read_limits(text: str | bytes, file: str) -> Limits:
    """Read the linter's bounds; raises as `read_toml` does."""
    return read_toml(text, file, Limits)


@functools.cache
def library_files() -> Mapping[str, str]:
    """Return the shipped files, name to text, in the order of their names."""
    folder = resources.files("ilium.exercises") / "library"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return {entry.name: entry.read_text(encoding="utf-8") for entry in sorted(files, key=lambda entry: entry.name)}


@functools.cache
def load_library() -> Library:
    """Return the shipped library; its exercises stand in the programme's order.

    Raises
    ------
    SpecificationError
        A file is broken or missing.

    Examples
    --------
    >>> [exercise.id for exercise in load_library().exercises]
    ['lumbar-roll', 'figure-four', 'si-glute-bridge', 'side-plank-clam-shell']
    """
    return read_library(library_files())


def read_library(files: Mapping[str, str]) -> Library:
    """Read a whole library from its files, name to text; raises as `load_library` does."""
    for name in SHARED_FILES:
        if name not in files:
            raise SpecificationError(name, "$", "the file is missing")
    programme = read_programme(files["programme.toml"], "programme.toml")
    return Library(
        exercises=tuple(_programme_exercise(files, exercise_id) for exercise_id in programme.exercises),
        programme=programme,
        changes=read_changes(files["changes.toml"], "changes.toml"),
        sources=read_sources(files["sources.toml"], "sources.toml"),
        limits=read_limits(files["limits.toml"], "limits.toml"),
    )


def _programme_exercise(files: Mapping[str, str], exercise_id: str) -> Exercise:
    name = f"{exercise_id}.toml"
    if name not in files:
        raise SpecificationError("programme.toml", "exercises", f"there is no exercise {exercise_id!r}")
    return read_exercise(files[name], name)


def _decode(text: str | bytes, file: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise SpecificationError(file, "$", f"longer than {MAX_CHARACTERS} characters")
    try:
        return text.decode("utf-8") if isinstance(text, bytes) else text.encode("utf-8").decode("utf-8")
    except UnicodeError:
        raise SpecificationError(file, "$", "not UTF-8 text") from None


def _parse(text: str, file: str) -> dict[str, object]:
    if any(line.count(".") > MAX_DOTS_IN_LINE for line in text.split("\n")):
        raise SpecificationError(file, "$", f"a line with more than {MAX_DOTS_IN_LINE} dots")
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, which says the line, or an impossible number or date
        raise SpecificationError(file, "$", f"not TOML: {error}") from None


def _refuse_odd_values(value: object, key: str, file: str) -> None:
    match value:
        case dict():
            for name, item in value.items():
                _refuse_odd_text(name, key, file)
                _refuse_odd_values(item, f"{key}.{name}" if key else name, file)
        case list():
            for number, item in enumerate(value):
                _refuse_odd_values(item, f"{key}[{number}]", file)
        case float() if not math.isfinite(value):
            raise SpecificationError(file, key, f"expected a number, found {value}")
        case int() if abs(value) > MAX_INTEGER:
            raise SpecificationError(file, key, f"expected a whole number of at most {MAX_INTEGER}")
        case str():
            _refuse_odd_text(value, key, file)
        case _:
            pass  # other numbers, dates and truth values are `_convert`'s to judge


def _refuse_odd_text(text: str, key: str, file: str) -> None:
    if _CONTROL.search(text):
        raise SpecificationError(file, key or "$", "a control character in a text")


def _convert(table: dict[str, object], file: str, shape: type[S]) -> S:
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        found = _PATH.fullmatch(str(error))
        if found is None:
            raise SpecificationError(file, "$", str(error)) from None
        key = found["path"].removeprefix("$").removeprefix(".").replace("[...]", ".*")
        raise SpecificationError(file, key or "$", found["reason"]) from None
