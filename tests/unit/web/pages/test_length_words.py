"""What Today says of a length: its minutes, what waits and why, and why it may take longer."""

from datetime import date, timedelta

import msgspec
import pytest

from ilium.app.how_long import Offer
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.exercises.loader import load_library
from ilium.prescription.lengths import Candidate, Length
from ilium.web.pages.length_words import LengthWords, length_words
from tests.ordinary import Ordinary, session_of

TODAY = date(2026, 3, 10)
PLAN = session_of(Ordinary())[0]
SHEET = cue_sheet(load_library(), PLAN, Guide())
NAMES = {block.exercise: block.name for block in SHEET.blocks}
ROLL, FOUR, BRIDGE, CLAM = NAMES


def one(exercise: str, ago: int | None) -> Candidate:
    last = None if ago is None else TODAY - timedelta(days=ago)
    return Candidate(exercise=exercise, phase="mobilise", seconds=100, last=last)


def said(chosen: list[Candidate], waiting: list[Candidate], minutes: int = 7) -> LengthWords:
    """Return the words of a short session of so many minutes beside everything."""
    sheet = msgspec.structs.replace(SHEET, minutes=minutes)
    due = (*chosen, *waiting)
    everything = Offer(length=Length.EVERYTHING, name="All", budget=None, plan=PLAN, sheet=SHEET, chosen=due)
    short = Offer(
        length=Length.SHORT,
        name="8 minutes",
        budget=8,
        plan=PLAN,
        sheet=sheet,
        chosen=tuple(chosen),
        waiting=tuple(waiting),
    )
    words = length_words((short, everything), "short", TODAY)
    assert words is not None
    assert words.having[waiting[0].exercise] == "everything"
    assert words.having[chosen[0].exercise] == "short everything"
    assert [length.chosen for length in words.lengths] == [True, False]
    assert words.lengths[1].says == ()
    return words.lengths[0]


def test_it_says_the_honest_minutes_and_the_names() -> None:
    found = said([one(ROLL, 2), one(CLAM, 2)], [one(FOUR, 1)], minutes=7)
    assert (found.minutes, found.names) == (7, f"{NAMES[ROLL]}, {NAMES[CLAM]}")


@pytest.mark.parametrize(
    ("waiting", "says"),
    [
        ([one(FOUR, 1), one(BRIDGE, 1)], "{0} and {1} wait for tomorrow: they were done yesterday."),
        ([one(BRIDGE, 1)], "{0} waits for tomorrow: it was done yesterday."),
        ([one(FOUR, 1), one(BRIDGE, 2)], "{0} and {1} wait for tomorrow: what was done longest ago goes first."),
        ([one(BRIDGE, None)], "{0} waits for tomorrow: what was done longest ago goes first."),
    ],
)
def test_what_waits_is_named_with_the_reason(waiting: list[Candidate], says: str) -> None:
    found = said([one(ROLL, 3)], waiting)
    assert found.says == (says.format(*(NAMES[each.exercise] for each in waiting)),)


def test_a_length_that_takes_longer_says_why() -> None:
    found = said([one(ROLL, 1), one(CLAM, 4)], [one(FOUR, 1)], minutes=11)
    assert found.says[0] == f"Longer than 8 minutes today: {NAMES[CLAM]} has waited longest, and is not cut short."


def test_where_there_is_one_length_nothing_is_asked() -> None:
    alone = Offer(length=Length.EVERYTHING, name="", budget=None, plan=PLAN, sheet=SHEET, chosen=(one(ROLL, 1),))
    assert length_words((alone,), "short", TODAY) is None
