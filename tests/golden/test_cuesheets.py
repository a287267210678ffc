"""The script of each side and track, to be read aloud when it changes."""

import re
from collections.abc import Callable

import pytest

from ilium.app.preview import preview_plan
from ilium.cli.cuesheet import guide, sheet_text
from ilium.cli.plan import ask, plan_json

#: What was reviewed. The right is the left, mirrored; who is unsure begins with what both sides get.
REVIEWED = ["left-gradual", "left-published", "both-gradual", "both-published", "unsure-published"]
OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}


def mirrored(text: str) -> str:
    """Return a text with its sides exchanged."""
    return re.sub(r"\b(left|right)\b", lambda found: OTHER[found[0]], text, flags=re.IGNORECASE)


def script_of(side: str, track: str) -> str:
    return sheet_text(ask(side=side, track=track), guide(breath="medium", lead_in_seconds=20)) + "\n"


def plan_of(side: str, track: str) -> str:
    return plan_json(preview_plan(ask(side=side, track=track))) + "\n"


@pytest.mark.parametrize("name", REVIEWED)
def test_script(name: str, golden: Callable[[str, str], None]) -> None:
    """The cue sheet of the first day reads as it was reviewed."""
    golden(f"cuesheets/{name}.txt", script_of(*name.split("-")))


@pytest.mark.parametrize("name", REVIEWED)
def test_plan(name: str, golden: Callable[[str, str], None]) -> None:
    """The plan's JSON is what others parse: its keys and values change only on purpose."""
    golden(f"plans/{name}.json", plan_of(*name.split("-")))


@pytest.mark.parametrize("track", ["gradual", "published"])
@pytest.mark.parametrize("told", [script_of, plan_of])
def test_the_right_is_the_left_mirrored(told: Callable[[str, str], str], track: str) -> None:
    """Word for word."""
    assert told("right", track) == mirrored(told("left", track)) != told("left", track)


@pytest.mark.parametrize("told", [script_of, plan_of])
def test_who_is_unsure_begins_with_what_both_sides_get(told: Callable[[str, str], str]) -> None:
    """Their plan differs by its side alone."""
    assert told("unsure", "gradual").replace('"side": "unsure"', '"side": "both"') == told("both", "gradual")
