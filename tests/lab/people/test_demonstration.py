"""The record that the demonstration shows: fresh, moved to today, and of somebody who may start."""

from datetime import datetime, timedelta, timezone

from ilium.app.demonstration import demonstration
from ilium.app.standing import Cleared, standing
from ilium.exercises.loader import load_library
from ilium.record.events import SessionStarted
from ilium.record.fold import fold
from ilium.screening import load_screening
from ilium_lab.people.demonstration import SEED, SHOWN, TODAY, weeks_until
from ilium_lab.people.life import kind_of

NOW = datetime(2027, 3, 9, 9, tzinfo=timezone(timedelta(hours=-5)))


AGAIN = "run `python3 dev.py lab people demonstration`"


def test_what_was_done_in_it_can_still_be_done() -> None:
    done = {
        block.exercise for event in demonstration(NOW) if isinstance(event, SessionStarted) for block in event.planned
    }
    assert done <= {exercise.id for exercise in load_library().exercises}, AGAIN
    assert len(done) >= 4


def test_it_is_written_by_the_laboratory() -> None:
    """The same bytes each time; who is shown begins as they do in the committed file."""
    first = weeks_until(TODAY, kind_of(SHOWN), weeks=1, seed=SEED)
    assert first == weeks_until(TODAY, kind_of(SHOWN), weeks=1, seed=SEED)
    assert [type(event) for event in first[:5]] == [type(event) for event in demonstration(NOW)[:5]]


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
    assert isinstance(standing(fold(demonstration(NOW)), load_screening(), NOW), Cleared), AGAIN
