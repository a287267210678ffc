"""A place for snapshots in memory, and a reader that stands on it."""

from ilium.app.course import CourseReader
from ilium.app.person import PersonReader
from ilium.app.ports import EventStore, Snapshot


class KeptSnapshots:
    """An `ilium.app.ports.Snapshots` in memory; ``saved`` counts."""

    def __init__(self, kept: Snapshot | None = None) -> None:
        self.kept, self.saved = kept, 0

    def load(self) -> Snapshot | None:
        return self.kept

    def save(self, snapshot: Snapshot) -> None:
        self.kept, self.saved = snapshot, self.saved + 1

    def delete(self) -> None:
        self.kept = None


def started(store: EventStore, kept: KeptSnapshots) -> PersonReader:
    """Return a reader as a new process has it."""
    return PersonReader(store, kept, course=CourseReader())
