"""What every command and query is given, wired in one place; `ilium.web.services` holds the process's own."""

from dataclasses import dataclass

from ilium.app.person import PersonReader
from ilium.app.ports import Clock, EventStore, Ids


@dataclass(frozen=True, slots=True)
class Services:
    """The ports with their implementations, and the readers that stand on them."""

    store: EventStore
    clock: Clock
    ids: Ids
    person: PersonReader


def wire(store: EventStore, clock: Clock, ids: Ids) -> Services:
    """Return services on these ports."""
    return Services(store=store, clock=clock, ids=ids, person=PersonReader(store))
