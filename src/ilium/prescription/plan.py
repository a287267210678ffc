"""Today's plan: the order rule, whose side works, which rung, and what the screening changed.

The order of the programme's phases is applied last and to everything, so that no request can put strengthening before
mobilising. Rules of side and dose are read from the specifications; nothing here names an exercise.
"""

from collections.abc import Iterator

import msgspec

from ilium.anatomy import PainSide, Side, SideRole
from ilium.anatomy.errors import PlanError
from ilium.exercises.model import UPRIGHT, Exercise, Library, Part, Phase, Rung, Variant
from ilium.exercises.work import session_work
from ilium.prescription.ease import ease_before, gentlest, sore_side
from ilium.prescription.limits import ON_BACK, Limits, eased_asks, fits, limits_of, lines
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Block, DoseChosen, EaseChosen, Mode, PlanRequest, SessionPlan, Track, WorkingSide
from ilium.screening.model import Clearance


def plan(library: Library, clearance: Clearance, request: PlanRequest) -> SessionPlan:
    """Make today's plan for a person whom the screening let through.

    Parameters
    ----------
    library : Library
        The specifications.
    clearance : Clearance
        Made by the screening, and by nothing else; its changes reach every block.
    request : PlanRequest
        Side, track, rungs and mode.

    Returns
    -------
    SessionPlan
        Blocks in the programme's order: every mobilising block before the first strengthening one.

    Raises
    ------
    PlanError
        An unknown exercise, rung or change in the request or the clearance.
    """
    _check(library, clearance, request)
    limits = limits_of(library, clearance, bed=request.surface == "firm-bed")
    exercises = _wanted(library, request)
    blocks = _in_order(library, [_blocks(library, request, limits, exercise) for exercise in exercises])
    blocks, ease = _on_a_sore_day(library, request, limits, blocks)
    return SessionPlan(
        programme=library.programme.id,
        track=request.track,
        side=request.side,
        mode=request.mode,
        changes=(*_change_words(limits), *_left_out(exercises, request, blocks)),
        fetch=tuple(dict.fromkeys((*_fetched(limits), *(ease.fetch if ease else ())))),
        blocks=tuple(blocks),
        notes=tuple(_notes(library, request, blocks)),
        ease=ease,
    )


def _on_a_sore_day(
    library: Library, request: PlanRequest, limits: Limits, blocks: list[Block]
) -> tuple[list[Block], EaseChosen | None]:
    """Return what is left of the blocks on a sore day, and the position to begin in; on other days they stay."""
    if request.mode is not Mode.MOBILISE_ONLY:
        return blocks, None
    left, positions = gentlest(library, blocks), load_rules().ease.position
    return left, ease_before(positions, limits, library, left, sore_side(request.side, request.worse))


def _check(library: Library, clearance: Clearance, request: PlanRequest) -> None:
    levels = {e.id: {r.level for r in e.rung} for e in library.exercises}
    for exercise in request.without:
        if exercise not in levels:
            raise PlanError(f"no exercise {exercise!r}; there are {', '.join(sorted(levels))}")
    for exercise, level in request.rungs.items():
        if exercise not in levels:
            raise PlanError(f"no exercise {exercise!r}; there are {', '.join(sorted(levels))}")
        if level not in levels[exercise]:
            raise PlanError(
                f"{exercise} has no rung {level}; its rungs are {min(levels[exercise])} to {max(levels[exercise])}"
            )
    known = {change.id for change in library.changes}
    for applied in clearance.changes:
        if applied.id not in known:
            raise PlanError(f"no change {applied.id!r}; there are {', '.join(sorted(known))}")


def _wanted(library: Library, request: PlanRequest) -> list[Exercise]:
    """Return the mode's exercises, but for those that rest."""
    phases = library.programme.phases
    allowed = phases[:1] if request.mode is Mode.MOBILISE_ONLY else phases
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    return [one for one in exercises if one.phase in allowed and one.id not in request.without]


def _fetched(limits: Limits) -> Iterator[str]:
    yield from (thing for limit in limits.limits for thing in limit.change.fetch)


def _change_words(limits: Limits) -> Iterator[str]:
    for limit in limits.limits:
        yield limit.change.say + (f" This is for your {limit.side} side." if limit.side else "")


