"""How long somebody steady climbs, as the documentation says it."""

from ilium.exercises.loader import load_library
from ilium.prescription.loader import load_adaptation
from ilium_lab.people.climb import weeks_to_print
from tests.docs.pages import DOCS
from tests.routine import routine, short_ladders

DECISION = DOCS / "decisions" / "0035-small-steps.md"


def test_the_weeks_are_those_that_are_documented() -> None:
    """The decision names each number that the rules and ladders give; the changes for users the longest of them."""
    weeks = weeks_to_print(routine(), load_adaptation())
    text = " ".join(DECISION.read_text(encoding="utf-8").split())
    four, bridge, clam = (weeks[name] for name in ("figure-four", "si-glute-bridge", "side-plank-clam-shell"))
    assert f"after {four} weeks (figure four), {bridge} weeks (bridge) and {clam} weeks (clam)" in text
    assert f"the end of the lumbar roll's ladder after {weeks['lumbar-roll']} weeks" in text
    before = weeks_to_print(short_ladders(routine()), load_adaptation())
    assert f"before, the strength exercises took {before['si-glute-bridge']}." in text
    assert before["si-glute-bridge"] == before["side-plank-clam-shell"]


def test_more_steps_take_longer_and_every_ladder_is_climbed() -> None:
    library = load_library()
    weeks = weeks_to_print(library, load_adaptation())
    assert set(weeks) == set(library.programme.exercises)
    short = weeks_to_print(short_ladders(library), load_adaptation())
    assert all(weeks[name] >= short[name] for name in weeks)
