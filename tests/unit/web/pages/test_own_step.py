"""An exercise's page shows the person's own step: on rest days, when it is left out, and on the printed track, too."""

import re
from datetime import date

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Ladder
from ilium.record.events import PlannedBlock, RungChosen, SessionFinished, SessionStarted, SetCompleted
from ilium.web.pages.exercise_words import describe

from .conftest import Site
from .sessions import Told
from .test_counts import words_of

BRIDGE = "si-glute-bridge"
EXERCISE = load_library().get(BRIDGE)
BLOCK = PlannedBlock(
    exercise=BRIDGE,
    name=EXERCISE.name,
    variant="two-leg",
    phase="strengthen",
    working_side="right",
    sets=1,
    repetitions=10,
)


def variants(level: int) -> list[str]:
    return [part.variant for part in EXERCISE.get_rung(level).part]


def shown(site: Site) -> list[str]:
    """Return the variants whose figure is shown before the folded ones."""
    return re.findall(r'data-variant="([^"]+)"', site.text(f"/exercises/{BRIDGE}/").partition("<details>")[0])


def gentler(site: Site) -> None:
    """Let the person choose the gentlest step, and do it once."""
    site.settle()
    tell = Told(site.clock.now())
    began = {"programme": "sacroiliac", "track": "gradual", "side": "right", "mode": "full", "sheet": "s"}
    done = {"block": 0, "set": 1, "side": "right", "exercise": BRIDGE, "variant": "two-leg", "repetitions": 10}
    said = {"id": site.ids.new(), "at": site.clock.now().isoformat(), "exercise": BRIDGE, "level": 0}
    site.happened(
        RungChosen(**said),  # type: ignore[arg-type]
        tell(SessionStarted, **began, pain_before=2, planned=[BLOCK]),
        tell(SetCompleted, **done),
        tell(SessionFinished),
    )


def test_before_a_profile_it_is_the_step_that_everybody_begins_with(site: Site) -> None:
    assert shown(site) == variants(EXERCISE.start)


def test_on_a_rest_day_it_is_the_persons_own(site: Site) -> None:
    gentler(site)
    site.clock.pass_by(days=1)
    assert "SI glute bridge: a rest day for it." in site.text("/")
    assert shown(site) == variants(0) != variants(EXERCISE.start)
    said = words_of(site.text(f"/exercises/{BRIDGE}/"))
    assert "Today: a rest day for it." in said
    assert "For you now" in said
    assert said.count("You are here") == 1


def test_on_a_day_with_it_nothing_is_said_of_a_rest(site: Site) -> None:
    site.settle()
    assert "Today:" not in words_of(site.text(f"/exercises/{BRIDGE}/"))


def test_while_the_questions_are_open_it_is_still_the_persons_own(site: Site) -> None:
    gentler(site)
    site.clock.pass_by(days=1)
    site.post("/start/", new="yes")
    assert "For you now" not in words_of(site.text(f"/exercises/{BRIDGE}/"))
    assert shown(site) == variants(0)


def test_on_the_printed_track_it_is_what_is_printed(site: Site) -> None:
    site.settle(track="published")
    assert shown(site) == [EXERCISE.published.variant]
    site.post("/start/", new="yes")
    assert shown(site) == [EXERCISE.published.variant]


def test_what_is_left_out_is_shown_at_the_persons_own_step_and_has_no_dose() -> None:
    out = Ladder(exercise=BRIDGE, level=0, out="remove", changed=date(2026, 3, 1))
    words = describe(EXERCISE, Side.RIGHT, (), out)
    assert [one.id for one in words.shown] == variants(0)
    assert words.dose_now == ""