def _left_out(exercises: list[Exercise], request: PlanRequest, blocks: list[Block]) -> Iterator[str]:
    """Yield a sentence for each exercise, or side of one, that no way of doing it keeps to the limits of."""
    for exercise in exercises:
        done = {block.working_side for block in blocks if block.exercise == exercise.id}
        missing = [side for side in working_sides(exercise, request) if WorkingSide(side.value) not in done]
        if WorkingSide.BOTH in done or not missing:
            continue
        where = f" on your {missing[0]} side" if done else ""
        yield f"{exercise.name}: left out{where}, because no way of doing it keeps to your answers."


def _notes(library: Library, request: PlanRequest, blocks: list[Block]) -> Iterator[str]:
    """Yield the sentence of doubt of each published dose that is really run."""
    if request.track is not Track.PUBLISHED:
        return
    for exercise_id in dict.fromkeys(block.exercise for block in blocks if block.rung is None):
        exercise = library.get(exercise_id)
        if exercise.published.doubt is not None:
            yield f"{exercise.name}: {exercise.published.doubt.say}"


# --- whose side --------------------------------------------------------------------------------------------------


def working_sides(exercise: Exercise, request: PlanRequest) -> tuple[Side, ...]:
    """Return the sides that work, in the order they are done.

    One painful side: that side, the other, or (prescribed both) the painful one first, so that a side-lying person
    begins lying on the side that does not hurt. Both sides or unsure: each, the less sore one first; in an exercise
    prescribed for both it is the sorer one that works first, for the same reason.
    """
    prescribed = exercise.side.prescribed
    affected = request.side.side
    if affected is not None:
        sides = {
            SideRole.AFFECTED: (affected,),
            SideRole.UNAFFECTED: (affected.opposite,),
            SideRole.BOTH: (affected, affected.opposite),
        }
        return sides[prescribed]
    sorer = request.worse or Side.RIGHT
    return (sorer, sorer.opposite) if prescribed is SideRole.BOTH and request.worse else (sorer.opposite, sorer)


def _alternates(exercise: Exercise, request: PlanRequest) -> bool:
    return request.side is PainSide.BOTH and exercise.side.both == "alternate-sets"


def _wants_symmetric(exercise: Exercise, request: PlanRequest) -> bool:
    return request.side is PainSide.UNSURE and exercise.side.unsure == "symmetric"


# --- which rung, within the limits -------------------------------------------------------------------------------


class _Dose(msgspec.Struct, frozen=True):
    """A rung's parts, or the published dose as one; ``level`` is None where it stands on no rung."""

    parts: tuple[Part, ...]
    level: int | None
    source: str


def _published(exercise: Exercise, chosen: DoseChosen | None) -> _Dose:
    """Return what the routine prints; of a printed range what was chosen within it, else its lower end."""
    dose = exercise.published
    part = Part(
        variant=dose.variant,
        sets=_within(dose.sets, chosen.sets if chosen else None),
        repetitions=_within(dose.repetitions, chosen.repetitions if chosen else None),
        hold_seconds=dose.hold_seconds,
        between_seconds=dose.between_seconds,
        rest_seconds=dose.rest_seconds,
    )
    return _Dose((part,), None, dose.source)


def _within(printed: int | tuple[int, int], chosen: int | None) -> int:
    low, high = (printed, printed) if isinstance(printed, int) else printed
    return low if chosen is None else min(max(low, chosen), high)


def _rung_dose(rung: Rung) -> _Dose:
    return _Dose(rung.part, rung.level, rung.source)


def _dose(exercise: Exercise, request: PlanRequest, limits: Limits, side: Side | None) -> _Dose | None:
    """Return the highest dose, not above the person's own, whose movements keep to every limit; None where none does.

    It is the person's own; else that of the highest rung below which is no more work; else the first way beside the
    ladder.
    """
    own = _own_dose(exercise, request, limits)
    below = own.level if own.level is not None else exercise.top + 1
    rungs = [_rung_dose(rung) for rung in reversed(exercise.rung) if rung.level < below]
    gentler = [dose for dose in rungs if _work(exercise, dose) <= _work(exercise, own)]
    beside = [_beside(exercise, part, own) for part in exercise.alternative]
    fitting = (dose for dose in (own, *gentler, *beside) if _all_fit(exercise, dose, request, limits, side))
    found = next(fitting, None)
    return None if found is None else _held(found, limits)


def _work(exercise: Exercise, dose: _Dose) -> float:
    return session_work(exercise, dose.parts)


