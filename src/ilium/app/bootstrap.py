"""What every command and query is given, wired in one place; `ilium.web.services` holds the process's own."""

from collections.abc import Callable
from dataclasses import dataclass

from ilium.app.person import PersonReader, Work
from ilium.app.ports import Clock, EventStore, Ids, Snapshots
from ilium.app.progress import ProgressReader


@dataclass(frozen=True, slots=True)
class Services:
    """The ports with their implementations, and the readers that stand on them."""

    store: EventStore
    clock: Clock
    ids: Ids
    person: PersonReader
    progress: ProgressReader


def wire(
    store: EventStore,
    clock: Clock,
    ids: Ids,
    snapshots: Snapshots | None = None,
    beside: Callable[[Work], None] | None = None,
) -> Services:
    """Return services on these ports; ``snapshots`` and ``beside`` are as `PersonReader` has them."""
    person = PersonReader(store, snapshots, beside=beside)
    return Services(store=store, clock=clock, ids=ids, person=person, progress=ProgressReader())
