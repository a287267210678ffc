"""The record that the demonstration shows: fresh, moved to today, and of somebody who may start."""

from datetime import datetime, timedelta, timezone
from importlib import resources

from ilium.app.demonstration import FILE, demonstration
from ilium.app.standing import Cleared, standing
from ilium.record.fold import fold
from ilium.screening import load_screening
from ilium_lab.people.demonstration import demonstration_file

NOW = datetime(2027, 3, 9, 9, tzinfo=timezone(timedelta(hours=-5)))


def test_what_is_committed_is_what_the_rules_of_today_make() -> None:
    committed = (resources.files("ilium.app") / "library" / FILE).read_bytes()
    assert committed == demonstration_file(), "run `python3 dev.py lab people demonstration`"


def test_it_ends_yesterday_where_the_person_is() -> None:
    events = demonstration(NOW)
    days = [datetime.fromisoformat(event.at) for event in events]
    assert max(days).date() == NOW.date() - timedelta(days=1)
    assert {day.utcoffset() for day in days} == {NOW.utcoffset()}
    assert min(days).date() == NOW.date() - timedelta(weeks=12)


def test_days_that_are_rated_move_with_it() -> None:
    rated = [event.day for event in demonstration(NOW) if hasattr(event, "day")]
    assert min(rated) >= (NOW.date() - timedelta(weeks=12, days=1)).isoformat()
    assert max(rated) < NOW.date().isoformat()


def test_who_is_shown_may_start_today() -> None:
    assert isinstance(standing(fold(demonstration(NOW)), load_screening(), NOW), Cleared)
