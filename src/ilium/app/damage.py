"""Entries of the record that cannot be relied on: they are told on record, so that the record remembers them itself."""

from collections.abc import Sequence

from ilium.app.bootstrap import Services
from ilium.app.events import record, say
from ilium.app.ports import Damaged
from ilium.record.events import EntriesSetAside
from ilium.record.states import Person

#: The most entries that one event names; the rest is named at the next look. Our choice.
MOST = 10_000


def untold(person: Person, damage: Sequence[Damaged]) -> tuple[int, ...]:
    """Return the places of damaged entries that the record does not tell of yet, in their order.

    Examples
    --------
    >>> untold(Person(), [Damaged(seq=7, why="changed")])
    (7,)
    """
    told = {seq for event in person.set_aside for seq in event.entries}
    return tuple(one.seq for one in damage if one.seq not in told)


def tell_damage(services: Services) -> bool:
    """Put on record what was newly found to be damaged, and return whether there was anything.

    Raises
    ------
    StoreError
        When the record cannot be read or written.
    """
    new = untold(services.person(), services.store.damage())
    if new:
        event = say(EntriesSetAside, services.clock, services.ids, entries=new[:MOST])
        record(services.store, services.clock, event)
    return bool(new)


def damage_words(damage: Sequence[Damaged]) -> str:
    """Return how much of the record is set aside.

    Examples
    --------
    >>> damage_words([Damaged(seq=7, why="changed")])
    '1 entry of the record cannot be read and is set aside'
    """
    some, are = ("1 entry", "is") if len(damage) == 1 else (f"{len(damage)} entries", "are")
    return f"{some} of the record cannot be read and {are} set aside"
