"""What a cue sheet says and when: the promises of the issue, one by one."""

import msgspec
import pytest

from ilium.anatomy import Side
from ilium.app.preview import preview_plan
from ilium.cli.cuesheet import guide, sheet_json
from ilium.cli.plan import ask
from ilium.cuesheet.model import (
    Alternative,
    BlockSheet,
    BreathsStep,
    CueSheet,
    RepetitionsStep,
    SessionSheet,
    TimedStep,
    UntilReadyStep,
)
from ilium.exercises.loader import load_library
from tests.routine import level

#: A step of bridges on one leg, two sets on each side where both hurt; then the sets and sides after the first.
BRIDGES = f"si-glute-bridge={level('bridge-2x8')['si-glute-bridge']}"
NUMBERS, SIDES = ("one", "two", "two"), ("right", "left", "right")
GUIDE = guide(breath="medium", lead_in_seconds=20)


def sheet(side: str = "right", **more: object) -> CueSheet:
    """Return the cue sheet of a preview."""
    return preview_plan(ask(side=side, **more)).sheet


def block(exercise: str, side: str = "right", **more: object) -> BlockSheet:
    """Return the first block of an exercise."""
    return next(b for b in sheet(side, **more).blocks if b.exercise == exercise)


def lines(step: object) -> list[str]:
    """Return what is said in a step."""
    return [cue.say for cue in step.cues if cue.say]


def test_repetitions_are_counted_at_two_one_three() -> None:
    """Ten repetitions take a minute; each number comes at the top; the last one is announced."""
    step = next(s for s in block("si-glute-bridge", track="published").steps if isinstance(s, RepetitionsStep))
    assert [(p.kind, p.seconds) for p in step.tempo] == [("move", 2.0), ("hold", 1.0), ("return", 3.0)]
    assert step.expected_seconds == 60.0
    numbers = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten."]
    assert [(cue.say, cue.at) for cue in step.cues if cue.say in numbers] == [
        (number, 2.0 + 6.0 * n) for n, number in enumerate(numbers)
    ]
    assert [cue.at for cue in step.cues if cue.say == "Last one."] == [54.0]


def test_a_long_hold_speaks_at_the_half_checks_each_minute_and_counts_the_last_five() -> None:
    """The ten-minute hold of the published track."""
    hold = next(
        s for s in block("lumbar-roll", track="published").steps if isinstance(s, TimedStep) and s.role == "hold"
    )
    assert hold.seconds == 600
    assert [cue.at for cue in hold.cues if cue.say == "Half way."] == [300.0]
    assert len([cue for cue in hold.cues if "comfortable" in cue.say]) == 9
    assert lines(hold)[-5:] == ["Five.", "Four.", "Three.", "Two.", "One."]
    assert [cue.at for cue in hold.cues][-5:] == [595.0, 596.0, 597.0, 598.0, 599.0]


def test_every_ten_second_hold_counts_its_last_five() -> None:
    """No instruction is so long that it swallows the count."""
    for track in ("gradual", "published"):
        for one in sheet(track=track).blocks:
            for step in one.steps:
                if isinstance(step, TimedStep) and step.role == "hold" and step.seconds >= 10:
                    assert lines(step)[-5:] == ["Five.", "Four.", "Three.", "Two.", "One."], step.id


def test_a_rest_names_what_comes_next() -> None:
    """Between sets the guide says which set is next; where sides take turns, also which side."""
    rests = [s for s in block("si-glute-bridge").steps if isinstance(s, TimedStep) and s.role == "rest"]
    assert [lines(s)[0] for s in rests] == ["Rest. Next: set two of two."]
    turns = block("si-glute-bridge", "both", rungs=[BRIDGES])
    said = [x for s in turns.steps for x in lines(s) if x.startswith("Rest. Next")]
    assert said == [f"Rest. Next: set {n} of two, {side} side." for n, side in zip(NUMBERS, SIDES, strict=True)]
    assert "Two sets of eight. On each side." in [x for s in turns.steps for x in lines(s)]
    assert turns.dose == "2 sets of 8 on each side, in turn"


def test_sets_that_take_turns_change_sides_with_time_to_do_so() -> None:
    """Before the other leg's set a step tells which; one stays on one's back, so that a short start is enough."""
    steps = block("si-glute-bridge", "both", rungs=[BRIDGES]).steps
    change = next(s for s in steps if isinstance(s, UntilReadyStep) and s.id.endswith("change"))
    assert change.side == "right" and change.lead_in_seconds == 2
    assert lines(change)[0] == "Change sides. Now your right side."
    assert [s.side for s in steps if isinstance(s, RepetitionsStep)] == ["left", "right"] * 2


def test_both_hurting_the_turns_begin_on_the_less_sore_side() -> None:
    """With the left side sorer the right leg drives first."""
    steps = block("si-glute-bridge", "both", worse="left", rungs=[BRIDGES]).steps
    assert [s.side for s in steps if isinstance(s, RepetitionsStep)] == ["right", "left"] * 2


def test_turning_over_is_never_hurried() -> None:
    """With the shortest lead-in, the change to the other side still has twenty seconds."""
    from ilium.cuesheet.compile import cue_sheet
    from ilium.exercises.loader import load_library

    quick = guide(breath="medium", lead_in_seconds=5)
    made = cue_sheet(load_library(), preview_plan(ask(side="right")).plan, quick)
    clams = [b for b in made.blocks if b.exercise == "side-plank-clam-shell"]
    assert [b.steps[0].lead_in_seconds for b in clams] == [5, 20]


