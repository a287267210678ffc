"""A record stands where it stood, whatever becomes of the ladders: steps have ids, and ladders have editions."""

import gzip
import json
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from ilium.exercises.editions import level_of, way_of
from ilium.exercises.lint_editions import check_editions
from ilium.exercises.loader import load_library
from ilium.exercises.model import Editions, Exercise, Library, Part, Rung
from ilium.prescription.exposures import answered, mornings, taken
from ilium.prescription.ladders import Course, follow
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.timeline import happenings
from ilium.record.codec import decode_event, encode_event
from ilium.record.events import Event, RungChosen, SessionStarted
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.store.chain import StoredRow, Walk, chained, judged
from ilium_lab.people.life import kind_of, simulate
from tests.routine import routine, short_ladders, with_ladder

OLD = Path(__file__).parents[2] / "data" / "ladders"
#: The last digest of the chain of the old record, as the version that wrote it computed it.
OLD_HEAD = "5babf4c7 d0366f7e 60e4cb0c 86f09470 e8920db6 6cd55219 916ee0c8 61635bab".replace(" ", "")
LIBRARY = load_library()
Stood = dict[str, tuple[str | None, str | None]]


class Outline(msgspec.Struct):
    """A file whose events are left as they are written."""

    events: list[msgspec.Raw]


def old_bodies() -> list[bytes]:
    """Return the events of the old record as that version wrote them, byte for byte."""
    text = gzip.decompress((OLD / "export.json.gz").read_bytes())
    return [bytes(event) for event in msgspec.json.decode(text, type=Outline).events]


@cache
def old_events() -> tuple[Event, ...]:
    return tuple(map(decode_event, old_bodies()))


@cache
def new_events() -> tuple[Event, ...]:
    """Twelve weeks as today's version writes them."""
    return tuple(simulate(kind_of("steady"), first=datetime(2026, 3, 2, 7, tzinfo=UTC), days=84, seed=3))


def with_steps_between(library: Library) -> Library:
    """Return a library with a step put in above every second one, as a later edition."""

    def ladder(exercise: Exercise) -> list[Rung]:
        rungs: list[Rung] = []
        for number, rung in enumerate(exercise.rung):
            rungs.append(rung)
            if number % 2 == 0 and not rung.apart:
                rungs.append(msgspec.structs.replace(rung, id=f"{rung.id}-again", equals=None))
        return rungs

    exercises = tuple(with_ladder(one, ladder(one)) for one in library.exercises)
    edition = {one.id: tuple(rung.id for rung in one.rung) for one in exercises}
    editions = msgspec.structs.replace(library.ladders, edition=(*library.ladders.edition, edition))
    return msgspec.structs.replace(library, exercises=exercises, ladders=editions)


def course(library: Library, person: Person) -> Course:
    """Return where the person stood when their last session began."""
    days = mornings(load_adaptation(), answered(person))
    found = happenings(library, person, lambda session: taken(library, load_rules(), session))
    last = max(session.started_at for session in person.sessions)
    made = follow(library, load_adaptation(), found, days, now=last, today=max(one.day for one in found))
    return msgspec.structs.replace(made, steps=tuple(step for step in made.steps if step not in made.recent))


def steps(library: Library, made: Course) -> list[tuple[object, ...]]:
    """Return every change in words that no ladder changes: from which id to which."""

    def name(exercise: str, level: int | None) -> str | None:
        return None if level is None else library.get(exercise).get_rung(level).id

    return [
        (one.day, one.exercise, one.moved, one.rule, name(one.exercise, one.before), name(one.exercise, one.after))
        for one in made.steps
    ]


# --- an old record ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", routine().exercises, ids=lambda one: one.id)
def test_a_number_of_an_old_record_is_the_dose_that_it_was(exercise: Exercise) -> None:
    """What the old version called its step 3 is asked today with the same parts on the same days."""
    for number, was in enumerate(json.loads((OLD / "ladders.json").read_text())[exercise.id]):
        level = level_of(LIBRARY.ladders, exercise, number)
        assert level is not None
        rung = exercise.get_rung(level)
        parts = msgspec.convert(was["part"], list[Part])
        assert [_moves(part) for part in rung.part] == [_moves(part) for part in parts]
        assert rung.days_per_week == was["days_per_week"]


