"""What every exercise must yield: one suite, run by each exercise of the library, on each side and rung."""

from datetime import UTC, datetime

import pytest

from ilium.anatomy import PainSide, Side
from ilium.cli.exercises import shown
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import BreathsStep, RepetitionsStep, TimedStep, UntilReadyStep
from ilium.cuesheet.script import script
from ilium.exercises.finding import texts
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise
from ilium.exercises.words import render
from ilium.prescription.model import PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.screening import example_clearance

LIBRARY = load_library()
CLEARANCE = example_clearance([], datetime(2026, 1, 5, tzinfo=UTC))
each_exercise = pytest.mark.parametrize("exercise", LIBRARY.exercises, ids=lambda exercise: exercise.id)


def planned(exercise: Exercise, side: PainSide, level: int | None) -> SessionPlan:
    """Plan with the exercise on this rung, or its published dose."""
    asked = {"track": Track.PUBLISHED} if level is None else {"rungs": {exercise.id: level}}
    return plan(LIBRARY, CLEARANCE, PlanRequest(side=side, **asked))


@each_exercise
@pytest.mark.parametrize("side", Side)
def test_it_yields_words_for_each_side(exercise: Exercise, side: Side) -> None:
    """No text keeps a placeholder, and sided texts name the side."""
    for text in texts(exercise):
        words = render(text.words, side if text.sided else None)
        assert "{" not in words, text.key
    assert f"working side {side}" in shown(exercise.id, side.value, as_json=False)


@each_exercise
@pytest.mark.parametrize("side", PainSide)
def test_it_yields_a_cue_sheet_for_each_rung_and_the_published_dose(exercise: Exercise, side: PainSide) -> None:
    """Every dose compiles to steps that ask to get ready and do what the plan says."""
    for level in (None, *(rung.level for rung in exercise.rung)):
        made = planned(exercise, side, level)
        sheet = cue_sheet(LIBRARY, made, Guide())
        blocks = [block for block in sheet.blocks if block.exercise == exercise.id]
        assert blocks, (side, level)
        for block in blocks:
            assert isinstance(block.steps[0], UntilReadyStep)
            assert repetitions_in(block.steps) == block.sets * block.repetitions, (side, level, block.variant)
            assert block.dose in script(sheet)


def repetitions_in(steps: tuple[object, ...]) -> int:
    """Count what a block really does, from its steps alone."""
    held = sum(isinstance(s, BreathsStep) or (isinstance(s, TimedStep) and s.role == "hold") for s in steps)
    return held + sum(s.repetitions for s in steps if isinstance(s, RepetitionsStep))


@each_exercise
def test_every_variant_is_done_by_somebody(exercise: Exercise) -> None:
    """Each variant is on a rung, published, or beside the ladder: nothing is written that is never said."""
    on_ladder = {part.variant for rung in exercise.rung for part in rung.part} | {exercise.published.variant}
    beside = {part.variant for part in exercise.alternative}
    alternatives = {variant.symmetric_alternative for variant in exercise.variant}
    assert {variant.id for variant in exercise.variant} <= on_ladder | beside | alternatives
