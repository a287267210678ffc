"""From text to values: TOML of any shape, hostile text included."""

import math
import re
import tomllib
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ilium.anatomy.errors import SpecificationError

#: A file longer than this is refused unread; the longest of ours has 15,000 characters.
MAX_CHARACTERS = 200_000
#: More dots than this in a line are refused unread: tomllib's memory grows with the square of a dotted key's length.
MAX_DOTS_IN_LINE = 200
#: No count or time of ours comes near it.
MAX_INTEGER = 1_000_000

S = TypeVar("S", bound=msgspec.Struct)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_PATH = re.compile(r"(?P<reason>.*) - at `(?P<path>[^`]*)`", re.DOTALL)


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
    return shaped(read_table(text, file), file, shape)


def read_table(text: str | bytes, file: str) -> dict[str, object]:
    """Read one TOML file as it stands, of any shape; raises SpecificationError as `read_toml` does."""
    try:
        table = _parse(_decode(text, file), file)
        _refuse_odd_values(table, "", file)
    except RecursionError:
        raise SpecificationError(file, "$", "nested too deeply") from None
    return table


def shaped(table: Mapping[str, object], file: str, shape: type[S]) -> S:
    """Return a table as a value of this shape; raises SpecificationError with the key that does not fit."""
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        found = _PATH.fullmatch(str(error))
        if found is None:
            raise SpecificationError(file, "$", str(error)) from None
        key = found["path"].removeprefix("$").removeprefix(".").replace("[...]", ".*")
        raise SpecificationError(file, key or "$", found["reason"]) from None


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
            pass  # other numbers, dates and truth values are `shaped`'s to judge


def _refuse_odd_text(text: str, key: str, file: str) -> None:
    if _CONTROL.search(text):
        raise SpecificationError(file, key or "$", "a control character in a text")