def _moves(part: Part) -> Part:
    """Return a part without its rests, which may be shorter today."""
    return msgspec.structs.replace(part, between_seconds=0, rest_seconds=0)


def test_an_old_record_climbed_as_it_did_then() -> None:
    """Half a year of steps, ups, downs, a pause and choices: each of them from the same step to the same one."""
    person, then = fold(old_events()), short_ladders(LIBRARY)
    was, now = steps(then, course(then, person)), steps(LIBRARY, course(LIBRARY, person))
    assert len(was) > 30
    assert now == was


def test_what_the_old_record_planned_was_done_as_its_step_says() -> None:
    """No session of it counts for less than it did."""
    for session in fold(old_events()).sessions:
        gentle = session.mode == "mobilise-only"
        assert [one.limited for one in taken(LIBRARY, load_rules(), session).exposures if not gentle].count(True) == 0


def test_the_chain_of_an_old_record_is_whole_and_the_same() -> None:
    """Its bytes are as they were written, and its last digest is what that version computed."""
    bodies = old_bodies()
    kinds = b"integer text"
    made = (
        StoredRow(number, kinds.decode(), decode_event(body).id.encode(), b"", b"t", b"", b"", body, b"me", b"", b"")
        for number, body in enumerate(bodies, 1)
    )
    rows, walk = list(chained(made)), Walk(from_start=True)
    assert all(judged(walk, row)[0] == () for row in rows)
    assert rows[-1].digest.hex() == OLD_HEAD


def test_old_events_say_what_they_said() -> None:
    """A step by its number stays a number, also when it is written out again."""
    for event in old_events():
        if isinstance(event, SessionStarted | RungChosen):
            assert decode_event(encode_event(event)) == event
    rungs = [block.rung for event in old_events() if isinstance(event, SessionStarted) for block in event.planned]
    assert {type(rung) for rung in rungs} == {int}


# --- a ladder that changes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("events", [old_events, new_events])
def test_a_step_that_is_put_in_rewrites_no_history(events: object) -> None:
    """Every step that was taken is the same step, by its id, with new ones in between."""
    assert callable(events)
    person, later = fold(events()), with_steps_between(LIBRARY)
    now, then = course(later, person), course(LIBRARY, person)
    assert steps(later, now) == steps(LIBRARY, then)
    assert len(then.steps) > 10


def test_new_events_say_ids() -> None:
    for event in new_events():
        if isinstance(event, SessionStarted):
            assert event.ladders == LIBRARY.ladders.last
            ids = {rung.id for one in LIBRARY.exercises for rung in one.rung}
            assert {block.rung for block in event.planned} <= ids


def test_the_next_step_up_is_todays() -> None:
    """Who stood on a step of the old ladder goes to the first of the steps above it that there are now."""
    bridge = LIBRARY.get("si-glute-bridge")
    old, new = (way_of(LIBRARY.ladders, bridge, edition) for edition in (0, None))
    assert [bridge.get_rung(level).id for level in old][:3] == [
        "half-both-legs-2x6",
        "both-legs-2x8",
        "press-5x5-both-legs-2x10",
    ]
    assert new == tuple(range(len(bridge.rung)))


def test_a_step_that_is_gone_is_its_nearest_gentler_one() -> None:
    bridge = LIBRARY.get("si-glute-bridge")
    gentler = {"bridge-3x9": "bridge-2x11", "bridge-2x11": "bridge-2x10"}
    editions = msgspec.structs.replace(LIBRARY.ladders, gentler={bridge.id: gentler})
    level = level_of(editions, bridge, "bridge-3x9")
    assert level is not None
    assert bridge.get_rung(level).id == "bridge-2x10"


@pytest.mark.parametrize("rung", [-1, 8, 50, "no-such-step", "clam-1x8"])
def test_a_step_that_nobody_knows_is_no_step(rung: int | str) -> None:
    assert level_of(LIBRARY.ladders, LIBRARY.get("si-glute-bridge"), rung) is None


