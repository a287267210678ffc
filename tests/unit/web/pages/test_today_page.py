"""Today in each of its states."""

from typing import Literal

import pytest

from ilium.record.events import DailyCheckAnswered, NextMorningAnswered, ScreeningCompleted, ScreeningPageAnswered
from ilium.screening import load_screening

from .conftest import Site
from .sessions import SESSION, stopped, whole

Tick = Literal["yes", "no", "not-sure"]


def test_the_first_day_welcomes_with_one_button(site: Site) -> None:
    text = site.text("/")
    assert "Start with a few questions" in text
    assert "not a doctor" in text
    assert text.count("button--primary") == 1


def test_after_the_questions_the_pain_is_asked(site: Site) -> None:
    site.answer()
    assert 'href="/about-pain/"' in site.text("/")


def test_ready_shows_four_exercises_with_sides_doses_and_minutes(site: Site) -> None:
    site.settle(side="right")
    text = site.text("/")
    assert text.count('class="row"') == 4
    assert '<span class="row__end">right</span>' in text
    assert "3 holds of 10 seconds" in text
    assert " minutes</p>" in text


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
    site.happened(*stopped(site.clock.now(), "emergency"))
    assert "Answer the questions" in site.text("/")
    assert "Nothing&nbsp;new" not in site.text("/")


def test_a_session_that_ended_for_pain_does_not(site: Site) -> None:
    site.settle()
    site.clock.pass_by(hours=1)
    site.happened(*stopped(site.clock.now(), "pain"))
    assert "Nothing&nbsp;new" in site.text("/")


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
        assert text.count(" checked") == kept
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
