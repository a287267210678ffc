"""What holds of every length of a session, for ordinary people, over a week in which each day's session is done."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import msgspec
import pytest

from ilium.app.how_long import Asked, Offer, offers
from ilium.cuesheet.compile import Guide
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course, Ladder
from ilium.prescription.lengths import Length, most_overdue
from ilium.prescription.loader import load_adaptation
from ilium.prescription.model import PlanRequest
from ilium.prescription.rhythm import resting
from tests.ordinary import PEOPLE, STRONG, Ordinary, clearance_of

MONDAY = date(2026, 3, 2)
NAMES = load_library().programme.exercises
WALKED = {
    **{name: PEOPLE[name] for name in ("plain-60", "both-sides", "as-printed", "after-a-birth")},
    "without-stretches": PEOPLE["new-hip-from-the-back"],
    "strong": Ordinary(rungs=STRONG),
    "strong-with-limits": PEOPLE["new-hip-from-the-front-and-heart"],
}


@cache
def week(name: str, length: Length, days: int = 7) -> tuple[tuple[Offer, ...], ...]:
    """Return the offers of some days, on each of which this length, or the whole where it is not offered, is done."""
    person, library = WALKED[name], load_library()
    request = PlanRequest(side=person.side, worse=person.worse, track=person.track, rungs=person.rungs)
    course = Course(
        track=person.track,
        ladders={one: Ladder(exercise=one, level=person.rungs.get(one, 0), changed=MONDAY) for one in NAMES},
    )
    clearance, found = clearance_of(person), []
    for number in range(days):
        day = MONDAY + timedelta(days=number)
        without = tuple(resting(library, load_adaptation().rhythm, course, day))
        asked = msgspec.structs.replace(request, without=without)
        found.append(offers(Asked(request=asked, clearance=clearance, guide=Guide(), course=course, day=day)))
        course = done(course, picked(found[-1], length), day)
    return tuple(found)


def picked(found: tuple[Offer, ...], length: Length) -> Offer:
    """Return the length, or everything where it is not offered."""
    return next((one for one in found if one.length is length), found[-1])


def done(course: Course, offer: Offer, day: date) -> Course:
    """Return the course after a day on which all of an offer was done."""
    ladders = dict(course.ladders)
    for one in offer.chosen:
        ladder = ladders[one.exercise]
        days = {"done": (*ladder.done, day), "full_days": (*ladder.full_days, day)}
        ladders[one.exercise] = msgspec.structs.replace(ladder, **days)
    return msgspec.structs.replace(course, ladders=ladders)


people = pytest.mark.parametrize("name", WALKED)


@people
def test_seven_short_days_bring_every_exercise_twice(name: str) -> None:
    """Every exercise that the plan of any of these days has."""
    days = week(name, Length.SHORT)
    due = {one.exercise for found in days for one in found[-1].chosen}
    times = Counter(one.exercise for found in days for one in picked(found, Length.SHORT).chosen)
    assert all(times[exercise] >= 2 for exercise in due), times


@people
def test_every_length_has_whole_blocks_of_the_plan_in_the_order_rule(name: str) -> None:
    """Nothing is made shorter: a chosen exercise has the blocks of the whole plan; mobilising is never missing."""
    for offer, whole in ((one, found[-1]) for found in week(name, Length.SHORT) for one in found):
        chosen = {one.exercise for one in offer.chosen}
        assert offer.plan.blocks == tuple(block for block in whole.plan.blocks if block.exercise in chosen)
        phases = [block.phase for block in offer.plan.blocks]
        assert phases == sorted(phases)
        assert phases[:1] == [block.phase for block in whole.plan.blocks[:1]]
        assert {block.exercise for block in offer.sheet.blocks} == chosen


@people
def test_a_length_is_within_its_minutes_or_is_what_has_waited_longest(name: str) -> None:
    """It is longer only with one exercise and the one that it brings, and then says so."""
    for offer in (one for found in week(name, Length.SHORT) for one in found):
        if offer.is_over:
            first = most_overdue((*offer.chosen, *offer.waiting))[0]
            assert first in offer.chosen
            assert len(offer.chosen) <= 2


@people
def test_the_lengths_of_a_day_differ_and_everything_is_the_last(name: str) -> None:
    """Each is offered once, from the fewest exercises to all, and the minutes are those of its own sheet."""
    for found in week(name, Length.SHORT):
        assert found[-1].length is Length.EVERYTHING
        assert not found[-1].waiting
        assert len({one.length for one in found}) == len({one.chosen for one in found}) == len(found)
        for one in found[:-1]:
            assert found[-1].sheet.minutes > (one.budget or 0)
            assert set(one.chosen) | set(one.waiting) == set(found[-1].chosen)


@pytest.mark.parametrize("name", ["both-sides", "as-printed"])
def test_short_days_never_leave_a_gap_after_which_a_step_goes_down(name: str) -> None:
    """For three weeks nothing is away for so many days as the rules between sessions look for."""
    gap = min(rule.when.gap_days for rule in load_adaptation().rule if rule.when.gap_days)
    days = week(name, Length.SHORT, 21)
    for exercise in NAMES:
        on = [n for n, found in enumerate(days) if exercise in {c.exercise for c in picked(found, Length.SHORT).chosen}]
        assert max(later - earlier for earlier, later in pairwise([0, *on, len(days)])) < gap


def test_the_usual_length_leaves_nothing_out_for_a_week() -> None:
    days = week("as-printed", Length.USUAL)
    times = Counter(one.exercise for found in days for one in picked(found, Length.USUAL).chosen)
    assert all(times[exercise] >= 2 for exercise in NAMES), times
