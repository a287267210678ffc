"""Today in each of its states."""

import re
from typing import Literal

import pytest

from ilium.anatomy.errors import NotScreened
from ilium.app.session_sheet import session_sheet_now, sheet_to_keep
from ilium.exercises.loader import load_library
from ilium.record.events import (
    DailyCheckAnswered,
    NextMorningAnswered,
    ScreeningCompleted,
    ScreeningPageAnswered,
    StartHeldBack,
)
from ilium.screening import load_screening
from tests.doses import dose_of, start_of

from .conftest import PROFILE, Site
from .sessions import SESSION, Told, stopped, whole

Tick = Literal["yes", "no", "not-sure"]


def no_session(site: Site) -> bool:
    """Whether neither a session nor a sheet for later is to be had."""
    for asked in (session_sheet_now, sheet_to_keep):
        with pytest.raises(NotScreened):
            asked(site.services.person(), site.clock.now())
    return True


def test_the_first_day_welcomes_with_one_button(site: Site) -> None:
    text = site.text("/")
    assert "Start with a few questions" in text
    assert "not a doctor" in text
    assert text.count("button--primary") == 1


def test_after_the_questions_the_pain_is_asked(site: Site) -> None:
    site.answer()
    assert 'href="/about-pain/"' in site.text("/")


def test_ready_shows_every_exercise_with_sides_doses_and_minutes(site: Site) -> None:
    site.settle(side="right")
    text = site.text("/")
    assert text.count('class="row"') == len(load_library().exercises)
    assert '<span class="row__end">right side</span>' in text
    assert dose_of("lumbar-roll", start_of("lumbar-roll")) in text
    assert " minutes</p>" in text or " min<" in text


def lengths(text: str) -> dict[str, bool]:
    """Return the lengths that Today offers, and whether each is the one that is chosen."""
    found = re.findall(r'name="for" form="start" id="for-([a-z]+)" value="([a-z]+)"( checked)?', text)
    assert all(name == value for name, value, _ in found)
    return {name: bool(checked) for name, _, checked in found}


@pytest.mark.parametrize("asked", ["", "short", "usual", "everything", "an-hour"])
def test_today_offers_lengths_and_marks_the_one_that_is_asked_for(site: Site, asked: str) -> None:
    """Each row says in which lengths its exercise is; the usual, or where there is none everything, is chosen first."""
    site.settle(side="both", worse="left", lead_in_seconds="120")
    text = site.text(f"/?for={asked}")
    found = lengths(text)
    assert list(found) == ["short", "usual", "everything"]
    assert [name for name, chosen in found.items() if chosen] == [asked if asked in found else "usual"]
    rows = re.findall(r'<li class="with-still" data-for="([a-z ]+)">', text)
    assert len(rows) == text.count('class="row"')
    assert all(row.endswith("everything") for row in rows)
    assert 0 < sum("short" in row for row in rows) < len(rows)
    assert re.search(r'<p class="soft" data-for="short">[^<]+ waits? for tomorrow: ', text)


def test_the_length_goes_with_the_start(site: Site) -> None:
    site.settle()
    assert site.client.post("/start/", {"new": "no", "for": "short"}).headers["Location"] == "/session/?for=short"
    assert site.client.post("/start/", {"new": "no", "for": "//elsewhere"}).headers["Location"] == "/session/"


def test_the_greeting_follows_the_persons_own_clock(site: Site) -> None:
    site.settle()
    site.client.cookies["tz"] = "Europe/Berlin"
    assert "Good morning" in site.text("/")
    site.client.cookies["tz"] = "Asia/Tokyo"
    assert "Good afternoon" in site.text("/")


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "", "x" * 5000, "Europe/Berlin\x00"])
def test_a_bad_time_zone_falls_back(site: Site, zone: str) -> None:
    site.settle()
    site.client.cookies["tz"] = zone
    assert site.get("/").status_code == 200


def test_nothing_new_starts_the_session(site: Site) -> None:
    site.settle()
    assert site.post("/start/", new="no").headers["Location"] == "/session/"
    check = site.events()[-1]
    assert isinstance(check, DailyCheckAnswered)
    assert not check.anything_new


def test_something_new_asks_the_questions_again_and_says_why(site: Site) -> None:
    site.settle()
    assert site.post("/start/", new="yes").headers["Location"] == "/"
    assert "You said that something is new" in site.text("/")
    assert "You said that something is new" in site.text("/screening/1/")
    site.clock.pass_by(minutes=5)
    site.answer()
    assert "Nothing&nbsp;new" in site.text("/")


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_a_start_without_an_answer_records_nothing(site: Site, answer: str) -> None:
    site.settle()
    before = len(site.events())
    assert site.post("/start/", new=answer).headers["Location"] == "/"
    assert len(site.events()) == before