def test_a_session_on_an_unknown_step_counts_towards_nothing() -> None:
    """Of a newer version, say: it is as if it were done on another step than the person's own."""
    person = fold(new_events())
    session = person.sessions[0]
    strange = [
        msgspec.structs.replace(one, planned=msgspec.structs.replace(one.planned, rung="of-tomorrow"))
        for one in session.blocks
    ]
    found = taken(LIBRARY, load_rules(), msgspec.structs.replace(session, blocks=tuple(strange)))
    assert all(one.limited and one.rung is None for one in found.exposures)


def test_the_choice_of_an_unknown_step_is_the_gentlest() -> None:
    person = fold(new_events())
    said = {"type": "rung-chosen", "id": "00000000-0000-7000-8000-00000000000a", "at": "2026-06-01T07:30:00Z"}
    chosen = msgspec.convert(said | {"exercise": "figure-four", "level": "of-tomorrow"}, RungChosen)
    found = happenings(
        LIBRARY, msgspec.structs.replace(person, rungs=(chosen,), sessions=()), lambda _: pytest.fail("no session")
    )
    assert [getattr(one, "level", None) for one in found] == [None, 0]


# --- the frozen table ------------------------------------------------------------------------------------------------


def test_the_ladders_of_before_ids_never_change() -> None:
    """Old records say numbers; what each meant stands here a second time, so that a slip in the table is seen."""
    assert LIBRARY.ladders.edition[0] == {
        "lumbar-roll": ("knee-rolls-5", "holds-3x10", "holds-5x10", "holds-3x20", "ten-breaths"),
        "figure-four": (
            "ankle-low-2x10",
            "no-hand-3x10",
            "hand-5x10",
            "behind-thigh-5x10",
            "front-of-knee-5x10",
            "hand-five-times-ten-breaths",
        ),
        "si-glute-bridge": (
            "half-both-legs-2x6",
            "both-legs-2x8",
            "press-5x5-both-legs-2x10",
            "half-bridge-2x5",
            "bridge-2x8",
            "bridge-3x10-3-days",
            "bridge-3x10",
            "bridge-4x15",
        ),
        "side-plank-clam-shell": (
            "clam-1x8",
            "clam-2x10",
            "planks-3x5-clam-2x12",
            "planks-4x10-clam-2x12",
            "plank-clam-2x5",
            "plank-clam-2x8",
            "plank-clam-3x10",
            "plank-clam-4x15",
        ),
    }


def notes(editions: Editions, library: Library = LIBRARY) -> list[str]:
    return [f"{key}: {reason}" for key, reason in check_editions(editions, library.exercises, ())]


def test_the_linter_sees_a_ladder_that_changed_without_an_edition() -> None:
    found = notes(LIBRARY.ladders, with_steps_between(LIBRARY))
    assert len(found) == len(LIBRARY.exercises)
    assert all("add an edition" in note for note in found)


def test_the_linter_sees_a_step_that_leads_nowhere() -> None:
    short = [with_ladder(one, one.rung[:-1]) if one.id == "lumbar-roll" else one for one in LIBRARY.exercises]
    found = notes(LIBRARY.ladders, msgspec.structs.replace(LIBRARY, exercises=tuple(short)))
    assert any("has no step 'ten-breaths' any more" in note for note in found)


def test_the_linter_sees_what_stands_twice_what_is_missing_and_what_is_unknown() -> None:
    *before, last = LIBRARY.ladders.edition
    rolls = last["lumbar-roll"]
    assert "lumbar-roll[1]: duplicate" in "".join(
        notes(Editions(edition=(*before, last | {"lumbar-roll": (rolls[0], *rolls)})))
    )
    missing = {name: ids for name, ids in last.items() if name != "figure-four"}
    assert "'figure-four' is missing" in "".join(notes(Editions(edition=(missing,))))
    assert "there is no exercise 'lunge'" in "".join(notes(Editions(edition=(last | {"lunge": ()},))))
    assert "is a step of the ladder" in "".join(
        notes(Editions(edition=(last,), gentler={"lumbar-roll": {rolls[1]: rolls[0]}}))
    )


def test_ways_rise() -> None:
    for exercise in LIBRARY.exercises:
        for edition in (0, 1, None):
            way = way_of(LIBRARY.ladders, exercise, edition)
            assert all(lower < upper for lower, upper in pairwise(way))
