"""The reminder as other programs read it."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from ilium.exchange.calendar import reminder

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def event(at: str, days: list[str]) -> object:
    (found,) = Calendar.from_ical(reminder(at, days, MONDAY_NOON)).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("at", "days", "first"),
    [
        ("12:01", ["mo"], "2026-03-02 12:01"),
        ("12:00", ["mo"], "2026-03-09 12:00"),
        ("08:00", ["mo", "su"], "2026-03-08 08:00"),
        ("00:00", ["we"], "2026-03-04 00:00"),
    ],
)
def test_it_begins_at_the_next_of_its_days_on_the_wall_clock(at: str, days: list[str], first: str) -> None:
    """Without a zone, so that it stays at this time wherever the person is."""
    begins = event(at, days)["dtstart"].dt
    assert (f"{begins:%Y-%m-%d %H:%M}", begins.tzinfo) == (first, None)


def test_it_comes_back_each_week_on_its_days_with_an_alarm() -> None:
    made = event("18:30", ["mo", "th"])
    assert made["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TH"]}
    (alarm,) = made.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(0))


def test_it_says_nothing_about_health() -> None:
    made = event("18:30", ["mo"])
    assert (made["summary"], "description" in made, "location" in made) == ("Ilium", False, False)


def test_the_same_choice_makes_the_same_entry_so_that_calendars_replace_it() -> None:
    assert event("18:30", ["mo"])["uid"] == event("07:00", ["tu"])["uid"]
    assert reminder("18:30", ["mo"], MONDAY_NOON) == reminder("18:30", ["mo"], MONDAY_NOON)


@pytest.mark.parametrize(("at", "days"), [("25:00", ["mo"]), ("x", ["mo"]), ("18:30", []), ("18:30", ["someday"])])
def test_what_no_calendar_has_is_refused(at: str, days: list[str]) -> None:
    with pytest.raises(ValueError):
        reminder(at, days, MONDAY_NOON)
