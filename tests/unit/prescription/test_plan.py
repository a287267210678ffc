"""Today's plan: sides, rungs, changes, order."""

from datetime import UTC, datetime

import pytest

from ilium.anatomy import PainSide, Side
from ilium.anatomy.errors import PlanError
from ilium.exercises.model import Part
from ilium.prescription.model import Block, DoseChosen, Mode, PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange
from tests.doses import part_of
from tests.routine import level, routine

LIBRARY = routine()
DAY = datetime(2026, 1, 5, tzinfo=UTC)


def made(side: str, *changes: str, **more: object) -> SessionPlan:
    """Plan for this side with these changes (``id`` or ``id:side``)."""
    applied = [AppliedChange(id=c.split(":")[0], side=Side(c.split(":")[1]) if ":" in c else None) for c in changes]
    return plan(LIBRARY, example_clearance(applied, DAY), PlanRequest(side=PainSide(side), **more))


def told(blocks: tuple[Block, ...]) -> list[str]:
    """Return the blocks as short lines, with the dose only where it is not that of the rung."""
    return [f"{_named(block)}{'' if _has_dose_of_rung(block) else _dose(block)}" for block in blocks]


def _named(block: Block) -> str:
    return f"{block.exercise}/{block.variant} {block.working_side}"


def _dose(block: Block | Part) -> str:
    return f" {block.sets}x{block.repetitions} hold {block.hold_seconds}"


def _has_dose_of_rung(block: Block) -> bool:
    return block.rung is not None and _dose(block) == _dose(part_of(block.exercise, block.rung, block.variant))


def test_the_gradual_start_for_the_right_side() -> None:
    """The first day: the start rung of each ladder, the clam lying on the good side first."""
    assert told(made("right").blocks) == [
        "lumbar-roll/lumbar-roll right",
        "figure-four/no-press right",
        "si-glute-bridge/two-leg both",
        "side-plank-clam-shell/side-lying-clam right",
        "side-plank-clam-shell/side-lying-clam left",
    ]
    assert [b.lies_on for b in made("right").blocks[3:]] == [Side.LEFT, Side.RIGHT]


def test_the_published_track_for_the_left_side() -> None:
    """Exactly what the routine prints, at the low end of its ranges."""
    assert [_named(b) + _dose(b) for b in made("left", track=Track.PUBLISHED).blocks] == [
        "lumbar-roll/lumbar-roll left 1x1 hold 600",
        "figure-four/hand-press left 1x5 hold 10",
        "si-glute-bridge/si-bridge left 3x10 hold 1",
        "side-plank-clam-shell/side-plank-clam left 3x10 hold None",
        "side-plank-clam-shell/side-plank-clam right 3x10 hold None",
    ]
    assert len(made("left", track=Track.PUBLISHED).notes) == 2


def test_both_sides_start_with_the_less_sore_one_and_the_bridge_takes_turns() -> None:
    """The easier side first; in the side plank the sorer leg is on top first: the person lies on the better side."""
    blocks = made("both", worse=Side.LEFT, rungs=level("bridge-2x8")).blocks
    assert told(blocks)[:4] == [
        "lumbar-roll/lumbar-roll right",
        "lumbar-roll/lumbar-roll left",
        "figure-four/no-press right",
        "figure-four/no-press left",
    ]
    assert blocks[4].alternate_sets and blocks[4].sets == 4 and blocks[4].working_side == "both"
    assert [b.working_side for b in blocks[5:]] == ["left", "right"]


def test_sets_that_take_turns_give_each_leg_all_of_them() -> None:
    """Three sets are three for each leg, also on the printed track; what is easier asks each leg for no more."""
    for more in ({"rungs": level("bridge-3x10")}, {"track": Track.PUBLISHED}):
        (bridge,) = [b for b in made("both", **more).blocks if b.exercise == "si-glute-bridge"]
        assert (bridge.sets, bridge.repetitions, bridge.alternate_sets) == (6, 10, True)


def test_an_easier_way_with_both_legs_at_once_asks_each_leg_for_no_more() -> None:
    """Four sets in turn become four on both legs, with half the repetitions."""
    (bridge,) = [b for b in made("both", rungs=level("half-bridge-2x5")).blocks if b.exercise == "si-glute-bridge"]
    assert (bridge.sets, bridge.alternate_sets) == (4, True)
    assert bridge.easier is not None
    assert (bridge.easier.variant, bridge.easier.alternate_sets) == ("two-leg", False)
    assert (bridge.easier.sets, bridge.easier.repetitions) == (4, 5)


