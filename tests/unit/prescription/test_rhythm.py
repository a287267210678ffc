"""On which days strength work is due, from one to seven days a week."""

from datetime import date, timedelta

import msgspec
import pytest

from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course, Ladder
from ilium.prescription.loader import load_adaptation
from ilium.prescription.model import Track
from ilium.prescription.rhythm import RestReason, resting, week_ahead

FIRST, DAYS = date(2026, 3, 2), 56
LIBRARY, RULE = load_library(), load_adaptation().rhythm
BRIDGE = LIBRARY.get("si-glute-bridge")
TIMES = range(1, 8)


def of_days(times: int) -> Ladder:
    """Return a ladder on a step that is done on so many days a week."""
    return Ladder(exercise=BRIDGE.id, level=times, changed=FIRST)


@pytest.fixture(autouse=True)
def _ladder_of_every_rhythm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Level n of the bridge is done n days a week."""
    rungs = tuple(msgspec.structs.replace(BRIDGE.rung[0], level=n, days_per_week=max(1, n)) for n in range(8))
    exercise = msgspec.structs.replace(BRIDGE, rung=rungs)
    library = msgspec.structs.replace(LIBRARY, exercises=(exercise,))
    monkeypatch.setitem(globals(), "LIBRARY", library)


def due(ladder: Ladder, day: date) -> bool:
    course = Course(track=Track.GRADUAL, ladders={BRIDGE.id: ladder})
    return BRIDGE.id not in resting(LIBRARY, RULE, course, day)


def done(times: int, *, missed: tuple[int, ...] = ()) -> list[int]:
    """Return the days, counted from 0, on which somebody does it who comes whenever it is due, but for some days."""
    ladder, days = of_days(times), []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        if number not in missed and due(ladder, day):
            ladder = msgspec.structs.replace(ladder, done=(*ladder.done, day), full_days=(*ladder.full_days, day))
            days.append(number)
    return days


@pytest.mark.parametrize("times", TIMES)
def test_it_is_done_as_often_as_its_step_says(times: int) -> None:
    """In every whole week, and in no seven days more often."""
    days = done(times)
    assert len(days) == times * DAYS // 7
    assert all(sum(first <= day < first + 7 for day in days) <= times for first in range(DAYS))


@pytest.mark.parametrize(
    ("times", "week"),
    [(1, "x......"), (2, "x..x..."), (3, "x.x.x.."), (4, "xx.x.x."), (5, "xxx.xx."), (6, "xxxxxx."), (7, "xxxxxxx")],
)
def test_its_days_are_spread_over_the_week(times: int, week: str) -> None:
    """Three stand on alternate days; of four two follow each other; of five three do."""
    days = done(times)
    assert "".join("x" if day in days else "." for day in range(7)) == week


@pytest.mark.parametrize("times", TIMES)
def test_days_that_were_missed_are_not_made_up_for_in_a_row(times: int) -> None:
    """After five days off it is done no closer together than ever."""
    days = done(times, missed=(8, 9, 10, 11, 12))
    longest = {1: 1, 2: 1, 3: 1, 4: 2, 5: 3, 6: 6, 7: 7}[times]
    assert not any(all(day + more in days for more in range(longest + 1)) for day in days) or times == 7


@pytest.mark.parametrize("times", TIMES)
def test_after_pain_at_least_one_of_its_days_is_left_out(times: int) -> None:
    hurt = msgspec.structs.replace(of_days(times), done=(FIRST,), hurt_on=FIRST)
    course = Course(track=Track.GRADUAL, ladders={BRIDGE.id: hurt})
    assert resting(LIBRARY, RULE, course, FIRST + timedelta(days=1))[BRIDGE.id] is RestReason.AFTER_PAIN
    without = msgspec.structs.replace(hurt, hurt_on=None)
    free = [number for number in range(1, 15) if due(without, FIRST + timedelta(days=number))]
    sore = [number for number in range(1, 15) if due(hurt, FIRST + timedelta(days=number))]
    assert sore[0] > free[0]


def test_the_week_ahead_says_the_same() -> None:
    course = Course(track=Track.GRADUAL, ladders={BRIDGE.id: of_days(4)})
    week = week_ahead(LIBRARY, RULE, course, FIRST)
    assert [bool(one.exercises) for one in week] == [True, True, False, True, False, True, False]
