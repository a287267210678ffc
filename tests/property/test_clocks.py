"""Clocks that jump and people who travel: what the record says does not depend on what a clock believed in between."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ilium.app.person import next_morning_due
from ilium.app.session_sheet import RECHECK_HOLDS, rechecked
from ilium.app.standing import Cleared, Standing, Waiting, standing
from ilium.record.codec import instant, local_day
from ilium.record.events import (
    DailyCheckAnswered,
    Event,
    NextMorningAnswered,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStarted,
)
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.screening import load_screening
from tests.outbox import live_session
from tests.records import SESSION, make, planned, start, whole_sessions
from tests.strategies import events, wall_times

DAY = timedelta(days=1)
#: Both days on which Europe's clocks change in 2026, those of New York, and a place where they change by half an hour.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
]
ZONES = sorted({zone for zone, _ in CHANGES} | {"UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"})


def zones() -> st.SearchStrategy[ZoneInfo]:
    """Any of some places, the first and the last of the day among them."""
    return st.sampled_from(ZONES).map(ZoneInfo)


def moments() -> st.SearchStrategy[datetime]:
    """Any moment of 2026, in UTC."""
    return st.datetimes(datetime(2026, 1, 3), datetime(2026, 12, 28), timezones=st.just(UTC))  # noqa: DTZ001


def said(at: datetime) -> str:
    """Return a moment as an event says it."""
    return at.isoformat(timespec="milliseconds")


def moved(event: Event, by: timedelta) -> Event:
    """Return the event as a device whose clock is wrong by so much would have written it."""
    return msgspec.structs.replace(event, at=said(datetime.fromisoformat(event.at) + by))


# --- the fold -------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([-400 * DAY, -DAY, -timedelta(hours=1), timedelta(0), timedelta(hours=1), 400 * DAY])))
def test_a_clock_that_jumps_in_a_session_changes_nothing_in_it(jumps: Sequence[timedelta]) -> None:
    """The order and the times of a session are its own offset's; only its start says when it was."""
    session = list(live_session(random.Random(1)))
    jumping = [moved(event, jumps[index % len(jumps)]) for index, event in enumerate(session)] if jumps else session
    (straight,), (jumped,) = whole_sessions(session), whole_sessions(jumping)
    assert [type(event) for event in jumped.history] == [type(event) for event in straight.history]
    assert (jumped.state, jumped.elapsed_ms) == (straight.state, straight.elapsed_ms)
    assert jumped.paused_ms == straight.paused_ms
    assert [block.state for block in jumped.blocks] == [block.state for block in straight.blocks]
    assert jumped.started_at == instant(jumped.started.at)


@given(st.lists(events(DailyCheckAnswered, ScreeningPageAnswered, ScreeningCompleted), max_size=12), wall_times())
def test_of_two_answers_the_later_sent_holds_whatever_the_clock_says(answers: list[Event], at: str) -> None:
    same = [msgspec.structs.replace(answer, at=at) for answer in answers]
    with_clock, without = fold(answers), fold(same)
    assert [check.id for check in with_clock.daily_checks] == [check.id for check in without.daily_checks]
    assert [list(run.pages) for run in with_clock.screenings] == [list(run.pages) for run in without.screenings]
    latest = [{page: answer.id for page, answer in run.pages.items()} for run in with_clock.screenings]
    assert latest == [{page: answer.id for page, answer in run.pages.items()} for run in without.screenings]


@given(moments(), zones(), zones())
def test_the_same_moment_said_elsewhere_is_the_same_moment(at: datetime, here: ZoneInfo, there: ZoneInfo) -> None:
    assert instant(said(at.astimezone(here))) == instant(said(at.astimezone(there)))
    assert local_day(said(at.astimezone(here))) == at.astimezone(here).date()


@given(st.lists(moments(), min_size=1, max_size=6, unique=True), st.lists(zones(), min_size=6, max_size=6))
def test_sessions_are_in_the_order_of_time_wherever_the_person_was(
    began: list[datetime], places: list[ZoneInfo]
) -> None:
    whole = [at.replace(microsecond=0) for at in began]
    assume(len(set(whole)) == len(whole))
    places_of = zip(whole, places, strict=False)
    record = [session_at(at.astimezone(zone), number) for number, (at, zone) in enumerate(places_of)]
    assert [session.started_at for session in fold(record).sessions] == sorted(whole)


def session_at(at: datetime, number: int = 0) -> SessionStarted:
    """Return the start of a session of its own."""
    session = f"{SESSION[:-4]}{number:04x}"
    return start(planned("figure-four"), number=number + 1, at=said(at), session=session, offset_ms=0)


# --- the morning after ----------------------------------------------------------------------------------------------


