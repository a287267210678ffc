"""A position of ease within a person's limits, and what is left of a plan on a sore day.

The positions are data (``rules.toml``), each with what it asks of the body as a movement has it, so that the same check
finds one that keeps to every limit.
"""

from collections.abc import Sequence
from typing import Literal

from ilium.anatomy import PainSide, Side
from ilium.exercises.demands import Eased
from ilium.exercises.model import UPRIGHT, Library
from ilium.exercises.words import render
from ilium.library.spec import Sourced
from ilium.prescription.limits import Limits, fits, lines
from ilium.prescription.model import Block, EaseChosen

#: So many movements are done on a sore day, left and right counted as one: our choice, not validated.
MOST_MOVEMENTS = 2


class EasePosition(Sourced, frozen=True, kw_only=True):
    """A position to lie or sit in.

    Parameters
    ----------
    exercise, variant : str
        The variant whose start it is: its picture, and its figure, show it.
    sided : bool
        The texts name a side: the ``working`` one is on top.
    name : str
        In a few words, such as "on your back, knees bent".
    setup : tuple of str
        How to get there.
    fetch : tuple of str
        What to have at hand.
    asks : dict of str to int
        Levels of demands, as a variant has them.
    """

    exercise: str
    variant: str
    position: Literal["supine", "side-lying", "sitting"]
    sided: bool = False
    name: str
    setup: tuple[str, ...]
    fetch: tuple[str, ...] = ()
    asks: dict[str, int]
    eased: tuple[Eased, ...] = ()


def ease_before(
    positions: Sequence[EasePosition], limits: Limits, library: Library, blocks: Sequence[Block], sore: Side
) -> EaseChosen | None:
    """Return a position to begin in: the one from which what follows lying is begun, where it keeps to the limits."""
    variants = ((block, library.get(block.exercise).get_variant(block.variant)) for block in blocks)
    first = next(((block, one.position) for block, one in variants if one.position not in UPRIGHT), None)
    if first is None:
        return ease_within(positions, limits, sore)
    block, position = first
    return ease_within(positions, limits, block.lies_on.opposite if block.lies_on else sore, prefer=position)


def ease_within(positions: Sequence[EasePosition], limits: Limits, top: Side, *, prefer: str = "") -> EaseChosen | None:
    """Return the first position that keeps to every limit; None where none does.

    Parameters
    ----------
    top : Side
        The side that is on top where one lies on the other, if the limits let one: as a rule the sore one.
    prefer : str
        The position to look at first.
    """
    for position in sorted(positions, key=lambda one: one.position != prefer):
        for working in (top, top.opposite) if position.sided else (None,):
            if fits(limits, position, working):
                return _chosen(position, working, limits)
    return None


def sore_side(side: PainSide, worse: Side | None) -> Side:
    """Return the side that hurts, or hurts more; the right where that is open."""
    return side.side or worse or Side.RIGHT


def gentlest(library: Library, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a sore day: of two exercises at most, what is done lying first, so that one gets up once."""
    kept = list(dict.fromkeys(block.exercise for block in blocks))[:MOST_MOVEMENTS]

    def is_up(block: Block) -> bool:
        return library.get(block.exercise).get_variant(block.variant).position in UPRIGHT

    rises = {block.exercise for block in blocks if is_up(block)}
    kept.sort(key=lambda name: name in rises)
    left = [block for block in blocks if block.exercise in kept]
    return sorted(left, key=lambda block: (kept.index(block.exercise), is_up(block)))


def _chosen(position: EasePosition, working: Side | None, limits: Limits) -> EaseChosen:
    bed = limits.bed and position.position not in UPRIGHT
    return EaseChosen(
        exercise=position.exercise,
        variant=position.variant,
        working=working,
        lies=position.position not in UPRIGHT,
        bed=bed,
        name=render(position.name, working, bed=bed),
        fetch=position.fetch,
        setup=(
            *(render(line, working, bed=bed) for line in position.setup),
            *lines(limits, position, "", working),
        ),
    )
