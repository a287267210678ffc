"""How long a clinician's yes holds, to the day."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from ilium.app.told import yes_before, yes_until
from ilium.record.events import ScreeningCompleted
from ilium.record.fold import fold
from ilium.screening import load_screening
from ilium.screening.answers import items_by_id
from tests.records import make, uuid

SCREENING = load_screening()
HEART = items_by_id(SCREENING)["heart"]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(until: str, approved: tuple[str, ...] = ("heart",)) -> ScreeningCompleted:
    fields = {"screening": uuid(2), "version": SCREENING.version, "level": "changes", "at": NOON.isoformat()}
    done = make(ScreeningCompleted, 1, approved=list(approved), until={"heart": until}, **fields)
    assert isinstance(done, ScreeningCompleted)
    return done


@pytest.mark.parametrize(
    ("months", "day", "last"),
    [
        (1, "2026-01-31", "2026-02-28"),
        (6, "2026-03-02", "2026-09-02"),
        (12, "2026-12-15", "2027-12-15"),
        (12, "2024-02-29", "2025-02-28"),
        (0, "2026-03-02", "2026-03-30"),
    ],
)
def test_a_yes_holds_for_its_months_and_where_it_has_none_until_the_questions_come_again(
    months: int, day: str, last: str
) -> None:
    item = msgspec.structs.replace(HEART, yes_months=months)
    given = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    assert {id: str(until) for id, until in yes_until(SCREENING, [item], {}, given).items()} == {"heart": last}


def test_the_last_day_is_counted_where_all_days_are_counted_alike() -> None:
    """In UTC, so that a yes which is given late in the evening far west ends with the day that leave counts from."""
    evening = datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=-8)))
    assert str(yes_until(SCREENING, [HEART], {}, evening)["heart"]) == "2026-09-02"


@pytest.mark.parametrize("until", ["2026-09-02", "2031-01-01", "9999-12-31"])
def test_no_yes_is_taken_over_for_longer_than_a_new_one_would_hold(until: str) -> None:
    [yes] = yes_before(fold([said(until)]), SCREENING, [HEART], NOON).values()
    assert (str(yes.until), yes.is_over) == ("2026-09-02", False)


def test_a_day_that_no_calendar_has_is_over() -> None:
    assert yes_before(fold([said("2026-02-31")]), SCREENING, [HEART], NOON)["heart"].is_over


def test_a_last_day_without_its_yes_is_none() -> None:
    assert yes_before(fold([said("2026-09-02", ())]), SCREENING, [HEART], NOON) == {}
