"""The rungs as a fold of what happened: each rule, its words, and what it must never do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import msgspec
import pytest

from ilium.exercises.loader import load_library
from ilium.prescription.adaptation import Exposure, Facts, Verdict, first_rule, verdict
from ilium.prescription.exposures import MorningAfter, Taken
from ilium.prescription.ladders import Begun, Chosen, Course, Happening, follow, needs_clinician, waiting_words
from ilium.prescription.loader import load_adaptation
from ilium.prescription.model import Track
from ilium.prescription.rhythm import RestReason, resting, week_ahead
from tests.routine import short_ladders

LIBRARY, RULES = short_ladders(load_library()), load_adaptation()
FIRST = date(2026, 3, 2)
BRIDGE, CLAM, ROLL, FOUR = "si-glute-bridge", "side-plank-clam-shell", "lumbar-roll", "figure-four"


def at(day: int, hour: int = 8) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour), UTC)


class Person:
    """Happenings in a few words: days are counted from the first."""

    def __init__(self, track: Track = Track.GRADUAL) -> None:
        self.happened: list[Happening] = [Begun(at=at(0, 6), day=FIRST, track=track)]
        self.mornings: dict[date, MorningAfter] = {}

    def did(self, day: int, *exercises: str, settled: Verdict | None = Verdict.SETTLED, **what: object) -> "Person":
        """Do these exercises on their present rung; the morning after is told at seven."""
        course = self.course(day)
        good = {"begun": True, "full": True, "colour": "green", "rise": 0, "effort": 4}
        exposures = [
            Exposure(**{"exercise": one, "rung": course.ladders[one].level, **good, **what})  # type: ignore[arg-type]
            for one in exercises or (ROLL,)
        ]
        self.happened.append(Taken(at=at(day), day=FIRST + timedelta(days=day), exposures=tuple(exposures)))
        if settled is not None:
            self.mornings[FIRST + timedelta(days=day)] = MorningAfter(at(day + 1, 7), settled)
        return self

    def chose(self, day: int, exercise: str, level: int, *, clinician: bool = False) -> "Person":
        self.happened.append(
            Chosen(at=at(day, 7), day=FIRST + timedelta(days=day), exercise=exercise, level=level, clinician=clinician)
        )
        return self

    def course(self, day: int) -> Course:
        now = at(day, 8)
        return follow(LIBRARY, RULES, self.happened, self.mornings, now=now, today=now.date())

    def level(self, day: int, exercise: str = ROLL) -> int | None:
        return self.course(day).ladders[exercise].level


def test_three_good_sessions_go_one_step_up_and_say_why() -> None:
    """The sentence of the issue, word for word."""
    person = Person().did(0).did(1).did(2)
    assert (person.level(2), person.level(3)) == (1, 2)
    step = person.course(3).recent[-1]
    name = LIBRARY.get(ROLL).name
    assert step.say == (
        f"{name}: one step up, because the last three sessions were done in full and comfortable, "
        "and had settled by each morning you told of."
    )


@pytest.mark.parametrize(
    "what",
    [
        {"settled": Verdict.UNSETTLED},
        {"full": False},
        {"colour": "amber", "rise": 2, "settled": Verdict.UNSETTLED},
        {"colour": "amber", "rise": 2, "settled": None},
        {"colour": "amber", "rise": None},
        {"colour": "amber", "rise": 2, "full": False},
        {"colour": None},
        {"effort": 7},
        {"effort": None},
        {"gentle": True},
        {"rung": 0},
    ],
)
def test_one_session_that_is_not_good_holds_the_rung(what: dict[str, object]) -> None:
    """A morning that had not settled, an unanswered question, a hard, uncomfortable or shorter session: no step up."""
    person = Person().did(0).did(1, **what).did(2)  # type: ignore[arg-type]
    assert person.level(3) in (0, 1)
    assert person.did(3).level(4) in (0, 1)


GOOD, MISSING, BAD, FLARED = Verdict.SETTLED, None, Verdict.UNSETTLED, Verdict.FLARE


@pytest.mark.parametrize(
    ("mornings", "level"),
    [
        ((GOOD, MISSING, GOOD), 2),
        ((GOOD, GOOD, MISSING), 2),
        ((MISSING, GOOD, GOOD), 1),  # none before it was told
        ((MISSING, GOOD, GOOD, GOOD), 2),
        ((GOOD, MISSING, MISSING), 1),
        ((MISSING, GOOD, MISSING), 1),
        ((MISSING,) * 9, 1),
        ((GOOD, BAD, MISSING, GOOD), 1),
        ((GOOD, MISSING, BAD, GOOD), 1),
        ((GOOD, FLARED, MISSING, GOOD), 0),
    ],
)
def test_one_missing_morning_among_settled_ones_bars_no_step(mornings: tuple[Verdict | None, ...], level: int) -> None:
    person, days = Person(), len(mornings)
    for day, settled in enumerate(mornings):
        if person.level(day) == 2:
            break
        person.did(day, settled=settled, **({"rise": 1} if settled is BAD else {}))
    assert person.level(days) == level


def test_a_missing_morning_makes_nothing_good_that_was_not_comfortable_by_itself() -> None:
    person = Person().did(0).did(1, colour="amber", rise=2, settled=None).did(2)
    assert person.level(3) == 1


def test_a_morning_of_another_exercise_that_had_not_settled_counts_for_the_missing_one_beside_it() -> None:
    person = Person().did(0).did(1, FOUR, settled=Verdict.UNSETTLED).did(2, settled=None).did(3)
    assert person.level(4) == 1


def test_why_a_step_stays_names_the_missing_morning_only_where_it_is_in_the_way() -> None:
    def why(person: Person, day: int) -> str:
        course = person.course(day)
        return waiting_words(RULES, course.ladders[ROLL], course.mornings, at(day, 8))

    assert why(Person().did(0, settled=None), 1) == "last time the morning after was not told"
    assert why(Person().did(0).did(1, settled=None), 2) == "it needs 3 good days on this step"
    assert (
        why(Person().did(0).did(1, settled=None).did(2, settled=None), 3) == "last time the morning after was not told"
    )
    assert why(Person().did(0, effort=None), 1) == "last time how hard it was was not said"
    assert why(Person().did(0, colour=None, rise=0), 1) == "last time how much it hurt by its end was not said"


@pytest.mark.parametrize(("colour", "rise"), [("green", 1), ("amber", 1), ("amber", 2), ("red", 1), ("red", 2)])
def test_a_rise_of_one_or_two_that_has_settled_bars_no_step(colour: str, rise: int) -> None:
    """Also where the ceiling made it red; told by the question after the exercise, so that it was done in full."""
    person = Person()
    for day in range(3):
        person.did(day, colour=colour, rise=rise)
    assert (person.level(3), person.course(3).ladders[ROLL].out) == (2, None)


def test_a_red_of_the_ceiling_counts_until_the_morning_is_told() -> None:
    """Not told, it goes down; settled, nothing; a flare, down."""
    for settled, level in ((None, 0), (Verdict.SETTLED, 1), (Verdict.FLARE, 0)):
        assert Person().did(0, colour="red", rise=2, settled=settled).level(1) == level


def test_a_rise_of_two_that_has_not_settled_goes_down_and_twice_shows_somebody() -> None:
    person = Person().did(0).did(1).did(2).did(3, colour="amber", rise=2, settled=Verdict.UNSETTLED)
    assert (person.level(4), person.course(4).recent[-1].rule) == (1, "stirred")
    person.did(4, colour="amber", rise=2, settled=Verdict.UNSETTLED)
    last = person.course(5).recent[-1]
    assert (last.rule, last.after, last.see_someone) == ("stirred-twice", 0, True)
    person.did(5, colour="amber", rise=2, settled=Verdict.UNSETTLED)
    last = person.course(6).recent[-1]
    assert (last.rule, last.moved, last.see_someone) == ("stirred-at-gentlest", "lowest", True)


def test_a_flare_is_put_down_to_what_rose_and_to_everything_where_nothing_did() -> None:
    for rise, moved in ((2, {ROLL}), (1, {ROLL, FOUR})):
        person = Person().did(0, ROLL, FOUR).happened
        course = _after_a_flare(person, rise)
        assert {step.exercise for step in course.recent if step.moved == "down"} == moved


def _after_a_flare(happened: list[Happening], rise: int) -> Course:
    done = [
        Exposure(exercise=one, begun=True, full=True, colour="green", rise=rise if one == ROLL else 0, rung=1)
        for one in (ROLL, FOUR)
    ]
    told = {FIRST + timedelta(days=1): MorningAfter(at(2, 7), Verdict.FLARE)}
    took = Taken(at=at(1), day=FIRST + timedelta(days=1), exposures=tuple(done))
    return follow(LIBRARY, RULES, [*happened, took], told, now=at(2), today=at(2).date())


def test_only_one_exercise_goes_up_each_time_and_the_one_that_waited_longest_goes_first() -> None:
    person = Person()
    levels = [person.did(day, ROLL, FOUR).course(day + 1).ladders for day in range(7)]
    heights = [sum(ladder.level or 0 for ladder in one.values()) for one in levels]
    assert max(after - before for before, after in pairwise(heights)) == 1
    assert [levels[2][one].level for one in (ROLL, FOUR)] == [2, 1]
    assert [levels[3][one].level for one in (ROLL, FOUR)] == [2, 2]


def test_three_sessions_in_one_day_are_one_day() -> None:
    person = Person()
    for _ in range(3):
        person.did(0)
    assert person.level(3) == 1


def test_a_step_needs_three_days_since_the_last() -> None:
    """Counted by the days on the rung, not by how often somebody exercises."""
    person = Person().did(0).did(1)
    assert person.level(2) == 1
    assert person.did(2).level(3) == 2
    assert person.did(3).did(4).level(5) == 2
    assert person.did(5).level(6) == 3


def test_red_goes_down_and_leaves_out_the_next_strength_day() -> None:
    person = Person().did(0, BRIDGE, CLAM)
    person.did(2, BRIDGE, colour="red", rise=3, full=False)
    course = person.course(3)
    assert course.ladders[BRIDGE].level == 0
    assert resting(LIBRARY, RULES.rhythm, course, FIRST + timedelta(days=4))[BRIDGE] is RestReason.AFTER_PAIN
    assert BRIDGE not in resting(LIBRARY, RULES.rhythm, course, FIRST + timedelta(days=6))
    assert "hurt too much" in course.recent[-1].say


def test_a_flare_goes_down_and_the_next_session_is_gentle_until_the_next_morning() -> None:
    person = Person().did(0).did(1).did(2).did(3, settled=Verdict.FLARE)
    course = person.course(4)
    assert (course.flare, course.ladders[ROLL].level) == (True, 1)
    assert person.did(4, gentle=True).course(4).flare
    assert not person.course(5).flare


def test_a_flare_ends_after_three_days_where_nothing_gentle_is_left_to_do() -> None:
    """Otherwise somebody whose stretches are all taken out would never exercise again."""
    person = Person().did(0, BRIDGE, settled=Verdict.FLARE)
    assert [person.course(day).flare for day in range(1, 6)] == [True, True, True, False, False]


def test_a_flare_told_after_the_next_session_still_counts_once() -> None:
    person = Person().did(0).did(1).did(2)
    person.did(3, settled=None)
    person.did(4, settled=None)
    person.mornings[FIRST + timedelta(days=3)] = MorningAfter(at(4, 20), Verdict.FLARE)
    assert person.level(4) == 2
    assert person.level(5) == 1
    assert person.did(5).level(6) == 1


def test_red_in_two_of_three_goes_to_the_gentlest_step_and_shows_somebody() -> None:
    person = Person()
    for day in range(9):
        person.did(day)
    assert person.level(9) == 4
    course = person.did(9, colour="red", rise=3).did(10).did(11, colour="red", rise=4).course(12)
    assert (course.ladders[ROLL].level, course.ladders[ROLL].out) == (0, None)
    assert (course.recent[-1].moved, course.recent[-1].see_someone) == ("gentlest", True)
    assert person.did(12).course(13).recent == ()


def test_red_twice_at_the_gentlest_step_rests_for_seven_quiet_days_or_until_a_clinicians_yes() -> None:
    person = Person().did(0, colour="red", rise=3).did(1, colour="red", rise=3).did(2, colour="red", rise=3)
    course = person.course(3)
    assert (course.ladders[ROLL].out, course.recent[-1].see_someone) == ("block", True)
    assert ROLL in resting(LIBRARY, RULES.rhythm, course, FIRST + timedelta(days=8))
    assert FOUR not in resting(LIBRARY, RULES.rhythm, course, FIRST + timedelta(days=3))
    assert person.chose(4, ROLL, 0).course(4).ladders[ROLL].out == "block"
    assert person.course(9).ladders[ROLL].out is None
    assert person.course(9).recent[-1].say.endswith("back in your plan, because it has been quiet for a week.")
    assert person.chose(5, ROLL, 0, clinician=True).course(5).ladders[ROLL].out is None


def test_a_sharp_kind_rests_for_seven_quiet_days_and_comes_back_at_the_gentlest_step() -> None:
    person = Person()
    for day in range(9):
        person.did(day)
    course = person.did(9, colour="red", rise=0, sharp=True).course(10)
    assert (course.ladders[ROLL].out, course.ladders[ROLL].level) == ("block", 0)
    assert (course.recent[-1].rule, course.recent[-1].see_someone) == ("sharp", True)
    assert person.course(15).ladders[ROLL].out == "block"
    assert (person.course(16).ladders[ROLL].out, person.level(16)) == (None, 0)


def test_a_sharp_kind_in_two_of_three_needs_a_clinicians_yes() -> None:
    person = Person().did(0, colour="red", sharp=True).did(7).did(8, colour="red", sharp=True)
    assert person.course(9).ladders[ROLL].out_by == "sharp-twice"
    assert person.course(400).ladders[ROLL].out == "remove"
    assert person.chose(30, ROLL, 0).course(31).ladders[ROLL].out == "remove"
    assert person.chose(31, ROLL, 0, clinician=True).course(32).ladders[ROLL].out is None


def test_a_sharp_kind_that_is_told_late_makes_the_rest_longer() -> None:
    """From another device, while it is left out: the seven days are quiet ones."""
    person = Person().did(0, colour="red", rise=3).did(1, colour="red", rise=3).did(2, colour="red", rise=3)
    assert person.course(3).ladders[ROLL].until == FIRST + timedelta(days=9)
    person.did(4, colour="red", rise=3)
    assert person.course(5).ladders[ROLL].until == FIRST + timedelta(days=11)


def test_symptoms_down_the_leg_block_for_seven_clear_days() -> None:
    person = Person().did(0, colour=None, full=False, leg=True)
    assert person.course(1).ladders[ROLL].out == "block"
    assert ROLL in resting(LIBRARY, RULES.rhythm, person.course(6), FIRST + timedelta(days=6))
    assert ROLL not in resting(LIBRARY, RULES.rhythm, person.course(7), FIRST + timedelta(days=7))
    assert person.did(7).course(8).ladders[ROLL].out is None


def test_symptoms_down_the_leg_twice_need_a_clinicians_yes() -> None:
    person = Person().did(0, leg=True, colour=None).did(8, leg=True, colour=None)
    assert person.course(9).ladders[ROLL].out == "remove"
    assert person.chose(30, ROLL, 0).course(31).ladders[ROLL].out == "remove"
    assert person.chose(31, ROLL, 0, clinician=True).course(32).ladders[ROLL].out is None


@pytest.mark.parametrize(("track", "own"), [(Track.GRADUAL, 2), (Track.PUBLISHED, None)])
def test_a_step_down_begins_at_what_the_answers_let_somebody_do(track: Track, own: int | None) -> None:
    """Somebody whose answers keep them on the second step is not led from their own step to where they are already."""
    person = Person(track).did(0).did(1).did(2)
    assert person.level(3) == own
    assert person.did(3, rung=1, colour="red", rise=4).level(4) == 0


@pytest.mark.parametrize(("gap", "level"), [(6, 3), (7, 1), (13, 1), (14, 1), (400, 1)])
def test_a_gap_goes_down_and_a_long_one_back_to_the_start(gap: int, level: int) -> None:
    person = Person()
    for day in range(6):
        person.did(day)
    assert person.level(6) == 3
    person.did(6, full=False)
    assert person.level(6 + gap) == level


def test_one_gap_is_read_once() -> None:
    person = Person().did(0, BRIDGE).did(1, BRIDGE).did(2, BRIDGE).did(3, BRIDGE, full=False)
    for day in (10, 11, 12):
        person.did(day, ROLL)
    assert person.level(13, BRIDGE) == 1


def test_the_climb_ends_before_a_rung_that_belongs_apart() -> None:
    person = Person()
    for day in range(40):
        person.did(day, FOUR)
    assert LIBRARY.get(FOUR).rung[-1].apart
    assert person.level(40, FOUR) == LIBRARY.get(FOUR).top == 4


def test_the_published_track_steps_below_what_is_printed_and_climbs_back_to_it() -> None:
    person = Person(Track.PUBLISHED).did(0, BRIDGE, colour="red", rise=3)
    assert person.level(1, BRIDGE) == 5
    for day in (4, 6, 8):
        person.did(day, BRIDGE)
    assert person.level(9, BRIDGE) == 6
    for day in range(10, 20):
        person.did(day, BRIDGE)
    assert person.level(20, BRIDGE) == 6


def test_a_choice_holds_until_three_more_good_days_and_up_is_one_step_at_most() -> None:
    person = Person().did(0).did(1).did(2)
    assert person.chose(3, ROLL, 1).level(3) == 1
    assert person.did(3).did(4).level(5) == 1
    assert person.did(5).level(6) == 2
    assert Person().did(0).chose(1, ROLL, 9).level(1) == 2


def test_up_by_hand_is_one_step_above_what_was_earned_and_only_after_a_session_there() -> None:
    """Six presses on the first day change nothing; sessions on a chosen step earn no second one."""
    person = Person()
    for _ in range(6):
        person.chose(0, ROLL, 9)
    assert person.level(0) == 1
    person.did(0, full=False).chose(1, ROLL, 9)
    assert person.level(1) == 1
    person.did(1).chose(2, ROLL, 9).chose(2, ROLL, 9)
    assert person.level(2) == 2
    assert person.did(2, settled=None).chose(3, ROLL, 9).level(3) == 2
    assert person.did(3).did(4).did(5).level(6) == 3


@pytest.mark.parametrize("days", [(0,), (0, 8)])
@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("before", Track)
def test_what_is_out_stays_out_when_the_ladders_begin_anew(days: tuple[int, ...], before: Track, track: Track) -> None:
    """Another track, another side, at once or later: out, until when, by which rule, and whose yes it needs."""
    person = Person(before)
    for day in days:
        person.did(day, ROLL, leg=True)
    last = days[-1]
    anew = Begun(at=at(last, 9), day=FIRST + timedelta(days=last), track=track)
    was = person.course(last + 1).ladders[ROLL]
    person.happened += [anew, anew]
    now = person.course(last + 1).ladders[ROLL]
    assert was.out and (now.out, now.out_by, now.until, now.clinician) == (was.out, was.out_by, was.until, True)
    assert person.chose(last + 1, ROLL, 0).course(last + 1).ladders[ROLL].out == was.out
    assert person.chose(last + 1, ROLL, 0, clinician=True).course(last + 1).ladders[ROLL].out is None


def test_a_second_symptom_down_the_leg_counts_with_the_one_before_the_track_changed() -> None:
    person = Person().did(0, ROLL, leg=True)
    person.happened.append(Begun(at=at(1), day=FIRST + timedelta(days=1), track=Track.PUBLISHED))
    assert person.did(8, ROLL, leg=True).course(9).ladders[ROLL].out_by == "leg-twice"


def test_whose_yes_brings_an_exercise_back_stands_in_its_rule_alone() -> None:
    """A rule of any name that says so needs a clinician, and one that does not say so does not."""
    for clinician in (True, False):
        rules = [msgspec.structs.replace(one, id=f"x-{one.id}", clinician=clinician) for one in RULES.rule]
        other = msgspec.structs.replace(RULES, rule=tuple(rules))
        happened = Person().did(0, ROLL, leg=True).did(8, ROLL, leg=True).chose(9, ROLL, 0).happened
        course = follow(LIBRARY, other, happened, {}, now=at(9), today=at(9).date())
        assert needs_clinician(course.ladders[ROLL]) is clinician
        assert (course.ladders[ROLL].out is None) is not clinician


def test_a_clock_that_was_set_back_hides_no_symptom() -> None:
    person = Person().did(0, ROLL, leg=True).did(8, ROLL, leg=True)
    assert person.course(3).ladders[ROLL].out == "remove"


def test_what_a_wrong_clock_dated_far_ahead_changes_nothing() -> None:
    person = Person().did(0).did(1).did(2)
    person.happened.append(Taken(at=at(900), day=FIRST + timedelta(days=900), exposures=()))
    assert person.level(3) == 2


def test_the_week_ahead_has_three_strength_days_with_rest_between() -> None:
    week = week_ahead(LIBRARY, RULES.rhythm, Person().course(0), FIRST)
    assert [BRIDGE in day.exercises for day in week] == [True, False, True, False, True, False, False]
    assert all(ROLL in day.exercises for day in week)


def test_what_was_done_in_full_today_is_not_due_again_today() -> None:
    done = Person().did(0, BRIDGE).course(0)
    begun = Person().did(0, BRIDGE, full=False).course(0)
    assert BRIDGE in resting(LIBRARY, RULES.rhythm, done, FIRST)
    assert BRIDGE not in resting(LIBRARY, RULES.rhythm, begun, FIRST)


@pytest.mark.parametrize(
    ("before", "morning", "woken", "earlier", "expected"),
    [
        (4, 4, False, (), Verdict.SETTLED),
        (4, 5, False, (), Verdict.UNSETTLED),
        (4, 6, False, (), Verdict.FLARE),
        (4, 2, True, (), Verdict.FLARE),
        (4, 5, False, (3, 3), Verdict.UNSETTLED),
        (4, 5, False, (4, 4, 3), Verdict.SETTLED),
        (4, 5, False, (4, 3, 3), Verdict.UNSETTLED),
        (5, 5, False, (3, 3, 3), Verdict.FLARE),
        (2, 4, False, (4, 4, 4), Verdict.UNSETTLED),
        (2, 4, False, (3, 3, 3), Verdict.FLARE),
        (1, 2, False, (9,) * 7, Verdict.SETTLED),
    ],
)
def test_a_morning_is_read_by_hand(
    before: int, morning: int, woken: bool, earlier: tuple[int, ...], expected: Verdict
) -> None:
    assert verdict(RULES.morning, before=before, morning=morning, woken=woken, earlier=earlier) is expected


def test_the_order_of_the_rules_is_the_order_of_the_reference() -> None:
    assert [rule.id for rule in RULES.rule] == [
        "leg-twice",
        "leg",
        "sharp-twice",
        "sharp",
        "red-at-gentlest",
        "red-twice",
        "stirred-at-gentlest",
        "stirred-twice",
        "red",
        "stirred",
        "flare",
        "gap-14",
        "gap-7",
        "good",
    ]
    worst = Facts(leg_symptoms=2, leg_days=0, red=True, gap_days=20)
    rule = first_rule(RULES, worst)
    assert rule is not None and rule.id == "leg-twice"
