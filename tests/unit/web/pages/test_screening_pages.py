"""The screening, page by page, as a browser sends it."""

import re

import pytest

from ilium.record.events import ScreeningCompleted, ScreeningPageAnswered
from ilium.screening import load_screening

from .conftest import Site

PAGES = load_screening().page


def test_starts_at_the_first_page(site: Site) -> None:
    assert site.get("/screening/").headers["Location"] == "/screening/1/"


def test_a_page_beforehand_has_nothing_ticked(site: Site) -> None:
    assert " checked" not in site.text("/screening/1/")


def test_every_page_shows_its_items_and_its_number(site: Site) -> None:
    for number, page in enumerate(PAGES, 1):
        text = site.text(f"/screening/{number}/")
        assert f"Page {number} of {len(PAGES)}" in text
        assert all(f'id="yes_{item.id}"' in text for item in page.item)
        site.post(f"/screening/{number}/", none="1", lead="no")


def test_an_empty_page_is_an_error_in_place_and_stores_nothing(site: Site) -> None:
    text = site.post("/screening/1/").content.decode()
    assert 'id="errors"' in text
    assert 'href="#none"' in text
    assert site.events() == []


def test_none_with_something_else_keeps_both_ticks_and_asks(site: Site) -> None:
    text = site.post("/screening/1/", yes=["saddle-numb"], none="1").content.decode()
    assert "Keep one of them" in text
    assert text.count(" checked") == 2
    assert site.events() == []


def test_yes_and_not_sure_to_one_item_is_an_error(site: Site) -> None:
    text = site.post("/screening/2/", yes=["heart"], unsure=["heart"]).content.decode()
    assert site.events() == []
    assert "Keep one of them" not in text, "page 2 is not open before page 1"
    site.post("/screening/1/", none="1")
    assert "Keep one of them" in site.post("/screening/2/", yes=["heart"], unsure=["heart"]).content.decode()


def test_a_sided_yes_without_a_side_asks_for_it(site: Site) -> None:
    for number in range(1, 7):
        site.post(f"/screening/{number}/", none="1")
    text = site.post("/screening/7/", yes=["arm"]).content.decode()
    assert 'href="#yes_arm"' in text
    site.post("/screening/7/", yes=["arm"], side_arm="both")
    page = site.events()[-1]
    assert isinstance(page, ScreeningPageAnswered)
    assert page.sides == {"arm": ["left", "right"]}


def test_an_item_left_alone_is_a_no_and_not_sure_is_kept(site: Site) -> None:
    site.post("/screening/1/", none="1")
    site.post("/screening/2/", unsure=["heart"])
    page = site.events()[-1]
    assert isinstance(page, ScreeningPageAnswered)
    assert page.ticks["heart"] == "not-sure"
    assert page.ticks["chest"] == "no"


def test_a_lead_question_must_be_answered_and_no_leaves_the_rest_unasked(site: Site) -> None:
    for number in range(1, 8):
        site.post(f"/screening/{number}/", none="1")
    assert "Answer yes or no first" in site.post("/screening/8/", none="1").content.decode()
    site.post("/screening/8/", lead="no")
    page = site.events()[-1]
    assert isinstance(page, ScreeningPageAnswered)
    assert (page.lead, page.ticks) == (False, {})


def test_a_lead_answered_yes_needs_the_ticks(site: Site) -> None:
    for number in range(1, 8):
        site.post(f"/screening/{number}/", none="1")
    assert "None of these" in site.post("/screening/8/", lead="yes").content.decode()
    assert not isinstance(site.events()[-1], ScreeningCompleted)


def test_values_that_a_page_does_not_have_are_dropped(site: Site) -> None:
    text = site.post("/screening/1/", yes=["no-such-item"], lead="maybe").content.decode()
    assert 'id="errors"' in text


def test_a_reload_goes_on_where_it_was(site: Site) -> None:
    site.post("/screening/1/", none="1")
    site.post("/screening/2/", none="1")
    assert site.get("/screening/").headers["Location"] == "/screening/3/"
    assert "You were on page 3 of 9" in site.text("/")


def test_going_back_shows_what_was_ticked_and_a_new_answer_replaces_it(site: Site) -> None:
    site.post("/screening/1/", none="1")
    site.post("/screening/2/", yes=["heart"])
    assert site.text("/screening/2/").count(" checked") == 1
    site.post("/screening/2/", none="1")
    assert 'id="none" checked' in site.text("/screening/2/")


def test_a_page_ahead_is_not_open_yet(site: Site) -> None:
    assert site.get("/screening/5/").headers["Location"] == "/screening/"
    assert site.post("/screening/5/", none="1").headers["Location"] == "/screening/"
    assert site.events() == []


@pytest.mark.parametrize("number", [0, 10, 999])
def test_a_page_that_does_not_exist(site: Site, number: int) -> None:
    assert site.get(f"/screening/{number}/").status_code == 404


def test_all_pages_of_a_run_share_its_id(site: Site) -> None:
    site.answer()
    assert len({event.screening for event in site.events()}) == 1  # type: ignore[union-attr]


def test_an_unfinished_run_is_begun_anew_after_a_day(site: Site) -> None:
    site.post("/screening/1/", none="1")
    site.clock.pass_by(hours=25)
    assert site.get("/screening/").headers["Location"] == "/screening/1/"
    assert " checked" not in site.text("/screening/1/")


