"""What holds at every level of guidance: what must never fade is said, and everything is done all the same."""

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilium.anatomy import Side
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import BlockSheet, CueSheet, Step, TimedStep, UntilReadyStep
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.exercises.words import render
from ilium.prescription.guidance import Guidance
from ilium.prescription.model import PlanRequest, SessionPlan
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange
from tests.ordinary import PEOPLE, session_of
from tests.property.test_plans import DAY
from tests.strategies import changes, requests

LIBRARY, PHRASES = load_library(), load_phrases()
FADED = (Guidance.SHORT, Guidance.COUNTS)


def at(made: SessionPlan, level: Guidance, guide: Guide | None = None) -> CueSheet:
    """Return the sheet of a plan that is known so well."""
    known = {(one.exercise, one.variant, one.working_side.value): level for one in made.blocks}
    return cue_sheet(LIBRARY, made, msgspec.structs.replace(guide or Guide(), known=known))


def said(steps: tuple[Step, ...]) -> list[str]:
    """Return every line."""
    return [cue.say for step in steps for cue in step.cues if cue.say]


def shape(block: BlockSheet) -> list[tuple[object, ...]]:
    """Return what is done in a block, without words."""
    return [
        (type(one), one.id, one.side, one.set, one.of_sets, one.repetition, getattr(one, "lead_in_seconds", None))
        for one in block.steps
    ]


def done(block: BlockSheet) -> list[float]:
    """Return how long each set and rest lasts, and that each hold is held for as long as the dose says."""
    return [
        float(one.seconds >= (block.hold_seconds or 0)) if isinstance(one, TimedStep) and one.role == "hold" else lasts
        for one, lasts in ((step, step.expected_seconds) for step in block.steps)
        if not isinstance(one, UntilReadyStep) and (not isinstance(one, TimedStep) or one.role in ("hold", "rest"))
    ]


@settings(max_examples=25)
@given(requests(), changes(), st.sampled_from(FADED))
def test_what_is_done_is_the_same_at_every_level(
    request: PlanRequest, applied: list[AppliedChange], level: Guidance
) -> None:
    """Order, sides, sets, repetitions, holds, rests, lead-ins and the easier way: only words fade."""
    made = plan(LIBRARY, example_clearance(applied, DAY), request)
    full, faded = at(made, Guidance.FULL), at(made, level)
    assert [shape(one) for one in faded.blocks] == [shape(one) for one in full.blocks]
    assert [done(one) for one in faded.blocks] == [done(one) for one in full.blocks]
    assert [one.easier for one in faded.blocks] == [one.easier for one in full.blocks]
    assert [one.more for one in faded.blocks] == [one.steps for one in full.blocks]
    assert all(
        one.expected_seconds <= other.expected_seconds for one, other in zip(faded.blocks, full.blocks, strict=True)
    )


def never_fades(made: SessionPlan, sheet: CueSheet) -> None:
    """Fail where a line is missing that has to be said at every level."""
    assert said(sheet.opening)[0].endswith("Stop whenever it hurts. A pull is fine. Sharp is not.")
    for block, told in zip(made.blocks, sheet.blocks, strict=True):
        lines = said(told.steps)
        first = told.steps[0]
        assert isinstance(first, UntilReadyStep)
        if told.working_side != "both":
            assert re.search(rf"\b{told.working_side}\b", said((first,))[0]), "the side"
        if first.lead_in_seconds >= 20:
            variant = LIBRARY.get(block.exercise).get_variant(block.variant)
            ways = {render(way[0], _side(told), bed=block.bed) for way in (variant.setup, variant.switch) if way}
            assert ways & set(said((first,))), "the change of position"
        for line in block.lines:
            assert line in lines or "pillow" in line, "what a limit says"


def _side(told: BlockSheet) -> Side | None:
    first = told.steps[0].side
    return None if first is None else Side(first)


@settings(max_examples=25)
@given(requests(), changes(), st.sampled_from(list(Guidance)))
def test_side_position_stops_and_limits_never_fade(
    request: PlanRequest, applied: list[AppliedChange], level: Guidance
) -> None:
    """At every level, for whatever is asked."""
    made = plan(LIBRARY, example_clearance(applied, DAY), request)
    if made.blocks:
        never_fades(made, at(made, level))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("level", FADED)
def test_ordinary_people_are_told_what_matters_at_every_level(name: str, level: Guidance) -> None:
    """Getting down and up, rolling aside, and gentler words for a phase are said as at first."""
    made, full = session_of(PEOPLE[name])
    faded = at(made, level, Guide(worse=PEOPLE[name].worse))
    never_fades(made, faded)
    for line in (PHRASES.get_down, PHRASES.get_down_bed, PHRASES.get_up, PHRASES.get_up_bed, PHRASES.roll_aside):
        assert _times(line, faded) == _times(line, full)
    for block, told in zip(made.blocks, faded.blocks, strict=True):
        variant = LIBRARY.get(block.exercise).get_variant(block.variant)
        gentler = [one for one in variant.eased if one.ask in block.eased]
        for one in gentler:
            assert any(render(one.say, _side(told), bed=block.bed) in line for line in said(told.steps)), one.say


def _times(line: str, sheet: CueSheet) -> int:
    steps = (*sheet.opening, *(step for block in sheet.blocks for step in block.steps), *sheet.closing)
    return sum(line in one for one in said(steps))
