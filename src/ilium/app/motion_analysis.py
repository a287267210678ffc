"""Commands of the motion engine: analyse recorded landmarks, and say what was found."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ilium.anatomy import Side, counted
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.motion import engine
from ilium.motion.findings import Finding, HoldTime, NotMeasured, RepetitionCounted, lengths_of_holds
from ilium.motion.formats import Content, Header, RecordingError, Rows, Still, Stream, header_of, read
from ilium.motion.hip_line import read_plank
from ilium.motion.stills import read_pose

Progress = Callable[[int, int], None]
#: Fewer frames than this, an hour of them, are counted sooner than the faster path is compiled.
WORTH_COMPILING = 100_000


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one file.

    Parameters
    ----------
    kind : {"stream", "pictures", "rows"}
        A recording in time, single pictures, or rows of a front plank.
    notes : tuple of str
        What had to be assumed.
    """

    file: str
    kind: str
    exercise: str
    variant: str
    side: str
    engine_version: int
    specification: str
    notes: tuple[str, ...] = ()
    summary: dict[str, float] = {}
    findings: tuple[Finding, ...] = ()
    pictures: tuple[dict[str, Any], ...] = ()


def chosen(exercise_id: str, variant_id: str | None) -> tuple[Exercise, Variant]:
    """Return what the command line names, as `Library.get_variant` does."""
    return load_library().get_variant(exercise_id, variant_id)


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


def _side_of(header: Header | None, name: str) -> str:
    """Return the side of a recording; where both sides do the same the engine does not look at it."""
    side = header.side if header else ""
    if side not in ("left", "right", "both"):
        raise RecordingError(f"{name}: header: side: expected left, right or both, not {side!r}")
    return "left" if side == "both" else side


def specification_hash(variant: Variant) -> str:
    """Return the hash of what the engine knows of a variant: its camera entry, phases and symmetry."""
    said = msgspec.json.encode([variant.id, variant.symmetric, variant.camera, [p.seconds for p in variant.phase]])
    return hashlib.sha256(said).hexdigest()


def analyse_file(
    content: bytes,
    name: str,
    exercise: Exercise,
    variant: Variant,
    side: Side,
    *,
    fps: float = 30.0,
    aspect: float | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Return what the engine finds in a file.

    Raises
    ------
    RecordingError
        The file cannot be read.
    SpecificationError
        A camera does not measure this variant.
    """
    found = read(content, name, fps=fps, aspect=aspect)
    empty = Analysis(
        file=name,
        kind="stream",
        exercise=exercise.id,
        variant=variant.id,
        side=side.value,
        engine_version=engine.ENGINE_VERSION,
        specification=specification_hash(variant),
    )
    return _analysed(found, empty, exercise, variant, side, progress)


def _analysed(
    found: Content, empty: Analysis, exercise: Exercise, variant: Variant, side: Side, progress: Progress | None
) -> Analysis:
    match found:
        case Stream():
            return _stream(found, empty, exercise, variant, side, progress)
        case Rows():
            rows = tuple(_row(number, found) for number in range(len(found.rows)))
            return msgspec.structs.replace(empty, kind="rows", pictures=rows)
        case _:
            pictures = tuple(_picture(still, variant, side) for still in found)
            return msgspec.structs.replace(empty, kind="pictures", pictures=pictures)


def _stream(
    found: Stream, empty: Analysis, exercise: Exercise, variant: Variant, side: Side, progress: Progress | None
) -> Analysis:
    recording, notes = found.recording, list(found.notes)
    header = found.header
    if header is not None:
        notes += _differences(header, empty)
    state = engine.begin(exercise, variant, side.value, raised_hand=header is not None and header.raised_hand)
    said: list[Finding] = []
    compiled = None if len(recording) >= WORTH_COMPILING else False
    for first in range(0, len(recording), engine.BLOCK):
        part = recording.part(first, first + engine.BLOCK)
        state, findings = engine.analyse(state, part, compiled=compiled)
        said += findings
        if progress:
            progress(min(first + engine.BLOCK, len(recording)), len(recording))
    end = engine.finish(state, float(recording.capture_ms[-1]))
    summary = {
        "frames": len(recording),
        "repetitions": end.repetitions,
        "held_seconds": round(end.held_seconds, 2),
        "measured_seconds": round(end.measured_seconds, 2),
        "not_measured_seconds": round(end.not_measured_seconds, 2),
    }
    return msgspec.structs.replace(empty, notes=tuple(notes), summary=summary, findings=(*said, end))


def _differences(header: Header, now: Analysis) -> Iterator[str]:
    """Yield in what a recording was watched otherwise than it is read now."""
    if (header.exercise, header.variant) != (now.exercise, now.variant):
        yield f"the recording is of {header.exercise} / {header.variant}"
    elif header.specification != now.specification:
        yield "the recording was watched with another specification: its count may differ"
    if header.side not in (now.side, "both"):
        yield f"the recording is of the {header.side} as the working side"
    if header.engine_version != now.engine_version:
        was, here = header.engine_version, now.engine_version
        yield f"the recording was watched by engine {was}, and this is engine {here}: its count may differ"


def _picture(still: Still, variant: Variant, side: Side) -> dict[str, Any]:
    reading = read_pose(still.landmarks, still.visibility, still.aspect, variant, side)
    measures = {name: round(value, 3) if value == value else None for name, value in reading.measures.items()}
    return {
        "name": still.name,
        "state": reading.state,
        "reading": reading.word,
        "side": reading.side,
        "measures": measures,
    }


def _row(number: int, found: Rows) -> dict[str, Any]:
    try:
        plank = read_plank(found.rows[number])
    except KeyError as error:
        raise SpecificationError("table", str(error.args[0]), "the column is missing") from None
    height = round(plank.height, 3) if plank.height == plank.height else None
    return {
        "name": f"row {number + 1}",
        "label": found.labels[number],
        "state": plank.state or "not-measured",
        "reading": plank.state or "not measured",
        "side": plank.side,
        "height": height,
    }


# --- as text -------------------------------------------------------------------------------------------------------


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
