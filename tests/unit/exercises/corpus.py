"""The corpus of bad specifications: how a file of ``bad/`` becomes a file of the library with one thing amiss.

A case names a ``file`` of the shipped library, the ``edit``s that spoil it (or its whole ``text``), and what the linter
must say: ``key`` and ``reason`` (a regular expression). ``also`` lists the keys of findings that follow from the same
slip; any other finding fails the test. In keys, ``variant[si-bridge]`` means the variant of that id.
"""

import copy
import json
import re
import tomllib
from pathlib import Path

import msgspec

from ilium.exercises.loader import SHARED_FILES, library_files, write_out
from tests.routine import IDS

BAD = Path(__file__).parent / "bad"
Tables = dict[str, object]


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change to a parsed file: a new value, or nothing any more; a number one past the end of a list appends."""

    at: str
    value: str | bool | int | float | list[str | int] | None = None
    delete: bool = False


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``bad/``."""

    file: str
    key: str
    reason: str
    text: str | None = None
    copy_of: str | None = None
    also: tuple[str, ...] = ()
    edit: tuple[Edit, ...] = ()


#: The programme of the routine alone, so that a case may count its exercises.
PROGRAMME = re.sub(
    r"^exercises = .*$", f"exercises = {json.dumps(IDS)}", library_files()["programme.toml"], flags=re.MULTILINE
)


def load_case(path: Path) -> Case:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Case)


def spoiled(case: Case) -> dict[str, str]:
    """Return this case's file, spoiled, by its name."""
    if case.text is not None:
        return {case.file: case.text}
    tables = tables_of(case.copy_of or case.file)
    for edit in case.edit:
        _apply(tables, edit)
    return {case.file: dump(tables)}


def tables_of(name: str) -> Tables:
    """Return a shipped file as tables, an exercise written out, so that a slip can be made anywhere in it."""
    text = PROGRAMME if name == "programme.toml" else library_files()[name]
    tables: Tables = tomllib.loads(text) if name in SHARED_FILES else write_out(text, name).table
    copied: Tables = json.loads(json.dumps(tables))  # what is shared by name stands in several places
    return copied


def resolve(case: Case, key: str) -> str:
    """Return the key with ids of the unspoiled file turned into numbers."""
    if case.text is not None or case.copy_of is not None:
        return key
    node: object = tables_of(case.file)
    resolved = ""
    for step in _steps(key):
        place = _place(node, step)
        resolved += f"[{place}]" if isinstance(place, int) else f".{place}" if resolved else place
        node = _child(node, place)
    return resolved


def _apply(tables: Tables, edit: Edit) -> None:
    *path, last = _steps(edit.at)
    node: object = tables
    for step in path:
        node = _child(node, _place(node, step))
    place = _place(node, last)
    if edit.delete:
        del node[place]  # type: ignore[attr-defined]
    elif isinstance(node, list) and place == len(node):
        node.append(edit.value)
    else:
        node[place] = copy.copy(edit.value)  # type: ignore[index]


def _steps(key: str) -> list[str]:
    return re.findall(r"\[[^\]]*\]|[^.\[\]]+", key)


def _place(node: object, step: str) -> str | int:
    if not step.startswith("["):
        return step
    name = step[1:-1]
    if name.isdigit():
        return int(name)
    assert isinstance(node, list)
    return [item["id"] for item in node].index(name)


def _child(node: object, place: str | int) -> object:
    """Return what stands there; an absent key or list end is None, so that a key may name what is missing."""
    if isinstance(node, list):
        return node[place] if isinstance(place, int) and place < len(node) else None
    return node.get(place) if isinstance(node, dict) else None


def dump(tables: Tables) -> str:
    """Return the tables as TOML, every top-level key on a line of its own."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in tables.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=True)
