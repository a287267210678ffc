"""The record as what happened to a person's ladders, in the order of time."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from ilium.anatomy import PainSide, Side
from ilium.exercises.editions import edition_of, level_of
from ilium.exercises.model import Library
from ilium.prescription.exposures import Taken
from ilium.prescription.ladders import Begun, Chosen, Happening
from ilium.prescription.model import Track
from ilium.record.codec import instant, local_day
from ilium.record.events import ProfileChanged, RungChosen
from ilium.record.states import Person
from ilium.record.summaries import SessionSummary


def happenings(library: Library, person: Person, take: Callable[[SessionSummary], Taken]) -> tuple[Happening, ...]:
    """Return what happened; ``take`` reads one session.

    The ladders begin with the first profile, and anew when the person changed the track or a side began to hurt that
    did not before: our choice, because that side has done none of it yet.
    """
    found: list[Happening] = [*_beginnings(person), *_choices(library, person), *map(take, person.sessions)]
    return tuple(sorted(found, key=lambda one: one.at))


def _beginnings(person: Person) -> Iterator[Begun]:
    if person.profiles:
        yield _begun(person.profiles[0])
    for before, after in pairwise(person.profiles):
        if before.track != after.track or not _sides(after) <= _sides(before):
            yield _begun(after)


def _begun(profile: ProfileChanged) -> Begun:
    return Begun(at=instant(profile.at), day=local_day(profile.at), track=Track(profile.track))


def _sides(profile: ProfileChanged) -> set[Side]:
    """Return the sides that hurt; none where it is not known."""
    side = PainSide(profile.side)
    if side is PainSide.BOTH:
        return set(Side)
    return set() if side.side is None else {side.side}


def _choices(library: Library, person: Person) -> Iterator[Chosen]:
    known = {exercise.id for exercise in library.exercises}
    return (_chosen(library, said) for said in person.rungs if said.exercise in known)


def _chosen(library: Library, said: RungChosen) -> Chosen:
    """Return a choice; a step that nobody knows is read as the gentlest, which is never too much."""
    return Chosen(
        at=instant(said.at),
        day=local_day(said.at),
        exercise=said.exercise,
        level=level_of(library.ladders, library.get(said.exercise), said.level) or 0,
        clinician=said.clinician,
        edition=edition_of(said.level, said.ladders),
    )