@pytest.mark.parametrize(
    ("chosen", "done"),
    [((4, 12), (4, 12)), ((3, 10), (3, 10)), ((4, 15), (4, 15)), ((9, 99), (4, 15)), ((1, 1), (3, 10))],
)
def test_the_printed_track_does_what_was_chosen_within_the_printed_range(
    chosen: tuple[int, int], done: tuple[int, int]
) -> None:
    """Three or four sets of ten to fifteen are printed; a number outside of that is its nearer end."""
    printed = {"si-glute-bridge": DoseChosen(*chosen), "figure-four": DoseChosen(*chosen)}
    blocks = {b.exercise: b for b in made("left", track=Track.PUBLISHED, printed=printed).blocks}
    assert (blocks["si-glute-bridge"].sets, blocks["si-glute-bridge"].repetitions) == done
    assert (blocks["figure-four"].sets, blocks["figure-four"].repetitions) == (1, 5)
    assert blocks["side-plank-clam-shell"].repetitions == 10


@pytest.mark.parametrize("track", Track)
def test_unsure_stretches_both_sides_and_bridges_on_two_legs(track: Track) -> None:
    """With no side known nothing is loaded on one leg."""
    blocks = made("unsure", track=track).blocks
    assert [b.working_side for b in blocks if b.exercise == "lumbar-roll"] == ["left", "right"]
    assert [(b.variant, b.working_side) for b in blocks if b.phase == "strengthen"][0] == ("two-leg", "both")


def test_a_rung_with_two_parts_gives_two_blocks_a_side() -> None:
    """Plank holds, then clams, on one side; then the same on the other."""
    blocks = made("right", rungs=level("planks-3x5-clam-2x12")).blocks
    assert told(blocks)[3:] == [
        "side-plank-clam-shell/knee-side-plank right",
        "side-plank-clam-shell/side-lying-clam right",
        "side-plank-clam-shell/knee-side-plank left",
        "side-plank-clam-shell/side-lying-clam left",
    ]


def test_a_symmetric_part_is_done_once() -> None:
    """The hand press works on each side, the two-leg bridge comes once."""
    assert [t for t in told(made("right", rungs=level("press-5x5-both-legs-2x10")).blocks) if "bridge" in t] == [
        "si-glute-bridge/hand-knee-press right",
        "si-glute-bridge/two-leg both",
    ]


@pytest.mark.parametrize(
    ("change", "gone", "kept"),
    [
        ("no-turns", "lumbar-roll", "figure-four"),
        ("hip-not-far-out:right", "figure-four", "lumbar-roll"),
    ],
)
def test_what_no_movement_keeps_to_is_left_out_and_said(change: str, gone: str, kept: str) -> None:
    """What no way of doing it fits is not there, and only that; the plan says so."""
    plan = made("right", change)
    exercises = {b.exercise for b in plan.blocks}
    assert gone not in exercises and kept in exercises
    assert plan.changes[-1] == f"{LIBRARY.get(gone).name}: left out, because no way of doing it keeps to your answers."


def test_a_sided_limit_leaves_the_other_side() -> None:
    """A hip replaced on the left takes the left figure four away, not the right one."""
    assert [b.working_side for b in made("both", "hip-not-far-out:left").blocks if b.exercise == "figure-four"] == [
        "right"
    ]


def test_a_cap_leads_down_to_the_highest_rung_that_keeps_to_it() -> None:
    """Without a side plank the clam is that of the last rung without one, also on the published track."""
    clam = LIBRARY.get("side-plank-clam-shell")
    last = max(r.level for r in clam.rung if {part.variant for part in r.part} == {"side-lying-clam"})
    for more in ({"track": Track.PUBLISHED}, {"rungs": {clam.id: clam.top}}):
        blocks = [b for b in made("right", "no-side-plank", **more).blocks if b.exercise == clam.id]
        assert {(b.variant, b.rung) for b in blocks} == {("side-lying-clam", last)}


def test_a_cap_wins_over_the_published_dose_and_over_a_wish() -> None:
    """Ten minutes of end-range rotation are not planned for somebody with thin bones, whoever asks."""
    for more in ({"track": Track.PUBLISHED}, {"rungs": {"lumbar-roll": 4}}):
        first = made("right", "small-turns", **more).blocks[0]
        assert (first.exercise, first.variant) == ("lumbar-roll", "knee-rolls")


def test_where_no_rung_keeps_to_it_there_is_a_way_beside_the_ladder() -> None:
    """Who cannot lie on the back for long sits for figure four; nobody who must not stand on one leg stands."""
    variants = {b.variant for b in made("right", "short-time-on-back").blocks}
    assert "seated" in variants and not variants & {"ankle-low", "no-press"}
    clams = [b for b in made("right", "not-on-that-side:left").blocks if b.exercise == "side-plank-clam-shell"]
    assert [(b.variant, b.working_side) for b in clams] == [
        ("side-lying-clam", "left"),
        ("standing-hip-abduction", "right"),
    ]
    both = made("right", "not-on-that-side:left", "two-feet-down")
    assert [b.working_side for b in both.blocks if b.exercise == "side-plank-clam-shell"] == ["left"]
    assert "left out on your right side" in both.changes[-1]


