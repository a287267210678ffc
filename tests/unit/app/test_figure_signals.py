import numpy as np

from ilium.app.figure_signals import WAYS, goes_out_and_back, performed

BEFORE = next(way for way in WAYS if way.only_before and way.fidgets)


def test_only_what_an_eye_can_count_is_read():
    """Once out and back a repetition, far enough, is a reading; twice, or by a few degrees, is none."""
    phase = np.linspace(0, 6 * np.pi, 600)
    assert goes_out_and_back("angle of the left_hip", 30 * (1 - np.cos(phase)), 3)
    assert not goes_out_and_back("angle of the left_hip", 5 * (1 - np.cos(phase)), 3)
    assert not goes_out_and_back("angle of the left_hip", 30 * (1 - np.cos(2 * phase)), 3)


def test_what_is_before_the_set_has_no_repetition():
    """Where only what comes before is kept, nothing is to be counted, and something is there."""
    found = list(performed(BEFORE, 3))
    assert found
    assert all(one.repetitions == 0 and len(one.values) > 50 for one in found)


def test_a_seed_gives_the_same_readings():
    """The same way and seed give the same numbers."""
    once, again = (next(performed(WAYS[1], 5)) for _ in range(2))
    assert np.array_equal(once.values, again.values, equal_nan=True)
