"""How long a session may be, in the words of Today: each length with its honest minutes, and what waits and why."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from ilium.app.how_long import Offer, offered
from ilium.prescription.lengths import most_overdue
from ilium.prescription.loader import load_lengths


class LengthWords(msgspec.Struct, frozen=True, kw_only=True):
    """One length to choose: ``names`` of its exercises, ``says`` what waits for another day, or why it takes longer."""

    id: str
    name: str
    minutes: int
    names: str
    says: tuple[str, ...]
    chosen: bool


class LengthsWords(msgspec.Struct, frozen=True, kw_only=True):
    """The choice: its question, the lengths, and for each exercise by id the lengths that have it, as one text."""

    question: str
    lengths: tuple[LengthWords, ...]
    having: Mapping[str, str]


def length_words(found: Sequence[Offer], wanted: str, today: date) -> LengthsWords | None:
    """Return the lengths in words; None where there is nothing to choose."""
    if len(found) < 2:
        return None
    names = {block.exercise: block.name for block in found[-1].sheet.blocks}
    chosen = offered(found, wanted)
    return LengthsWords(
        question=load_lengths().says.question,
        lengths=tuple(
            LengthWords(
                id=one.length.value,
                name=one.name,
                minutes=one.sheet.minutes,
                names=", ".join(names[each.exercise] for each in one.chosen),
                says=tuple(filter(None, (_longer(one, names), _waits(one, names, today)))),
                chosen=one is chosen,
            )
            for one in found
        ),
        having={name: " ".join(one.length.value for one in found if _has(one, name)) for name in names},
    )


def _has(offer: Offer, exercise: str) -> bool:
    return any(one.exercise == exercise for one in offer.chosen)


def _longer(offer: Offer, names: Mapping[str, str]) -> str:
    if not offer.is_over:
        return ""
    first = most_overdue((*offer.chosen, *offer.waiting))[0]
    return (
        f"Longer than {offer.budget} minutes today: {names[first.exercise]} has waited longest, and is not cut short."
    )


def _waits(offer: Offer, names: Mapping[str, str], today: date) -> str:
    """Return what waits and why; empty where nothing does."""
    if not offer.waiting:
        return ""
    *others, last = (names[one.exercise] for one in offer.waiting)
    who = f"{', '.join(others)} and {last} wait" if others else f"{last} waits"
    if all(one.last == today - timedelta(days=1) for one in offer.waiting):
        return f"{who} for tomorrow: {'they were' if others else 'it was'} done yesterday."
    return f"{who} for tomorrow: what was done longest ago goes first."
