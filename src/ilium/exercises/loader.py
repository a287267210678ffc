"""From text to values: reads ``library/*.toml`` of the exercises.

Reading checks the shape of one file (keys, types, numbers that are numbers); `ilium.exercises.lint` checks the sense
of all of them together. Whatever is handed in, the only error raised is `SpecificationError`.
"""

import functools
from collections.abc import Mapping

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.demands import DemandsFile
from ilium.exercises.model import Change, Editions, Exercise, Library, Limits, Programme
from ilium.exercises.shared import POSES, UNSAID, VIEWS, Shared, read_shared
from ilium.exercises.work import with_rests
from ilium.exercises.written import Written, written_out
from ilium.library.package import package_files
from ilium.library.spec import Spec
from ilium.library.toml import read_table, read_toml, shaped

#: Every ladder there ever was.
LADDERS = "ladders.toml"
#: Files of the library that are not exercises.
SHARED_FILES = ("programme.toml", "demands.toml", "changes.toml", "limits.toml", LADDERS, POSES, VIEWS, UNSAID)


class ChangesFile(Spec, frozen=True, kw_only=True):
    """The shape of ``changes.toml``."""

    change: tuple[Change, ...]


def read_exercise(text: str | bytes, file: str, shared: Shared | None = None) -> Exercise:
    """Read one exercise, written out; parameters and errors are those of `read_toml`.

    Parameters
    ----------
    shared : Shared, optional
        What has a name; as it is shipped, where it is missing.

    Examples
    --------
    >>> read_exercise("schema_version = 2", "a.toml")
    Traceback (most recent call last):
    ilium.anatomy.errors.SpecificationError: a.toml: schema_version: Invalid enum value 2
    """
    return shaped(write_out(text, file, shared).table, file, Exercise)


def write_out(text: str | bytes, file: str, shared: Shared | None = None) -> Written:
    """Return a specification with everything that it names; raises SpecificationError as `read_exercise` does."""
    return written_out(read_table(text, file), file, shared or load_shared())


def read_programme(text: str | bytes, file: str) -> Programme:
    """Read a programme; raises as `read_toml` does."""
    return read_toml(text, file, Programme)


def read_changes(text: str | bytes, file: str) -> tuple[Change, ...]:
    """Read the changes that screening can ask for; raises as `read_toml` does."""
    return read_toml(text, file, ChangesFile).change


def read_demands(text: str | bytes, file: str) -> DemandsFile:
    """Read what movements can ask of the body; raises as `read_toml` does."""
    return read_toml(text, file, DemandsFile)


def read_limits(text: str | bytes, file: str) -> Limits:
    """Read the linter's bounds; raises as `read_toml` does."""
    return read_toml(text, file, Limits)


def read_editions(text: str | bytes, file: str) -> Editions:
    """Read every ladder that a record was ever written by; raises as `read_toml` does."""
    return read_toml(text, file, Editions)


@functools.cache
def library_files() -> Mapping[str, str]:
    """Return the shipped files, name to text, in the order of their names."""
    return {file.name: file.read_text(encoding="utf-8") for file in package_files("ilium.exercises", ".toml")}


@functools.cache
def load_shared() -> Shared:
    """Return what the shipped exercises share by name."""
    return read_shared(library_files())


@functools.cache
def load_library() -> Library:
    """Return the shipped library; its exercises stand in the programme's order.

    Raises
    ------
    SpecificationError
        A file is broken or missing.

    Examples
    --------
    >>> load_library().exercises[0].name
    'Lumbar roll'
    """
    return read_library(library_files())


def read_library(files: Mapping[str, str]) -> Library:
    """Read a whole library from its files, name to text; raises as `load_library` does."""
    for name in SHARED_FILES:
        if name not in files:
            raise SpecificationError(name, "$", "the file is missing")
    programme, shared = read_programme(files["programme.toml"], "programme.toml"), read_shared(files)
    return Library(
        exercises=tuple(
            with_rests(programme.rest, _programme_exercise(files, exercise_id, shared))
            for exercise_id in programme.exercises
        ),
        programme=programme,
        demands=read_demands(files["demands.toml"], "demands.toml").demand,
        changes=read_changes(files["changes.toml"], "changes.toml"),
        limits=read_limits(files["limits.toml"], "limits.toml"),
        ladders=read_editions(files[LADDERS], LADDERS),
    )


def _programme_exercise(files: Mapping[str, str], exercise_id: str, shared: Shared) -> Exercise:
    name = f"{exercise_id}.toml"
    if name not in files:
        raise SpecificationError("programme.toml", "exercises", f"there is no exercise {exercise_id!r}")
    return read_exercise(files[name], name, shared)