def _own_dose(exercise: Exercise, request: PlanRequest, limits: Limits) -> _Dose:
    """Return the person's dose as it is without any cap on what is asked of the body."""
    if request.mode is Mode.MOBILISE_ONLY or limits.gentlest:
        return _rung_dose(exercise.rung[0])
    if exercise.id in request.rungs:
        return _rung_dose(exercise.get_rung(request.rungs[exercise.id]))
    if request.track is Track.PUBLISHED:
        return _published(exercise, request.printed.get(exercise.id))
    return _rung_dose(exercise.get_rung(exercise.start))


def _all_fit(exercise: Exercise, dose: _Dose, request: PlanRequest, limits: Limits, side: Side | None) -> bool:
    """Whether a dose's movements keep to the limits, and those that are done instead of them where no side is known."""
    names = {name for part in dose.parts for name in (part.variant, _variant_for(exercise, part, request).variant)}
    return all(fits(limits, exercise.get_variant(name), side) for name in names)


def _held(dose: _Dose, limits: Limits) -> _Dose:
    return msgspec.structs.replace(dose, parts=tuple(_held_part(part, limits.hold_seconds) for part in dose.parts))


def _held_part(part: Part, most: int | None) -> Part:
    """Return a part whose holds are no longer than a limit allows; breaths become seconds."""
    if most is None:
        return part
    if part.hold_breaths is not None:
        return msgspec.structs.replace(part, hold_seconds=most, hold_breaths=None, max_hold_seconds=None)
    held = None if part.hold_seconds is None else min(part.hold_seconds, most)
    return msgspec.structs.replace(part, hold_seconds=held)


def _beside(exercise: Exercise, part: Part, own: _Dose) -> _Dose:
    """Return a way beside the ladder, with no more sets, repetitions, seconds of holding or work than the own dose.

    What is done on no rung counts as the lowest one.
    """
    counted = exercise.get_variant(part.variant).counted
    alike = [one for one in own.parts if exercise.get_variant(one.variant).counted == counted]
    gentler = _gentler(part, alike[0]) if alike else part
    share = _work(exercise, own) / session_work(exercise, (gentler,))
    fewer = max(1, min(gentler.repetitions, int(gentler.repetitions * share)))
    gentler = msgspec.structs.replace(gentler, repetitions=fewer)
    return _Dose((gentler,), exercise.rung[0].level, exercise.source)


def _gentler(part: Part, than: Part) -> Part:
    held = min(part.hold_seconds, than.hold_seconds) if part.hold_seconds and than.hold_seconds else part.hold_seconds
    return msgspec.structs.replace(
        part, sets=min(part.sets, than.sets), repetitions=min(part.repetitions, than.repetitions), hold_seconds=held
    )


def _variant_for(exercise: Exercise, part: Part, request: PlanRequest) -> Part:
    """Return the part, or its symmetric alternative where no side is known.

    An alternative that is counted otherwise takes its own gentlest dose.
    """
    variant = exercise.get_variant(part.variant)
    if variant.symmetric or not _wants_symmetric(exercise, request):
        return part
    if variant.symmetric_alternative is None:
        raise PlanError(f"{exercise.id} variant {variant.id} needs a side, and none is known")
    alternative = exercise.get_variant(variant.symmetric_alternative)
    if alternative.counted == variant.counted:
        return msgspec.structs.replace(part, variant=alternative.id)
    return next(one for rung in exercise.rung for one in rung.part if one.variant == alternative.id)


def _parts(exercise: Exercise, dose: _Dose, request: PlanRequest) -> list[Part]:
    """Return the dose's parts, each variant once."""
    parts = [_variant_for(exercise, part, request) for part in dose.parts]
    return list({part.variant: part for part in parts}.values())


# --- blocks ------------------------------------------------------------------------------------------------------


def _blocks(library: Library, request: PlanRequest, limits: Limits, exercise: Exercise) -> list[Block]:
    """Return an exercise's blocks; the ones done standing or sitting all first, or in strengthening all last."""
    one_run = _alternates(exercise, request) or _wants_symmetric(exercise, request)
    sides = (None,) if one_run else working_sides(exercise, request)
    blocks = [block for side in sides for block in _side_blocks(request, limits, exercise, side)]
    once = [
        block
        for i, block in enumerate(blocks)
        if block.working_side is not WorkingSide.BOTH or block not in blocks[i + 1 :]
    ]
    return sorted(once, key=lambda block: _is_up(library, block) == _up_comes_last(library, exercise.phase))


