"""``ilium exercises``: the library, listed and shown."""

import argparse
import json

import msgspec

from ilium.anatomy import Side, counted
from ilium.cuesheet.dose_words import dose_words
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Form, Part, Rung, Variant
from ilium.exercises.words import render
from ilium.library import load_sources


def add(parser: argparse.ArgumentParser) -> None:
    """Add its actions."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every exercise, a line each")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.set_defaults(handler=_list)
    show = actions.add_parser("show", help="one exercise, whole")
    show.add_argument("id", metavar="ID", help="as `ilium exercises list` names it")
    show.add_argument("--side", choices=("left", "right"), default="right", help="the working side in its words")
    show.add_argument("--json", action="store_true", help="as JSON, with the placeholders for sides")
    show.set_defaults(handler=_show)


def _list(arguments: argparse.Namespace) -> int:
    print(listed(as_json=arguments.json))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    print(shown(arguments.id, arguments.side, as_json=arguments.json))
    return 0


def listed(*, as_json: bool) -> str:
    """Return every exercise, a line each."""
    exercises = load_library().exercises
    if as_json:
        rows = [{"id": e.id, "name": e.name, "phase": e.phase, "summary": e.summary} for e in exercises]
        return json.dumps(rows, indent=2, ensure_ascii=False)
    width = max(len(e.id) for e in exercises)
    return "\n".join(f"{e.id:{width}}  {e.phase:10}  {e.summary}" for e in exercises)


def shown(exercise_id: str, side: str, *, as_json: bool) -> str:
    """Return one exercise whole, in words for a working side, or as JSON with its placeholders.

    Raises
    ------
    NotInLibrary
        There is no such exercise.
    """
    exercise = load_library().get(exercise_id)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(exercise), indent=2).decode()
    return "\n".join(_shown(exercise, Side(side)))


def part_words(exercise: Exercise, part: Part) -> str:
    """Return a part of a rung in words: the variant and its dose."""
    variant = exercise.get_variant(part.variant)
    dose = dose_words(
        load_phrases(),
        holds=variant.counted == "holds",
        sets=part.sets,
        repetitions=part.repetitions,
        hold_seconds=part.hold_seconds,
        breaths=part.hold_breaths,
    )
    return f"{variant.name}: {dose}"


def _rung_line(exercise: Exercise, rung: Rung) -> str:
    parts = "; then ".join(part_words(exercise, part) for part in rung.part)
    marks = " [start]" if rung.level == exercise.start else ""
    return f"  {rung.level}. {parts}, {counted(rung.days_per_week, 'day')} a week{marks}"


def _variant_lines(variant: Variant, side: Side) -> list[str]:
    working = None if variant.symmetric else side
    lines = [f"{variant.name} ({variant.id})"]
    lines += [f"  - {render(line, working)}" for line in variant.setup]
    lines += [f"  {phase.id} ({phase.seconds:g} s): {render(phase.say, working)}" for phase in variant.phase]
    return lines


def _shown(exercise: Exercise, side: Side) -> list[str]:
    published = exercise.published
    lines = [f"{exercise.name} ({exercise.id}, {exercise.phase})", exercise.summary, "", f"Why: {exercise.why}"]
    lines += [f"Feel: {exercise.feel}", f"Targets: {', '.join(exercise.targets)}", "", "Cautions:"]
    lines += [f"  - {caution}" for caution in exercise.cautions]
    lines += ["", f"Printed dose: {json.dumps(msgspec.to_builtins(published), ensure_ascii=False)}", "", "Ladder:"]
    lines += [_rung_line(exercise, rung) for rung in exercise.rung]
    lines += ["", f"Breath: {exercise.breath.say}", "", f"Variants, working side {side}:"]
    for variant in exercise.variant:
        lines += _variant_lines(variant, side)
    lines += ["", "What people often do, and the cue that helps (camera: how far it could see it):"]
    lines += [_form_line(exercise, form, side) for form in exercise.form]
    return [*lines, "", "Sources:", *_source_lines(exercise)]


def _form_line(exercise: Exercise, form: Form, side: Side) -> str:
    symmetric = any(exercise.get_variant(v).symmetric for v in form.variant or [v.id for v in exercise.variant])
    working = None if symmetric else side
    return f"  - {render(form.fault, working)} -> {render(form.cue, working)} (camera: {form.camera})"


def _source_lines(exercise: Exercise) -> list[str]:
    tables = (exercise.side, exercise.breath, exercise.published, *exercise.variant, *exercise.rung, *exercise.form)
    named = dict.fromkeys([exercise.source, *(table.source for table in tables)])
    return [f"  - {source}: {load_sources()[source].cite}" for source in named]
