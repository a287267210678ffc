"""What each session of the record was for each exercise: what was done, in which zone, and the morning after."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from statistics import fmean
from typing import Literal

import msgspec

from ilium.exercises.editions import edition_of, level_of
from ilium.exercises.model import Exercise, Library, Part, Rung
from ilium.prescription.adaptation import Adaptation, Exposure, Verdict, verdict
from ilium.prescription.pain import PainRules
from ilium.record.codec import instant
from ilium.record.events import NextMorningAnswered
from ilium.record.states import Person
from ilium.record.summaries import BlockSummary, ExerciseSummary, SessionSummary

COLOURS: tuple[Literal["red", "amber", "green"], ...] = ("red", "amber", "green")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One session with its exposures.

    Parameters
    ----------
    at : datetime
        When it began, in UTC.
    edition : int, optional
        The edition of the ladders that it was planned by; None where it names no step of any.
    """

    at: datetime
    day: date
    exposures: tuple[Exposure, ...]
    edition: int | None = None


class MorningAfter(msgspec.Struct, frozen=True):
    """A morning after that was told, with when it was told; ``drifted``: the last ones are far above the first."""

    at: datetime
    verdict: Verdict
    drifted: bool = False


def taken(library: Library, rules: PainRules, session: SessionSummary) -> Taken:
    """Return a session's exposures; an exercise that the library does not know any more has none.

    What was done on a step that nobody knows counts as done on another step than the person's own: it leads nowhere.
    """
    reading = _Reading(
        marks={outcome.id: outcome.mark for outcome in rules.outcome},
        sharp=frozenset(kind.id for kind in rules.quality if kind.sharp),
        unsaid=frozenset(kind.id for kind in rules.quality if not kind.offered),
    )
    known = {exercise.id for exercise in library.exercises}
    return Taken(
        at=session.started_at,
        day=session.day,
        exposures=tuple(
            _exposure(library, session, one, reading) for one in session.exercises if one.exercise in known
        ),
        edition=_edition(session),
    )


def _edition(session: SessionSummary) -> int | None:
    rungs = [block.planned.rung for block in session.blocks if block.planned.rung is not None]
    return edition_of(rungs[0], session.ladders) if rungs else session.ladders


class Answered(msgspec.Struct, frozen=True):
    """A day with sessions whose morning after was told: the pain before its last such session, and the answer."""

    day: date
    before: int
    answer: NextMorningAnswered


def answered(person: Person) -> tuple[Answered, ...]:
    """Return the days whose morning after was told, in their order.

    Of several answers about one day the one about its last session holds.
    """
    told = person.next_mornings
    last = {s.day: (s.pain_before, told[s.id]) for s in person.sessions if s.id in told}
    return tuple(Answered(day, before, answer) for day, (before, answer) in sorted(last.items()))


def mornings(rules: Adaptation, days: Sequence[Answered], first: int = 0) -> dict[date, MorningAfter]:
    """Return the mornings after, each read with those before it, and with those of the beginning.

    Parameters
    ----------
    days : sequence of Answered
        In their order.
    first : int
        Read those from this one on.
    """
    many, early = rules.morning.usual_of, days[: max(rules.drift.first_days)]  # one a day: there are no more of them
    return {
        one.day: _read(rules, one, days[max(0, n - many) : n], _beginning(rules, early[:n]))
        for n, one in enumerate(days[first:], first)
    }


def _read(rules: Adaptation, one: Answered, before: Sequence[Answered], first: float) -> MorningAfter:
    answer, drift = one.answer, rules.drift
    earlier = tuple(day.answer.pain for day in before)
    found = verdict(
        rules.morning,
        before=one.before,
        morning=answer.pain,
        woken=answer.woken,
        earlier=earlier,
        at_most=first + drift.at_most,
    )
    last = (*earlier, answer.pain)[-drift.of :]
    return MorningAfter(instant(answer.at), found, len(last) == drift.of and fmean(last) >= first + drift.rise)


def _beginning(rules: Adaptation, days: Sequence[Answered]) -> float:
    """Return the mean of the first mornings, of the lowest span; without end while there are too few."""
    spans = (
        [one.answer.pain for one in days if (one.day - days[0].day).days < span] for span in rules.drift.first_days
    )
    return min((fmean(span) for span in spans if len(span) >= rules.morning.usual_from), default=math.inf)


class _Reading(msgspec.Struct, frozen=True):
    """What answers mean: the marks of the outcomes, the sharp kinds, and those that stand for no answer."""

    marks: dict[str, str]
    sharp: frozenset[str]
    unsaid: frozenset[str]


def _exposure(library: Library, session: SessionSummary, said: ExerciseSummary, reading: _Reading) -> Exposure:
    exercise, blocks = library.get(said.exercise), [session.blocks[index] for index in said.blocks]
    named = blocks[0].planned.rung
    level = None if named is None else level_of(library.ladders, exercise, named)
    unknown = named is not None and level is None
    zones = {reading.marks.get(outcome, "") for outcome in said.outcomes}
    return Exposure(
        exercise=said.exercise,
        begun=any(block.begun for block in blocks),
        full=all(block.full for block in blocks),
        limited=unknown or not _as_the_rung_says(exercise, level, blocks),
        gentle=session.mode == "mobilise-only",
        colour=_colour(zones, answered=said.answered),
        rise=_rise(said, session.pain_before, reading),
        sharp=not reading.sharp.isdisjoint(said.kinds),
        leg="peripheralised" in zones,
        effort=said.effort,
        rung=level,
    )


def _rise(said: ExerciseSummary, before: int, reading: _Reading) -> int | None:
    """Return the rise that was told; none where it was no worse, whatever the number was."""
    if said.pain is None:
        return 0 if said.no_worse else None
    return None if reading.unsaid.intersection(said.kinds) else said.pain - before


def _colour(zones: set[str], *, answered: bool) -> Literal["red", "amber", "green"] | None:
    """Return the worst zone; green only where something was said of the whole exercise, too."""
    found = next((colour for colour in COLOURS if colour in zones), None)
    if found in ("red", "amber"):
        return found
    return "green" if answered and zones <= {"green", "centralised"} else None


def _as_the_rung_says(exercise: Exercise, level: int | None, blocks: list[BlockSummary]) -> bool:
    """Whether what was planned is the rung's own dose, and not one that the screening put in its place."""
    if level is None:
        return True
    rung = next((rung for rung in exercise.rung if rung.level == level), None)
    return rung is not None and all(
        any(_is_part(exercise, part, block) for block in blocks) for part in _parts(exercise, rung)
    )


def _parts(exercise: Exercise, rung: Rung) -> list[Part]:
    """Return the parts that must be there: two that share a symmetric alternative may have become one."""
    last = {exercise.get_variant(part.variant).symmetric_alternative or part.variant: part for part in rung.part}
    return list(last.values())


def _is_part(exercise: Exercise, part: Part, block: BlockSummary) -> bool:
    planned, variant = block.planned, exercise.get_variant(part.variant)
    if planned.variant not in (part.variant, variant.symmetric_alternative):
        return False
    held = part.hold_seconds is None or planned.hold_seconds is None or planned.hold_seconds >= part.hold_seconds
    return held and planned.sets >= part.sets and planned.repetitions >= part.repetitions
