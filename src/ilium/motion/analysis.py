"""Analyse recorded landmarks: what the engine finds in a file."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Exercise, Variant
from ilium.motion import engine
from ilium.motion.findings import Finding
from ilium.motion.formats import Content, LandmarkPicture, RecordingHeader, Rows, Stream, read, specification_hash
from ilium.motion.hip_line import read_plank
from ilium.motion.single_picture import read_pose

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


def _differences(header: RecordingHeader, now: Analysis) -> Iterator[str]:
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


def _picture(still: LandmarkPicture, variant: Variant, side: Side) -> dict[str, Any]:
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