@given(moments(), zones(), zones())
def test_the_next_morning_is_asked_on_the_next_date_and_on_no_other(
    at: datetime, home: ZoneInfo, away: ZoneInfo
) -> None:
    """The date is the one on the wall: of the session where it was, of the morning where the person is then."""
    local = at.astimezone(home)
    person = fold([session_at(local)])
    due = [day for day in range(-3, 4) if next_morning_due(person, local.date() + day * DAY)]
    assert due == [1]
    on_the_way = {(at + timedelta(hours=hours)).astimezone(away).date() for hours in range(72)}
    assert sum(next_morning_due(person, day) is not None for day in on_the_way) <= 1


@pytest.mark.parametrize(("zone", "day"), CHANGES)
@given(minutes=st.integers(0, 25 * 60 - 1))
def test_days_of_23_and_25_hours_have_a_morning_after_like_any_other(zone: str, day: date, minutes: int) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    local = (midnight + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    began = session_at(local)
    person = fold([began])
    assert next_morning_due(person, local.date()) is None
    assert next_morning_due(person, local.date() + DAY) is not None
    answered = {"session": person.sessions[0].id, "day": str(local.date() + DAY), "pain": 3, "woken": False}
    known = fold([began, make(NextMorningAnswered, 99, **answered)])
    assert next_morning_due(known, local.date() + DAY) is None


# --- the screening --------------------------------------------------------------------------------------------------


SCREENING = load_screening()
SLACK = timedelta(minutes=SCREENING.reask.clock_minutes)
GAP = timedelta(days=SCREENING.gap_days)


def screened(at: datetime) -> Person:
    """Return a person whose answers let them start, given at this moment."""
    run, when = "00000000-0000-7000-8000-0000000000aa", said(at)
    common = {"at": when, "screening": run, "version": SCREENING.version}
    pages = [
        make(
            ScreeningPageAnswered,
            100 + number,
            page=page.id,
            ticks={item.id: "no" for item in page.item},
            lead=False if page.lead else None,
            **common,
        )
        for number, page in enumerate(SCREENING.page)
    ]
    return fold([*pages, make(ScreeningCompleted, 200, level="allowed", **common)])


def kind(found: Standing) -> str:
    return "cleared" if isinstance(found, Cleared) else "waiting" if isinstance(found, Waiting) else "ask again"


def spans() -> st.SearchStrategy[timedelta]:
    """Any time from a clock that is set back by weeks to one that is set forward, often about a bound."""
    near = st.sampled_from([timedelta(0), -SLACK, GAP, RECHECK_HOLDS, SCREENING.every_days * DAY, -DAY, 365 * DAY])
    around = st.tuples(near, st.sampled_from([-1, 0, 1])).map(lambda pair: pair[0] + timedelta(seconds=pair[1]))
    return around | st.integers(-40 * 86_400, 40 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(moments(), zones(), zones(), spans())
def test_leave_to_start_holds_for_elapsed_time_only(
    at: datetime, home: ZoneInfo, away: ZoneInfo, span: timedelta
) -> None:
    """Neither travel nor a change of the clocks makes it longer or shorter; a clock set back never gives it."""
    at = at.replace(microsecond=0)
    person, now = screened(at.astimezone(home)), at + span
    assert kind(standing(person, SCREENING, now.astimezone(away))) == (
        "cleared" if -SLACK <= span < GAP else "ask again"
    )


@given(moments(), st.lists(st.integers(0, 400), max_size=8), spans())
def test_sessions_make_leave_to_start_last_but_never_beyond_its_end(
    at: datetime, days: list[int], span: timedelta
) -> None:
    at = at.replace(microsecond=0)
    sessions = [session_at(at + day * DAY, number) for number, day in enumerate(days)]
    person = msgspec.structs.replace(screened(at), sessions=fold(sessions).sessions)
    found = kind(standing(person, SCREENING, at + span))
    if not -SLACK <= span < timedelta(days=SCREENING.every_days):
        assert found == "ask again"
    elif span < GAP:
        assert found == "cleared"
    else:
        begun = [timedelta(days=day) for day in days if timedelta(days=day) <= span + SLACK]
        recently = span - max(begun, default=timedelta(0)) < GAP
        assert found == ("cleared" if recently else "ask again")


@given(moments(), zones(), spans())
def test_the_daily_question_holds_for_half_a_day_and_never_from_the_future(
    at: datetime, zone: ZoneInfo, span: timedelta
) -> None:
    """A clock that was a year ahead when it was answered must not answer it for a year."""
    at = at.replace(microsecond=0)
    person = fold([make(DailyCheckAnswered, 1, at=said(at.astimezone(zone)), anything_new=False)])
    assert rechecked(person, at + span) == (-SLACK <= span < RECHECK_HOLDS)
