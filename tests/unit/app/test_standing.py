"""Where a person stands: each state, what is graver, and what no clock and no other answer gets past."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from ilium.anatomy.errors import NotScreened
from ilium.app.standing import AskAgain, Cleared, Held, Resting, Waiting, clearance_now, slips, standing
from ilium.app.standing_now import after_stops, in_words, standing_now
from ilium.cuesheet.model import StandingNow
from ilium.prescription.loader import load_rules
from ilium.record.events import (
    DailyCheckAnswered,
    EntriesSetAside,
    Event,
    Examined,
    RecordBroughtIn,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStopped,
    StartHeldBack,
)
from ilium.record.fold import fold
from ilium.screening import load_screening
from tests.records import SESSION, make, uuid

SCREENING = load_screening()
NUMBERS = SCREENING.locale[0]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TITLES = {"emergency": "Get help now", "urgent": "Have this looked at today"}


def answered(run: int, *yes: str, level: str = "allowed", at: datetime = NOON, done: bool = True) -> list[Event]:
    """A whole run through the questions, or its pages alone."""
    common = {"at": at.isoformat(), "screening": uuid(run), "version": SCREENING.version}
    pages: list[Event] = []
    for number, page in enumerate(SCREENING.page):
        ticks = {item.id: "yes" if item.id in yes else "no" for item in page.item}
        lead = "yes" in ticks.values() if page.lead else None
        shown = {} if lead is False else ticks
        pages.append(make(ScreeningPageAnswered, run + number + 1, page=page.id, ticks=shown, lead=lead, **common))
    return [*pages, make(ScreeningCompleted, run + 90, level=level, **common)] if done else pages


def stopped(why: str, number: int = 1, at: datetime = NOON) -> Event:
    return make(SessionStopped, number, why=why, at=at.isoformat())


def examined(day: datetime = NOON) -> Event:
    return make(Examined, 800, holds=[SESSION], day=day.date().isoformat(), at=day.isoformat())


def at(now: datetime, *events: Event) -> object:
    return standing(fold([*answered(100), *events]), SCREENING, now)


def words(now: datetime, *events: Event) -> StandingNow:
    return standing_now(fold([*answered(100), *events]), SCREENING, NUMBERS, now)


def test_nothing_stands_in_the_way() -> None:
    assert isinstance(at(NOON), Cleared)
    assert words(NOON) == StandingNow(kind="free", ends=False)


@pytest.mark.parametrize("why", ["emergency", "urgent"])
@pytest.mark.parametrize("later", [timedelta(0), 30 * DAY, -30 * DAY])
def test_a_warning_sign_holds_at_any_time_with_whom_to_call(why: str, later: timedelta) -> None:
    said = words(NOON + later, stopped(why))
    assert (said.kind, said.ends, said.title, said.level) == ("held", True, TITLES[why], why)
    assert said.call == (NUMBERS.emergency if why == "emergency" else NUMBERS.advice)
    assert "examined" in said.lifts and said.do


def test_an_examination_alone_asks_the_questions_and_they_lift_it() -> None:
    found = at(NOON, stopped("emergency"), examined())
    assert isinstance(found, AskAgain) and found.is_news
    assert [hold.examined for hold in found.examined] == ["2026-03-01"]
    assert isinstance(at(NOON, stopped("emergency"), examined(), *answered(300)), Resting) is False
    assert isinstance(at(NOON, stopped("emergency"), examined(), *answered(300)), Cleared)


def test_what_is_examined_again_answers_with_the_new_questions() -> None:
    """They may block by themselves, and an emergency among them holds anew."""
    again = (stopped("emergency"), examined())
    assert isinstance(at(NOON, *again, *answered(300, "fever", level="same-day")), Waiting)
    assert isinstance(at(NOON, *again, *answered(300, "bladder", level="emergency")), Held)


def test_an_emergency_on_an_unfinished_page_holds_already() -> None:
    found = at(NOON, *answered(300, "bladder", done=False))
    assert isinstance(found, Waiting) and found.outcome.advice.title == "Get help now"


@pytest.mark.parametrize("why", ["pain", "unwell", "leg-symptoms"])
def test_a_stop_rests_until_the_next_day_on_the_wall(why: str) -> None:
    for hours in (0, 11.9, -1, -26):
        assert isinstance(at(NOON + timedelta(hours=hours), stopped(why)), Resting)
    next_day = at(NOON + timedelta(hours=12), stopped(why))
    assert isinstance(next_day, AskAgain if why == "leg-symptoms" else Cleared)


def test_much_pain_before_the_start_rests_for_the_day() -> None:
    held = make(StartHeldBack, 1, pain_before=9, at=NOON.isoformat())
    assert words(NOON, held).title == "Rest today"
    assert isinstance(at(NOON + DAY, held), Cleared)


def test_a_stop_of_a_device_whose_clock_was_far_ahead_does_not_hold_for_years() -> None:
    found = at(NOON, stopped("pain", at=NOON + 400 * DAY), *answered(300))
    assert isinstance(found, Cleared)


def test_something_new_asks_at_once_until_a_whole_new_screening() -> None:
    new = make(DailyCheckAnswered, 1, anything_new=True)
    for now in (NOON, NOON - DAY, NOON + 3 * DAY):
        found = at(now, new)
        assert isinstance(found, AskAgain) and found.is_news and found.reason == SCREENING.reask.new
    assert isinstance(at(NOON, new, *answered(300)), Cleared)


def test_entries_that_cannot_be_read_ask_at_once_and_until_a_whole_new_screening() -> None:
    """Whether the record could be told of them or not."""
    told = make(EntriesSetAside, 1, entries=[4])
    assert isinstance(at(NOON, told), AskAgain) and isinstance(at(NOON, told, *answered(300)), Cleared)
    person = msgspec.structs.replace(fold(answered(100)), has_untold=True)
    found = standing(person, SCREENING, NOON)
    assert isinstance(found, AskAgain) and found.reason == SCREENING.reask.set_aside and found.is_news


def test_what_was_brought_in_asks_too() -> None:
    found = at(NOON, make(RecordBroughtIn, 1, how="import"))
    assert isinstance(found, AskAgain) and found.reason == SCREENING.reask.brought_in


@pytest.mark.parametrize("days", [1, 9, 27])
def test_a_clock_that_was_set_back_behind_the_record_asks(days: int) -> None:
    """The record's own latest time is later, so the clock is wrong; all the questions settle it."""
    later = make(DailyCheckAnswered, 1, anything_new=False, at=(NOON + days * DAY).isoformat())
    found = at(NOON, later)
    assert isinstance(found, AskAgain) and found.reason == SCREENING.reask.clock
    assert isinstance(at(NOON, later, *answered(300)), Cleared)
    assert not isinstance(at(NOON + days * DAY, later), AskAgain) or days > 14


