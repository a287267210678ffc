"""History, one session, and the page after a session."""

import pytest

from .conftest import Site
from .sessions import SESSION, stopped, whole


def test_an_empty_history_says_what_will_be_there(site: Site) -> None:
    assert "No sessions yet." in site.text("/history/")


def test_history_lists_by_month_the_newest_first(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=40)
    later = "0192c0de-0000-7000-9000-000000000002"
    site.happened(*stopped(site.clock.now(), "pain", later))
    text = site.text("/history/")
    assert text.index("April 2026") < text.index("March 2026")
    assert "Today, Saturday 11 April" in text
    assert "Monday 2 March" in text
    assert "Stopped early" in text
    assert "2 of 2 exercises" in text
    assert "pain 4 before, worst 5" in text


def test_history_shows_a_year_at_a_time(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=365)
    site.happened(*stopped(site.clock.now(), "pain", "0192c0de-0000-7000-9000-000000000002"))
    latest, older = site.text("/history/"), site.text("/history/?year=2026")
    assert "March 2027" in latest
    assert "March 2026" not in latest
    assert "Monday 2 March 2026" in older
    assert site.text("/history/?year=1066") == site.text("/history/?year=x") == latest


def test_one_session_is_shown_set_by_set_and_side_by_side(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    text = site.text(f"/history/{SESSION}/")
    assert "3 holds, 30 s in all" in text
    assert "10 repetitions" in text
    assert "4 repetitions" in text
    assert "left before its end, easier version" in text
    assert "you took the easier version, odd one" in text
    assert "Left side: planned 2 times 10 repetitions; skipped, no time." in text
    assert "Worst pain 5, effort 6 out of 10." in text
    assert "asked tomorrow" in text


def test_the_next_morning_is_shown_with_its_session(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=1)
    assert "not yet said" in site.text(f"/history/{SESSION}/")
    site.post("/morning/", session=SESSION, pain="9", woken="yes", answer="save")
    text = site.text(f"/history/{SESSION}/")
    assert "woken in the night" in text
    assert '<dd class="pains__value">9</dd>' in text


@pytest.mark.parametrize("why", ["person", "pain", "unwell", "leg-symptoms", "urgent", "emergency", "abandoned"])
def test_a_stopped_session_says_why(site: Site, why: str) -> None:
    site.happened(*stopped(site.clock.now(), why))
    text = site.text(f"/history/{SESSION}/")
    assert {"abandoned": "It was left open", "person": "You ended it"}.get(why, "It ended") in text
    assert "You pressed “It hurts” in Lumbar roll: 8 out of 10. Sharp." in text
    assert "not reached" in text


def test_an_unknown_session_is_not_here(site: Site) -> None:
    assert site.get(f"/history/{SESSION}/").status_code == 404
    assert site.get("/history/not-an-id/").status_code == 404


def test_finished_says_what_was_done_and_what_is_next(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    text = site.text(f"/finished/{SESSION}/")
    assert "Well done." in text
    assert "We ask about the pain tomorrow morning." in text
    assert "2 of 2 exercises" in text


def test_finished_after_an_emergency_does_not_cheer(site: Site) -> None:
    site.happened(*stopped(site.clock.now(), "emergency"))
    text = site.text(f"/finished/{SESSION}/")
    assert "Well done" not in text
    assert "before the first exercise" in text
    assert "Please get help now." in text


def test_finished_waits_kindly_for_events_on_their_way(site: Site) -> None:
    text = site.text(f"/finished/{SESSION}/")
    assert "still on the way" in text
    assert f'href="/finished/{SESSION}/"' in text


def test_an_open_session_is_not_finished(site: Site) -> None:
    site.happened(*whole(site.clock.now())[:2])
    assert "Not finished yet." in site.text(f"/finished/{SESSION}/")
