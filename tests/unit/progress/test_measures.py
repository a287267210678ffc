"""What is due when, how much was done, and when somebody should look at it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ilium.progress.adherence import by_side, by_week, days_done
from ilium.progress.due import due_now, occasions
from ilium.progress.function import function
from ilium.progress.model import load_measures
from ilium.progress.reviews import Review, reviews, unread
from ilium.progress.series import series, weeks
from ilium.progress.verdict import Reading, read
from ilium.record.events import (
    ChangeRated,
    Event,
    FunctionRated,
    PainDayRated,
    ProfileChanged,
    ReviewRead,
    SetCompleted,
    StartHeldBack,
    StartRated,
)
from ilium.record.fold import fold
from ilium.record.states import Person
from tests.records import make, planned, set_of, start, uuid

MEASURES = load_measures()
FIRST = date(2026, 3, 2)
PROFILE = {"side": "left", "pain_now": 4, "pain_usual": 4, "surface": "floor", "track": "gradual"}


def at(day: int, hour: int = 7) -> str:
    return (datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)).isoformat()


def person(*events: Event) -> Person:
    return fold([make(ProfileChanged, 1, at=at(0), **PROFILE), *events])


def rated(number: int, day: int, average: int, said: int | None = None, **more: object) -> PainDayRated:
    on = str(FIRST + timedelta(days=day))
    when = at(day + 1 if said is None else said)
    return make(PainDayRated, number, at=when, day=on, average=average, worst=10, **more)


def test_two_weeks_bring_each_measure_once_and_change_at_two_six_and_twelve() -> None:
    today = FIRST + timedelta(days=84)
    opens = {
        name: [(one.opens - FIRST).days for one in occasions(MEASURES, person(), name, today)]
        for name in ("function", "change")
    }
    assert opens == {"function": [0, 14, 28, 42, 56, 70, 84], "change": [14, 42, 84]}


def test_what_was_not_answered_is_missed_and_never_asked_twice() -> None:
    answered = make(ChangeRated, 2, at=at(15), value=1)
    found = occasions(MEASURES, person(answered), "change", FIRST + timedelta(days=84))
    assert [one.state(FIRST + timedelta(days=84)) for one in found] == ["answered", "missed", "due"]
    assert "change" not in due_now(MEASURES, person(answered), FIRST + timedelta(days=16))
    assert "change" in due_now(MEASURES, person(), FIRST + timedelta(days=16))


def test_nothing_is_due_before_the_profile() -> None:
    assert due_now(MEASURES, Person(), FIRST) == ()


def test_the_later_answer_about_a_day_holds_and_both_stay_in_the_record() -> None:
    """Two devices on the same morning: the order of the record decides."""
    events = [rated(2, 0, 3), rated(3, 0, 7, said=0)]
    found = series(fold(events), "average", FIRST + timedelta(days=3))
    assert found is not None and found.on(FIRST) == 7
    assert len(events) == 2


def test_gaps_are_no_rating_and_days_ahead_of_today_are_left_out() -> None:
    found = series(fold([rated(2, 0, 3), rated(3, 4, 5), rated(4, 400, 9)]), "average", FIRST + timedelta(days=10))
    assert found is not None
    assert [found.on(FIRST + timedelta(days=day)) for day in (0, 1, 4, 5)] == [3, None, 5, None]
    assert list(weeks(found)) == [(FIRST, 4.0, 2)]


def test_each_side_has_its_own_series() -> None:
    found = fold([rated(2, 0, 6, left=6, right=2)])
    left, right = (series(found, side, FIRST) for side in ("left", "right"))
    assert left is not None and right is not None
    assert (left.on(FIRST), right.on(FIRST)) == (6, 2)


def able(number: int, day: int, *values: int) -> FunctionRated:
    activities = [{"name": f"thing {place}", "value": value} for place, value in enumerate(values)]
    return make(FunctionRated, number, at=at(day), activities=activities)


@pytest.mark.parametrize(
    ("later", "words"), [((5, 4), "about the same"), ((7, 5), "better by 2.0"), ((2, 2), "worse by 2.0")]
)
def test_function_compares_the_first_answer_with_the_latest(later: tuple[int, int], words: str) -> None:
    assert (
        words in function(MEASURES.function, person(able(2, 0, 4, 4), able(3, 14, *later)), FIRST + timedelta(20)).words
    )


def test_one_answer_is_not_compared() -> None:
    found = function(MEASURES.function, person(able(2, 0, 4)), FIRST)
    assert found.change is None and "Not enough" in found.words


ROLL, CLAM = planned("lumbar-roll", sets=2), planned("clam", sets=2, side="right")


def sessions(*days: int) -> list[Event]:
    events: list[Event] = []
    for place, day in enumerate(days):
        named = {"session": uuid(1000 + place), "at": at(day)}
        events.append(start(ROLL, CLAM, number=100 * place + 10, **named))
        events.append(make(SetCompleted, 100 * place + 11, **set_of(ROLL), **named))
    return events


def test_adherence_is_by_exercise_and_side() -> None:
    found = by_side(fold(sessions(0, 1)).sessions)
    assert [(one.exercise, one.side, one.done, one.planned) for one in found] == [
        ("lumbar-roll", "left", 2, 4),
        ("clam", "right", 0, 4),
    ]


def test_a_week_counts_the_days_on_which_anything_was_done() -> None:
    found = by_week(fold(sessions(0, 0, 2, 8)), FIRST, FIRST + timedelta(days=9))
    assert [(week.days, week.of_days) for week in found] == [(2, 7), (1, 3)]
    assert days_done(found).part == pytest.approx(0.3)


def test_a_week_of_strength_alone_is_meant_for_three_days() -> None:
    block = planned("si-glute-bridge")
    strong = type(block)(**{name: getattr(block, name) for name in block.__struct_fields__} | {"phase": "strengthen"})
    events = [start(strong, at=at(0)), make(SetCompleted, 5, at=at(0), **set_of(strong))]
    assert [(week.days, week.of_days) for week in by_week(fold(events), FIRST, FIRST + timedelta(days=6))] == [(1, 3)]


# --- Reviews ---------------------------------------------------------------------------------------------------------


def found(who: Person, today: date, *, change: float | None = None, done: float = 1.0) -> tuple[Review, ...]:
    reading = read(MEASURES.reading, series(who, "average", today))
    return _reviews(who, today, reading, change, done)


def _reviews(who: Person, today: date, reading: Reading, change: float | None, done: float) -> tuple[Review, ...]:
    return reviews(MEASURES.review, who, reading=reading, function_change=change, done=done, began=FIRST, today=today)


def days_of(*levels: int) -> list[Event]:
    return [rated(10 + day, day, level) for day, level in enumerate(levels)]


def test_two_points_worse_sends_to_somebody_and_is_said_once() -> None:
    who = person(*days_of(*[3, 2] * 7, *[8, 7] * 10))
    today = FIRST + timedelta(days=34)
    (one,) = found(who, today)
    assert one.id == "worse" and "physiotherapist" in one.say
    read_it = make(ReviewRead, 5, at=at(34), review="worse", since=one.since.isoformat())
    assert unread((one,), fold([read_it])) == ()
    assert unread((one,), who) == (one,)


def test_a_little_worse_does_not() -> None:
    assert found(person(*days_of(*[4, 3] * 7, *[5, 4] * 7)), FIRST + timedelta(days=28)) == ()


@pytest.mark.parametrize("kind", [StartHeldBack, StartRated])
@pytest.mark.parametrize(("pains", "says"), [((7, 8, 9), True), ((7, 7), False), ((7, 6, 7, 8), False)])
def test_three_bad_days_running(pains: tuple[int, ...], says: bool, kind: type) -> None:
    """Starts that were held back or not made count as well as sessions, and only days running."""
    events = [
        make(kind, 20 + day, at=at(day), session=uuid(500 + day), pain_before=pain) for day, pain in enumerate(pains)
    ]
    ids = [one.id for one in found(person(*events), FIRST + timedelta(days=len(pains) - 1))]
    assert (ids == ["bad-days"]) is says


@pytest.mark.parametrize(
    ("days", "change", "done", "says"),
    [(43, None, 0.7, True), (41, None, 0.7, False), (43, 1.3, 0.7, False), (43, None, 0.5, False)],
)
def test_six_weeks_without_change(days: int, change: float | None, done: float, says: bool) -> None:
    who = person(*days_of(*([4, 5] * 30)[:days], 5, 5))
    ids = [one.id for one in found(who, FIRST + timedelta(days=days), change=change, done=done)]
    assert ("no-change" in ids) is says


def test_a_drift_of_the_mornings_is_said_once_in_four_weeks() -> None:
    """It begins with the first such morning, stays while they are so high, and is over a fortnight after the last."""

    def drift(*days: int, today: int) -> list[date]:
        drifted = [FIRST + timedelta(days=day) for day in days]
        rules = {"reading": read(MEASURES.reading, None), "function_change": None, "done": 1.0, "began": FIRST}
        found = reviews(MEASURES.review, Person(), today=FIRST + timedelta(days=today), drifted=drifted, **rules)  # type: ignore[arg-type]
        return [one.since for one in found if one.id == "drift"]

    assert drift(today=40) == []
    assert drift(20, today=21) == drift(20, 21, 30, 47, today=48) == [FIRST + timedelta(days=20)]
    assert drift(20, 21, 48, today=49) == [FIRST + timedelta(days=48)]
    assert drift(20, today=34) and not drift(20, today=35)
