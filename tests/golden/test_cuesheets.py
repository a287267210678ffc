"""The script of each side and track, to be read aloud when it changes."""

from collections.abc import Callable

import pytest

from ilium.app.preview import preview_plan
from ilium.cli.cuesheet import guide, sheet_text
from ilium.cli.plan import ask, plan_json


@pytest.mark.parametrize("track", ["gradual", "published"])
@pytest.mark.parametrize("side", ["left", "right", "both", "unsure"])
def test_script(side: str, track: str, golden: Callable[[str, str], None]) -> None:
    """The cue sheet of the first day reads as it was reviewed."""
    text = sheet_text(ask(side=side, track=track), guide(breath="medium", lead_in_seconds=20))
    golden(f"cuesheets/{side}-{track}.txt", text + "\n")


@pytest.mark.parametrize("track", ["gradual", "published"])
@pytest.mark.parametrize("side", ["left", "right", "both", "unsure"])
def test_plan(side: str, track: str, golden: Callable[[str, str], None]) -> None:
    """The plan's JSON is what others parse: its keys and values change only on purpose."""
    golden(f"plans/{side}-{track}.json", plan_json(preview_plan(ask(side=side, track=track))) + "\n")
