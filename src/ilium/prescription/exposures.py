"""What each session of the record was for each exercise: what was done, in which zone, and the morning after."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from ilium.exercises.model import Exercise, Library, Part, Rung
from ilium.prescription.adaptation import Exposure, MorningRule, Verdict, verdict
from ilium.prescription.pain import Rules
from ilium.record.codec import instant
from ilium.record.events import NextMorningAnswered, PainReported
from ilium.record.states import BlockRecord, ExerciseRecord, Person, Session

COLOURS: tuple[Literal["red", "amber", "green"], ...] = ("red", "amber", "green")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """One session with its exposures; ``at`` is when it began, in UTC."""

    at: datetime
    day: date
    exposures: tuple[Exposure, ...]


class Told(msgspec.Struct, frozen=True):
    """A morning after that was told, with when it was told."""

    at: datetime
    verdict: Verdict


def taken(library: Library, rules: Rules, session: Session) -> Taken:
    """Return a session's exposures; an exercise that the library does not know any more has none."""
    marks: dict[str, str] = {outcome.id: outcome.mark for outcome in rules.outcome}
    known = {exercise.id: exercise for exercise in library.exercises}
    return Taken(
        at=session.started_at,
        day=session.day,
        exposures=tuple(
            _exposure(session, one, known[one.exercise], marks) for one in session.exercises if one.exercise in known
        ),
    )


def mornings(rule: MorningRule, person: Person) -> dict[date, Told]:
    """Return each day with sessions whose morning after was told, read with the mornings before it.

    Of several answers about one day the one about its last session holds.
    """
    answered = {
        s.day: (s.pain_before, person.next_mornings[s.id]) for s in person.sessions if s.id in person.next_mornings
    }
    earlier: list[int] = []
    found: dict[date, Told] = {}
    for day, (before, answer) in sorted(answered.items()):
        found[day] = Told(instant(answer.at), _read(rule, before, answer, earlier))
        earlier.append(answer.pain)
    return found


def _read(rule: MorningRule, before: int, answer: NextMorningAnswered, earlier: list[int]) -> Verdict:
    last = tuple(earlier[-rule.usual_of :])
    return verdict(rule, before=before, morning=answer.pain, woken=answer.woken, earlier=last)


def _exposure(session: Session, record: ExerciseRecord, exercise: Exercise, marks: dict[str, str]) -> Exposure:
    blocks = [session.blocks[index] for index in record.blocks]
    rung = blocks[0].planned.rung
    said = {marks.get(report.outcome, "") for report in _reports(record)}
    return Exposure(
        exercise=record.exercise,
        begun=any(one.repetitions or one.held_seconds for block in blocks for one in block.sets),
        full=all(map(_in_full, blocks)),
        limited=not _as_the_rung_says(exercise, rung, blocks),
        gentle=session.started.mode == "mobilise-only",
        colour=_colour(said, answered=record.worst is not None),
        leg="peripheralised" in said,
        effort=record.effort.value if record.effort else None,
        rung=rung,
    )


def _reports(record: ExerciseRecord) -> Iterable[PainReported]:
    return (*record.during, record.worst) if record.worst else record.during


def _colour(said: set[str], *, answered: bool) -> Literal["red", "amber", "green"] | None:
    """Return the worst zone; green only where the question after the exercise was answered too."""
    found = next((colour for colour in COLOURS if colour in said), None)
    if found in ("red", "amber"):
        return found
    return "green" if answered and said <= {"green", "centralised"} else None


def _in_full(block: BlockRecord) -> bool:
    eased = block.eased_to is not None or any(one.eased for one in block.sets)
    return block.state == "done" and block.skipped is None and not eased


def _as_the_rung_says(exercise: Exercise, level: int | None, blocks: list[BlockRecord]) -> bool:
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


def _is_part(exercise: Exercise, part: Part, block: BlockRecord) -> bool:
    planned, variant = block.planned, exercise.get_variant(part.variant)
    if planned.variant not in (part.variant, variant.symmetric_alternative):
        return False
    held = part.hold_seconds is None or planned.hold_seconds is None or planned.hold_seconds >= part.hold_seconds
    return held and planned.sets >= part.sets and planned.repetitions >= part.repetitions
