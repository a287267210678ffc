"""Who gets a session sheet, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from ilium.anatomy.errors import NotScreened
from ilium.app.session_sheet import RECHECK_HOLDS, rechecked, session_sheet_now, todays_plan
from ilium.record.events import DailyCheckAnswered, ProfileChanged, ScreeningCompleted, ScreeningPageAnswered
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.screening import load_screening
from tests.records import uuid

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUN = uuid(900)


def screened(at: datetime = NOON, yes: tuple[str, ...] = ()) -> list[object]:
    """Return the events of a screening in which all but ``yes`` is no."""
    screening, when = load_screening(), at.isoformat()
    pages = [
        ScreeningPageAnswered(
            id=uuid(901 + number),
            at=when,
            screening=RUN,
            version=screening.version,
            page=page.id,
            ticks={item.id: "yes" if item.id in yes else "no" for item in page.item},
            lead=False if page.lead else None,
        )
        for number, page in enumerate(screening.page)
    ]
    done = ScreeningCompleted(id=uuid(950), at=when, screening=RUN, version=screening.version, level="allowed")
    return [*pages, done]


def profile(**fields: object) -> ProfileChanged:
    """Return a profile with these fields."""
    said = {"side": "right", "pain_now": 3, "pain_usual": 4, "surface": "floor", "track": "gradual", **fields}
    return ProfileChanged(id=uuid(960), at=NOON.isoformat(), **said)


def person(*events: object) -> Person:
    """Return the person of these events."""
    return fold(events)


def test_nobody_gets_a_sheet_without_screening_or_profile() -> None:
    for events in ([], [profile()], screened()):
        with pytest.raises(NotScreened):
            session_sheet_now(person(*events), NOON)


def test_a_red_flag_gives_no_sheet() -> None:
    with pytest.raises(NotScreened):
        session_sheet_now(person(*screened(yes=("bladder",)), profile()), NOON)


def test_the_sheet_follows_the_profile() -> None:
    sheet = session_sheet_now(person(*screened(), profile(side="left", readiness="tap", locale="us")), NOON)
    assert (sheet.side, sheet.readiness, sheet.emergency) == ("left", "tap", "911")
    assert {block.working_side for block in sheet.sheets["mobilise-only"].blocks} == {"left"}


def test_a_country_the_file_no_longer_has_falls_back_to_the_first() -> None:
    sheet = session_sheet_now(person(*screened(), profile(locale="atlantis")), NOON)
    assert sheet.emergency == load_screening().locale[0].emergency


def test_after_half_a_day_the_daily_question_comes_first() -> None:
    later = NOON + RECHECK_HOLDS
    events = [*screened(), profile()]
    assert todays_plan(person(*events), later).plan.blocks
    with pytest.raises(NotScreened, match="anything new"):
        session_sheet_now(person(*events), later)
    answered = DailyCheckAnswered(id=uuid(970), at=later.isoformat(), anything_new=False)
    assert session_sheet_now(person(*events, answered), later + timedelta(minutes=1)).sheets


def test_something_new_is_no_answer_that_lets_sessions_start() -> None:
    new = DailyCheckAnswered(id=uuid(970), at=NOON.isoformat(), anything_new=True)
    assert not rechecked(person(new), NOON)
