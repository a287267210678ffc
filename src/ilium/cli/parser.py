"""What every command's arguments are made of: a parser that refuses in one line, and what an argument may be."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from ilium import terminal

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

#: What commands are added to; the type has no public name.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
#: What runs a command and returns its exit code.
Handler = Callable[[argparse.Namespace], int]


def path_of(text: str) -> Path:
    """Return where a file or folder is.

    Raises
    ------
    argparse.ArgumentTypeError
        It begins with ``~``, and nobody knows whose home that is.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(f"nobody knows which folder {text.partition('/')[0]} is") from None


def new_file(text: str) -> Path:
    """Return where a file is to go, whose folder must be there: what is written comes after minutes of work.

    Raises
    ------
    argparse.ArgumentTypeError
        There is no such folder, or the file is a folder itself.
    """
    file = path_of(text)
    if file.is_dir() or not file.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{file} is no file in a folder that is there")
    return file


#: The most of what is counted or numbered: enough for any use, and few enough to come to an end. Our choice.
MOST = 1_000_000


def one_or_more(text: str) -> int:
    """Return a whole number of at least one.

    Raises
    ------
    argparse.ArgumentTypeError
        It is anything else.
    """
    if (number := _whole(text)) is None or number < 1:
        raise argparse.ArgumentTypeError(f"{text:.40} is no whole number from 1 on, to {MOST}")
    return number


def seed(text: str) -> int:
    """Return a whole number that is not negative, as every seed is.

    Raises
    ------
    argparse.ArgumentTypeError
        It is anything else.
    """
    if (number := _whole(text)) is None:
        raise argparse.ArgumentTypeError(f"{text:.40} is no whole number from 0 on, to {MOST}")
    return number


def _whole(text: str) -> int | None:
    """Return a number of ASCII digits up to `MOST`; None for anything else."""
    small = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST))
    return int(text) if small and int(text) <= MOST else None


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line; ``--help`` tells the rest."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with 2."""
        self.exit(2, f"{self.prog}: {terminal.one_line(message)}\n")

    def _print_message(self, message: str, file: "SupportsWrite[str] | None" = None) -> None:
        """Print; argparse's own way says nothing of an output that takes nothing."""
        if message:
            print(message, end="", file=file or sys.stderr)


def add_data(parser: argparse.ArgumentParser, *, when: str = "") -> None:
    """Let a command be told which folder the record lives in."""
    parser.add_argument("--data", type=path_of, metavar="DIR", help=f"{when}the folder your record lives in")


def progress_bar(wanted: bool) -> Callable[[int, int], None] | None:
    """Return what draws a bar on the error stream, where somebody watches it or it is asked for."""
    if not (wanted or sys.stderr.isatty()):
        return None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // max(1, total)
        end = "\n" if done >= total else ""
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {total}", end=end, file=sys.stderr, flush=True)

    return draw
