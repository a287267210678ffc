"""What stands in the way, event by event, in the order of the record."""

from datetime import UTC, datetime
from functools import reduce

import pytest

from ilium.record.alerts import Alerts, heard
from ilium.record.events import (
    AnswerTakenBack,
    DailyCheckAnswered,
    EntriesSetAside,
    Event,
    Examined,
    PainReported,
    RecordBroughtIn,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStopped,
    StartHeldBack,
)
from tests.records import SESSION, make, uuid

DAY = "2026-03-01"


def after(*events: Event) -> Alerts:
    return reduce(heard, events, Alerts())


def stop(number: int, why: str) -> Event:
    return make(SessionStopped, number, why=why)


def pain(number: int, outcome: str, quality: str = "chest") -> Event:
    fields = {"moment": "during", "value": 9, "block": 0, "exercise": "roll"}
    return make(PainReported, number, quality=quality, outcome=outcome, **fields)


def said(number: int, kind: type[Event], **fields: object) -> Event:
    return kind(id=uuid(number), at=f"{DAY}T12:00:00+00:00", **fields)  # type: ignore[arg-type]


def begun(run: int, number: int = 500) -> Event:
    return said(number + run, ScreeningPageAnswered, screening=uuid(run), version=1, page="now", ticks={})


def screened(run: int, level: str = "allowed") -> list[Event]:
    return [begun(run), said(600 + run, ScreeningCompleted, screening=uuid(run), version=1, level=level)]


def examined(number: int, day: str, *holds: str) -> Event:
    return said(number, Examined, holds=list(holds), day=day)


@pytest.mark.parametrize("why", ["emergency", "urgent"])
@pytest.mark.parametrize("make_event", [stop, pain])
def test_a_warning_sign_holds_however_it_came_into_the_record(make_event: object, why: str) -> None:
    """The stop or the report alone: what is half delivered, or rated after the end, holds as the whole does."""
    (hold,) = after(make_event(1, why)).holds  # type: ignore[operator]
    assert (hold.id, hold.level, hold.asked, hold.examined) == (SESSION, why, "session", None)


def test_one_answer_in_two_events_is_one_hold_with_its_kind_and_the_graver_level() -> None:
    (hold,) = after(pain(1, "urgent", "weak"), pain(2, "emergency", "saddle"), stop(3, "urgent")).holds
    assert (hold.level, hold.kinds) == ("emergency", ("weak", "saddle"))


def test_only_an_examination_and_then_a_whole_new_screening_lift_a_hold() -> None:
    held = [stop(1, "emergency")]
    assert after(*held, *screened(1)).holds
    assert after(*held, begun(1), examined(2, DAY, SESSION), *screened(1)).holds
    assert after(*held, *screened(1), examined(2, DAY, SESSION)).holds
    assert after(*held, examined(2, "2026-02-28", SESSION), *screened(1)).holds
    assert after(*held, examined(2, DAY, uuid(77)), *screened(1)).holds
    assert after(*held, examined(2, DAY, SESSION), *screened(1)).holds == ()


def test_what_comes_late_is_asked_about_once_more() -> None:
    lifted = [stop(1, "emergency"), examined(2, DAY, SESSION), *screened(1)]
    assert after(*lifted, pain(3, "emergency")).holds[0].examined is None


def test_an_emergency_in_the_screening_holds_too() -> None:
    (hold,) = after(*screened(1, "emergency")).holds
    assert (hold.id, hold.asked) == (uuid(1), "screening")
    assert after(*screened(1, "emergency"), *screened(2)).holds
    assert not after(*screened(1, "emergency"), examined(3, DAY, uuid(1)), *screened(2)).holds


@pytest.mark.parametrize(
    "event",
    [
        said(1, DailyCheckAnswered, anything_new=True),
        stop(1, "leg-symptoms"),
        pain(1, "leg-symptoms", "numb"),
        said(1, RecordBroughtIn, how="import"),
        said(1, EntriesSetAside, entries=[7]),
        said(1, RecordBroughtIn, how="restore"),
    ],
)
def test_news_stays_until_a_screening_that_began_after_it_is_complete(event: Event) -> None:
    assert after(event).news
    assert after(begun(1), event, *screened(1)).news
    assert after(event, begun(1)).news
    assert not after(event, *screened(1)).news


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (stop(1, "pain"), "pain"),
        (pain(1, "second-red"), "pain"),
        (stop(1, "unwell"), "unwell"),
        (stop(1, "leg-symptoms"), "leg-symptoms"),
        (make(StartHeldBack, 1, pain_before=9), "much-pain"),
    ],
)
def test_a_stop_rests_for_its_day_whatever_is_answered(event: Event, why: str) -> None:
    rests = after(event, *screened(1), said(9, DailyCheckAnswered, anything_new=False)).rests
    assert [(rest.day, rest.why) for rest in rests] == [(DAY, why)]


@pytest.mark.parametrize("why", ["person", "abandoned", "held"])
def test_an_end_without_a_reason_leaves_nothing_open(why: str) -> None:
    alerts = after(stop(1, why), said(2, DailyCheckAnswered, anything_new=False), pain(3, "red"), pain(4, "amber"))
    assert (alerts.holds, alerts.rests, alerts.news) == ((), (), ())


def test_a_slip_takes_back_what_it_raised_and_nothing_else() -> None:
    other = make(SessionStopped, 9, why="emergency", session=uuid(90))
    alerts = after(stop(1, "pain"), stop(2, "emergency"), other, said(3, AnswerTakenBack, hold=SESSION))
    assert [hold.id for hold in alerts.holds] == [uuid(90)]
    assert after(stop(1, "pain"), said(3, AnswerTakenBack, hold=SESSION)).rests
    assert after(said(1, DailyCheckAnswered, anything_new=True), said(3, AnswerTakenBack, hold=uuid(1))).news


def test_a_screening_with_a_slip_leads_to_nothing() -> None:
    assert after(*screened(1, "emergency"), said(3, AnswerTakenBack, hold=uuid(1))).withdrawn == (uuid(1),)


def test_the_latest_time_is_kept_until_a_complete_screening() -> None:
    ahead = make(SessionStopped, 1, why="person", at="2026-05-01T10:00:00+02:00")
    assert after(ahead, stop(2, "person")).latest == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert after(ahead, *screened(1)).latest == datetime(2026, 3, 1, 12, tzinfo=UTC)
