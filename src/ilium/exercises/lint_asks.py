"""Checks of what variants ask of the body: known demands and levels, what the position alone asks, gentler words."""

import re
from collections.abc import Iterator, Mapping

from ilium.exercises.demands import WHOSE, Asked, Demand, Eased, asked
from ilium.exercises.finding import Note, variant_texts
from ilium.exercises.model import UPRIGHT, Exercise, Position, Variant

#: What nobody can do without asking it, by the position: a demand of the body, or the side that is lain on.
OF_POSITION: dict[Position, tuple[str, ...]] = {
    "supine": ("ground", "on-back"),
    "side-lying": ("ground", "other.lie-on"),
    "standing": (),
    "sitting": (),
}
_FLOOR = re.compile(r"\b(?:floor|bed)\b", re.IGNORECASE)


def check_asks(exercise: Exercise, demands: tuple[Demand, ...]) -> Iterator[Note]:
    """Yield what is amiss with what the exercise's variants ask."""
    known = {demand.id: demand for demand in demands}
    for number, variant in enumerate(exercise.variant):
        key = f"variant[{number}]"
        for one in asked(variant.asks):
            yield from _check_ask(one, known, f"{key}.asks.{one.key}")
        for name in OF_POSITION[variant.position]:
            if name not in variant.asks:
                yield f"{key}.asks", f"is {variant.position}, and so asks {name!r}"
        for place, eased in enumerate(variant.eased):
            yield from _check_eased(variant, eased, f"{key}.eased[{place}]")
        if variant.position not in UPRIGHT:
            yield from _check_ground(variant, key)


def _check_ask(one: Asked, known: Mapping[str, Demand], key: str) -> Iterator[Note]:
    demand = known.get(one.demand)
    if demand is None:
        yield key, f"there is no demand {one.demand!r}; there are {', '.join(known)}"
        return
    if one.whose is not None and one.whose not in WHOSE:
        yield key, f"{one.whose!r} is nobody's; expected {', '.join(WHOSE)}"
    elif demand.limb is (one.whose is None):
        yield key, "is asked of a limb: say whose" if demand.limb else "is asked of the whole body"
    if not 1 <= one.level <= len(demand.levels):
        yield key, f"has no level {one.level}; its levels are 1 to {len(demand.levels)}"


def _check_eased(variant: Variant, eased: Eased, key: str) -> Iterator[Note]:
    if eased.phase not in [phase.id for phase in variant.phase]:
        yield f"{key}.phase", f"there is no phase {eased.phase!r}"
    if not 0 <= eased.to < variant.asks.get(eased.ask, 0):
        yield f"{key}.to", f"is no less than what the variant asks of {eased.ask!r}"


def _check_ground(variant: Variant, key: str) -> Iterator[Note]:
    """Yield the lines that name a floor: on a firm bed they would be wrong."""
    for text in variant_texts(variant, key):
        if ".camera" not in text.key and (found := _FLOOR.search(text.words)):
            yield text.key, f"says {found[0]!r}, though one may lie elsewhere; write {{ground}}"
