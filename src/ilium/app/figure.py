"""Commands of the figure: solve, check, draw and bake. Nothing here reads or writes files of its own accord."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.figure.check import Bounds, Report


def bake(read: Callable[[str], bytes]) -> bytes:
    """Return the body file; ``read`` gives a file of the source package by its path."""
    _require("numpy")
    from ilium.figure.bake import bake as bake_body

    return bake_body(read)


def _require(*packages: str) -> None:
    """Refuse where a package of the extra is not installed."""
    for name in packages:
        if importlib.util.find_spec(name) is None:
            raise SpecificationError("figure", name, "is not installed: install ilium[figure]")


def chosen(names: Sequence[str]) -> list[tuple[Exercise, Variant]]:
    """Return the variants that these names mean; all that have a figure where there are none."""
    _require("numpy")
    from ilium.figure.clips import figured, find_variant

    library = load_library()
    if not names:
        return list(figured(library))
    return [pair for name in names for pair in find_variant(library, name)]


def solve(exercise: Exercise, variant: Variant) -> tuple[str, bytes, Report]:
    """Return a variant's clip: its file name, its content, and what was measured on it.

    Raises
    ------
    SpecificationError
        The specification names something that is not there, or SciPy is not installed.
    """
    _require("numpy", "scipy")
    from ilium.figure.body import load_body
    from ilium.figure.clip import encode_clip, make_clip
    from ilium.figure.clips import clip_name, first_guess, made_from, report
    from ilium.figure.marks import load_bulk, load_marks
    from ilium.figure.pose import keyframes, load_places
    from ilium.figure.solve import Solver, Stage, solve_frames

    body = load_body()
    solver = Solver(Stage(body=body, marks=load_marks(), bulk=load_bulk(), places=load_places()))
    frames = solve_frames(solver, keyframes(variant), first_guess(body.rig, variant.position))
    clip = make_clip(exercise, variant, frames, body.rig.skeleton, made_from(variant))
    return clip_name(exercise, variant), encode_clip(clip), report(clip, variant)


def check(names: Sequence[str]) -> list[Report]:
    """Return the figures of the committed clips of these variants, or of all; a broken clip is a row that fails.

    Raises
    ------
    SpecificationError
        Nothing with a figure has one of these ids, or the body cannot be read.
    """
    from ilium.figure.body import load_body

    pairs = chosen(names)
    load_body()
    return [_checked(exercise, variant) for exercise, variant in pairs]


def _checked(exercise: Exercise, variant: Variant) -> Report:
    from ilium.figure.check import unreadable
    from ilium.figure.clips import load_clip, report

    try:
        return report(load_clip(exercise, variant), variant)
    except SpecificationError as error:
        return unreadable(exercise.id, variant.id, str(error))


def sheet(names: Sequence[str], sides: Sequence[str]) -> bytes:
    """Return a contact sheet of committed clips as a PNG, a row for each clip and side."""
    from ilium.figure.body import load_body
    from ilium.figure.clips import load_clip
    from ilium.figure.picture import png
    from ilium.figure.sheet import key_frames
    from ilium.figure.sheet import sheet as draw

    clips = [load_clip(exercise, variant) for exercise, variant in chosen(names)]
    tiles = max(len(key_frames(clip)) for clip in clips)
    return png(draw(clips, load_body(), tuple(Side(side) for side in sides), tiles))


def stills(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the stills of committed clips: file name and PNG, for the left; the right is mirrored when it is shown.

    Raises
    ------
    SpecificationError
        A clip is missing, broken or stale.
    """
    from ilium.figure.body import load_body
    from ilium.figure.clips import clip_bytes, load_clip, made_from
    from ilium.figure.still_file import encode_still
    from ilium.figure.still_file import made_from as still_made_from
    from ilium.figure.stills import draw_stills

    for exercise, variant in chosen(names):
        clip = load_clip(exercise, variant)
        if clip.made_from != made_from(variant):
            raise SpecificationError(variant.id, "made_from", "the clip is stale: run `ilium figure solve`")
        drawn = draw_stills(clip, variant, load_body(), still_made_from(clip_bytes(exercise, variant)))
        yield from ((name, encode_still(still)) for name, still in drawn.items())


def as_json(reports: Sequence[Report]) -> str:
    """Return reports as JSON, a list with one row a clip."""
    return msgspec.json.format(msgspec.json.encode(reports), indent=2).decode()


def as_text(report: Report) -> str:
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
