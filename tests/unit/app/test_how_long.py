"""Which lengths are offered, by how long the whole takes."""

from datetime import date, timedelta

import msgspec
import pytest

from ilium.anatomy import PainSide
from ilium.app import how_long
from ilium.app.how_long import Asked, Offer, length_choice, offered, offers
from ilium.cuesheet.compile import Guide
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course, Ladder
from ilium.prescription.lengths import Length, Lengths
from ilium.prescription.loader import load_lengths
from ilium.prescription.model import PlanRequest, Track
from tests.ordinary import Ordinary, clearance_of

DAY = date(2026, 3, 4)
NAMES = load_library().programme.exercises
FOUR = ("lumbar-roll", "figure-four", "si-glute-bridge", "side-plank-clam-shell")


def asked(*without: str, ago: dict[str, int] | None = None) -> Asked:
    """Return a day's request without these exercises, the others done so many days ago."""
    ladders = {name: Ladder(exercise=name, level=0, changed=DAY) for name in NAMES}
    for name, days in (ago or {}).items():
        ladders[name] = msgspec.structs.replace(ladders[name], done=(DAY - timedelta(days=days),))
    return Asked(
        request=PlanRequest(side=PainSide.RIGHT, without=without),
        clearance=clearance_of(Ordinary()),
        guide=Guide(),
        course=Course(track=Track.GRADUAL, ladders=ladders),
        day=DAY,
    )


@pytest.fixture
def minutes(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Budgets that a test may set; at first far too long for any choice."""
    budgets = {"short": 500, "usual": 1000}
    shipped = load_lengths()

    def ours() -> Lengths:
        return msgspec.structs.replace(shipped, **budgets)

    monkeypatch.setattr(how_long, "load_lengths", ours)
    return budgets


def lengths(found: tuple[Offer, ...]) -> list[str]:
    return [one.length.value for one in found]


def test_where_the_whole_is_short_there_is_nothing_to_choose(minutes: dict[str, int]) -> None:
    found = offers(asked())
    assert lengths(found) == ["everything"]
    assert length_choice(found) is None
    assert offered(found, "short") is found[0]


def test_where_the_whole_is_no_longer_than_the_usual_it_stands_for_it(minutes: dict[str, int]) -> None:
    minutes["short"] = offers(asked())[-1].sheet.minutes - 1
    found = offers(asked())
    assert lengths(found) == ["short", "everything"]
    assert found[-1].name == load_lengths().says.everything_alone
    choice = length_choice(found)
    assert choice is not None
    assert choice.default == "everything"


def test_where_the_whole_is_longer_there_are_three_and_the_usual_is_taken(minutes: dict[str, int]) -> None:
    whole = offers(asked())[-1].sheet.minutes
    minutes |= {"short": whole // 2, "usual": whole - 1}
    found = offers(asked())
    assert lengths(found) == ["short", "usual", "everything"]
    assert offered(found, "").length is offered(found, "an hour").length is Length.USUAL
    assert offered(found, "everything") is found[-1]
    assert [one.is_over for one in found] == [False, False, False]
    assert set(found[0].chosen) < set(found[1].chosen) < set(found[2].chosen)


def test_two_lengths_with_the_same_exercises_are_one(minutes: dict[str, int]) -> None:
    whole = offers(asked())[-1].sheet.minutes
    minutes |= {"short": whole - 2, "usual": whole - 1}
    assert lengths(offers(asked())) == ["usual", "everything"]


def test_what_was_done_last_waits(minutes: dict[str, int]) -> None:
    ago = {"lumbar-roll": 3, "figure-four": 1, "si-glute-bridge": 1, "side-plank-clam-shell": 2}
    minutes |= {"short": offers(asked("figure-four", "si-glute-bridge"))[-1].sheet.minutes}
    found = offers(asked(ago=ago))[0]
    assert [one.exercise for one in found.chosen] == ["lumbar-roll", "side-plank-clam-shell"]
    assert [one.exercise for one in found.waiting] == ["figure-four", "si-glute-bridge"]


def test_what_rests_today_is_neither_chosen_nor_waits(minutes: dict[str, int]) -> None:
    minutes["short"] = offers(asked("si-glute-bridge"))[-1].sheet.minutes - 1
    found = offers(asked("si-glute-bridge"))[0]
    assert {one.exercise for one in (*found.chosen, *found.waiting)} == set(FOUR) - {"si-glute-bridge"}


def test_a_length_whose_own_lines_take_longer_leaves_out_what_was_chosen_last(
    minutes: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if all but the whole session took three minutes more than its exercises did in it."""
    whole = offers(asked())[-1].sheet
    minutes["short"] = whole.minutes - 1
    compiled = how_long.cue_sheet

    def slower(*arguments: object) -> object:
        sheet = compiled(*arguments)
        late = sheet.minutes + 3 if len(sheet.blocks) < len(whole.blocks) else sheet.minutes
        return msgspec.structs.replace(sheet, minutes=late)

    before = offers(asked())[0]
    minutes["short"] = before.sheet.minutes
    same = offers(asked())[0]
    assert same.chosen == before.chosen
    monkeypatch.setattr(how_long, "cue_sheet", slower)
    fewer = offers(asked())[0]
    assert set(fewer.chosen) < set(before.chosen)
    assert not fewer.is_over
