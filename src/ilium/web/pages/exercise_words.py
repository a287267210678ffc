"""One exercise of the library in the words of its page, for one working side."""

from collections.abc import Sequence

import msgspec

from ilium.anatomy import Side, SideRole, counted
from ilium.anatomy.side_words import ONE_AFTER_OTHER
from ilium.cuesheet.dose_words import dose_words
from ilium.cuesheet.model import BlockSheet
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.model import Exercise, Form, Library, Part, Phase, Position, Published, Rung, Variant
from ilium.exercises.words import render
from ilium.prescription.ladders import Ladder

POSITIONS: dict[Position, str] = {
    "supine": "On your back",
    "side-lying": "On your side",
    "standing": "Standing",
    "sitting": "Sitting",
}
PRINTED = {
    "published": "The printed amount",
    "published-minimum": "The least that is printed",
    "published-maximum": "The most that is printed",
}
PHASES: dict[Phase, str] = {"mobilise": "First: stretch", "strengthen": "Then: strengthen"}


class PhaseWords(msgspec.Struct, frozen=True, kw_only=True):
    """One phase of a movement; its end pose in words for the left and for the right as the working side."""

    id: str
    say: str
    seconds: str
    pose_left: str
    pose_right: str


class FormWords(msgspec.Struct, frozen=True, kw_only=True):
    """What often happens, and what helps."""

    fault: str
    cue: str


class VariantWords(msgspec.Struct, frozen=True, kw_only=True):
    """One way of doing the exercise; ``form`` is what belongs to it alone or to it among others.

    ``side`` is whose limbs work in the words; ``start_left`` and ``start_right`` say how it begins.
    """

    id: str
    name: str
    side: str
    symmetric: bool
    start_left: str
    start_right: str
    position: str
    pose: str
    setup: tuple[str, ...]
    phases: tuple[PhaseWords, ...]
    form: tuple[FormWords, ...]


