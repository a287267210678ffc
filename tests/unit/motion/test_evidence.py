import math

import numpy as np
import pytest

from ilium.motion.evidence import MOST, against, alike_before, evidence, likeness, shape
from ilium.motion.swings import Pair


def traced(sizes, seconds):
    """Movements that go out and back evenly, one after the other, and the samples of them."""
    begins = np.cumsum([0.0, *seconds])
    run = [
        Pair((0.0, begin), (size, begin + one / 2), (0.0, begin + one))
        for size, one, begin in zip(sizes, seconds, begins[:-1], strict=True)
    ]
    knots = [(0.0, 0.0)] + [point for pair in run for point in (pair.turn, pair.back)]
    times = np.arange(0.0, begins[-1] + 0.01, 0.05)
    values = np.interp(times, [t for _, t in knots], [value for value, _ in knots])
    return run, list(zip(values.tolist(), times.tolist(), strict=True))


def odds(sizes, seconds, quiet=0.0, besides=0.0):
    run, trace = traced(sizes, seconds)
    return evidence(run, trace, trace[-1][1] + quiet, besides)


def test_a_shape_is_timed_between_quarters():
    """Out evenly in 2 s and back in 2 s: beyond the half for 2 s, and a second each way between the quarters."""
    (pair,), trace = traced([8.0], [4.0])
    found = shape(pair, trace)
    assert found.out_s == pytest.approx(2.0, abs=0.06)
    assert found.moving_s == pytest.approx(2.0, abs=0.16)


def test_a_way_that_stops_half_way_is_in_steps():
    """A way that rests between the quarters takes longer than the movement stays out."""
    trace = [(0.0, 0.0), (0.5, 0.5), (0.5, 3.0), (1.0, 3.5), (0.0, 4.0)]
    fine = np.arange(0.0, 4.01, 0.05)
    values = np.interp(fine, [t for _, t in trace], [value for value, _ in trace])
    found = shape(Pair((0.0, 0.0), (1.0, 3.5), (0.0, 4.0)), list(zip(values.tolist(), fine.tolist(), strict=True)))
    assert found.moving_s > found.out_s


def test_alike_neighbours_speak_for_a_set_and_unlike_ones_against_it():
    """Equal ones give the most, a third more gives less, twice as much is no better than anything larger."""
    assert likeness([2.0, 2.0]) == pytest.approx(MOST) == pytest.approx(math.log(3))
    assert likeness([2.0, 2.0]) > likeness([2.0, 2.6]) > likeness([2.0, 4.0]) == likeness([2.0, 40.0])


def test_more_of_the_same_and_slower_ones_are_more_evidence():
    """Each further movement adds; so does taking longer; chance-like sizes take away."""
    assert odds([1.0] * 4, [1.0] * 4) > odds([1.0] * 3, [1.0] * 3)
    assert odds([1.0] * 3, [4.0] * 3) > odds([1.0] * 3, [1.0] * 3)
    assert odds([1.0, 0.3, 1.2], [1.0, 2.5, 1.2]) < 0 < odds([1.0] * 3, [1.0] * 3)


def test_a_lone_movement_needs_time_or_rest():
    """One of 3 s is none yet; after 3 s of rest it is one; one of 8 s is one as it comes back."""
    assert odds([1.0], [3.0]) < 0 < odds([1.0], [3.0], quiet=3.0)
    assert odds([1.0], [8.0]) > 0


def test_what_moved_besides_speaks_against_a_set_up_to_a_bound():
    """Another swing, a turn half-way, something larger: each takes away; many swings no more than some."""
    assert against(0, 0, False) == 0
    assert min(against(1, 0, False), against(0, 1, False), against(0, 0, True)) > 0
    assert against(0, 100, False) == against(0, 10, False)


def test_what_is_unlike_the_set_before_it_is_left_out():
    """Of two movements before a set the one of its size and time belongs to it, the small quick one does not."""
    pairs, trace = traced([0.2, 1.0, 1.0, 1.05, 1.0], [0.5, 2.0, 2.0, 2.0, 2.0])
    assert alike_before(pairs[:2], pairs[2:], trace) == pairs[1:2]
