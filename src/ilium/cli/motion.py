"""``ilium motion analyse``: what the engine finds in recorded landmarks, as text, JSON or CSV."""

import argparse
import csv
import io
from collections.abc import Iterator

import msgspec

from ilium.anatomy import Side, counted
from ilium.anatomy.errors import SpecificationError
from ilium.cli.parser import path_of, progress_bar
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.motion.analysis import Analysis, analyse_file
from ilium.motion.findings import HoldTime, NotMeasured, RepetitionCounted, lengths_of_holds
from ilium.motion.formats import RecordingError, RecordingHeader, header_of


def add(parser: argparse.ArgumentParser) -> None:
    """Add its action."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
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
    analyse.set_defaults(handler=_analyse)


def _analyse(arguments: argparse.Namespace) -> int:
    if not 0 < arguments.fps <= 1000 or not (arguments.aspect is None or 0.1 <= arguments.aspect <= 10):
        raise RecordingError("--fps is from 0 to 1000, and --aspect from 0.1 to 10")
    analyses = []
    for file in arguments.files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise RecordingError(f"{file}: {error.strerror or error}") from None
        exercise, variant, side = asked(content, str(file), arguments.exercise, arguments.variant, arguments.side)
        analyses.append(
            analyse_file(
                content,
                str(file),
                exercise,
                variant,
                side,
                fps=arguments.fps,
                aspect=arguments.aspect,
                progress=progress_bar(arguments.progress),
            )
        )
    if arguments.json:
        print(as_json(analyses))
    elif arguments.csv:
        print(as_csv(analyses), end="")
    else:
        print("\n".join(map(as_text, analyses)))
    return 0


def chosen(exercise_id: str, variant_id: str | None) -> tuple[Exercise, Variant]:
    """Return what the command line names; the variant that the routine describes where it names none.

    Raises
    ------
    SpecificationError
        There is no such exercise or variant.
    """
    exercises = {exercise.id: exercise for exercise in load_library().exercises}
    if exercise_id not in exercises:
        raise SpecificationError(exercise_id, "exercise", f"there is none of this id; there are {', '.join(exercises)}")
    exercise = exercises[exercise_id]
    name = variant_id or exercise.published.variant
    if name not in (known := [variant.id for variant in exercise.variant]):
        raise SpecificationError(exercise.id, name, f"there is no such variant; there are {', '.join(known)}")
    return exercise, exercise.get_variant(name)


def asked(
    content: bytes, name: str, exercise_id: str | None, variant_id: str | None, side: str | None
) -> tuple[Exercise, Variant, Side]:
    """Return what a file is to be read as: what the command line says, else what the recording says of itself.

    Parameters
    ----------
    content : bytes
        The file.
    side : {"left", "right"}, optional
        The working side.

    Raises
    ------
    RecordingError
        Neither says it, or the recording's header is broken.
    SpecificationError
        There is no such exercise or variant.
    """
    header = header_of(content, name)
    if header is None and not (exercise_id and side):
        raise RecordingError(f"{name}: the file does not say what it shows: say --exercise and --side")
    if header is not None and exercise_id in (None, header.exercise):
        exercise_id, variant_id = header.exercise, variant_id or header.variant
    exercise, variant = chosen(exercise_id or "", variant_id)
    return exercise, variant, Side(side or _side_of(header, name))


def _side_of(header: RecordingHeader | None, name: str) -> str:
    """Return the side of a recording; where both sides do the same the engine does not look at it."""
    side = header.side if header else ""
    if side not in ("left", "right", "both"):
        raise RecordingError(f"{name}: header: side: expected left, right or both, not {side!r}")
    return "left" if side == "both" else side


def as_json(analyses: list[Analysis]) -> str:
    """Return everything, to read by a program."""
    return msgspec.json.format(msgspec.json.encode(analyses), indent=1).decode()


def as_csv(analyses: list[Analysis]) -> str:
    """Return a line for each finding or picture."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "at_ms", "type", "number", "seconds", "detail"])
    for analysis in analyses:
        for finding in analysis.findings:
            row = msgspec.to_builtins(finding)
            detail = next((row[key] for key in ("state", "phase", "reason", "form", "range") if key in row), "")
            number = row.get("number", row.get("repetitions", ""))
            writer.writerow([analysis.file, row["at_ms"], row["type"], number, row.get("seconds", ""), detail])
        for picture in analysis.pictures:
            writer.writerow([analysis.file, "", analysis.kind, picture["name"], "", picture["reading"]])
    return out.getvalue()


def as_text(analysis: Analysis) -> str:
    """Return what was found, to read by a person."""
    return "\n".join(_lines(analysis))


def _lines(analysis: Analysis) -> Iterator[str]:
    yield f"{analysis.file}: {analysis.exercise} / {analysis.variant}, working side {analysis.side}"
    for note in analysis.notes:
        yield f"  note: {note}"
    for picture in analysis.pictures:
        yield f"  {picture['name']}: {picture['reading']}"
    if analysis.summary:
        total = analysis.summary
        yield f"  {counted(int(total['repetitions']), 'repetition')}, {total['held_seconds']:g} s held"
        yield f"  measured for {total['measured_seconds']:g} s, not measured for {total['not_measured_seconds']:g} s"
    lengths = lengths_of_holds(analysis.findings)
    for finding in analysis.findings:
        match finding:
            case RepetitionCounted():
                yield f"  {finding.at_ms / 1000:8.2f} s  repetition {finding.number}, {finding.seconds:.1f} s"
            case HoldTime(holding=False) if finding.number in lengths:  # said again as it is known better: once here
                yield f"  {finding.at_ms / 1000:8.2f} s  hold {finding.number}, {lengths.pop(finding.number):.1f} s"
            case NotMeasured():
                yield f"  {finding.at_ms / 1000:8.2f} s  not measured: {finding.say}"
            case _:
                pass
