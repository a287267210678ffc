"""What holds of every sore day: a position within the limits, two movements at most, down once and up once."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import msgspec
import pytest

from ilium.anatomy import Side
from ilium.cuesheet.claims import contradictions
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import BreathsStep, CueSheet, RepetitionsStep, Step, TimedStep, UntilReadyStep
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.prescription.ease import EasePosition, ease_within
from ilium.prescription.limits import Limits, fits, limits_of
from ilium.prescription.loader import load_rules
from ilium.prescription.model import EaseChosen, Mode, PlanRequest, SessionPlan
from ilium.prescription.plan import plan
from tests.ordinary import PEOPLE, clearance_of
from tests.property.test_limits import LIMITS, limits

LIBRARY, RULE, PHRASES = load_library(), load_rules().ease, load_phrases()
DOWN = {PHRASES.get_down, PHRASES.get_down_bed}
UP = {PHRASES.get_up, PHRASES.get_up_bed}


@cache
def sore_day(name: str) -> tuple[SessionPlan, CueSheet, Limits]:
    person = PEOPLE[name]
    request = PlanRequest(
        side=person.side, worse=person.worse, track=person.track, rungs=person.rungs, mode=Mode.MOBILISE_ONLY
    )
    clearance = clearance_of(person)
    made = plan(LIBRARY, clearance, request)
    return made, cue_sheet(LIBRARY, made, Guide(worse=person.worse)), limits_of(LIBRARY, clearance, bed=False)


def position_of(chosen: EaseChosen) -> EasePosition:
    return next(one for one in RULE.position if (one.exercise, one.variant) == (chosen.exercise, chosen.variant))


def steps(sheet: CueSheet) -> Iterator[Step]:
    yield from sheet.opening
    for block in sheet.blocks:
        yield from block.steps
    yield from sheet.closing


def is_work(step: Step) -> bool:
    return isinstance(step, BreathsStep | RepetitionsStep) or (isinstance(step, TimedStep) and step.role == "hold")


@pytest.mark.parametrize("name", PEOPLE)
class TestOrdinaryPeople:
    def test_the_position_keeps_to_the_limits(self, name: str) -> None:
        made, _, own = sore_day(name)
        assert made.ease is not None
        assert fits(own, position_of(made.ease), made.ease.working)

    def test_two_gentlest_movements_at_most_and_no_strength(self, name: str) -> None:
        made, sheet, _ = sore_day(name)
        assert len({block.exercise for block in made.blocks}) <= 2
        assert {block.phase for block in sheet.blocks} <= {"mobilise"}

    def test_breathing_comes_first_and_walking_last_and_neither_is_work(self, name: str) -> None:
        _, sheet, _ = sore_day(name)
        if not sheet.blocks:
            assert [step.id for step in (*sheet.opening, *sheet.closing)] == ["opening", "closing"]
            return
        assert [step.id for step in sheet.opening] == ["opening", "ease.position", "ease.breathe"]
        assert [step.id for step in sheet.closing] == ["closing", "ease.walk"]
        assert not any(is_work(step) for step in (*sheet.opening, *sheet.closing))
        position, breathing = sheet.opening[1:]
        assert isinstance(position, UntilReadyStep) and position.lead_in_seconds >= PHRASES.timing.turn_over_lead_in
        assert isinstance(breathing, TimedStep) and 60 <= breathing.seconds <= 72 and breathing.breath is not None

    def test_one_gets_down_once_and_up_once(self, name: str) -> None:
        _, sheet, _ = sore_day(name)
        said = [cue.say for step in steps(sheet) for cue in step.cues]
        moves = [line for line in said if line in DOWN | UP]
        assert len(moves) <= 2 and [line in DOWN for line in moves] in ([], [True], [True, False])

    def test_nothing_that_is_said_contradicts_the_rest(self, name: str) -> None:
        assert contradictions(sore_day(name)[1]) == ()


def test_the_positions_of_a_pregnancy_and_of_a_sore_side() -> None:
    made, sheet, _ = sore_day("pregnant-and-sore-knee")
    assert made.ease and made.ease.name == "on your left side, with a pillow between your knees"
    assert sheet.ease and (sheet.ease.variant, sheet.ease.side) == ("small-side-lying-clam", "right")


def test_whatever_two_limits_hold_the_position_keeps_to_both() -> None:
    """Where none does, there is none; and that is rare."""
    without = 0
    for pair in combinations(LIMITS, 2):
        own = limits(pair)
        for top in Side:
            chosen = ease_within(RULE.position, own, top)
            without += chosen is None
            assert chosen is None or fits(own, position_of(chosen), chosen.working)
    assert without <= 4


def test_a_free_breath_has_no_pacer_and_lasts_a_minute() -> None:
    made = sore_day("plain-60")[0]
    breathing = cue_sheet(LIBRARY, made, Guide(breath="free")).opening[2]
    assert isinstance(breathing, TimedStep) and (breathing.breath, breathing.seconds) == (None, 60)


def test_a_whole_session_has_none_of_it() -> None:
    made = msgspec.structs.replace(sore_day("plain-60")[0], mode=Mode.FULL, ease=None)
    sheet = cue_sheet(LIBRARY, made, Guide())
    assert sheet.ease is None and not any(step.id.startswith("ease") for step in steps(sheet))
