"""History, one session, and the page after a session."""

import re
from datetime import timedelta

import msgspec
import pytest

from .conftest import MONDAY, Site
from .sessions import SESSION, comfortable, stopped, whole

LATER = "0192c0de-0000-7000-9000-000000000002"
LAST = "0192c0de-0000-7000-9000-000000000003"


def rows(text: str) -> list[str]:
    """Return the rows of the page's table, without its head."""
    return re.findall(r"<tr[ >].*?</tr>", text.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL)


def cells(row: str) -> list[str]:
    """Return the words of a row's cells."""
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]


def test_an_empty_history_says_what_will_be_there(site: Site) -> None:
    assert "No sessions yet." in site.text("/history/")


def test_history_lists_a_months_sessions_the_newest_first(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=5)
    site.happened(*stopped(site.clock.now(), "pain", LATER))
    text = site.text("/history/")
    assert text.index("Today, Saturday 7 March") < text.index("Monday 2 March</span>")
    assert "Stopped early" in text
    assert "2 of 2 exercises" in text
    assert "pain 4 before, worst 5" in text
    assert "2 sessions on 2 days." in text


def test_the_calendar_says_in_words_what_happened_each_day(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.happened(*whole(site.clock.now() + timedelta(days=1), LATER))
    site.happened(*stopped(site.clock.now() + timedelta(days=1, hours=1), "pain", LAST))
    text = site.text("/history/")
    assert f'href="/history/{SESSION}/" aria-label="Monday 2 March: finished, pain 4 before, worst 5"' in text
    assert 'href="#day_2026-03-03" aria-label="Tuesday 3 March: 2 sessions"' in text
    assert text.count('id="day_2026-03-03"') == 1
    assert text.count(": no session</span>") == 29
    assert text.count('aria-current="date"') == 1


def test_history_shows_the_latest_month_and_leads_to_the_others(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=365)
    site.happened(*stopped(site.clock.now(), "pain", LATER))
    latest, older = site.text("/history/"), site.text("/history/?month=2026-03")
    assert 'id="month">March 2027<' in latest
    assert 'href="?month=2026-03" rel="prev"' in latest
    assert 'id="month">March 2026<' in older
    assert 'href="?month=2027-03" rel="next"' in older
    assert "Monday 2 March 2026" in older
    assert site.text("/history/?month=1066-99") == site.text("/history/?month=x") == latest
    assert "No sessions in this month." in site.text("/history/?month=2026-05")


def test_the_numbers_over_time_are_a_table_with_gaps_in_words(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=1)
    site.post("/morning/", session=SESSION, pain="2", woken="no", answer="save")
    site.happened(*stopped(site.clock.now(), "person", LATER))
    text = site.text("/history/over-time/")
    assert [cells(row) for row in rows(text)] == [["2 Mar", "4", "5", "2"], ["3 Mar", "4", "8", "not said"]]
    assert f'data-at="{int(MONDAY.timestamp())}"' in text
    assert 'data-chart="numbers"' in text


def test_no_worse_than_before_is_told_as_such_and_never_as_a_number(site: Site) -> None:
    site.happened(*comfortable(site.clock.now()))
    site.happened(*stopped(site.clock.now() + timedelta(days=1), "pain", LATER))
    site.clock.pass_by(days=1)
    assert [cells(row) for row in rows(site.text("/history/over-time/"))][0] == ["2 Mar", "4", "no worse", "not said"]
    assert "Monday 2 March: finished, pain 4 before, no worse in it" in site.text("/history/")
    compared = site.text(f"/history/compare/?s={LATER}&s={SESSION}")
    assert {row[0]: row[1:] for row in map(cells, rows(compared))}["Worst pain"] == ["no worse than before", "8"]
    page = site.text(f"/history/{SESSION}/")
    assert '<dt>Worst</dt><dd><span class="soft">no worse than before</span>' in page
    assert "Pain no worse than before, effort 4 out of 10." in page


def test_the_numbers_are_of_one_year(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=365)
    site.happened(*whole(site.clock.now(), LATER))
    assert len(rows(site.text("/history/over-time/"))) == len(rows(site.text("/history/over-time/?year=2026"))) == 1
    assert site.text("/history/over-time/?year=2026") != site.text("/history/over-time/?year=1066")
    assert site.text("/history/over-time/?year=1066") == site.text("/history/over-time/")


def test_no_chart_without_two_sessions(site: Site) -> None:
    assert "No sessions yet." in site.text("/history/over-time/")
    site.happened(*whole(site.clock.now()))
    text = site.text("/history/over-time/")
    assert "data-chart=" not in text
    assert "The chart begins with the second session." in text


def test_two_sessions_stand_beside_each_other_the_earlier_one_first(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    site.happened(*stopped(site.clock.now() + timedelta(days=1), "pain", LATER))
    text = site.text(f"/history/compare/?s={LATER}&s={SESSION}")
    assert text == site.text(f"/history/compare/?s={SESSION}&s={LATER}")
    assert text.index("Mon 2 Mar, 08:00") < text.index("Tue 3 Mar, 08:00")
    found = {row[0]: row[1:] for row in map(cells, rows(text))}
    assert found["How it ended"] == ["Finished", "Stopped early"]
    assert found["Pain before"] == ["4", "4"]
    assert found["Worst pain"] == ["5", "8"]
    assert found["Next morning"] == ["not said", "not said"]
    assert ["Right side", "3 holds, 30 s", "not done"] in map(cells, rows(text))
    assert ["Right side", "10 + 4 times", "not done"] in map(cells, rows(text))
    assert ["Left side", "not done", "not done"] in map(cells, rows(text))


def test_a_comparison_asks_for_the_sessions_that_are_missing(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    assert "There are not two sessions yet." in site.text(f"/history/compare/?s={SESSION}")
    site.happened(*whole(site.clock.now(), LATER))
    site.happened(*whole(site.clock.now(), LAST))
    assert site.text(f"/history/compare/?s={SESSION}").count('type="radio"') == 2
    assert site.text("/history/compare/").count('type="checkbox"') == 3
    assert site.text("/history/compare/?s=nonsense").count('type="checkbox"') == 3
    assert "Tick just two." in site.text(f"/history/compare/?s={SESSION}&s={LATER}&s={LAST}")


def test_one_session_is_shown_set_by_set_and_side_by_side(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    text = site.text(f"/history/{SESSION}/")
    assert "3 holds, 30 s in all" in text
    assert "10 repetitions" in text
    assert "4 repetitions" in text
    assert text.count("counted by the camera") == 1
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


@pytest.mark.parametrize(
    ("length", "says"),
    [("short", "An 8-minute session."), ("usual", "A session of the usual length."), ("everything", ""), (None, "")],
)
def test_a_session_says_how_long_it_was_meant_to_be(site: Site, length: str | None, says: str) -> None:
    first, *others = whole(site.clock.now())
    site.happened(msgspec.structs.replace(first, length=length), *others)
    text = site.text(f"/history/{SESSION}/")
    assert says in text
    assert ("8-minute" in text, "usual length" in text) == (length == "short", length == "usual")
    assert "2 of 2 exercises" in text
