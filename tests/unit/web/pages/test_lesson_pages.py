"""Short lessons: offered on Today and after a session, read, skipped, listed; none on a held day."""

import re

from ilium.lessons.model import load_lessons
from ilium.library import load_avoided, load_sources
from ilium.record.events import LessonClosed

from .conftest import Site
from .sessions import SESSION, stopped, whole

FIRST, SECOND = load_lessons().lesson[:2]


def a_week(site: Site) -> None:
    site.settle()
    site.clock.pass_by(days=7)


def said(site: Site) -> list[tuple[str, str]]:
    return [(event.lesson, event.how) for event in site.events() if isinstance(event, LessonClosed)]


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.replace("&#x27;", "'"))).strip()


class TestToday:
    def test_offers_none_in_the_first_week(self, site: Site) -> None:
        site.settle()
        assert FIRST.title not in site.text("/")

    def test_offers_the_first_after_a_week(self, site: Site) -> None:
        a_week(site)
        text = site.text("/")
        assert FIRST.title in text and f'href="/lessons/{FIRST.id}/"' in text and SECOND.title not in text

    def test_offers_none_while_something_is_held(self, site: Site) -> None:
        a_week(site)
        site.happened(*stopped(site.clock.now(), "pain"))
        assert FIRST.title not in site.text("/")
        site.clock.pass_by(days=1)
        assert FIRST.title in site.text("/")

    def test_a_skipped_one_comes_not_again_and_stays_in_the_list(self, site: Site) -> None:
        a_week(site)
        site.happened(*whole(site.clock.now()))
        assert site.post(f"/lessons/{FIRST.id}/", how="skipped").headers["Location"] == "/"
        assert said(site) == [(FIRST.id, "skipped")]
        assert FIRST.title not in site.text("/") and SECOND.title not in site.text("/")
        assert "Skipped; it stays here." in site.text("/lessons/")
        site.clock.pass_by(days=7)
        assert SECOND.title in site.text("/")


class TestLesson:
    def test_has_every_word_and_every_source(self, site: Site) -> None:
        a_week(site)
        text = site.text(f"/lessons/{FIRST.id}/")
        for paragraph in FIRST.paragraph:
            assert paragraph.say in plain(text)
            assert load_sources()[paragraph.source].cite in plain(text)
        spoken = [plain(one) for one in re.findall(r"<span data-say>(.*?)</span>", text)]
        assert spoken == [sentence for one in FIRST.paragraph for sentence in one.sentences]
        assert "No physiotherapist or doctor has signed them." in text

    def test_numbers_lead_to_sources_that_are_there(self, site: Site) -> None:
        a_week(site)
        text = site.text(f"/lessons/{FIRST.id}/")
        asked = set(re.findall(r'href="#(source_\d+)"', text))
        assert asked == set(re.findall(r'id="(source_\d+)"', text))

    def test_is_read_or_heard_once_it_is_said(self, site: Site) -> None:
        a_week(site)
        site.post(f"/lessons/{FIRST.id}/", how="nonsense")
        assert said(site) == []
        site.post(f"/lessons/{FIRST.id}/", how="heard")
        assert said(site) == [(FIRST.id, "heard")]
        assert "You have heard it." in site.text("/lessons/")
        assert "Not now" not in site.text(f"/lessons/{FIRST.id}/")

    def test_one_that_has_not_come_leads_to_the_list_and_an_unknown_one_nowhere(self, site: Site) -> None:
        a_week(site)
        assert site.get(f"/lessons/{SECOND.id}/").headers["Location"] == "/lessons/"
        assert site.post(f"/lessons/{SECOND.id}/", how="read").headers["Location"] == "/lessons/"
        assert site.get("/lessons/no-such/").status_code == 404
        assert said(site) == []

    def test_the_list_says_when_the_first_comes(self, site: Site) -> None:
        assert "after your first week" in site.text("/lessons/")

    def test_no_page_uses_a_word_we_avoid(self, site: Site) -> None:
        a_week(site)
        for address in ("/lessons/", f"/lessons/{FIRST.id}/"):
            assert load_avoided().find(re.sub(r"<[^>]+>", " ", site.text(address))) == ()


def test_a_finished_session_offers_it_as_a_link(site: Site) -> None:
    a_week(site)
    site.happened(*whole(site.clock.now()))
    text = site.text(f"/finished/{SESSION}/")
    assert f'One minute to read or hear: <a href="/lessons/{FIRST.id}/">' in text
    site.post(f"/lessons/{FIRST.id}/", how="read")
    assert "One minute to read" not in site.text(f"/finished/{SESSION}/")


def test_a_session_that_was_stopped_for_pain_offers_none(site: Site) -> None:
    a_week(site)
    site.happened(*stopped(site.clock.now(), "pain"))
    assert "One minute to read" not in site.text(f"/finished/{SESSION}/")
