"""What holds of every single limit, every pair and every triple of them: they compose to the gentler."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations

import msgspec
import pytest

from ilium.anatomy import PainSide, Side
from ilium.cuesheet.claims import MINUTES, POSITION, SURFACE, Claim, block_claims, claims, contradictions
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import BlockSheet, CueSheet
from ilium.exercises.demands import asked
from ilium.exercises.model import UPRIGHT, Part
from ilium.exercises.work import session_work
from ilium.prescription.limits import Limits, cap, limits_of
from ilium.prescription.model import Block, Mode, PlanRequest, SessionPlan, Track, WorkingSide
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange
from tests.routine import routine

LIBRARY = routine()
DAY = datetime(2026, 1, 5, tzinfo=UTC)
TOPS = {exercise.id: exercise.top for exercise in LIBRARY.exercises}
#: Limits that forbid something; all of them, with the sides that they can name.
LIMITS = [
    AppliedChange(id=change.id, side=side)
    for change in LIBRARY.changes
    if change.caps or change.gentlest or change.hold_seconds
    for side in (Side if change.sided else [None])
]
EVERY = [
    AppliedChange(id=change.id, side=side) for change in LIBRARY.changes for side in (Side if change.sided else [None])
]
MIDDLE = {name: top // 2 for name, top in TOPS.items()}
REQUESTS = [
    PlanRequest(side=side, track=track, rungs=rungs)
    for side in PainSide
    for track, rungs in ((Track.GRADUAL, {}), (Track.GRADUAL, MIDDLE), (Track.GRADUAL, TOPS), (Track.PUBLISHED, {}))
]


def made(request: PlanRequest, *applied: AppliedChange) -> SessionPlan:
    """Plan for somebody with these limits."""
    return plan(LIBRARY, example_clearance(applied, DAY), request)


#: What each of them is without any limit.
PLAIN = [(request, made(request)) for request in REQUESTS]


def limits(applied: tuple[AppliedChange, ...]) -> Limits:
    """Return the limits themselves."""
    return limits_of(LIBRARY, example_clearance(applied, DAY), bed=False)


def side_of(block: Block) -> Side | None:
    """Return whose side works; None where both do."""
    return None if block.working_side is WorkingSide.BOTH else Side(block.working_side.value)


def asked_too_much(block: Block, found: Limits) -> Iterator[str]:
    """Yield what a block asks above a limit, as its words have it."""
    variant = LIBRARY.get(block.exercise).get_variant(block.variant)
    gentler = {eased.ask: eased.to for eased in variant.eased if eased.ask in block.eased}
    for one in asked(variant.asks):
        level = gentler.get(one.key, one.level)
        if one.demand == "ground" and block.bed and level == 1:
            level = 0
        if level > cap(found, one, side_of(block)):
            yield one.key


def work(blocks: list[Block]) -> float:
    """Return the work of the blocks of one side, each movement by what is known of its effort."""
    exercise = LIBRARY.get(blocks[0].exercise)
    parts = [
        Part(
            variant=block.variant,
            sets=block.sets // (1 + block.alternate_sets),
            repetitions=block.repetitions,
            hold_seconds=block.hold_seconds or block.max_hold_seconds,
        )
        for block in blocks
    ]
    return session_work(exercise, parts)


def counted(blocks: list[Block]) -> set[str]:
    """Return how the movements are counted: a second of a stretch and a roll cannot be compared."""
    return {LIBRARY.get(block.exercise).get_variant(block.variant).counted for block in blocks}


def level_of(block: Block) -> int:
    """Return the rung of a block's movement: the lowest that has it, or below all of them."""
    rungs = [rung.level for rung in LIBRARY.get(block.exercise).rung for p in rung.part if p.variant == block.variant]
    return min(rungs, default=-1)


def highest(found: SessionPlan) -> dict[str, int]:
    """Return the rung of the highest movement of each exercise."""
    levels: dict[str, int] = {}
    for block in found.blocks:
        levels[block.exercise] = max(level_of(block), levels.get(block.exercise, -1))
    return levels


def check(request: PlanRequest, plain: SessionPlan, *applied: AppliedChange) -> None:
    """Check one set of limits: nothing above a limit, no higher movement, no more of the same."""
    found, capped = limits(applied), made(request, *applied)
    for block in capped.blocks:
        for one in (block, *([block.easier] if block.easier else [])):
            assert not list(asked_too_much(one, found)), (request, applied, one)
        own = [b for b in plain.blocks if b.exercise == block.exercise]
        assert level_of(block) <= max(map(level_of, own)), (request, applied, block)
    for side in WorkingSide:
        for exercise in LIBRARY.exercises:
            of_side = [b for b in capped.blocks if b.exercise == exercise.id and b.working_side in (side, "both")]
            own = [b for b in plain.blocks if b.exercise == exercise.id and b.working_side in (side, "both")]
            if of_side and own and counted(of_side) & counted(own):
                assert work(of_side) <= work(own) + 1e-9, (request, applied, exercise.id, side)


