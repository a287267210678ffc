"""Each question and nineteen people, both ways, through the pages: who should be stopped is, and nobody else."""

import html
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ilium.screening import Level, load_screening
from ilium.screening.model import Item

from .conftest import Site

CASES = Path(__file__).parent / "cases"
ITEMS = {item.id: item for page in load_screening().page for item in page.item}
COUNTED = [item.id for item in ITEMS.values() if item.level is None]
TITLES = {
    Level.EMERGENCY: "Get help now",
    Level.SAME_DAY: "Have this looked at today",
    Level.CLINICIAN: "Ask someone who knows you first",
    Level.PAUSE: "Not today",
    Level.CHANGES: "You can start, with these changes",
    Level.NOTE: "You can start gently",
    None: "You can start gently",
}
STARTS = (TITLES[Level.CHANGES], TITLES[Level.NOTE])


def read(name: str) -> list[dict[str, Any]]:
    with (CASES / name).open("rb") as file:
        [(_, tables)] = tomllib.load(file).items()
    return list(tables)


EACH, PEOPLE = read("items.toml"), read("personas.toml")


def words(response_text: str) -> str:
    """Return what a page says, in one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response_text)))


def led(site: Site, *ticks: str, agreed: tuple[str, ...] = (), **more: Any) -> str:
    """Answer all the questions, and return what the last page says."""
    response = site.answer(*ticks, **more)
    if site.get("/screening/").headers["Location"] == "/screening/approval/" and "result" not in response["Location"]:
        site.post("/screening/approval/", **({"approved": list(agreed)} if agreed else {"none": "1"}))
    return words(site.text("/screening/result/"))


def asked(site: Site, item: Item) -> str:
    """Return what the page of this question says, on the way to it."""
    for number, page in enumerate(load_screening().page, 1):
        if item in page.item:
            return words(site.text(f"/screening/{number}/"))
        site.post(f"/screening/{number}/", none="1", lead="no")
    raise AssertionError(item.id)


def test_each_question_has_its_case() -> None:
    assert [case["item"] for case in EACH] == list(ITEMS)


@pytest.mark.parametrize("case", EACH, ids=lambda case: case["item"])
def test_the_page_has_the_words_by_which_both_know(site: Site, case: dict[str, Any]) -> None:
    shown = asked(site, ITEMS[case["item"]])
    assert case["fits"] in shown and case["decides"] in shown
    assert ITEMS[case["item"]].but in shown


@pytest.mark.parametrize("case", EACH, ids=lambda case: case["item"])
def test_the_true_case_is_caught(site: Site, case: dict[str, Any]) -> None:
    """A counted one with three more: only together do they say anything."""
    item = ITEMS[case["item"]]
    lead = "yes" if item.id in {*COUNTED, "eye-or-bowel"} else "no"
    others = [other for other in COUNTED if other != item.id][:3] if item.id in COUNTED else []
    said = led(site, item.id, *others, lead=lead)
    assert TITLES[item.level] in said
    if item.level is None:
        assert "It is worth asking your doctor about it." in said
    elif item.level in (Level.EMERGENCY, Level.CHANGES):
        assert item.ask in said
    else:
        assert item.because in said


@pytest.mark.parametrize("case", EACH, ids=lambda case: case["item"])
def test_the_near_miss_is_not(site: Site, case: dict[str, Any]) -> None:
    """What they tick instead, if anything, decides; nothing they see says that this question was answered yes."""
    item, ticks = ITEMS[case["item"]], case.get("near_ticks", [])
    said = led(site, *ticks, agreed=tuple(id for id in ticks if ITEMS[id].approvable))
    assert any(title in said for title in STARTS)
    assert item.ask not in said and item.because not in said


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["who"])
def test_a_person_as_they_are(site: Site, person: dict[str, Any]) -> None:
    pages = " ".join(words(site.text(f"/screening/{number}/")) for number in walked(site))
    assert [phrase for phrase in person.get("not_counted", []) if phrase not in pages] == []
    given = {"unsure": tuple(person.get("unsure", [])), "lead": person.get("lead", "no")}
    said = led(site, *person.get("ticks", []), agreed=tuple(person.get("agreed", [])), **given)
    assert person["leads"] in said
    assert person.get("says", "") in said


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person['who']}, {person['with']}")
def test_the_same_person_with_a_warning_sign(site: Site, person: dict[str, Any]) -> None:
    agreed = tuple(id for id in person.get("agreed", []) if id in person["flag"])
    assert person["flag_leads"] in led(site, *person["flag"], agreed=agreed)


def walked(site: Site) -> range:
    """Answer "none" to everything but the end, so that each page can be read."""
    pages = range(1, len(load_screening().page) + 1)
    for number in pages[:-1]:
        site.post(f"/screening/{number}/", none="1", lead="no")
    return pages


def test_there_are_nineteen_people_of_whom_nobody_is_sent_off_by_mistake() -> None:
    assert len(PEOPLE) == 19
    waits = [person["who"] for person in PEOPLE if person["leads"] not in STARTS]
    assert [who[:2] for who in waits] == ["71", "52", "59"]
