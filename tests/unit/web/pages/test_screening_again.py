"""The questions when they come again: what is shown as told, what never is, and a clinician's yes with its last day."""

from datetime import UTC, datetime

import pytest

from ilium.record.events import DailyCheckAnswered, ScreeningCompleted, ScreeningPageAnswered
from ilium.screening import Level, load_screening

from .conftest import Site

PAGES = load_screening().page
NUMBERS = {item.id: number for number, page in enumerate(PAGES, 1) for item in page.item}
TOLD = "You told us this on 2 March 2026"


def ticked(text: str) -> list[str]:
    """Return the items that a page shows as ticked."""
    return [item for item in NUMBERS if f'id="yes_{item}" checked' in text]


def up_to(site: Site, item: str) -> int:
    """Answer "none" to the pages before this item's, and return its page."""
    for number in range(1, NUMBERS[item]):
        site.post(f"/screening/{number}/", none="1")
    return NUMBERS[item]


def approve(site: Site, *ids: str) -> ScreeningCompleted:
    site.post("/screening/approval/", **({"approved": ids} if ids else {"none": "1"}))
    done = site.events()[-1]
    assert isinstance(done, ScreeningCompleted)
    return done


def test_after_four_weeks_a_fact_is_shown_as_told_and_nothing_else_is(site: Site) -> None:
    site.answer("osteoporosis", "balance")
    site.clock.pass_by(days=28)
    number = up_to(site, "osteoporosis")
    text = site.text(f"/screening/{number}/")
    assert ticked(text) == ["osteoporosis"]
    assert text.count(TOLD) == 1 and "Nothing else on this page" in text


@pytest.mark.parametrize("number", [number for number, page in enumerate(PAGES, 1) if not (page.lead or page.optional)])
def test_what_is_urgent_is_asked_in_full_every_time(site: Site, number: int) -> None:
    """Whatever was ticked on any page, nothing urgent is ticked or said to be known when the page comes again."""
    page = PAGES[number - 1]
    urgent = {item.id for item in page.item if item.level in (Level.EMERGENCY, Level.SAME_DAY)}
    sides = {f"side_{item.id}": "both" for item in page.item if item.sided}
    for before in range(1, number):
        site.post(f"/screening/{before}/", none="1")
    site.post(f"/screening/{number}/", yes=[item.id for item in page.item], **sides)
    if site.services.person().alerts.holds:  # they were examined since, and begin again
        site.clock.pass_by(days=28)
        site.post("/examined/", day=site.clock.now().date().isoformat())
    site.clock.pass_by(days=28)
    for before in range(1, number):
        site.post(f"/screening/{before}/", none="1")
    shown = site.text(f"/screening/{number}/")
    assert not urgent & set(ticked(shown))
    assert all(f'id="yes_{item.id}"' in shown for item in page.item)


def test_a_fact_alone_closes_no_page(site: Site) -> None:
    """Nobody gets past the urgent questions beside it without a word."""
    site.answer("osteoporosis")
    site.clock.pass_by(days=28)
    number, count = up_to(site, "osteoporosis"), len(site.events())
    text = site.post(f"/screening/{number}/", yes=["osteoporosis"]).content.decode()
    assert "Nothing else on this page" in text and 'id="errors"' in text
    assert len(site.events()) == count
    site.post(f"/screening/{number}/", yes=["osteoporosis"], none="1")
    page = site.events()[-1]
    assert isinstance(page, ScreeningPageAnswered)
    assert {item for item, tick in page.ticks.items() if tick == "yes"} == {"osteoporosis"}


def test_one_tap_takes_a_fact_back_and_it_is_not_told_again(site: Site) -> None:
    site.answer("osteoporosis")
    for _ in range(2):
        site.clock.pass_by(days=28)
        site.answer()
    number = up_to(site, "osteoporosis")
    assert ticked(site.text(f"/screening/{number}/")) == []


