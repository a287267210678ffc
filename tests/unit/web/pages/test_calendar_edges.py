"""Every page, table and file survives whatever time an event may carry: the calendar's edges, and spans of ages."""

import re
from pathlib import Path
from time import perf_counter

import msgspec
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ilium.record.codec import check_dates
from ilium.record.events import Event
from ilium.web import api
from tests.integration.addresses import addresses
from tests.strategies import events

from .conftest import MONDAY, Site
from .sessions import whole
from .test_your_data_pages import bring

#: The first and last moments of the calendar, with the offsets that just fit; leap days; where clocks begin.
TIMES = (
    "0001-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00-23:59",
    "0001-01-01T23:59:59.999999+23:59",
    "0001-12-31T23:59:59Z",
    "0004-02-29T12:00:00Z",
    "0999-12-31T23:00:00-01:00",
    "1582-10-10T10:10:10+00:00",
    "1900-03-01T00:00:00+14:00",
    "1969-12-31T23:59:59-12:00",
    "1970-01-01T00:00:00Z",
    "2024-02-29T23:59:59.999999-23:59",
    "2026-03-02T07:00:00+23:59",
    "2026-03-29T02:30:00+01:00",
    "2038-01-19T03:14:08Z",
    "9996-02-29T00:00:00+00:00",
    "9999-11-30T23:59:59+00:00",
    "9999-12-01T00:00:00+00:00",
    "9999-12-31T00:00:00-23:59",
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T23:59:59.999999+23:59",
)
DAYS = ("0001-01-01", "0004-02-29", "1970-01-01", "2026-03-01", "9999-12-31")
#: Seconds that the slowest page may take: generous, for what took minutes.
PATIENCE = 10.0


@pytest.fixture(autouse=True)
def _one_record(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The API looks at the same record as the pages."""
    monkeypatch.setattr(django_settings, "DATA_FOLDER", tmp_path)
    monkeypatch.setattr(api, "services", lambda: site.services)


def said(at: str, day: str, number: int) -> list[Event]:
    """A person, everything they can be asked, and a session with every number at its largest."""
    session = f"0192c0de-0000-7000-9000-{number:012x}"
    told = [msgspec.to_builtins(event) for event in whole(MONDAY, session)]
    outside: list[dict[str, object]] = [
        {"type": "profile-changed", "side": "both", "worse": "left", "pain_now": 4, "pain_usual": 5}
        | {"surface": "floor", "track": "gradual"},
        {"type": "daily-check-answered", "anything_new": False},
        {"type": "rung-chosen", "exercise": "figure-four", "level": 50},
        {"type": "rung-chosen", "exercise": "no-such-exercise", "level": 0},
        {"type": "pain-day-rated", "day": day, "average": 4, "worst": 6, "left": 3, "right": 4},
        {"type": "function-rated", "activities": [{"name": "Stairs", "value": 3}]},
        {"type": "leg-heaviness-rated", "left": 1, "right": 5},
        {"type": "change-rated", "value": -5},
        {"type": "review-read", "review": "worse", "since": day},
        {"type": "next-morning-answered", "session": session, "day": day, "pain": 3, "woken": True},
        {"type": "start-held-back", "session": session[:-1] + "f", "offset_ms": 10**10, "pain_before": 9},
        {"type": "session-paused", "session": session, "offset_ms": 10**10, "why": "lost"},
        {"type": "session-resumed", "session": session, "offset_ms": 10**10},
        {"type": "pain-reported", "session": session, "offset_ms": 10**10, "moment": "during", "value": 9}
        | {"quality": "no-such", "outcome": "no-such", "block": 100_000, "exercise": "no-such"},
    ]
    made = [*outside, *told]
    ids = (f"{session[:9]}{place:04x}{session[13:]}" for place in range(1, len(made) + 1))
    return [msgspec.convert({**event, "id": key, "at": at}, Event) for event, key in zip(made, ids, strict=True)]


def screened(site: Site, at: str) -> None:
    """Answer the questions, and let them have been answered at a time."""
    site.answer()
    moved = [msgspec.structs.replace(event, at=at, id=event.id.replace("-7000-", "-7001-")) for event in site.events()]
    site.services.store.erase()
    site.services.person.forget()
    site.happened(*moved)


def asked(site: Site) -> list[str]:
    """Every address there is but that of the database's own health, and those that the record of this person adds."""
    months = {str(session.day)[:7] for session in site.services.person().sessions} | {"0001-01", "9999-12"}
    sessions = [session.id for session in site.services.person().sessions]
    shown = ["/history/over-time/?year=1", "/history/over-time/?year=9999", "/progress/?show=all"]
    shown += [f"/history/?month={month}" for month in months]
    shown += [f"/history/{one}/" for one in sessions] + [f"/finished/{one}/" for one in sessions]
    shown += [f"/history/compare/?s={one}&s={other}" for one, other in zip(sessions, sessions[1:], strict=False)]
    shown += [f"/progress/day/{day}/" for day in DAYS]
    return [*(set(addresses()) - {"/readyz"}), *shown]


def walk(site: Site) -> None:
    """Open every address; none may fail or take for ever."""
    for address in asked(site):
        began = perf_counter()
        response = site.get(address)
        assert response.status_code < 500, address
        assert perf_counter() - began < PATIENCE, address


def test_the_calendar_has_these_times() -> None:
    for at in TIMES:
        for day in DAYS:
            for event in said(at, day, 1):
                check_dates(event, 0)


@pytest.mark.parametrize("at", TIMES)
def test_every_page_survives_a_record_of_that_time(site: Site, at: str) -> None:
    screened(site, at)
    site.happened(*said(at, "2026-03-01", 1))
    walk(site)


def test_every_page_survives_a_record_of_all_those_times(site: Site) -> None:
    site.settle()
    for number, at in enumerate(TIMES, 1):
        site.happened(*said(at, DAYS[number % len(DAYS)], number))
    walk(site)


@pytest.mark.parametrize("first", [TIMES[0], TIMES[-1]])
def test_what_lies_ages_away_does_not_hide_what_is_near(site: Site, first: str) -> None:
    site.happened(*said(first, DAYS[0], 1))
    site.settle()
    site.happened(*whole(site.clock.now()))
    walk(site)
    assert "Monday 2 March" in site.text("/history/?month=2026-03")
    assert re.search(r"/history/[0-9a-f-]{36}/", site.text("/history/?month=2026-03"))


@given(st.lists(events(), min_size=1, max_size=12))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_page_survives_any_events(site: Site, happened: list[Event]) -> None:
    site.services.store.erase()
    site.services.person.forget()
    site.settle()
    site.happened(*happened)
    walk(site)


def test_what_is_exported_with_such_times_can_be_imported(site: Site) -> None:
    for number, at in enumerate(TIMES, 1):
        site.happened(*said(at, DAYS[number % len(DAYS)], number))
    kept, file = site.events(), site.get("/your-data/export.json").content
    site.services.store.erase()
    site.services.person.forget()
    answer = bring(site, file)
    assert f"{len(kept)} entries brought back." in answer
    assert site.events() == kept
