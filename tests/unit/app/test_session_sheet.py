"""Who gets a session sheet, and when."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from ilium.anatomy.errors import NotScreened
from ilium.app.session_sheet import RECHECK_HOLDS, rechecked, session_sheet_now, sheet_to_keep, todays_plan
from ilium.cuesheet.phrases import load_phrases
from ilium.record.events import (
    DailyCheckAnswered,
    ProfileChanged,
    ScreeningCompleted,
    ScreeningPageAnswered,
    Settings,
    SettingsChanged,
)
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.screening import load_screening
from tests.records import start, uuid

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


def settings(**fields: object) -> SettingsChanged:
    """Return settings with these fields."""
    return SettingsChanged(id=uuid(961), at=NOON.isoformat(), settings=Settings(**fields))


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


def test_the_sheet_has_every_length_and_repeats_nothing_of_the_whole() -> None:
    """Two minutes to get ready each time make any session long."""
    slow = person(*screened(), profile(side="both"), settings(lead_in_seconds=120))
    sheet, today = session_sheet_now(slow, NOON), todays_plan(slow, NOON)
    assert sheet.lengths is not None
    assert [(one.length, one.sheet) for one in sheet.lengths.offers] == [
        (one.length.value, None if one is today.offers[-1] else one.sheet) for one in today.offers
    ]
    assert sheet.sheets["full"] == today.sheet == today.offers[-1].sheet


def test_the_sheet_follows_the_profile_and_the_settings() -> None:
    chosen = settings(readiness="tap", raised_hand=True, locale="us", rate="slow", advice="555 0100")
    sheet = session_sheet_now(person(*screened(), profile(side="left"), chosen), NOON)
    assert (sheet.side, sheet.readiness, sheet.emergency, sheet.advice) == ("left", "tap", "911", "555 0100")
    assert (sheet.rate, sheet.raised_hand) == (0.8, True)
    assert {block.working_side for block in sheet.sheets["mobilise-only"].blocks} == {"left"}


def test_a_country_the_file_no_longer_has_falls_back_to_the_first() -> None:
    sheet = session_sheet_now(person(*screened(), profile(), settings(locale="atlantis")), NOON)
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


def test_a_device_may_keep_the_sheet_when_the_daily_question_is_due() -> None:
    """The player asks it itself, with the screening's words."""
    sheet = sheet_to_keep(person(*screened(), profile()), NOON + timedelta(days=3))
    assert sheet.offline is not None
    assert sheet.offline.question == "Is anything new since last time?"
    assert sheet.offline.examples.startswith("For example numbness")
    assert sheet.offline.asks_after == ("leg-symptoms", "urgent", "emergency")
    assert {why: stop.kind for why, stop in sheet.offline.stops.items()} == {
        **dict.fromkeys(("pain", "unwell", "leg-symptoms", "much-pain"), "rest"),
        **dict.fromkeys(("urgent", "emergency"), "held"),
    }


def test_a_device_keeps_no_sheet_without_a_clearance() -> None:
    for events in ([profile()], screened(), [*screened(yes=("bladder",)), profile()]):
        with pytest.raises(NotScreened):
            sheet_to_keep(person(*events), NOON)


@pytest.mark.parametrize(
    ("day", "last", "until", "why"), [(12, None, 14, "gap"), (25, 13, 27, "gap"), (26, 20, 28, "old"), (3, 3, 6, "")]
)
def test_a_kept_sheet_holds_as_long_as_the_clearance_and_three_days_at_most(
    day: int, last: int | None, until: int, why: str
) -> None:
    """The two weeks since the last session, the four since the questions, or three days: whichever comes first."""
    sessions = [] if last is None else [at_day(last)]
    spent = [at_day(7, number=40), at_day(13, number=50)] if day > 13 else []
    sheet = sheet_to_keep(person(*screened(), profile(), *spent, *sessions), NOON + timedelta(days=day))
    assert sheet.offline is not None
    assert datetime.fromisoformat(sheet.offline.valid_until) == NOON + timedelta(days=until)
    assert datetime.fromisoformat(sheet.offline.valid_from) == NOON + timedelta(days=day, hours=-1)
    reason = getattr(load_screening().reask, why) if why else load_phrases().offline.out_of_touch
    assert sheet.offline.when_old.startswith(reason)


def at_day(day: int, number: int = 60) -> object:
    """Return the start of a session of its own, so many days after the screening."""
    began = start(number=number, session=uuid(number + 1))
    return msgspec.structs.replace(began, at=(NOON + timedelta(days=day)).isoformat())
