"""The exercise library for the command line: listed, shown, checked."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ilium.anatomy import Side, counted
from ilium.anatomy.errors import SpecificationError
from ilium.cuesheet.dose_words import dose_words
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.finding import Finding
from ilium.exercises.lint import lint_files, lint_library
from ilium.exercises.loader import library_files, load_library
from ilium.exercises.model import Exercise, Form, Part, Rung, Variant
from ilium.exercises.words import render
from ilium.figure.lint import lint_figures
from ilium.library import load_sources


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


def checked(files: Mapping[str, bytes] | None) -> tuple[Finding, ...]:
    """Return what the linters of words, doses and poses find in these files, or in the shipped library."""
    if files is None:
        return lint_library() + lint_figures(library_files())
    return tuple(sorted(lint_files(files) + lint_figures(files)))


def read_files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return the TOML files at these paths, folders included, by name.

    Raises
    ------
    SpecificationError
        A path that is not there or cannot be read, or a folder without a specification.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        inside = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not inside:
            raise SpecificationError(str(path), "$", "the folder holds no .toml file")
        for file in inside:
            found[str(file)] = _read(file)
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SpecificationError(str(file), "$", f"cannot be read: {error.strerror}") from error