def test_going_back_within_a_run_shows_the_fact_and_the_rest_as_answered(site: Site) -> None:
    site.answer("osteoporosis")
    site.clock.pass_by(days=28)
    number = up_to(site, "osteoporosis")
    site.post(f"/screening/{number}/", yes=["osteoporosis"], none="1")
    text = site.text(f"/screening/{number}/")
    assert ticked(text) == ["osteoporosis"] and 'id="none" checked' in text
    assert "None of these" not in text and TOLD in text


def test_a_side_that_was_named_is_shown_with_its_fact(site: Site) -> None:
    site.answer("hip-back")
    approve(site, "hip-back")
    site.clock.pass_by(days=28)
    number = up_to(site, "hip-back")
    assert 'id="side_hip-back_left" checked' in site.text(f"/screening/{number}/")


def test_not_sure_is_asked_anew(site: Site) -> None:
    site.answer(unsure=("osteoporosis",))
    site.clock.pass_by(days=28)
    number = up_to(site, "osteoporosis")
    assert " checked" not in site.text(f"/screening/{number}/")


def test_an_answer_of_the_older_questions_is_shown_as_told_and_asks_them_all(site: Site) -> None:
    """Leave of another version is none; its facts are only a tick that can be taken away."""
    when, run = site.clock.now().isoformat(), site.ids.new()
    for page in PAGES[:8]:
        ticks = {item.id: "yes" if item.id == "osteoporosis" else "no" for item in page.item}
        lead, ticks = (False, {}) if page.lead else (None, ticks)
        fields = {"screening": run, "version": 1, "page": page.id, "ticks": ticks, "lead": lead}
        site.happened(ScreeningPageAnswered(id=site.ids.new(), at=when, **fields))
    site.happened(ScreeningCompleted(id=site.ids.new(), at=when, screening=run, version=1, level="changes"))
    assert "The questions have changed since you answered them." in site.text("/")
    number = up_to(site, "osteoporosis")
    assert ticked(site.text(f"/screening/{number}/")) == ["osteoporosis"]


# --- a clinician's yes -----------------------------------------------------------------------------------------------


def test_a_yes_is_kept_with_its_last_day_and_shown(site: Site) -> None:
    site.answer("heart", "night-pain")
    done = approve(site, "heart", "night-pain")
    assert done.until == {"heart": "2026-09-02", "night-pain": "2026-03-30"}
    assert "2 September 2026" in site.text("/screening/result/")


def test_a_yes_that_holds_is_shown_as_told_and_keeps_its_last_day(site: Site) -> None:
    site.answer("heart", "night-pain")
    approve(site, "heart", "night-pain")
    site.clock.pass_by(days=28)
    site.answer("heart", "night-pain")
    text = site.text("/screening/approval/")
    assert 'id="approved_heart" checked' in text and "It holds until 2 September 2026" in text
    assert 'id="approved_night-pain" checked' not in text
    assert approve(site, "heart", "night-pain").until == {"heart": "2026-09-02", "night-pain": "2026-04-27"}


def test_one_tap_takes_a_yes_back(site: Site) -> None:
    site.answer("heart")
    approve(site, "heart")
    site.clock.pass_by(days=28)
    site.answer("heart")
    approve(site)
    assert "Ask someone who knows you first" in site.text("/")
    site.answer("heart")
    assert 'id="approved_heart" checked' not in site.text("/screening/approval/")


def test_when_a_yes_ends_it_is_asked_for_again(site: Site) -> None:
    """It ends leave to start even where four weeks are not over, and only a new yes has a new last day."""
    site.answer("heart")
    approve(site, "heart")
    site.clock.time = datetime(2026, 8, 20, 8, tzinfo=UTC)
    site.answer("heart")
    assert approve(site, "heart").until == {"heart": "2026-09-02"}
    site.clock.time = datetime(2026, 9, 2, 23, 59, tzinfo=UTC)
    assert "yes has come to its end" not in site.text("/")
    site.clock.time = datetime(2026, 9, 3, 0, 0, tzinfo=UTC)
    assert "yes has come to its end" in site.text("/")
    site.answer("heart")
    text = site.text("/screening/approval/")
    assert "came to its end on 2 September 2026" in text and 'id="approved_heart" checked' not in text
    assert approve(site, "heart").until == {"heart": "2027-03-03"}


