from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from ilium.app.bootstrap import Services, wire
from ilium.app.damage import damage_words, tell_damage, untold
from ilium.app.events import record_batch
from ilium.app.ports import Damaged
from ilium.record.codec import MalformedEvent, encode_batch
from ilium.record.events import EntriesSetAside
from ilium.record.fold import fold
from ilium.store.memory import MemoryEventStore
from tests.records import make, uuid


class DamagedStore(MemoryEventStore):
    """A record in memory of which a test says what is damaged."""

    found: Sequence[Damaged] = ()

    def damage(self) -> tuple[Damaged, ...]:
        return tuple(self.found)


class Now:
    def now(self) -> datetime:
        return datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


class Counted:
    made = 0

    def new(self) -> str:
        self.made += 1
        return uuid(self.made)


@pytest.fixture
def services() -> Services:
    return wire(DamagedStore(), Now(), Counted())


def find(services: Services, *places: int) -> bool:
    assert isinstance(services.store, DamagedStore)
    services.store.found = [Damaged(seq=seq, why="changed") for seq in places]
    return tell_damage(services)


def told(services: Services) -> list[list[int]]:
    return [event.entries for event in services.person().set_aside]


def test_nothing_is_told_of_a_whole_record(services: Services) -> None:
    assert not tell_damage(services)
    assert list(services.store.read()) == []


def test_each_damaged_entry_is_told_once(services: Services) -> None:
    assert find(services, 4, 9)
    assert not find(services, 4, 9)
    assert find(services, 2, 4, 9)
    assert told(services) == [[4, 9], [2]]


def test_very_many_are_told_a_part_at_a_time(services: Services) -> None:
    assert find(services, *range(1, 10_003))
    assert find(services, *range(1, 10_003))
    assert not find(services, *range(1, 10_003))
    assert [len(entries) for entries in told(services)] == [10_000, 2]


def test_what_is_not_told_yet_is_known_at_once(services: Services) -> None:
    person = fold([make(EntriesSetAside, 1, entries=[4])])
    assert untold(person, [Damaged(seq=4, why="changed"), Damaged(seq=0, why="unreadable")]) == (0,)


def test_no_device_can_say_so(services: Services) -> None:
    batch = encode_batch([make(EntriesSetAside, 1, entries=[4])])
    with pytest.raises(MalformedEvent, match="only events of a session"):
        record_batch(services.store, services.clock, batch)


def test_the_words_count() -> None:
    two = [Damaged(seq=1, why="changed"), Damaged(seq=2, why="missing")]
    assert damage_words(two) == "2 entries of the record cannot be read and are set aside"
