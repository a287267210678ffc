"""A person's limits against what a variant asks: what is too much, what gentler words make possible, what is said.

A limit caps demands and names no movement, so that any number of them compose: of two caps of one demand the lower
holds. A cap of one side concerns the limbs of that side; where it is open whose side works, it concerns both.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from ilium.anatomy import Side
from ilium.exercises.demands import Asked, Eased, asked
from ilium.exercises.model import Change, Exercise, Library, Variant
from ilium.screening.model import AppliedChange, Clearance

#: The demand that a firm bed answers, up to its first level.
GROUND = "ground"
ON_BACK = "on-back"
#: Above any level.
UNLIMITED = 99


class Asking(Protocol):
    """What asks something of the body: a variant, or a position of ease."""

    @property
    def asks(self) -> Mapping[str, int]:
        """Levels of demands."""

    @property
    def eased(self) -> tuple[Eased, ...]:
        """Gentler ways."""


class Limit(msgspec.Struct, frozen=True):
    """A change that the answers ask for; ``side`` is the one they name, None for both or the whole body."""

    change: Change
    side: Side | None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Every limit of a person, in the library's order; ``bed``: they lie on a firm bed and not on the floor."""

    limits: tuple[Limit, ...] = ()
    bed: bool = False

    @property
    def gentlest(self) -> bool:
        """Whether every exercise stays at its gentlest dose."""
        return any(limit.change.gentlest for limit in self.limits)

    @property
    def hold_seconds(self) -> int | None:
        """The longest hold; None without such a limit."""
        return min((h for limit in self.limits if (h := limit.change.hold_seconds) is not None), default=None)

    @property
    def rolls(self) -> bool:
        """Whether the time on the back is only for spells, with rests on the side."""
        return any(ON_BACK in limit.change.caps for limit in self.limits)


def limits_of(library: Library, clearance: Clearance, *, bed: bool) -> Limits:
    """Return a person's limits; ``bed`` where they chose a firm bed, and also where the floor is not for them."""
    return limits_from(library, clearance.changes, bed=bed)


def limits_from(library: Library, changes: Iterable[AppliedChange], *, bed: bool) -> Limits:
    """Return the limits that answers ask for, also of somebody who may not start; ``bed`` is as in `limits_of`."""
    asked_for = tuple(changes)
    found = tuple(
        Limit(change, applied.side if change.sided else None)
        for change in library.changes
        for applied in asked_for
        if applied.id == change.id
    )
    return Limits(limits=found, bed=bed or any(limit.change.caps.get(GROUND, 1) < 1 for limit in found))


def fits(limits: Limits, variant: Asking, working: Side | None) -> bool:
    """Say whether a variant, in its gentler words where it has some, keeps to every limit.

    Parameters
    ----------
    working : Side, optional
        Whose side works; None where both do, or it is open.
    """
    return all(_least(variant, one, limits) <= cap(limits, one, working) for one in asked(variant.asks))


def eased_asks(limits: Limits, variant: Variant, working: Side | None) -> tuple[str, ...]:
    """Return the asks of a variant that need its gentler words."""
    return tuple(one.key for one in asked(variant.asks) if _asks(one, limits) > cap(limits, one, working))


def lines(limits: Limits, variant: Asking, phase: str, working: Side | None) -> tuple[str, ...]:
    """Return what the limits say at a variant, each sentence once.

    Parameters
    ----------
    phase : str
        The exercise's phase of the programme.
    """
    said = [
        line.say
        for limit in limits.limits
        for line in limit.change.line
        if line.at == phase or any(one.demand == line.at and _meets(limit, one, working) for one in asked(variant.asks))
    ]
    return tuple(dict.fromkeys(said))


def concerns(change: Change, exercise: Exercise) -> bool:
    """Say whether a limit can change anything about an exercise, or says something at it."""
    makes = [one for variant in exercise.variant for one in asked(variant.asks)]
    doses = [part for rung in exercise.rung for part in rung.part]
    return (
        change.gentlest
        or (change.hold_seconds is not None and any((part.hold_seconds or 0) > change.hold_seconds for part in doses))
        or any(one.level > change.caps.get(one.demand, UNLIMITED) for one in makes)
        or any(line.at == exercise.phase or line.at in {one.demand for one in makes} for line in change.line)
    )


def cap(limits: Limits, one: Asked, working: Side | None) -> int:
    """Return the highest level that is allowed of what is asked; a large number without a limit."""
    caps = [limit.change.caps.get(one.demand, UNLIMITED) for limit in limits.limits if _meets(limit, one, working)]
    return min(caps, default=UNLIMITED)


def _meets(limit: Limit, one: Asked, working: Side | None) -> bool:
    """Whether a limit concerns the limb of which something is asked."""
    if limit.side is None or one.whose in (None, "both") or working is None:
        return True
    return limit.side is (working if one.whose == "working" else working.opposite)


def _asks(one: Asked, limits: Limits) -> int:
    """Return the level that is asked; a firm bed serves whoever only has to lie down."""
    return 0 if one.demand == GROUND and limits.bed and one.level == 1 else one.level


def _least(variant: Asking, one: Asked, limits: Limits) -> int:
    """Return the least that is asked, in the gentlest words there are."""
    return min([_asks(one, limits), *(eased.to for eased in variant.eased if eased.ask == one.key)])