def test_after_something_new_no_yes_is_shown_as_told(site: Site) -> None:
    site.answer("heart")
    approve(site, "heart")
    site.clock.pass_by(days=1)
    site.happened(DailyCheckAnswered(id=site.ids.new(), at=site.clock.now().isoformat(), anything_new=True))
    site.answer("heart")
    assert 'id="approved_heart" checked' not in site.text("/screening/approval/")


def test_a_yes_of_an_older_record_has_no_last_day_and_holds_as_it_did(site: Site) -> None:
    site.answer("heart")
    when, run = site.clock.now().isoformat(), site.services.person().screenings[-1].id
    version = load_screening().version
    fields = {"screening": run, "version": version, "level": "changes", "approved": ["heart"]}
    site.happened(ScreeningCompleted(id=site.ids.new(), at=when, **fields))
    assert "You can start" in site.text("/screening/result/")
    site.clock.pass_by(days=28)
    site.answer("heart")
    assert 'id="approved_heart" checked' not in site.text("/screening/approval/")


# --- the page that may be left out -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{}, {"skip": "1"}, {"skip": "1", "yes": ["fear-moving"]}])
def test_the_last_page_may_be_left_out(site: Site, fields: dict[str, object]) -> None:
    for number in range(1, 9):
        site.post(f"/screening/{number}/", none="1", lead="no")
    assert 'name="skip"' in site.text("/screening/9/")
    assert site.post("/screening/9/", **fields).headers["Location"] == "/screening/result/"
    page = site.events()[-2]
    assert isinstance(page, ScreeningPageAnswered)
    assert (page.page, page.ticks) == ("more", {})


def test_what_is_ticked_there_is_kept_adds_advice_and_limits_nothing(site: Site) -> None:
    site.answer("fear-moving", "little-walking")
    page, done = site.events()[-2:]
    assert isinstance(page, ScreeningPageAnswered) and isinstance(done, ScreeningCompleted)
    assert page.ticks == {"fear-moving": "yes", "low-hope": "no", "little-walking": "yes"}
    assert done.level == "allowed"
    text = site.text("/screening/result/")
    assert "no sign of damage" in text and "try a little each day" in text


def test_who_has_to_wait_is_told_so_before_it(site: Site) -> None:
    for number in range(1, 8):
        site.post(f"/screening/{number}/", **({"yes": ["fever"]} if number == NUMBERS["fever"] else {"none": "1"}))
    assert site.post("/screening/8/", lead="no").headers["Location"] == "/screening/result/"
    assert "Have this looked at today" in site.text("/")


def test_every_fact_and_every_yes_is_there_again(site: Site) -> None:
    """Three answers on three pages, of which two are facts: all are asked about, and all still say yes."""
    site.answer("heart", "cancer", "hip-back")
    approve(site, "heart", "cancer", "hip-back")
    site.clock.pass_by(days=28)
    for number in range(1, 9):
        shown = ticked(site.text(f"/screening/{number}/"))
        yes = ["heart"] if number == NUMBERS["heart"] else shown
        none = {} if number == NUMBERS["heart"] else {"none": "1"}
        site.post(f"/screening/{number}/", yes=yes, lead="no", **{"side_hip-back": "left"}, **none)
    site.post("/screening/9/", skip="1")
    text = site.text("/screening/approval/")
    assert [item for item in NUMBERS if f'id="approved_{item}" checked' in text] == ["heart", "cancer", "hip-back"]