def test_a_start_without_leave_records_nothing(site: Site) -> None:
    assert site.post("/start/", new="no").headers["Location"] == "/"
    assert site.events() == []


def test_the_questions_come_again_after_four_weeks(site: Site) -> None:
    site.settle()
    for _ in range(3):
        site.clock.pass_by(days=9)
        site.happened(*whole(site.clock.now(), f"0192c0de-0000-7000-9000-0000000000{site.clock.now().day:02}"))
    assert "Nothing&nbsp;new" in site.text("/")
    site.clock.pass_by(days=1)
    assert "four weeks" in site.text("/")


def test_a_session_that_ended_with_a_warning_sign_asks_again(site: Site) -> None:
    site.settle()
    site.clock.pass_by(hours=1)
    site.happened(*stopped(site.clock.now(), "leg-symptoms"))
    assert "That is enough for today" in site.text("/")
    site.clock.pass_by(days=1)
    assert "Answer the questions" in site.text("/") and "changed in your leg" in site.text("/")
    assert "Nothing&nbsp;new" not in site.text("/")


@pytest.mark.parametrize("why", ["pain", "unwell", "leg-symptoms"])
def test_a_session_that_was_stopped_holds_for_the_day(site: Site, why: str) -> None:
    site.settle()
    site.clock.pass_by(hours=1)
    site.happened(*stopped(site.clock.now(), why))
    for _ in range(2):
        text = site.text("/")
        assert "That is enough for today" in text and "breath" in text and "/start/" not in text
        assert site.post("/start/", new="no").headers["Location"] == "/"
        assert no_session(site)
        site.clock.pass_by(hours=6)
    site.clock.pass_by(hours=12)
    assert ("Nothing&nbsp;new" in site.text("/")) == (why != "leg-symptoms")


def test_a_start_that_was_held_back_holds_for_the_day(site: Site) -> None:
    site.settle()
    site.happened(Told(site.clock.now())(StartHeldBack, pain_before=9))
    assert "Rest today" in site.text("/")
    site.clock.pass_by(days=1)
    assert "Nothing&nbsp;new" in site.text("/")


@pytest.mark.parametrize("why", ["emergency", "urgent"])
def test_a_warning_sign_of_a_session_holds_until_somebody_has_examined_it(site: Site, why: str) -> None:
    """It stays through days, a new screening, another track and side; then the day, and all the questions."""
    site.settle()
    site.clock.pass_by(hours=1)
    site.happened(*stopped(site.clock.now(), why))
    title = {"emergency": "Get help now", "urgent": "Have this looked at today"}[why]
    for _ in range(3):
        assert title in site.text("/") and "Call" in site.text("/")
        assert site.post("/screening/1/", none="1").headers["Location"] == "/screening/result/"
        site.post("/about-pain/", **{**PROFILE, "side": "left", "track": "published"})
        assert no_session(site)
        site.clock.pass_by(days=1)
    assert site.post("/examined/", day="2026-02-20").status_code == 200  # before the answer
    assert title in site.text("/")
    day = site.clock.now().date().isoformat()
    assert site.post("/examined/", day=day).headers["Location"] == "/screening/1/"
    assert "Somebody examined you" in site.text("/screening/1/") and "Answer the questions" in site.text("/")
    assert no_session(site)
    site.answer()
    assert "Nothing&nbsp;new" in site.text("/")


def test_a_slip_can_be_taken_back_at_once_and_not_later(site: Site) -> None:
    site.settle()
    site.happened(*stopped(site.clock.now(), "emergency"))
    hold = re.findall(r"/taken-back/([0-9a-f-]+)/", site.text("/help/"))[0]
    assert "Was that a slip?" in site.text(f"/taken-back/{hold}/")
    assert "Get help now" in site.text("/")
    site.clock.pass_by(hours=1)
    assert "/taken-back/" not in site.text("/")
    assert site.post(f"/taken-back/{hold}/", sure="yes").headers["Location"] == "/"
    assert "Get help now" in site.text("/")
    site.clock.pass_by(hours=-1)
    site.post(f"/taken-back/{hold}/", sure="yes")
    assert "Nothing&nbsp;new" in site.text("/")
    assert [type(one).__name__ for one in site.events()][-2:] == ["SessionStopped", "AnswerTakenBack"]


def test_a_run_begun_again_has_to_be_finished_before_a_session(site: Site) -> None:
    site.settle()
    site.post("/screening/1/", none="1")
    assert "go on to the end" in site.text("/")
    assert site.post("/start/", new="no").headers["Location"] == "/"