def test_the_first_block_of_side_lying_says_which_side_is_underneath() -> None:
    """Right side sore: lie on the left side, right leg on top."""
    first = block("side-plank-clam-shell").steps[0]
    assert "right leg on top" in lines(first)[0]
    assert any("left side" in line for line in lines(first))


def test_nothing_is_asked_between_the_exercises_and_one_question_is_there_for_what_was_eased() -> None:
    """It stands beside the easier version's steps, and its line is said before it can pass."""
    blocks = sheet().blocks
    easier = [one.easier for one in blocks if one.easier]
    kinds = {type(step) for steps in (*blocks, *easier) for step in steps.steps}
    assert kinds == {TimedStep, RepetitionsStep, UntilReadyStep}
    for one in easier:
        (line,) = one.recheck.cues
        assert line.seconds < one.recheck.seconds


def test_free_breathing_has_no_pacer() -> None:
    """Breathe as you like: no pace, only a bound."""
    free = guide(breath="free", lead_in_seconds=20)
    data = msgspec.json.decode(sheet_json(ask(side="right", rungs=["figure-four=7"]), free), type=SessionSheet)
    steps = [s for b in data.sheets["full"].blocks for s in b.steps]
    assert any(isinstance(s, BreathsStep) for s in steps)
    assert all(s.breath is None for s in steps if isinstance(s, TimedStep | BreathsStep))


def test_the_sheet_names_itself_by_its_content() -> None:
    """The same question gives the same id, another side another one."""
    one, same, other = (
        msgspec.json.decode(sheet_json(ask(side=s), GUIDE), type=SessionSheet) for s in ("left", "left", "right")
    )
    assert one.id == same.id != other.id
    assert len(one.id) == 16


def before_the_first_movement(step: UntilReadyStep) -> float:
    """Return the seconds of talk, of quiet and of the counted start."""
    said = max(cue.at + cue.seconds for cue in step.cues)
    return said + step.lead_in_seconds + GUIDE_SECONDS


#: "Starting in", and five counts.
GUIDE_SECONDS = 6.0


def every_easier() -> list[tuple[BlockSheet, Alternative]]:
    """Return each block of both tracks that has an easier version, with it."""
    blocks = [one for track in ("gradual", "published") for one in sheet("both", track=track).blocks]
    return [(one, one.easier) for one in blocks if one.easier is not None]


def test_an_easier_version_is_called_that_and_says_its_dose() -> None:
    """Not the next part of the exercise; the name comes at once, the dose is said before it begins."""
    for _, easier in every_easier():
        for step in (easier.steps[0], easier.brief):
            said = lines(step)
            assert said[0] == step.caption == f"Easier: {easier.name}."
            assert said[-1].lower().split(" of ")[0].split()[0] in {"one", "two", "three", "four", "five"}
            assert not any(line.startswith("Next part") for line in said)


@pytest.mark.parametrize("side", ["left", "both"])
@pytest.mark.parametrize("height", range(0, 19, 2))
def test_an_easier_movement_begins_within_twenty_seconds(side: str, height: int) -> None:
    """Of every block, at whatever height of the ladders; getting into another position first takes its own time."""
    heights = [f"{one.id}={min(height, one.top)}" for one in load_library().exercises]
    blocks = sheet(side, rungs=heights).blocks
    assert blocks
    for planned in blocks:
        if planned.easier is not None:
            first, brief = planned.easier.steps[0], planned.easier.brief
            assert isinstance(first, UntilReadyStep) and isinstance(planned.steps[0], UntilReadyStep)
            assert before_the_first_movement(brief) <= 20.05, brief.cues
            if planned.steps[0].lead_in_seconds < 20:
                assert before_the_first_movement(first) <= 20.05, first.cues


def test_every_block_but_the_gentlest_has_an_easier_alternative_on_the_same_side() -> None:
    """It is compiled whole, from getting into position on."""
    for one in sheet(track="published").blocks:
        assert one.easier is not None
        assert isinstance(one.easier.steps[0], UntilReadyStep)
        sides = {s.side for s in one.easier.steps if s.side is not None}
        assert sides <= {one.working_side, str(Side.LEFT), str(Side.RIGHT)} and len(sides) <= 1


@pytest.mark.parametrize("seconds", [4.9, 121, float("nan")])
def test_a_lead_in_out_of_bounds_is_refused(seconds: float) -> None:
    """NaN too."""
    from ilium.anatomy.errors import PlanError

    with pytest.raises(PlanError, match="lead-in"):
        guide(breath="medium", lead_in_seconds=seconds)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_camera_s_place_is_told_for_this_side_or_why_there_is_none(side: str) -> None:
    """Every block says one of the two, with no placeholder left in it."""
    for one in sheet(side).blocks:
        assert one.camera is not None
        assert bool(one.camera.place) != bool(one.camera.why), one.variant
        assert (one.camera.view is None) == (one.camera.azimuth is None) == (one.camera.place == "")
        assert "{" not in one.camera.place + one.camera.why


def test_the_opening_names_what_to_fetch_and_nothing_that_belongs_on_a_page() -> None:
    """Neither the limits, which are said at their exercises, nor what is doubtful about a printed dose."""
    printed = sheet(track="published", changes=["wedge", "talk-test"])
    (said,) = printed.opening
    assert [cue.say.partition(":")[0] for cue in said.cues] == ["Today", "Have ready"]
    assert any("NHS leaflet" in note for note in printed.notes)
    assert any("whole sentences" in note for note in printed.notes)
