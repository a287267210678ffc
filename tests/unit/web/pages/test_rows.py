"""The rows of today's plan, for every answer of the side."""

from datetime import UTC, datetime

import pytest

from ilium.anatomy import PainSide, Side, SideRole
from ilium.app.today import PlanRow, plan_rows
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.exercises.loader import load_library
from ilium.prescription.model import PlanRequest, Track
from ilium.prescription.plan import plan
from ilium.screening import AppliedChange, example_clearance
from tests.doses import dose_of, start_of


def rows(
    side: PainSide,
    worse: Side | None = None,
    track: Track = Track.GRADUAL,
    changes: tuple[AppliedChange, ...] = (),
) -> tuple[PlanRow, ...]:
    clearance = example_clearance(changes, datetime(2026, 3, 1, tzinfo=UTC))
    made = plan(load_library(), clearance, PlanRequest(side=side, worse=worse, track=track))
    return plan_rows(cue_sheet(load_library(), made, Guide(worse=worse)))


@pytest.mark.parametrize("side", list(PainSide))
@pytest.mark.parametrize("track", list(Track))
def test_there_is_one_row_for_each_exercise_in_the_order_of_the_programme(side: PainSide, track: Track) -> None:
    assert tuple(row.exercise for row in rows(side, track=track)) == load_library().programme.exercises


@pytest.mark.parametrize("side", list(Side))
def test_one_sore_side_is_named(side: Side) -> None:
    """Each exercise on the side that its rule prescribes."""
    by_exercise = {row.exercise: row.side for row in rows(PainSide(side.value), track=Track.PUBLISHED)}
    words = {
        SideRole.AFFECTED: f"{side} side",
        SideRole.UNAFFECTED: f"{side.opposite} side",
        SideRole.BOTH: "one side after the other",
    }
    assert by_exercise == {one.id: words[one.side.prescribed] for one in load_library().exercises}


def test_both_sore_sides_share_the_bridge_in_turn() -> None:
    by_exercise = {row.exercise: row.side for row in rows(PainSide.BOTH, Side.LEFT, Track.PUBLISHED)}
    assert by_exercise["lumbar-roll"] == "one side after the other"
    assert by_exercise["si-glute-bridge"] == "sides in turn"


def test_a_symmetric_movement_is_for_both_together() -> None:
    assert {row.exercise: row.side for row in rows(PainSide.UNSURE)}["si-glute-bridge"] == "both sides together"


def test_a_dose_of_two_sides_says_each_side_once() -> None:
    clam = next(row for row in rows(PainSide.LEFT) if row.exercise == "side-plank-clam-shell")
    assert clam.dose == f"{dose_of('side-plank-clam-shell', start_of('side-plank-clam-shell'))}, each side"


def test_sides_with_different_doses_are_said_side_by_side() -> None:
    gentler = AppliedChange(id="no-leaning", side=Side.LEFT, because=())
    found = rows(PainSide.LEFT, track=Track.PUBLISHED, changes=(gentler,))
    clam = next(row for row in found if row.exercise == "side-plank-clam-shell")
    assert clam.dose.startswith("left: ") != clam.dose.startswith("right: ")
    assert "; " in clam.dose
