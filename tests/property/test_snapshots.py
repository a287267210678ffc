"""A snapshot and what came after it are the whole record, whatever comes, however late and however often."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ilium.app import course
from ilium.app.course import CourseReader
from ilium.app.snapshot import packed, unpacked
from ilium.exercises.loader import load_library
from ilium.prescription.exposures import answered, mornings, taken
from ilium.prescription.ladders import Course, follow
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.timeline import happenings
from ilium.record.events import Event, NextMorningAnswered, ProfileChanged, RungChosen, SessionStarted
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.store.memory import MemoryEventStore
from ilium_lab.people.life import kind_of, simulate
from ilium_lab.people.personas import KINDS
from tests.records import make
from tests.snapshots import KeptSnapshots, started
from tests.strategies import events

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FIRST, DAYS = datetime(2026, 3, 2, 7, 10, tzinfo=UTC), 40


@given(st.lists(st.lists(events(), max_size=8), min_size=1, max_size=6), st.data())
def test_a_snapshot_and_what_came_after_it_are_the_whole_record(
    batches: list[list[Event]], data: st.DataObject
) -> None:
    """Two sessions that all events share: much of what comes after the snapshot is late, and some was sent before."""
    store, kept = MemoryEventStore(), KeptSnapshots()
    at = data.draw(st.integers(0, len(batches) - 1))
    for number, batch in enumerate(batches):
        store.append(batch, NOW)
        if number == at:
            started(store, kept).save()
            started(store, kept)()
    store.append(batches[0], NOW)
    assert started(store, kept)() == fold(stored.event for stored in store.read())


@given(st.lists(events(), max_size=30))
def test_what_is_packed_comes_back(record: list[Event]) -> None:
    person = fold(record)
    assert unpacked(packed(person, None)) == (person, None)


@cache
def lived(kind: str, seed: int) -> tuple[Event, ...]:
    """Return the events of some weeks of a made-up person."""
    return tuple(simulate(kind_of(kind), first=FIRST, days=DAYS, seed=seed))


def arrivals(record: tuple[Event, ...], chance: random.Random) -> Iterator[list[Event]]:
    """Yield what arrives, a part at a time: every tenth event comes late, alone or with its neighbours."""
    late: list[Event] = []
    part: list[Event] = []
    for event in record:
        (late if chance.random() < 0.1 else part).append(event)
        if chance.random() < 0.03:
            yield part
            part = late if chance.random() < 0.3 else []
            late = [] if part is late else late
    yield part
    chance.shuffle(late)
    for start in range(0, len(late), 7):
        yield late[start : start + 7]


def journeys(record: tuple[Event, ...], chance: random.Random) -> tuple[Event, ...]:
    """Return a record some of whose sessions began far away, on another date there."""
    return tuple(_elsewhere(one, chance) if isinstance(one, SessionStarted) else one for one in record)


def _elsewhere(began: SessionStarted, chance: random.Random) -> SessionStarted:
    zone = timezone(timedelta(hours=chance.choice([0, 0, 0, -11, 14])))
    return replace(began, at=datetime.fromisoformat(began.at).astimezone(zone).isoformat(timespec="milliseconds"))


def choices(record: tuple[Event, ...], chance: random.Random) -> list[Event]:
    """Return steps that were chosen, profiles that were changed, and mornings told anew, on any of the days."""
    profile = {"pain_now": 3, "pain_usual": 3, "surface": "floor"}
    moments = [(FIRST + timedelta(hours=chance.randrange(24 * DAYS))).isoformat() for _ in range(4)]
    exercise = chance.choice(load_library().programme.exercises)
    sessions = [one for one in record if isinstance(one, SessionStarted)]
    said: list[Event] = [
        make(RungChosen, 1, at=moments[0], exercise=exercise, level=chance.randrange(4)),
        make(RungChosen, 2, at=moments[1], exercise=exercise, level=0, clinician=True),
        make(ProfileChanged, 3, at=moments[2], side="both", worse="left", track="published", **profile),
        make(ProfileChanged, 4, at=moments[3], side="left", track="gradual", **profile),
        *(_told_anew(number, chance.choice(sessions)) for number in (5, 6) if sessions),
    ]
    chance.shuffle(said)
    return said[: chance.randrange(7)]


def _told_anew(number: int, began: SessionStarted) -> Event:
    return make(NextMorningAnswered, number, session=began.session, day=began.at[:10], pain=9, woken=True, at=began.at)


def followed(person: Person, now: datetime) -> Course:
    """Return the course, with every happening folded anew."""
    library, rules = load_library(), load_adaptation()
    found = happenings(library, person, lambda session: taken(library, load_rules(), session))
    told = mornings(rules, answered(person))
    return follow(library, rules, found, told, now=now, today=now.date())


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ladders be kept after a few sessions, not after months."""
    monkeypatch.setattr(course, "LAST_SESSIONS", 3)
    monkeypatch.setattr(course, "MOVE_AFTER", 2)


@pytest.mark.usefixtures("near")
@settings(max_examples=25, deadline=None)
@given(st.sampled_from([kind.id for kind in KINDS]), st.integers(0, 3), st.integers(0, 10**6))
def test_ladders_that_were_kept_are_those_of_the_whole_record(kind: str, seed: int, luck: int) -> None:
    """Also when the process begins anew, when the clock was set back, and when answers come late."""
    chance, store, kept = random.Random(luck), MemoryEventStore(), KeptSnapshots()
    ladders = CourseReader()
    reader = started(store, kept)
    record = journeys(lived(kind, seed), chance)
    said = choices(record, chance)
    for part in arrivals(record, chance):
        store.append([*part, *(said.pop() for _ in said[:1] if chance.random() < 0.3)], NOW)
        person = reader()
        now = FIRST + timedelta(days=chance.choice([DAYS, DAYS, DAYS + 9, DAYS // 2, 3]), hours=chance.randrange(14))
        assert ladders(person, now) == followed(person, now)
        if chance.random() < 0.3:
            reader.save()
            reader, ladders = started(store, kept), CourseReader()
            ladders.resume(
                reader(), unpacked(kept.kept.body)[1] if kept.kept and kept.kept.head == store.head() else None
            )


@pytest.mark.usefixtures("near")
def test_ladders_are_kept_at_all() -> None:
    person = fold(lived("steady", 0))
    reader = CourseReader()
    assert reader(person, FIRST + timedelta(days=DAYS)) == followed(person, FIRST + timedelta(days=DAYS))
    mark = reader.bookmark(person)
    assert mark is not None
    assert len(person.sessions) - mark.sessions == 3
    again = CourseReader()
    again.resume(person, mark)
    assert again(person, FIRST + timedelta(days=DAYS)) == reader(person, FIRST + timedelta(days=DAYS))
    assert len(again._taken) == 3, "only the last sessions were read"