def test_a_device_that_is_minutes_ahead_asks_nothing() -> None:
    ahead = make(DailyCheckAnswered, 1, anything_new=False, at=(NOON + timedelta(hours=1)).isoformat())
    assert isinstance(at(NOON, ahead), Cleared)


def test_the_graver_is_said_first() -> None:
    new, rest = make(DailyCheckAnswered, 1, anything_new=True), stopped("pain", 2)
    other = make(SessionStopped, 3, why="urgent", session=uuid(55), at=NOON.isoformat())
    assert isinstance(at(NOON, new, rest), Resting)
    assert isinstance(at(NOON, new, rest, *answered(300, "fever", level="same-day")), Waiting)
    found = at(NOON, other, stopped("emergency", 4))
    assert isinstance(found, Held) and [hold.level for hold in found.holds] == ["emergency", "urgent"]


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([stopped("emergency")], "Get help now"),
        ([stopped("pain")], "That is enough for today."),
        ([make(DailyCheckAnswered, 1, anything_new=True)], SCREENING.reask.new),
        (answered(300, "fever", level="same-day"), "Have this looked at today"),
    ],
)
def test_nothing_but_free_gives_a_clearance_and_it_says_why(events: list[Event], text: str) -> None:
    with pytest.raises(NotScreened, match=text.replace(".", r"\.")):
        clearance_now(fold([*answered(100), *events]), SCREENING, NOON)


def test_a_slip_can_be_taken_back_for_half_an_hour() -> None:
    person = fold([*answered(100), stopped("emergency")])
    assert [hold.id for hold in slips(person, NOON + timedelta(minutes=30))] == [SESSION]
    assert slips(person, NOON + timedelta(minutes=31)) == ()


def test_every_stop_that_holds_has_words_for_a_device_without_the_server() -> None:
    stops = after_stops(SCREENING, NUMBERS)
    rests = {rest.why for rest in load_rules().rest}
    assert set(stops) == rests | {"urgent", "emergency"}
    assert all(stop.title and stop.do and stop.ends for stop in stops.values())
    assert stops["emergency"].call == NUMBERS.emergency and stops["pain"].call == ""


def test_a_block_of_the_questions_says_what_was_answered() -> None:
    found = at(NOON, *answered(300, "fever", level="same-day"))
    assert isinstance(found, Waiting)
    said = in_words(found, fold([]), SCREENING, NUMBERS)
    assert said.kind == "held" and said.say.startswith("You answered: ") and said.call == NUMBERS.advice
