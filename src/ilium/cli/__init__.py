"""The command line, thin: parse, call, print; one file for each noun. ``ilium --help`` lists the commands."""

import argparse
import pkgutil
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from ilium import __version__, terminal
from ilium.cli.parser import Handler, Parser

#: Each command, what adds its arguments (imported when it is needed), and what it does.
COMMANDS = {
    "serve": ("ilium.cli.serve:add", "serve Ilium on this machine"),
    "exercises": ("ilium.cli.exercises:add", "list or show the exercise specifications"),
    "plan": ("ilium.cli.plan:add", "print today's blocks, as a preview for no one person"),
    "cuesheet": ("ilium.cli.cuesheet:add", "print the plan compiled to timed steps and spoken lines"),
    "progress": ("ilium.cli.record:add_progress", "say whether it is helping, from your record"),
    "backup": ("ilium.cli.record:add_backup", "write a checked copy of your record, also while Ilium runs"),
    "restore": ("ilium.cli.record:add_restore", "put a backup in the place of your record, and keep what was there"),
    "doctor": ("ilium.cli.doctor:add", "check this installation and your record, and say what to do"),
    "motion": ("ilium.cli.motion:add", "what a camera makes of an exercise: for engineers"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings, 2 refused with one clear line."""
    return terminal.ended(lambda: _run(sys.argv[1:] if argv is None else argv))


def entry() -> NoReturn:
    """Run the program, and be deaf to Ctrl+C once it is over."""
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def parser(only: str | None = None) -> Parser:
    """Return the parser of every command; with ``only``, the others have no arguments, which saves their imports."""
    top = Parser(prog="ilium", description="A private, self-hosted home-physiotherapy coach.")
    top.add_argument("--version", action="version", version=f"ilium {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, (adds, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if only in (None, name):
            pkgutil.resolve_name(adds)(command)
    return top


def _run(argv: Sequence[str]) -> int:
    command = next((word for word in argv if not word.startswith("-")), "")
    arguments: argparse.Namespace = parser(command).parse_args(argv)
    handler: Handler = arguments.handler
    if command != "serve":
        terminal.need_output()
    return handler(arguments)
