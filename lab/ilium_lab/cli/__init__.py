"""``python3 dev.py lab …``: for authors of exercises and of the figure, and for whoever judges the engine."""

import pkgutil
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from ilium import terminal
from ilium.cli.parser import Handler, Parser

NOUNS = ("exercises", "figure", "camera", "people")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings, 2 refused with one clear line."""
    return terminal.ended(lambda: _run(argv))


def entry() -> NoReturn:
    """Run the program, and be deaf to Ctrl+C once it is over."""
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def parser() -> Parser:
    """Return the parser of every command."""
    top = Parser(prog="python3 dev.py lab", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="NOUN")
    for noun in NOUNS:  # imported here, where Ctrl+C is answered
        pkgutil.resolve_name(f"ilium_lab.cli.{noun}:add")(commands)
    return top


def _run(argv: Sequence[str] | None) -> int:
    arguments = parser().parse_args(argv)
    terminal.need_output()
    handler: Handler = arguments.handler
    return handler(arguments)
