"""The sessions of twelve ordinary people, to be read as a physiotherapist would when one changes."""

from collections.abc import Callable

import pytest

from ilium.cuesheet.claims import contradictions
from ilium.cuesheet.script import script
from tests.ordinary import PEOPLE, session_of


@pytest.mark.parametrize("name", PEOPLE)
def test_session(name: str, golden: Callable[[str, str], None]) -> None:
    """What the person was told, and every line of the session, are those that were read."""
    made, sheet = session_of(PEOPLE[name])
    told = "".join(f"* {line}\n" for line in made.changes)
    golden(f"ordinary/{name}.txt", f"{told}{script(sheet)}")
    assert contradictions(sheet) == ()