@pytest.mark.parametrize("first", LIMITS, ids=lambda one: f"{one.id}-{one.side or 'any'}")
def test_every_pair_and_triple_composes_to_the_gentler(first: AppliedChange) -> None:
    """No movement asks more than a limit allows, whatever else is limited; none is harder than without."""
    later = LIMITS[LIMITS.index(first) :]
    for request, plain in PLAIN:
        for second in later:
            check(request, plain, first, second)
    for number, rest in enumerate(combinations(later[1:], 2)):
        check(*PLAIN[number % len(PLAIN)], first, *rest)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: f"{one.side}-{one.track}-{len(one.rungs)}")
def test_a_further_limit_never_gives_more(request_: PlanRequest) -> None:
    """With a second limit no exercise has a higher movement than with one alone, and none comes back."""
    alone_with = [highest(made(request_, limit)) for limit in LIMITS]
    for (first, alone), (second, _) in combinations(zip(LIMITS, alone_with, strict=True), 2):
        both = highest(made(request_, first, second))
        assert all(name in alone and level <= alone[name] for name, level in both.items()), (first, second)


@pytest.mark.parametrize("first", EVERY, ids=lambda one: f"{one.id}-{one.side or 'any'}")
def test_no_line_contradicts_another_or_a_limit(first: AppliedChange) -> None:
    """In the sheet of every pair a block has one position and one level of each demand, and no limit is broken."""
    for number, second in enumerate(EVERY[EVERY.index(first) :]):
        applied = (first, second)
        request = REQUESTS[(number + EVERY.index(first)) % len(REQUESTS)]
        sheet = cue_sheet(LIBRARY, made(request, *applied), Guide())
        assert not contradictions(sheet), (request, applied)
        check_claims(sheet, limits(applied))


def check_claims(sheet: CueSheet, found: Limits) -> None:
    """Check that no line claims more of a demand than every limit of the whole body allows."""
    caps = [limit.change.caps for limit in found.limits if limit.side is None]
    for block in sheet.blocks:
        for claim in block_claims(block):
            if claim.value.isdigit() and claim.kind != MINUTES:
                most = min((c[claim.kind] for c in caps if claim.kind in c), default=99)
                assert int(claim.value) <= most, (block.exercise, claim)


@pytest.mark.parametrize("side", PainSide)
def test_no_spell_on_the_back_is_longer_than_the_two_minutes_that_are_said(side: PainSide) -> None:
    """From the line that says to lie down until the one that says to roll over, at every rung."""
    for level in range(max(TOPS.values()) + 1):
        rungs = {name: min(level, top) for name, top in TOPS.items()}
        found = made(PlanRequest(side=side, rungs=rungs), AppliedChange(id="short-time-on-back"))
        for block in cue_sheet(LIBRARY, found, Guide()).blocks:
            if Claim(MINUTES, "2") in block_claims(block):
                assert max(spells_on_the_back(block)) <= 120, (level, block.variant)


def spells_on_the_back(block: BlockSheet) -> Iterator[float]:
    """Yield the seconds of each spell on the back, as long as everything takes what is expected."""
    since, clock = None, 0.0
    for step in block.steps:
        for cue in step.cues:
            if since is None and Claim(POSITION, "supine") in claims(cue.say):
                since = clock + cue.at
            if since is not None and "onto your side, and rest" in cue.say:
                yield clock + cue.at - since
                since = None
        clock += step.expected_seconds
    if since is not None:
        yield clock - since


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("side", PainSide)
def test_nobody_who_cannot_get_up_from_the_floor_is_sent_to_it(side: PainSide, track: Track) -> None:
    """On a firm bed no line speaks of the floor, but for the feet of somebody who sits or stands."""
    for other in EVERY:
        request = PlanRequest(side=side, track=track)
        for block in cue_sheet(LIBRARY, made(request, AppliedChange(id="firm-bed"), other), Guide()).blocks:
            variant = LIBRARY.get(block.exercise).get_variant(block.variant)
            on_floor = Claim(SURFACE, "floor") in block_claims(block)
            assert variant.position in UPRIGHT or not on_floor, (other, block.exercise)


def test_every_sheet_says_how_to_get_down_before_and_up_after() -> None:
    """Whatever is asked: down once at most, and up once at most, after it."""
    for number, change in enumerate(EVERY):
        for request in REQUESTS[number % 4 :: 4]:
            sheet = cue_sheet(LIBRARY, made(request, change), Guide())
            steps = [*(s for b in sheet.blocks for s in b.steps), *sheet.closing]
            lines = [c.say for s in steps for c in s.cues]
            said = [line for line in lines if "Lower yourself to the floor" in line or "Come up slowly" in line]
            if any("Lie on your" in line for line in lines):
                assert len(said) == (1 if change.id == "firm-bed" else 2), (request, change, said)


@pytest.mark.parametrize("mode", Mode)
def test_what_a_bad_claim_would_be_is_found(mode: Mode) -> None:
    """The check can fail: a sheet with a line of another position, surface or angle is caught."""
    sheet = cue_sheet(LIBRARY, made(PlanRequest(side=PainSide.LEFT, mode=mode)), Guide())
    for line in ("Lie on your left side.", "Put your feet on the bed."):
        block = sheet.blocks[0]
        spoiled = msgspec.structs.replace(block, position=(*block.position, line))
        assert contradictions(msgspec.structs.replace(sheet, blocks=(spoiled, *sheet.blocks[1:])))
