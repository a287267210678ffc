"""Today's plan: the order rule, whose side works, which rung, and what the screening changed.

The order of the programme's phases is applied last and to everything, so that no request can put strengthening before
mobilising. Rules of side and dose are read from the specifications; nothing here names an exercise.
"""

from collections.abc import Iterator

import msgspec

from ilium.anatomy import PainSide, Side, SideRole
from ilium.anatomy.errors import PlanError
from ilium.exercises.model import Effect, Exercise, Library, Part, Rung, Variant
from ilium.prescription.model import Block, DoseChosen, Mode, PlanRequest, SessionPlan, Track, WorkingSide
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
    blocks = [
        block for exercise in _ordered(library, request) for block in _blocks(library, clearance, request, exercise)
    ]
    return SessionPlan(
        programme=library.programme.id,
        track=request.track,
        side=request.side,
        mode=request.mode,
        changes=tuple(_change_words(library, clearance)),
        blocks=tuple(blocks),
        notes=tuple(_notes(library, request, blocks)),
    )


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


def _ordered(library: Library, request: PlanRequest) -> list[Exercise]:
    """Return the mode's exercises in the order rule's order, whatever order the programme lists them in."""
    phases = library.programme.phases
    allowed = phases[:1] if request.mode is Mode.MOBILISE_ONLY else phases
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    wanted = (e for e in exercises if e.phase in allowed and e.id not in request.without)
    return sorted(wanted, key=lambda e: phases.index(e.phase))


def _change_words(library: Library, clearance: Clearance) -> Iterator[str]:
    words = {change.id: change for change in library.changes}
    for applied in clearance.changes:
        side = f" This is for your {applied.side} side." if applied.side and words[applied.id].sided else ""
        yield words[applied.id].say + side


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


# --- what the screening changed ----------------------------------------------------------------------------------


def _effects(library: Library, clearance: Clearance, exercise: Exercise, side: Side | None) -> list[Effect]:
    """Return the effects on this exercise; ``side`` None takes those of either side, for blocks that use both.

    They stand in the library's order, whatever order they were asked for in: of two substitutes the later one holds.
    """
    return [
        effect
        for change in library.changes
        for applied in clearance.changes
        if applied.id == change.id
        for effect in change.effect
        if effect.exercise == exercise.id and (not change.sided or _concerns(effect, applied.side, side))
    ]


def _concerns(effect: Effect, named: Side | None, working: Side | None) -> bool:
    """Say whether an effect on the side ``named`` concerns the block of this working side.

    An effect on the side underneath concerns the block in which the opposite leg works.
    """
    if named is None or working is None:
        return True
    return named is (working if effect.side_of == "working" else working.opposite)


def _limited_part(exercise: Exercise, part: Part, effects: list[Effect]) -> Part:
    """Apply substitutions and hold limits to one part."""
    for effect in effects:
        if effect.substitute is not None and not _is_higher(exercise, effect.substitute, part.variant):
            part = _substituted(exercise, part, effect.substitute)
        if effect.hold_seconds is not None and part.hold_seconds is not None:
            part = msgspec.structs.replace(part, hold_seconds=min(part.hold_seconds, effect.hold_seconds))
        if effect.hold_seconds is not None and part.hold_breaths is not None:
            part = msgspec.structs.replace(
                part, hold_seconds=effect.hold_seconds, hold_breaths=None, max_hold_seconds=None
            )
    return part


def _is_higher(exercise: Exercise, variant_id: str, than: str) -> bool:
    """Whether a movement stands at least as high on the ladder as another: no change ever leads up to it."""
    first = _first_levels(exercise)
    return variant_id == than or (variant_id in first and than in first and first[variant_id] > first[than])


def _first_levels(exercise: Exercise) -> dict[str, int]:
    """Return the lowest level at which each movement of the ladder appears."""
    return {part.variant: rung.level for rung in reversed(exercise.rung) for part in rung.part}


def _substituted(exercise: Exercise, part: Part, variant_id: str) -> Part:
    """Return the part as another variant: the gentler of its own gentlest dose and this part's."""
    counted_alike = exercise.get_variant(variant_id).counted == exercise.get_variant(part.variant).counted
    own = next((one for rung in exercise.rung for one in rung.part if one.variant == variant_id), None)
    if own is None:
        gentlest = part if counted_alike else exercise.rung[0].part[0]
        return msgspec.structs.replace(gentlest, variant=variant_id)
    return _gentler(own, part) if counted_alike else own


def _gentler(own: Part, than: Part) -> Part:
    """Return a part with no more sets, repetitions or seconds of holding than another has."""
    held = min(own.hold_seconds, than.hold_seconds) if own.hold_seconds and than.hold_seconds else own.hold_seconds
    return msgspec.structs.replace(
        own, sets=min(own.sets, than.sets), repetitions=min(own.repetitions, than.repetitions), hold_seconds=held
    )