class RungWords(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the ladder."""

    level: int
    label: str
    dose: str
    printed: str
    current: bool


class ExerciseWords(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise, ready to be shown."""

    id: str
    name: str
    summary: str
    side_words: str
    both_sides: bool
    shown: tuple[VariantWords, ...]
    others: tuple[VariantWords, ...]
    feel: str
    breath: str
    why: str
    targets: tuple[str, ...]
    dose_now: str
    dose_start: str
    dose_published: str
    doubt: str
    cautions: tuple[str, ...]
    form: tuple[FormWords, ...]
    ladder: tuple[RungWords, ...]
    ends: str


class PhaseGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The exercises of one phase of the programme."""

    phase: Phase
    title: str
    exercises: tuple[Exercise, ...]


def groups(library: Library) -> tuple[PhaseGroup, ...]:
    """Return the programme's exercises by phase, in its order."""
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    return tuple(
        PhaseGroup(phase=phase, title=PHASES[phase], exercises=tuple(e for e in exercises if e.phase == phase))
        for phase in library.programme.phases
    )


def describe(
    exercise: Exercise, working: Side, blocks: Sequence[BlockSheet] = (), ladder: Ladder | None = None
) -> ExerciseWords:
    """Return the exercise in words.

    Parameters
    ----------
    working : Side
        Whose limbs work in the description.
    blocks : sequence of BlockSheet
        This exercise as it is planned for the person, where they may exercise: its variants are shown first.
    ladder : Ladder, optional
        Where the person stands on this exercise, which is shown where there is no plan; None before they have begun.
    """
    shown = _shown_ids(exercise, blocks, ladder)
    variants = {variant.id: _variant(exercise, variant, working) for variant in exercise.variant}
    current = blocks[0].rung if blocks else _own_rung(exercise, ladder)
    return ExerciseWords(
        id=exercise.id,
        name=exercise.name,
        summary=render(exercise.summary, working),
        side_words=_side_words(exercise, working),
        both_sides=exercise.side.prescribed is SideRole.BOTH,
        shown=tuple(variants[variant_id] for variant_id in shown),
        others=tuple(words for variant_id, words in variants.items() if variant_id not in shown),
        feel=render(exercise.feel, working),
        breath=render(exercise.breath.say, working),
        why=render(exercise.why, working),
        targets=exercise.targets,
        dose_now="" if ladder and ladder.out else " and ".join(dict.fromkeys(block.dose for block in blocks)),
        dose_start=_rung_dose(exercise, exercise.get_rung(exercise.start)),
        dose_published=published_words(exercise.published),
        doubt=exercise.published.doubt.say if exercise.published.doubt else "",
        cautions=tuple(render(caution, working) for caution in exercise.cautions),
        form=_forms(exercise.form, working, shown),
        ends=exercise.ends.say if exercise.ends else "",
        ladder=tuple(_rung(exercise, rung, current) for rung in exercise.rung),
    )


def published_words(dose: Published) -> str:
    """Return the printed dose in words, with its printed ranges.

    Examples
    --------
    >>> sourced = {"source": "ilium-choice", "confidence": "ours"}
    >>> dose = Published(variant="v", repetitions=(10, 15), sets=(3, 4), frequency="daily", **sourced)
    >>> published_words(dose)
    '3 to 4 sets of 10 to 15; how often: daily'
    """
    long_hold = dose.hold_seconds is not None and dose.hold_seconds >= 5
    held = _hold(dose.hold_seconds) if dose.hold_seconds else ""
    if long_hold:
        one = dose.repetitions == 1 and dose.sets == 1
        amount = (
            f"one hold of {held}"
            if one
            else f"{_range(dose.repetitions)} {'hold' if dose.repetitions == 1 else 'holds'} of {held}"
        )
    else:
        amount = f"{_range(dose.sets)} {'set' if dose.sets == 1 else 'sets'} of {_range(dose.repetitions)}"
        amount += f", holding each for {held}" if held else ""
    return f"{amount}; how often: {dose.frequency or 'not printed'}"


def working_side_of(exercise: Exercise, painful: Side) -> Side:
    """Return whose limbs work first when this side hurts."""
    return painful.opposite if exercise.side.prescribed is SideRole.UNAFFECTED else painful


# --- Parts -------------------------------------------------------------------------------------------------------


def _shown_ids(exercise: Exercise, blocks: Sequence[BlockSheet], ladder: Ladder | None) -> tuple[str, ...]:
    planned = [block.variant for block in blocks]
    return tuple(dict.fromkeys(planned or _own_ids(exercise, ladder)))


def _own_ids(exercise: Exercise, ladder: Ladder | None) -> list[str]:
    """Return the variants of the person's own rung, of the printed dose, or of the rung that everybody begins with."""
    if ladder is not None and ladder.level is None:
        return [exercise.published.variant]
    level = exercise.start if ladder is None or ladder.level is None else ladder.level
    return [part.variant for part in exercise.get_rung(level).part]


def _forms(forms: Sequence[Form], working: Side, variants: Sequence[str]) -> tuple[FormWords, ...]:
    """Return what belongs to all variants, or to one of these."""
    fitting = [form for form in forms if not form.variant or set(form.variant) & set(variants)]
    return tuple(FormWords(fault=render(form.fault, working), cue=render(form.cue, working)) for form in fitting)


def _variant(exercise: Exercise, variant: Variant, working: Side) -> VariantWords:
    side = None if variant.symmetric else working
    held = [phase for phase in variant.phase if phase.kind == "hold"] or list(variant.phase)
    left, right = (None, None) if variant.symmetric else (Side.LEFT, Side.RIGHT)
    return VariantWords(
        id=variant.id,
        name=variant.name,
        side=working.value,
        symmetric=variant.symmetric,
        start_left=" ".join(render(line, left) for line in variant.setup),
        start_right=" ".join(render(line, right) for line in variant.setup),
        position=POSITIONS[variant.position],
        pose=render(held[0].pose, side),
        setup=tuple(render(line, side) for line in variant.setup),
        phases=tuple(
            PhaseWords(
                id=phase.id,
                say=render(phase.say, side),
                seconds=_phase_seconds(variant, phase.kind, phase.seconds),
                pose_left=render(phase.pose, left),
                pose_right=render(phase.pose, right),
            )
            for phase in variant.phase
        ),
        form=_forms([form for form in exercise.form if form.variant], working, [variant.id]),
    )


def _phase_seconds(variant: Variant, kind: str, seconds: float) -> str:
    """Return the tempo of a counted movement; the time of a long hold is the dose's."""
    if variant.counted == "holds" or kind in ("enter", "exit"):
        return ""
    return f"{seconds:g} {'second' if seconds == 1 else 'seconds'}"


def _side_words(exercise: Exercise, working: Side) -> str:
    match exercise.side.prescribed:
        case SideRole.BOTH:
            return f"{ONE_AFTER_OTHER.capitalize()}. The words here are for the {working} leg."
        case SideRole.AFFECTED:
            return f"The sore side works. The words here are for a sore {working} side."
        case SideRole.UNAFFECTED:
            return f"The side that does not hurt works. The words here are for a sore {working.opposite} side."


def _own_rung(exercise: Exercise, ladder: Ladder | None) -> str | None:
    return None if ladder is None or ladder.level is None else exercise.get_rung(ladder.level).id


def _rung(exercise: Exercise, rung: Rung, current: str | None) -> RungWords:
    days = "every day" if rung.days_per_week == 7 else f"{counted(rung.days_per_week, 'day')} a week"
    return RungWords(
        level=rung.level,
        label=rung.label,
        dose=f"{_rung_dose(exercise, rung)}; {days}",
        printed=PRINTED[rung.equals] if rung.equals else "",
        current=rung.id == current,
    )


def _rung_dose(exercise: Exercise, rung: Rung) -> str:
    if len(rung.part) == 1:
        return _part_dose(exercise, rung.part[0])
    return ", then ".join(f"{exercise.get_variant(p.variant).name}: {_part_dose(exercise, p)}" for p in rung.part)


def _part_dose(exercise: Exercise, part: Part) -> str:
    return dose_words(
        load_phrases(),
        holds=exercise.get_variant(part.variant).counted == "holds",
        sets=part.sets,
        repetitions=part.repetitions,
        hold_seconds=part.hold_seconds,
        breaths=part.hold_breaths,
    )


def _range(value: int | tuple[int, int]) -> str:
    return str(value) if isinstance(value, int) else f"{value[0]} to {value[1]}"


def _hold(seconds: int) -> str:
    minutes = seconds // 60
    if seconds >= 120 and seconds % 60 == 0:
        return f"{minutes} minutes"
    return counted(seconds, "second")
