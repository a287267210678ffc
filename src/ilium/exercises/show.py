"""The library as text and as plain values, for the command line."""

from collections.abc import Iterator

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import PlanError
from ilium.exercises.model import Exercise, Library, Part, Published, Rung, Variant
from ilium.exercises.words import render

#: Ids are padded to this width in the list.
_ID_WIDTH = 24


def get_exercise(library: Library, exercise_id: str) -> Exercise:
    """Return the exercise with this id.

    Raises
    ------
    PlanError
        There is none; the text names those there are.
    """
    known = {exercise.id: exercise for exercise in library.exercises}
    if exercise_id not in known:
        raise PlanError(f"no exercise {exercise_id!r}; there are {', '.join(known)}")
    return known[exercise_id]


# --- list --------------------------------------------------------------------------------------------------------


def list_text(library: Library) -> str:
    """Return the exercises in the programme's order, a line each: id, phase, name, summary."""
    return "\n".join(f"{e.id:{_ID_WIDTH}}{e.phase:12}{e.name}. {e.summary}" for e in library.exercises)


def list_values(library: Library) -> list[dict[str, object]]:
    """Return what `list_text` says, as plain values for JSON."""
    return [
        {
            "id": exercise.id,
            "name": exercise.name,
            "phase": exercise.phase,
            "summary": exercise.summary,
            "variants": [variant.id for variant in exercise.variant],
            "rungs": len(exercise.rung),
            "start": exercise.start,
        }
        for exercise in library.exercises
    ]


# --- show --------------------------------------------------------------------------------------------------------


def show_values(exercise: Exercise, working: Side) -> dict[str, object]:
    """Return the whole specification as plain values for JSON, every text in the words of this working side."""
    values = _rendered(msgspec.to_builtins(exercise), working)
    assert isinstance(values, dict)  # a struct becomes a dict
    return values


def _rendered(value: object, working: Side) -> object:
    if isinstance(value, str):
        return render(value, working)
    if isinstance(value, dict):
        return {key: _rendered(item, working) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rendered(item, working) for item in value]
    return value


def show_text(exercise: Exercise, working: Side) -> str:
    """Return the whole specification as text, in the words of this working side."""
    return "\n".join(render(line, working) for line in _lines(exercise, working))


def _lines(exercise: Exercise, working: Side) -> Iterator[str]:
    yield f"{exercise.name} ({exercise.id}), {exercise.phase}; working side: {working}"
    yield exercise.summary
    yield f"Why: {exercise.why}"
    yield f"What to feel: {exercise.feel}"
    yield f"Breath: {exercise.breath.say}"
    yield f"Works on: {'; '.join(exercise.targets)}."
    yield from (f"Mind: {caution}" for caution in exercise.cautions)
    yield f"Published dose: {_published(exercise.published)}"
    for variant in exercise.variant:
        yield ""
        yield from _variant_lines(variant)
    yield from ("", f"Ladder (the gradual track starts at {exercise.start}):")
    yield from (_rung_line(rung) for rung in exercise.rung)
    yield from ("", "What often happens, and what helps:")
    yield from (f"  {form.fault} -> {form.cue} (camera: {form.camera})" for form in exercise.form)


def _variant_lines(variant: Variant) -> Iterator[str]:
    yield f"{variant.name} ({variant.id}), {variant.position}{', both sides alike' if variant.symmetric else ''}"
    yield from (f"  {line}" for line in variant.setup)
    yield from (f"  {phase.kind:7}{phase.seconds:>4g} s  {phase.say}" for phase in variant.phase)
    yield from (f"  other side: {line}" for line in variant.switch)


def _rung_line(rung: Rung) -> str:
    parts = ", then ".join(_part(part) for part in rung.part)
    equals = f" [{rung.equals}]" if rung.equals else ""
    return f"  {rung.level}  {rung.label}: {parts}; {rung.days_per_week} days a week{equals}"


def _part(part: Part) -> str:
    held = f", {part.hold_seconds} s each" if part.hold_seconds else ""
    breaths = f", {part.hold_breaths} breaths each, at most {part.max_hold_seconds} s" if part.hold_breaths else ""
    return f"{part.variant} {part.sets} x {part.repetitions}{held}{breaths}"


def _published(dose: Published) -> str:
    held = f", {dose.hold_seconds} s each" if dose.hold_seconds else ""
    breaths = f", {dose.breaths} breaths" if dose.breaths else ""
    often = f"; {dose.frequency}" if dose.frequency else ""
    doubt = f" ({dose.doubt.say})" if dose.doubt else ""
    return f"{dose.variant} {_range(dose.sets)} x {_range(dose.repetitions)}{held}{breaths}{often}{doubt}"


def _range(value: int | tuple[int, int]) -> str:
    """Return a number or a printed range.

    Examples
    --------
    >>> _range((10, 15))
    '10-15'
    """
    return str(value) if isinstance(value, int) else f"{value[0]}-{value[1]}"
