"""What holds of every plan and cue sheet, whatever is asked."""

import re
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ilium.anatomy import PainSide, Side
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import CueSheet, RepetitionsStep, Step, TimedStep, UntilReadyStep
from ilium.exercises.lint_doses import high
from ilium.exercises.loader import load_library
from ilium.prescription.model import Block, DoseChosen, Mode, PlanRequest, SessionPlan
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange
from tests.strategies import changes, requests

LIBRARY = load_library()
DAY = datetime(2026, 1, 5, tzinfo=UTC)
GUIDES = st.builds(
    Guide,
    breath=st.sampled_from(["slow", "medium", "quick", "free"]),
    rate=st.sampled_from(["slow", "normal", "quick"]),
    lead_in_seconds=st.integers(5, 120).map(float),
    worse=st.sampled_from([None, *Side]),
)


def made(request: PlanRequest, applied: list[AppliedChange]) -> SessionPlan:
    """Plan what was asked."""
    return plan(LIBRARY, example_clearance(applied, DAY), request)


def every_step(sheet: CueSheet) -> list[Step]:
    """Return all steps of a sheet, easier alternatives included."""
    easier = [step for block in sheet.blocks if block.easier for step in block.easier.steps]
    return [*sheet.opening, *(step for block in sheet.blocks for step in block.steps), *easier, *sheet.closing]


@given(requests(), changes())
def test_mobilising_always_comes_before_strengthening(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """No side, rung, track, mode or change puts a strengthening block before a mobilising one."""
    phases = [block.phase for block in made(request, applied).blocks]
    assert phases == sorted(phases)


@given(requests(), changes())
def test_the_same_request_gives_the_same_plan(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """Plans are values: equal for equal questions, also with the changes in another order."""
    assert made(request, applied).blocks == made(request, applied[::-1]).blocks


@given(requests(PainSide.LEFT), changes())
def test_the_other_side_is_the_mirror_image(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """Right is left with every side exchanged, in plan and words."""

    def mirror(text: str) -> str:
        return re.sub(r"\b(left|right)\b", lambda found: str(Side(found[1]).opposite), text)

    mirrored = [msgspec.structs.replace(c, side=c.side.opposite if c.side else None) for c in applied]
    left = msgspec.structs.replace(request, worse=None)
    right = msgspec.structs.replace(left, side=PainSide.RIGHT)
    sheets = [cue_sheet(LIBRARY, made(r, c), Guide()) for r, c in ((left, applied), (right, mirrored))]
    said = [[(step.id, cue.say) for step in every_step(s) for cue in step.cues] for s in sheets]
    assert [(i, mirror(s)) for i, s in said[0]] == said[1]


@given(requests(), changes(), GUIDES)
def test_no_two_lines_are_said_at_once(request: PlanRequest, applied: list[AppliedChange], guide: Guide) -> None:
    """Cues are ordered, each ends before the next begins, and all end within their step."""
    for step in every_step(cue_sheet(LIBRARY, made(request, applied), guide)):
        ends = 0.0
        for cue in step.cues:
            assert cue.at >= ends - 0.01, (step.id, cue)
            ends = cue.at + cue.seconds
        if isinstance(step, TimedStep | RepetitionsStep):
            assert ends <= step.expected_seconds + 0.05, (step.id, ends)


@given(requests(), changes(), st.sampled_from(["slow", "quick"]))
def test_no_instruction_is_lost_at_another_speed_of_the_voice(
    request: PlanRequest, applied: list[AppliedChange], rate: str
) -> None:
    """Only counts may be left out where a slower voice would run into the next line."""

    def told(guide: Guide) -> list[tuple[str, str]]:
        blocks = cue_sheet(LIBRARY, made(request, applied), guide).blocks
        return [(step.id, cue.say) for block in blocks for step in block.steps for cue in step.cues if cue.must]

    assert told(Guide(rate=rate)) == told(Guide())


@given(requests(), changes())
def test_every_exercise_opens_with_its_name_and_position(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """The first step of each block waits until the person is ready and begins with the name."""
    for block in cue_sheet(LIBRARY, made(request, applied), Guide()).blocks:
        first = block.steps[0]
        assert isinstance(first, UntilReadyStep)
        assert first.cues[0].say.startswith(block.name)
        assert block.symmetric or first.side is not None
        assert len(first.cues) >= 3


@given(requests(), changes())
def test_step_ids_are_unique_in_a_sheet(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """An id names one step, so that a session can go on after a reload."""
    sheet = cue_sheet(LIBRARY, made(request, applied), Guide())
    ids = [step.id for step in (*sheet.opening, *(s for b in sheet.blocks for s in b.steps), *sheet.closing)]
    assert len(ids) == len(set(ids))


@given(requests(), changes())
def test_a_change_of_sides_is_told_and_given_time(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """Between two steps of different sides there is always a step that waits for the person."""
    for block in cue_sheet(LIBRARY, made(request, applied), Guide()).blocks:
        side = block.steps[0].side
        for step in block.steps:
            if step.side is not None and step.side != side:
                assert isinstance(step, UntilReadyStep | TimedStep) and (
                    isinstance(step, UntilReadyStep) or step.role == "rest"
                )
                side = step.side if isinstance(step, UntilReadyStep) else side


@given(requests(), changes())
def test_a_sore_day_never_strengthens(request: PlanRequest, applied: list[AppliedChange]) -> None:
    """Mobilise-only holds the mobilising exercises alone."""
    sore = msgspec.structs.replace(request, mode=Mode.MOBILISE_ONLY)
    assert all(block.phase == "mobilise" for block in made(sore, applied).blocks)


def for_each_side(block: Block) -> int:
    """Return the repetitions of each side that works, or its seconds of holding where they are counted in holds."""
    counted = LIBRARY.get(block.exercise).get_variant(block.variant).counted
    seconds = held(block.hold_seconds or block.max_hold_seconds, counted)
    return block.sets * block.repetitions * seconds // (2 if block.alternate_sets else 1)


def held(seconds: int | None, counted: str) -> int:
    return (seconds or 1) if counted == "holds" else 1


@given(requests())
def test_sides_in_turn_do_what_one_side_alone_would(request: PlanRequest) -> None:
    """Each leg has the sets of its step, whether one side hurts or both."""
    alone = made(msgspec.structs.replace(request, side=PainSide.LEFT), []).blocks
    amount = {(one.exercise, one.variant): for_each_side(one) for one in alone}
    for block in made(msgspec.structs.replace(request, side=PainSide.BOTH), []).blocks:
        assert for_each_side(block) == amount[block.exercise, block.variant]
        assert block.sets % (1 + block.alternate_sets) == 0


@given(requests(), changes())
def test_what_is_chosen_of_a_printed_range_stays_within_it(request: PlanRequest, applied: list[AppliedChange]) -> None:
    chosen = {one.id: DoseChosen(50, 100) for one in LIBRARY.exercises}
    for block in made(msgspec.structs.replace(request, printed=chosen), applied).blocks:
        printed = LIBRARY.get(block.exercise).published
        if block.rung is None and block.variant == printed.variant:
            turns = 2 if block.alternate_sets else 1
            assert block.sets // turns == high(printed.sets)
            assert block.repetitions == high(printed.repetitions)