# --- which rung --------------------------------------------------------------------------------------------------


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


def _dose(exercise: Exercise, request: PlanRequest, effects: list[Effect]) -> _Dose | None:
    """Return the dose after the screening's limits, or None where the exercise is left out."""
    replaced = any(effect.substitute for effect in effects)
    if any(effect.remove or (effect.never_replaced and replaced) for effect in effects):
        return None
    limits = [effect.rung for effect in effects if effect.rung is not None]
    if request.mode is Mode.MOBILISE_ONLY:
        limits.append(exercise.rung[0].level)
    if request.track is Track.PUBLISHED and exercise.id not in request.rungs and not limits:
        return _published(exercise, request.printed.get(exercise.id))
    wanted = request.rungs.get(
        exercise.id, exercise.start if request.track is Track.GRADUAL else exercise.rung[-1].level
    )
    return _rung_dose(exercise.get_rung(min([wanted, *limits])))


def _variant_for(exercise: Exercise, part: Part, request: PlanRequest) -> Part:
    """Return the part, or its symmetric alternative (same dose where it is counted alike) where no side is known."""
    variant = exercise.get_variant(part.variant)
    if variant.symmetric or not _wants_symmetric(exercise, request):
        return part
    if variant.symmetric_alternative is None:
        raise PlanError(f"{exercise.id} variant {variant.id} needs a side, and none is known")
    alternative = exercise.get_variant(variant.symmetric_alternative)
    if alternative.counted != variant.counted:
        return _substituted(exercise, part, alternative.id)
    return msgspec.structs.replace(part, variant=alternative.id)


def _parts(exercise: Exercise, dose: _Dose, request: PlanRequest, effects: list[Effect]) -> list[Part]:
    """Return the dose's parts after every change, each variant once."""
    parts = [_limited_part(exercise, _variant_for(exercise, part, request), effects) for part in dose.parts]
    return list({part.variant: part for part in parts}.values())


# --- blocks ------------------------------------------------------------------------------------------------------


def _blocks(library: Library, clearance: Clearance, request: PlanRequest, exercise: Exercise) -> list[Block]:
    one_run = _alternates(exercise, request) or _wants_symmetric(exercise, request)
    sides = (None,) if one_run else working_sides(exercise, request)
    blocks = [block for side in sides for block in _side_blocks(library, clearance, request, exercise, side)]
    return [
        block
        for i, block in enumerate(blocks)
        if block.working_side is not WorkingSide.BOTH or block not in blocks[i + 1 :]
    ]


def _side_blocks(
    library: Library, clearance: Clearance, request: PlanRequest, exercise: Exercise, side: Side | None
) -> list[Block]:
    effects = _effects(library, clearance, exercise, side)
    dose = _dose(exercise, request, effects)
    if dose is None:
        return []
    return [
        _with_easier(_block(exercise, part, dose, side), exercise, request, effects, side)
        for part in _parts(exercise, dose, request, effects)
    ]


def _block(exercise: Exercise, part: Part, dose: _Dose, side: Side | None) -> Block:
    variant = exercise.get_variant(part.variant)
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
        rest_seconds=part.between_seconds if variant.counted == "holds" else part.rest_seconds,
        rung=dose.level,
        source=dose.source,
    )


def _hold_seconds(part: Part, variant: Variant) -> int | None:
    return part.hold_seconds if any(phase.kind == "hold" for phase in variant.phase) else None


def _with_easier(
    block: Block, exercise: Exercise, request: PlanRequest, effects: list[Effect], side: Side | None
) -> Block:
    easier = _easier(block, exercise, request, effects, side)
    return msgspec.structs.replace(block, easier=easier)


def _easier(
    block: Block, exercise: Exercise, request: PlanRequest, effects: list[Effect], side: Side | None
) -> Block | None:
    """Return the nearest easier movement, with this block's number of sets; None for the ladder's first movement.

    Easier is what the ladder has before this movement first appears. Of a lower rung with several parts the one that
    is counted like this block is taken: somebody who is counting repetitions goes on counting them.
    """
    first = _first_levels(exercise)
    counted = exercise.get_variant(block.variant).counted
    for level in range(first.get(block.variant, 0) - 1, -1, -1):
        dose = _rung_dose(exercise.get_rung(level))
        found = [part for part in _parts(exercise, dose, request, effects) if part.variant != block.variant]
        if found:
            best = min(found, key=lambda part: exercise.get_variant(part.variant).counted != counted)
            return _with_sets_of(_block(exercise, best, dose, side), block)
    return None


def _with_sets_of(easier: Block, block: Block) -> Block:
    """Return an easier block with another's sets; where both sides do each of its sets at once, half of each."""
    twice = block.alternate_sets and not easier.alternate_sets
    repetitions = -(-easier.repetitions // 2) if twice else easier.repetitions
    return msgspec.structs.replace(easier, sets=block.sets, repetitions=repetitions)
