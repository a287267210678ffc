"""Numbers say what they count: a unit, a period, and the plural only where there are several."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from ilium.web.pages.views import exercises as exercise_pages
from tests.integration.addresses import addresses

from .conftest import Site
from .sessions import SESSION, whole

TEMPLATES = Path(exercise_pages.__file__).parents[2] / "templates"
#: Units that stand behind numbers on the pages.
UNITS = "days|weeks|minutes|seconds|hours|sessions|sets|holds|times|repetitions|entries|points|steps|changes|recordings"


def words_of(page: str) -> str:
    """Return what a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_how_often_it_was_done_is_said_in_days_since_a_day(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=9)
    said, summary = words_of(site.text("/progress/")), words_of(site.text("/progress/summary/"))
    assert "0 of 3 days of this week so far; on 1 of the 10 days that were meant for it, since 2 Mar." in said
    assert "Done On 1 of the 10 days that were meant for it, since 2 Mar." in summary


def test_one_day_is_a_day(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    assert "1 of 1 day of this week so far; on 1 of the 1 day that was meant for it" in words_of(
        site.text("/progress/")
    )


def test_a_day_of_another_year_says_which(site: Site) -> None:
    site.settle()
    site.clock.pass_by(days=400)
    assert "that were meant for it, since 2 Mar 2026." in words_of(site.text("/progress/"))


def test_what_was_done_on_each_side_has_its_unit_and_its_period(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    said, summary = words_of(site.text("/progress/")), words_of(site.text("/progress/summary/"))
    assert "Sets done of sets planned in the last 28 days" in said
    assert "Lumbar roll right 1 of 1 set" in said
    period, roll = "Sets done of sets planned in the last 28 days: ", "Lumbar roll, right: 1 of 1 set; "
    assert period + roll + "Side plank clam shell, right: 1 of 2 sets" in summary


def test_before_anything_was_said_nothing_is_counted(site: Site) -> None:
    said, summary = words_of(site.text("/progress/")), words_of(site.text("/progress/summary/"))
    assert "How often you did it Nothing yet." in said
    assert "Done Nothing yet." in summary


@pytest.mark.parametrize("days", [0, 1])
def test_no_page_speaks_of_one_in_the_plural(
    site: Site, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "DATA_FOLDER", tmp_path)
    site.settle()
    site.happened(*whole(site.clock.now()))
    site.clock.pass_by(days=days)
    site.post("/progress/day/2026-03-02/", average="3", worst="4")
    found = [address for address in addresses() if not address.startswith(("/api/", "/readyz"))]
    for address in [*found, f"/history/{SESSION}/", f"/finished/{SESSION}/"]:
        response = site.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            said = words_of(response.content.decode())
            assert not re.search(rf"(?<![0-9.,])\b1 ({UNITS})\b", said), (address, said)


def test_no_template_words_a_percentage_as_a_count() -> None:
    """`widthratio` to a hundred is a percentage, whatever stands behind it."""
    for template in TEMPLATES.rglob("*.html"):
        assert "widthratio" not in template.read_text(encoding="utf-8"), template.name