def test_what_is_done_standing_or_sitting_is_done_before_or_after_all_that_is_done_lying() -> None:
    """Nobody goes to the floor, to the chair and to the floor again."""
    ups = {"seated", "standing-hip-abduction"}
    for changes in (
        ("short-time-on-back",),
        ("not-on-that-side:left",),
        ("short-time-on-back", "not-on-that-side:left"),
    ):
        up = [b.variant in ups for b in made("both", *changes).blocks]
        moves = [a for a, b in zip([True, *up], [*up, True], strict=True) if a is not b]
        assert moves == [True, False], changes


def test_gentler_words_keep_a_movement_that_would_ask_too_much() -> None:
    """Less bend at the hip leaves the lumbar roll, with the knee a little lower."""
    first = made("right", "less-hip-bend").blocks[0]
    assert (first.variant, first.eased) == ("lumbar-roll", ("working.hip-bend",))


def test_the_gentlest_step_is_one_of_movement_and_of_dose() -> None:
    """Whatever was wished or earned."""
    assert {b.rung for b in made("right", "gentlest", rungs={"si-glute-bridge": 5}).blocks} == {0}
    assert {b.rung for b in made("right", "gentlest", track=Track.PUBLISHED).blocks} == {0}


def test_a_hold_limit_shortens_every_hold() -> None:
    """Ten seconds at most, also instead of ten minutes."""
    blocks = made("right", "short-holds", track=Track.PUBLISHED).blocks
    assert max(b.hold_seconds or 0 for b in blocks) == 10


def test_a_firm_bed_serves_whoever_must_not_get_down_to_the_floor() -> None:
    """The answer and the choice lead to the same bed; only the choice leaves the side plank."""
    rungs = {"side-plank-clam-shell": LIBRARY.get("side-plank-clam-shell").top}
    limited, chosen = made("right", "firm-bed", rungs=rungs), made("right", surface="firm-bed", rungs=rungs)
    assert all(b.bed for b in (*limited.blocks, *chosen.blocks))
    assert "side-plank-clam" not in {b.variant for b in limited.blocks}
    assert "side-plank-clam" in {b.variant for b in chosen.blocks}


def test_mobilise_only_is_the_gentlest_rung_of_the_stretches() -> None:
    """A sore day: no strengthening, level nought."""
    blocks = made("right", mode=Mode.MOBILISE_ONLY, track=Track.PUBLISHED).blocks
    assert {b.phase for b in blocks} == {"mobilise"} and {b.rung for b in blocks} == {0}


def test_each_easier_alternative_is_an_earlier_movement() -> None:
    """Too hard leads down the ladder, and ends at its first movement."""
    by_level = [
        b
        for rung in LIBRARY.get("si-glute-bridge").rung
        for b in made("right", rungs={"si-glute-bridge": rung.level}).blocks
        if "bridge" in b.exercise
    ]
    pairs = {(b.variant, b.easier.variant if b.easier else None) for b in by_level}
    assert pairs == {
        ("two-leg-half", None),
        ("two-leg", "two-leg-half"),
        ("hand-knee-press", "two-leg"),
        ("si-bridge-half", "two-leg"),
        ("si-bridge", "si-bridge-half"),
    }


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        ({"lumbar-role": 1}, "no exercise 'lumbar-role'"),
        ({"lumbar-roll": 99}, "no rung 99"),
        ({"lumbar-roll": -1}, "no rung -1"),
    ],
)
def test_unknown_rungs_are_named(rungs: dict[str, int], message: str) -> None:
    """The error says which and what there is."""
    with pytest.raises(PlanError, match=message):
        made("right", rungs=rungs)


def test_an_unknown_change_is_named() -> None:
    """A change that the library does not have is never skipped in silence."""
    with pytest.raises(PlanError, match="no change 'more-biscuits'"):
        made("right", "more-biscuits")


@pytest.mark.parametrize("change", ["not-on-that-side:right", "no-leaning:right"])
def test_a_side_that_cannot_be_lain_on_changes_the_block_that_lies_on_it(change: str) -> None:
    """The right hip or shoulder is underneath while the left leg works; the other block stays as it is."""
    rungs = level("plank-clam-3x10")
    clams = [b for b in made("right", change, rungs=rungs).blocks if b.exercise == "side-plank-clam-shell"]
    plain = [b for b in made("right", rungs=rungs).blocks if b.exercise == "side-plank-clam-shell"]
    assert [b.variant == p.variant for b, p in zip(clams, plain, strict=True)] == [True, False]
    assert clams[1].working_side == "left"
