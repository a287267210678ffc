"""Commands of the figure: solve, check, draw and bake. Nothing here reads or writes files of its own accord."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.figure.still_file import encode_still
from ilium_lab.figure import bake as baking
from ilium_lab.figure import sheet as sheets
from ilium_lab.figure import still_drawing as drawing
from ilium_lab.figure.body import load_body
from ilium_lab.figure.check import Bounds, ClipReport, unreadable
from ilium_lab.figure.clip import encode_clip, make_clip
from ilium_lab.figure.clips import (
    clip_bytes,
    clip_name,
    figured,
    find_variant,
    first_guess,
    load_clip,
    made_from,
    report,
)
from ilium_lab.figure.picture import png
from ilium_lab.figure.pose import keyframes, load_places
from ilium_lab.figure.solve import Solver, Stage, solve_frames
from ilium_lab.figure.surface_points import load_bulk, load_marks


def bake(read: Callable[[str], bytes]) -> bytes:
    """Return the body file; ``read`` gives a file of the source package by its path."""
    return baking.bake(read)


def chosen(names: Sequence[str]) -> list[tuple[Exercise, Variant]]:
    """Return the variants that these names mean; all that have a figure where there are none."""
    library = load_library()
    if not names:
        return list(figured(library))
    return [pair for name in names for pair in find_variant(library, name)]


def solve(exercise: Exercise, variant: Variant) -> tuple[str, bytes, ClipReport]:
    """Return a variant's clip: its file name, its content, and what was measured on it.

    Raises
    ------
    SpecificationError
        The specification names something that is not there.
    """
    body = load_body()
    solver = Solver(Stage(body=body, marks=load_marks(), bulk=load_bulk(), places=load_places()))
    frames = solve_frames(solver, keyframes(variant), first_guess(body.rig, variant.position))
    clip = make_clip(exercise, variant, frames, body.rig.skeleton, made_from(variant))
    return clip_name(exercise, variant), encode_clip(clip), report(clip, variant)


def check(names: Sequence[str]) -> list[ClipReport]:
    """Return the figures of the committed clips of these variants, or of all; a broken clip is a row that fails.

    Raises
    ------
    SpecificationError
        Nothing with a figure has one of these ids, or the body cannot be read.
    """
    pairs = chosen(names)
    load_body()
    return [_checked(exercise, variant) for exercise, variant in pairs]


def _checked(exercise: Exercise, variant: Variant) -> ClipReport:

    try:
        return report(load_clip(exercise, variant), variant)
    except SpecificationError as error:
        return unreadable(exercise.id, variant.id, str(error))


def sheet(names: Sequence[str], sides: Sequence[str]) -> bytes:
    """Return a contact sheet of committed clips as a PNG, a row for each clip and side."""
    clips = [load_clip(exercise, variant) for exercise, variant in chosen(names)]
    tiles = max(len(sheets.key_frames(clip)) for clip in clips)
    return png(sheets.sheet(clips, load_body(), tuple(Side(side) for side in sides), tiles))


def stills(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the stills of committed clips: file name and PNG, for the left; the right is mirrored when it is shown.

    Raises
    ------
    SpecificationError
        A clip is missing, broken or stale.
    """
    for exercise, variant in chosen(names):
        clip = load_clip(exercise, variant)
        if clip.made_from != made_from(variant):
            raise SpecificationError(variant.id, "made_from", "the clip is stale: `python3 dev.py lab figure solve`")
        drawn = drawing.draw_stills(clip, variant, load_body(), drawing.made_from(clip_bytes(exercise, variant)))
        yield from ((name, encode_still(still)) for name, still in drawn.items())


def index() -> bytes:
    """Return what the committed stills of the whole library show, as JSON to read."""
    return msgspec.json.format(msgspec.json.encode(drawing.index(load_library())), indent=1) + b"\n"


def as_json(reports: Sequence[ClipReport]) -> str:
    """Return reports as JSON, a list with one row a clip."""
    return msgspec.json.format(msgspec.json.encode(reports), indent=2).decode()


def as_text(report: ClipReport) -> str:
    """Return a report as a line, and a line for each figure that is out of bounds."""
    if report.error:
        return f"FAIL {report.variant}: {report.error}"
    figures = {name: getattr(report, name) for name in Bounds.__struct_fields__}
    line = f"{'ok  ' if report.ok else 'FAIL'} {report.variant}: " + ", ".join(
        f"{name} {value:.3g}" for name, value in figures.items()
    )
    lines = [line] + (["    stale: the specification has changed since it was solved"] if report.stale else [])
    lines += [
        f"    {name} {figures[name]:.3g} > {getattr(Bounds(), name):g} in {where}"
        for name, where in report.worst.items()
    ]
    return "\n".join(lines)
