"""The solver: it meets contacts and relations, keeps ranges, and its result is measured when it cannot."""

import msgspec
import numpy as np
import pytest

from ilium.exercises.loader import load_library
from ilium.exercises.model import Variant
from ilium_lab.figure import workshop as commands
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clips import find_variant, first_guess
from ilium_lab.figure.kinematics import PLACE, forward, limits
from ilium_lab.figure.pose import contacts, load_places, relations
from ilium_lab.figure.skin import Skinner
from ilium_lab.figure.solve import Solver, Stage, Task
from ilium_lab.figure.surface_points import load_bulk, load_marks, outermost

BODY, MARKS = load_body(), load_marks()
SOLVER = Solver(Stage(body=BODY, marks=MARKS, bulk=load_bulk(), places=load_places()))
EXERCISE, VARIANT = find_variant(load_library(), "standing-hip-abduction")[0]


def solved(lines: tuple[str, ...], related: tuple[str, ...] = ()) -> np.ndarray:
    """Return a supine pose that meets these contacts and relations."""
    guess = first_guess(BODY.rig, "supine")
    weight = np.full(len(guess), 0.12)
    weight[:PLACE] = 0.002
    task = Task(
        target=guess, weight=weight, contacts=contacts(lines), relations=relations(related), pinned={}, effort=60
    )
    return SOLVER.solve(task, guess)


def test_a_resting_body_lies_on_the_floor_and_not_in_it() -> None:
    pose = solved(("rest upper_back floor", "rest seat floor", "rest head floor", "rest both.heel floor"))
    points = Skinner(BODY).points(forward(BODY.rig, pose[None]))[0]
    assert points[:, 2].min() > -0.005
    for region in ("upper_back", "seat", "head", "left.heel", "right.heel"):
        assert abs(points[MARKS.regions[region], 2].min()) < 0.004


def test_a_touch_and_a_level_line_are_met_within_the_ranges_of_motion() -> None:
    pose = solved(("rest seat floor", "touch working.palm working.thigh_low"), ("level both.knee both.ankle",))
    world = forward(BODY.rig, pose[None])
    palm, thigh = Skinner(BODY).points(world)[0][[MARKS.spots["left.palm"], MARKS.spots["left.thigh_low"]]]
    assert np.linalg.norm(palm - thigh) < 0.010
    knee, ankle = (world.place[0, MARKS.points[f"left.{name}"][0], 2] for name in ("knee", "ankle"))
    assert knee == pytest.approx(ankle, abs=0.01)
    low, high = limits(BODY.rig.skeleton)
    assert ((pose >= low) & (pose <= high)).all()


def unreachable(variant: Variant) -> Variant:
    assert variant.figure is not None
    wrong = msgspec.structs.replace(
        variant.figure, contacts=("pin other.foot floor", "touch working.ankle_outer working.hip_side")
    )
    phases = tuple(msgspec.structs.replace(phase, figure=None) for phase in variant.phase)
    return msgspec.structs.replace(variant, figure=wrong, phase=phases)


def test_a_contact_that_cannot_be_met_is_reported_with_its_phase_and_by_how_much() -> None:
    _, _, report = commands.solve(EXERCISE, unreachable(VARIANT))
    assert not report.ok
    assert report.touch_mm > 10
    assert "touch left.ankle_outer left.hip_side" in report.worst["touch_mm"]
    assert f"touch_mm {report.touch_mm:.3g} > 10 in" in commands.as_text(report)


def test_the_outermost_points_hold_the_lowest_one_however_a_part_lies() -> None:
    points = np.random.default_rng(5).normal(size=(400, 3))
    found = outermost(points)
    for down in np.random.default_rng(6).normal(size=(50, 3)):
        down /= np.linalg.norm(down)
        assert (points[found] @ down).max() > (points @ down).max() - 0.12
