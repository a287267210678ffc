"""What every command and query is given, wired in one place; `ilium.web.services` holds the process's own."""

from collections.abc import Callable
from dataclasses import dataclass

from ilium.app.person import PersonReader, Work
from ilium.app.ports import Clock, EventStore, Ids, Snapshots


@dataclass(frozen=True, slots=True)
class Services:
    """The ports with their implementations, and the readers that stand on them."""

    store: EventStore
    clock: Clock
    ids: Ids
    person: PersonReader


def wire(
    store: EventStore,
    clock: Clock,
    ids: Ids,
    snapshots: Snapshots | None = None,
    beside: Callable[[Work], None] | None = None,
) -> Services:
    """Return services on these ports; ``snapshots`` and ``beside`` are as `PersonReader` has them."""
    return Services(store=store, clock=clock, ids=ids, person=PersonReader(store, snapshots, beside=beside))