def test_nothing_ticked_ends_with_leave_to_start_but_no_promise(site: Site) -> None:
    assert site.answer().headers["Location"] == "/screening/result/"
    done = site.events()[-1]
    assert isinstance(done, ScreeningCompleted)
    assert done.level == "allowed"
    text = site.text("/screening/result/")
    assert "You can start" in text
    assert "/about-pain/" in text
    assert "clear" not in text.lower()


def test_changes_are_listed_with_the_answers_that_asked_for_them(site: Site) -> None:
    site.answer("floor", "arm")
    text = site.text("/screening/result/")
    assert "with these changes" in text
    items = {item.id: item.ask for page in PAGES for item in page.item}
    assert items["floor"] in text.replace("&#x27;", "'")
    assert "This is for your left side." in text


def test_an_emergency_stops_at_once(site: Site) -> None:
    response = site.post("/screening/1/", yes=["bladder"])
    assert response.headers["Location"] == "/screening/result/"
    done = site.events()[-1]
    assert isinstance(done, ScreeningCompleted)
    assert done.level == "emergency"
    text = site.text("/screening/result/")
    assert "Get help now" in text
    assert 'href="tel:999"' in text


def test_not_sure_counts_for_an_emergency(site: Site) -> None:
    site.post("/screening/1/", unsure=["bladder"])
    assert "not sure: " in site.text("/screening/result/")


def test_same_day_waits_for_the_last_page_and_then_blocks(site: Site) -> None:
    response = site.answer("fever")
    assert response.headers["Location"] == "/screening/result/"
    assert len([event for event in site.events() if isinstance(event, ScreeningPageAnswered)]) == 8
    assert "Have this looked at today" in site.text("/")


def test_a_block_stays_on_today_until_a_new_run_is_finished(site: Site) -> None:
    site.answer("fever")
    site.post("/screening/1/", none="1")
    assert "Have this looked at today" in site.text("/")
    assert "Go on with the questions" in site.text("/")
    for number in range(2, 10):
        site.post(f"/screening/{number}/", none="1", lead="no")
    assert "Have this looked at today" not in site.text("/")


def test_an_emergency_lifts_by_an_examination_and_a_whole_new_run(site: Site) -> None:
    site.post("/screening/1/", yes=["bladder"])
    assert site.post("/screening/1/", none="1").headers["Location"] == "/screening/result/"
    assert "Get help now" in site.text("/")
    site.clock.pass_by(days=2)
    site.post("/examined/", day=site.clock.now().date().isoformat())
    assert "Get help now" not in site.text("/")
    assert site.get("/screening/").headers["Location"] == "/screening/1/"
    site.answer()
    assert "Get help now" not in site.text("/") and not site.services.person().alerts.holds


def test_a_slip_in_the_questions_can_be_taken_back(site: Site) -> None:
    site.post("/screening/1/", yes=["bladder"])
    hold = re.findall(r"/taken-back/([0-9a-f-]+)/", site.text("/screening/result/"))[0]
    site.post(f"/taken-back/{hold}/", sure="yes")
    assert "You took an answer back" in site.text("/")
    site.answer()
    assert "About your pain" in site.text("/") or "/about-pain/" in site.text("/")


def test_a_clinicians_yes_is_asked_and_opens(site: Site) -> None:
    assert site.answer("cancer").headers["Location"] == "/screening/"
    assert site.get("/screening/").headers["Location"] == "/screening/approval/"
    assert 'id="approved_cancer"' in site.text("/screening/approval/")
    assert site.post("/screening/approval/", approved=["cancer"]).headers["Location"] == "/screening/result/"
    done = site.events()[-1]
    assert isinstance(done, ScreeningCompleted)
    assert done.approved == ["cancer"]
    assert "You can start" in site.text("/screening/result/")


def test_nobody_has_said_yes_blocks_until_someone_has(site: Site) -> None:
    site.answer("cancer")
    site.post("/screening/approval/", none="1")
    assert "Ask someone who knows you first" in site.text("/")


@pytest.mark.parametrize("fields", [{}, {"approved": ["cancer"], "none": "1"}, {"approved": ["fever"]}])
def test_an_approval_must_be_said_and_be_one_that_was_asked(site: Site, fields: dict[str, object]) -> None:
    site.answer("cancer")
    assert 'id="errors"' in site.post("/screening/approval/", **fields).content.decode()
    assert not isinstance(site.events()[-1], ScreeningCompleted)


def test_an_approval_is_not_asked_where_it_could_change_nothing(site: Site) -> None:
    assert site.get("/screening/approval/").headers["Location"] == "/screening/"
    assert site.answer("cancer", "fever").headers["Location"] == "/screening/result/"


def test_an_injection_waits_two_days(site: Site) -> None:
    site.answer("injection")
    assert "Not today" in site.text("/")
    site.clock.pass_by(hours=47, minutes=59)
    assert "Not today" in site.text("/")
    site.clock.pass_by(minutes=2)
    assert "The time to wait is over" in site.text("/")


def test_the_result_without_answers_goes_to_the_questions(site: Site) -> None:
    assert site.get("/screening/result/").headers["Location"] == "/screening/"


def test_no_word_about_health_is_in_an_address(site: Site) -> None:
    ids = {page.id for page in PAGES} | {item.id for page in PAGES for item in page.item}
    response = site.get("/screening/")
    seen = [response.headers["Location"]]
    for number in range(1, 10):
        seen.append(site.post(f"/screening/{number}/", none="1", lead="no").headers["Location"])
    assert not any(word in address.split("/") for address in seen for word in ids)
