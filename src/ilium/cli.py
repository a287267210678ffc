"""The command line: ``ilium exercises | plan | cuesheet | serve``. Thin: parse, call, print."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ilium import __version__
from ilium.anatomy.errors import IliumError

if TYPE_CHECKING:
    from ilium.app import preview

    Commands = argparse._SubParsersAction["Parser"]  # the type has no public name

Handler = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings, 2 refused with one clear line."""
    arguments = _parser().parse_args(argv)
    handler: Handler = arguments.handler
    try:
        return handler(arguments)
    except IliumError as error:
        print(f"ilium: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line; ``--help`` tells the rest."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> Parser:
    parser = Parser(prog="ilium", description="A private, self-hosted home-physiotherapy coach.")
    parser.add_argument("--version", action="version", version=f"ilium {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_exercises(commands)
    _add_plan(commands)
    _add_cuesheet(commands)
    _add_serve(commands)
    return parser


# --- exercises ---------------------------------------------------------------------------------------------------


def _add_exercises(commands: "Commands") -> None:
    exercises = commands.add_parser("exercises", help="list, show or check the exercise specifications")
    actions = exercises.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every exercise, a line each")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(handler=_exercises_list)
    show = actions.add_parser("show", help="one exercise, whole")
    show.add_argument("id")
    show.add_argument("--side", choices=("left", "right"), default="right", help="the working side in its words")
    show.add_argument("--json", action="store_true")
    show.set_defaults(handler=_exercises_show)
    check = actions.add_parser("check", help="check the shipped library, or these files and folders")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.set_defaults(handler=_exercises_check)


def _exercises_list(arguments: argparse.Namespace) -> int:
    from ilium.app import library

    print(library.listed(as_json=arguments.json))
    return 0


def _exercises_show(arguments: argparse.Namespace) -> int:
    from ilium.app import library

    print(library.shown(arguments.id, arguments.side, as_json=arguments.json))
    return 0


def _exercises_check(arguments: argparse.Namespace) -> int:
    from ilium.app import library

    findings = library.checked(library.read_files(arguments.paths) if arguments.paths else None)
    for finding in findings:
        print(f"{finding.file}: {finding.key}: {finding.reason}")
    print(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    return 1 if findings else 0


# --- plan and cuesheet -------------------------------------------------------------------------------------------


def _add_request(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--side", required=True, choices=("left", "right", "both", "unsure"), help="where it hurts")
    parser.add_argument("--worse", choices=("left", "right"), help="the sorer side, when both hurt")
    parser.add_argument("--track", choices=("gradual", "published"), default="gradual")
    parser.add_argument("--rung", action="append", default=[], metavar="EXERCISE=N", help="a level of a ladder")
    parser.add_argument(
        "--changes", nargs="+", default=[], metavar="ID[:SIDE]", help="changes as screening would ask for"
    )
    parser.add_argument("--mode", choices=("full", "mobilise-only"), default="full", help=argparse.SUPPRESS)


def _add_plan(commands: "Commands") -> None:
    plan = commands.add_parser("plan", help="print today's blocks, as a preview for no one person")
    _add_request(plan)
    plan.add_argument("--json", action="store_true")
    plan.set_defaults(handler=_plan)


def _add_cuesheet(commands: "Commands") -> None:
    cuesheet = commands.add_parser("cuesheet", help="print the plan compiled to timed steps and spoken lines")
    _add_request(cuesheet)
    cuesheet.add_argument("--breath", choices=("slow", "medium", "quick", "free"), default="medium")
    cuesheet.add_argument("--lead-in", type=float, default=20, metavar="SECONDS")
    form = cuesheet.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the session sheet, as the player gets it")
    form.add_argument("--text", action="store_true", help="a script to read aloud (the default)")
    cuesheet.set_defaults(handler=_cuesheet)


def _asked(arguments: argparse.Namespace) -> "preview.Asked":
    from ilium.app import preview

    return preview.ask(
        side=arguments.side,
        worse=arguments.worse,
        track=arguments.track,
        rungs=arguments.rung,
        changes=arguments.changes,
        mode=arguments.mode,
    )


def _plan(arguments: argparse.Namespace) -> int:
    from ilium.app import preview

    plan = preview.preview_plan(_asked(arguments))
    print(preview.plan_json(plan) if arguments.json else preview.plan_text(plan))
    return 0


def _cuesheet(arguments: argparse.Namespace) -> int:
    from ilium.app import preview

    asked = _asked(arguments)
    guide = preview.guide(breath=arguments.breath, lead_in_seconds=arguments.lead_in)
    print(preview.sheet_json(asked, guide) if arguments.json else preview.sheet_text(asked, guide))
    return 0


# --- serve -------------------------------------------------------------------------------------------------------


def _add_serve(commands: "Commands") -> None:
    serve = commands.add_parser("serve", help="serve Ilium on this machine")
    serve.add_argument("--port", type=int, default=8765, help="0 for any free one")
    serve.add_argument("--host", default="127.0.0.1", help="loopback only, in personal mode")
    serve.add_argument("--data", type=Path, help="the folder your record lives in")
    serve.add_argument("--no-browser", action="store_true")
    serve.set_defaults(handler=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from ilium.web.serve import serve

    return serve(host=arguments.host, port=arguments.port, data=arguments.data, open_browser=not arguments.no_browser)


if __name__ == "__main__":
    sys.exit(main())