def _side_blocks(request: PlanRequest, limits: Limits, exercise: Exercise, side: Side | None) -> list[Block]:
    dose = _dose(exercise, request, limits, side)
    if dose is None:
        return []
    blocks = (_block(exercise, part, dose, side, limits) for part in _parts(exercise, dose, request))
    return [msgspec.structs.replace(block, easier=_easier(block, exercise, request, limits, side)) for block in blocks]


def _is_up(library: Library, block: Block) -> bool:
    return library.get(block.exercise).get_variant(block.variant).position in UPRIGHT


def _up_comes_last(library: Library, phase: Phase) -> bool:
    """Whether a phase does last what is done standing or sitting: all but the first, so that one lies down once."""
    return phase != library.programme.phases[0]


def _in_order(library: Library, runs: list[list[Block]]) -> list[Block]:
    """Return the blocks of all exercises by the order rule, and so that nobody gets up and lies down again in a phase.

    The order of the programme's phases holds whatever order the programme lists its exercises in.
    """
    phases = library.programme.phases

    def place(run: list[Block]) -> tuple[int, bool]:
        up = any(_is_up(library, block) for block in run)
        return phases.index(run[0].phase), up == _up_comes_last(library, run[0].phase)

    return [block for run in sorted(filter(None, runs), key=place) for block in run]


def _block(exercise: Exercise, part: Part, dose: _Dose, side: Side | None, limits: Limits) -> Block:
    variant = exercise.get_variant(part.variant)
    working = None if variant.symmetric else side
    works_both = variant.symmetric or side is None
    alternate = side is None and not variant.symmetric
    return Block(
        exercise=exercise.id,
        variant=variant.id,
        phase=exercise.phase,
        working_side=WorkingSide.BOTH if works_both or side is None else WorkingSide(side.value),
        lies_on=side.opposite if side is not None and variant.position == "side-lying" else None,
        alternate_sets=alternate,
        sets=2 * part.sets if alternate else part.sets,
        repetitions=part.repetitions,
        hold_seconds=_hold_seconds(part, variant),
        breaths=part.hold_breaths,
        max_hold_seconds=part.max_hold_seconds,
        rest_seconds=part.between_seconds if variant.counted == "holds" else part.rest_seconds or 0,
        rung=dose.level,
        source=dose.source,
        eased=eased_asks(limits, variant, working),
        bed=limits.bed and variant.position not in UPRIGHT,
        rolls=limits.rolls and ON_BACK in variant.asks,
        lines=lines(limits, variant, exercise.phase, working),
    )


def _hold_seconds(part: Part, variant: Variant) -> int | None:
    return part.hold_seconds if any(phase.kind == "hold" for phase in variant.phase) else None


def _easier(block: Block, exercise: Exercise, request: PlanRequest, limits: Limits, side: Side | None) -> Block | None:
    """Return the nearest easier movement, with this block's number of sets; None for the ladder's first movement.

    Easier is what the ladder has before this movement first appears. Of a lower rung with several parts the one that
    is counted like this block is taken: somebody who is counting repetitions goes on counting them.
    """
    first = {part.variant: rung.level for rung in reversed(exercise.rung) for part in rung.part}
    counted = exercise.get_variant(block.variant).counted
    for level in range(first.get(block.variant, 0) - 1, -1, -1):
        dose = _held(_rung_dose(exercise.get_rung(level)), limits)
        found = [part for part in _parts(exercise, dose, request) if part.variant != block.variant]
        if found and _all_fit(exercise, dose, request, limits, side):
            best = min(found, key=lambda part: exercise.get_variant(part.variant).counted != counted)
            fewer = exercise.get_variant(best.variant).counted == counted
            return _with_sets_of(_block(exercise, best, dose, side, limits), block, fewer=fewer)
    return None


def _with_sets_of(easier: Block, block: Block, *, fewer: bool) -> Block:
    """Return an easier block with another's sets, and where they are counted alike with no more repetitions.

    Where both sides do each of its sets at once, it is half of each.
    """
    twice = block.alternate_sets and not easier.alternate_sets
    repetitions = -(-easier.repetitions // 2) if twice else easier.repetitions
    repetitions = min(repetitions, block.repetitions) if fewer else repetitions
    return msgspec.structs.replace(easier, sets=block.sets, repetitions=repetitions)
