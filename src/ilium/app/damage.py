"""Entries of the record that cannot be relied on: they are told on record, so that the record remembers them itself."""

from collections.abc import Sequence

from ilium.app.bootstrap import Services
from ilium.app.events import record, say
from ilium.app.person import untold
from ilium.app.ports import Damaged
from ilium.record.events import EntriesSetAside

#: The most entries that one event names; the rest is named at the next look. Our choice.
MOST = 10_000


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
