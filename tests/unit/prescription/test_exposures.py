"""What a session was for an exercise: its rise, its kind, and the mornings after against those of the beginning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ilium.exercises.loader import load_library
from ilium.prescription.adaptation import Exposure, Verdict
from ilium.prescription.exposures import Answered, MorningAfter, mornings, taken
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.record.events import NextMorningAnswered, PlannedBlock
from ilium.record.summaries import BlockSummary, ExerciseSummary, SessionSummary

FIRST = date(2026, 3, 2)
ROLL = "lumbar-roll"


def exposure(
    pain: int | None,
    *kinds: str,
    outcomes: tuple[str, ...] = ("red",),
    before: int = 3,
    answered: bool = True,
    no_worse: bool = False,
) -> Exposure:
    planned = PlannedBlock(
        exercise=ROLL, name=ROLL, variant="v", phase="mobilise", working_side="left", sets=1, repetitions=1
    )
    block = BlockSummary(planned=planned, state="done", completed_sets=1, told=True, begun=True, full=True)
    said = ExerciseSummary(
        exercise=ROLL,
        blocks=(0,),
        outcomes=outcomes,
        kinds=kinds,
        pain=pain,
        answered=answered,
        no_worse=no_worse,
        effort=3,
    )
    session = SessionSummary(
        id="s",
        started_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
        day=FIRST,
        mode="full",
        state="finished",
        stopped_why=None,
        pain_before=before,
        worst_pain=pain,
        highest_effort=3,
        elapsed_ms=0,
        active_ms=0,
        blocks=(block,),
        exercises=(said,),
        ladders=None,
    )
    (found,) = taken(load_library(), load_rules(), session).exposures
    return found


@pytest.mark.parametrize("kind", ["sharp", "catching", "electric"])
def test_a_sharp_kind_is_carried_with_the_exercise(kind: str) -> None:
    assert exposure(3, "ache", kind).sharp
    assert not exposure(8, "ache").sharp


def test_the_rise_is_the_highest_that_was_said_less_the_pain_before() -> None:
    assert exposure(5, "ache").rise == 2
    assert exposure(1, "ache", outcomes=("green",)).rise == -2
    assert exposure(None, outcomes=()).rise is None


def test_no_worse_is_comfortable_without_a_number_and_a_pain_that_was_told_still_decides() -> None:
    no_worse = exposure(None, outcomes=(), no_worse=True)
    assert (no_worse.colour, no_worse.rise) == ("green", 0)
    assert (exposure(None, outcomes=(), answered=False).colour) is None
    told = exposure(6, "sharp", no_worse=True)
    assert (told.colour, told.rise, told.sharp) == ("red", 3, True)


def test_a_number_whose_kind_was_not_said_is_none_that_can_settle() -> None:
    found = exposure(4, "not-said", outcomes=("amber",))
    assert (found.rise, found.sharp, found.colour) == (None, False, "amber")


def told(*pains: int, before: int = 3) -> list[MorningAfter]:
    days = [FIRST + timedelta(days=number) for number in range(len(pains))]
    answers = [
        Answered(
            day,
            before,
            NextMorningAnswered(
                id="", at=f"{day + timedelta(days=1)}T07:00:00+00:00", session="", day=str(day), pain=pain, woken=False
            ),
        )
        for day, pain in zip(days, pains, strict=True)
    ]
    found = mornings(load_adaptation(), answers)
    later = mornings(load_adaptation(), answers, len(answers) // 2)
    assert {**found, **later} == found
    return list(found.values())


def test_mornings_that_creep_up_are_a_drift_and_never_usual() -> None:
    """From 3 to 5 by a quarter of a point at a time: a drift; and 6 is a flare although 5 has become the rule."""
    found = told(*[3] * 14, *[4] * 10, *[5] * 10, 6, before=5)
    assert [one.drifted for one in found[:27]] == [False] * 27
    assert all(one.drifted for one in found[27:])
    assert found[30].verdict is Verdict.SETTLED
    assert found[-1].verdict is Verdict.FLARE


def test_the_beginning_is_the_lower_of_its_first_week_and_its_first_fortnight() -> None:
    found = told(*[3] * 7, *[5] * 14)
    assert found[10].drifted
    assert not told(*[3] * 40)[-1].drifted
