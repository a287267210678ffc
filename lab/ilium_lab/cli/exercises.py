"""``lab exercises check``: what the linters find in the shipped library, or in files of one's own."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from ilium.anatomy import counted
from ilium.anatomy.errors import SpecificationError
from ilium.cli.parser import Commands, path_of
from ilium.exercises.finding import Finding
from ilium.exercises.lint import lint_files, lint_library
from ilium.exercises.loader import library_files
from ilium_lab.figure.lint import lint_figures


def add(commands: Commands) -> None:
    """Add the noun with its actions."""
    actions = commands.add_parser("exercises", help="check exercise specifications").add_subparsers(
        required=True, metavar="ACTION"
    )
    check = actions.add_parser("check", help="check the shipped library, or these files and folders")
    check.add_argument("paths", nargs="*", type=path_of, metavar="PATH", help="TOML files, or folders of them")
    check.set_defaults(handler=_check)


def _check(arguments: argparse.Namespace) -> int:
    findings = checked(read_files(arguments.paths) if arguments.paths else None)
    for finding in findings:
        print(f"{finding.file}: {finding.key}: {finding.reason}")
    print(f"{counted(len(findings), 'finding')}")
    return 1 if findings else 0


def checked(files: Mapping[str, bytes] | None) -> tuple[Finding, ...]:
    """Return what the linters of words, doses and poses find in these files, or in the shipped library."""
    if files is None:
        return lint_library() + lint_figures(library_files())
    return tuple(sorted(lint_files(files) + lint_figures(files)))


def read_files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return the TOML files at these paths, folders included, by name.

    Raises
    ------
    SpecificationError
        A path that is not there or cannot be read, or a folder without a specification.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        inside = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not inside:
            raise SpecificationError(str(path), "$", "the folder holds no .toml file")
        for file in inside:
            found[str(file)] = _read(file)
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SpecificationError(str(file), "$", f"cannot be read: {error.strerror}") from error