@pytest.mark.parametrize("spoilt", [{"no-such-item": "yes"}, {}])
def test_answers_that_cannot_be_read_are_no_leave_to_start(site: Site, spoilt: dict[str, Tick]) -> None:
    site.settle()
    site.clock.pass_by(minutes=1)
    site.happened(
        page_answered(site, spoilt, screening="0192c0de-0000-7000-8000-00000000fffd"),
        completed(site, screening="0192c0de-0000-7000-8000-00000000fffd"),
    )
    assert "cannot be read" in site.text("/")
    assert site.post("/start/", new="no").headers["Location"] == "/"


def test_a_half_done_run_that_cannot_be_read_is_begun_anew(site: Site) -> None:
    site.happened(page_answered(site, {"no-such-item": "yes"}, screening="0192c0de-0000-7000-8000-00000000fffd"))
    assert site.get("/screening/").headers["Location"] == "/screening/1/"
    site.answer()
    assert "You can start" in site.text("/screening/result/")


def page_answered(site: Site, ticks: dict[str, Tick], screening: str) -> ScreeningPageAnswered:
    version = load_screening().version
    first = load_screening().page[0].id
    return ScreeningPageAnswered(
        id=site.ids.new(),
        at=site.clock.now().isoformat(),
        screening=screening,
        version=version,
        page=first,
        ticks=ticks,
    )


def completed(site: Site, screening: str) -> ScreeningCompleted:
    return ScreeningCompleted(
        id=site.ids.new(),
        at=site.clock.now().isoformat(),
        screening=screening,
        version=load_screening().version,
        level="allowed",
    )


def test_a_session_done_today_is_said_gently_and_can_be_done_again(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    text = site.text("/")
    assert "Today’s session is done." in text
    assert f"/history/{SESSION}/" in text
    assert "If you want to go again" in text
    assert "Nothing&nbsp;new" in text


def test_an_open_session_is_offered_to_go_on(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now())[:3])
    assert "A session is not finished." in site.text("/")


class TestMorning:
    @pytest.fixture(autouse=True)
    def _the_day_after(self, site: Site) -> None:
        site.settle()
        site.happened(*whole(site.clock.now()))
        site.clock.pass_by(days=1)

    def test_is_asked_the_day_after(self, site: Site) -> None:
        assert "The morning after yesterday’s session" in site.text("/")

    def test_is_recorded_with_the_morning_of_the_persons_own_day(self, site: Site) -> None:
        site.client.cookies["tz"] = "Pacific/Auckland"
        site.post("/morning/", session=SESSION, pain="3", woken="no", answer="save")
        said = site.events()[-1]
        assert isinstance(said, NextMorningAnswered)
        assert (said.session, said.day, said.pain, said.woken) == (SESSION, "2026-03-03", 3, False)
        assert "The morning after" not in site.text("/")

    def test_can_be_skipped(self, site: Site) -> None:
        before = len(site.events())
        site.post("/morning/", session=SESSION, answer="skip")
        assert "The morning after" not in site.text("/")
        assert len(site.events()) == before

    @pytest.mark.parametrize(
        ("fields", "kept"),
        [
            ({}, 0),
            ({"pain": "3"}, 1),
            ({"pain": "11", "woken": "no"}, 1),
            ({"pain": "3", "woken": "perhaps"}, 1),
        ],
    )
    def test_what_is_open_is_shown_in_place_and_kept(self, site: Site, fields: dict[str, str], kept: int) -> None:
        text = site.post("/morning/", session=SESSION, answer="save", **fields).content.decode()
        assert 'id="errors"' in text
        assert text.partition('id="plan"')[0].count(" checked") == kept
        assert not isinstance(site.events()[-1], NextMorningAnswered)

    def test_another_session_is_not_taken(self, site: Site) -> None:
        site.post("/morning/", session="0192c0de-0000-7000-9000-00000000ffff", pain="3", woken="no", answer="save")
        assert not isinstance(site.events()[-1], NextMorningAnswered)

    def test_is_not_asked_two_days_later(self, site: Site) -> None:
        site.clock.pass_by(days=1)
        assert "The morning after" not in site.text("/")


@pytest.mark.parametrize("address", ["/start/", "/morning/", "/country/"])
def test_forms_take_posts_only(site: Site, address: str) -> None:
    assert site.get(address).status_code == 405


def test_pages_are_not_kept_by_a_cache(site: Site) -> None:
    assert site.get("/").headers["Cache-Control"] == "no-store"


def test_what_is_doubtful_about_a_printed_dose_stands_on_today(site: Site) -> None:
    site.settle(track="published")
    doubts = [one.published.doubt.say for one in load_library().exercises if one.published.doubt]
    text = site.text("/")
    assert doubts and all(doubt in text for doubt in doubts)
    site.post("/about-pain/", **PROFILE | {"track": "gradual"})
    assert not any(doubt in site.text("/") for doubt in doubts)
