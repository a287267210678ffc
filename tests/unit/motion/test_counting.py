import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilium.motion.counting import SignalError, count_repetitions
from ilium.motion.signals import make
from tests.strategies import movement_signals
from tests.unit.motion.shared import shared_data


def eased(count):
    s = np.linspace(0, 1, count)
    return 3 * s * s - 2 * s**3


def movement(repetitions=10, size=60.0, fps=30, seconds=4.0, hold=1.0, rest=0.0, lead=2.0, tail=2.0, noise=0.0, seed=0):
    """A signal that goes out, stays, and comes back."""
    parts = [np.zeros(int(lead * fps))]
    for _ in range(repetitions):
        parts += [size * eased(int(0.4 * seconds * fps)), size * np.ones(int(hold * fps))]
        parts += [size * (1 - eased(int(0.6 * seconds * fps))), np.zeros(int(rest * fps))]
    signal = np.concatenate([*parts, np.zeros(int(tail * fps))])
    jitter = np.random.default_rng(seed).normal(0, noise, len(signal))
    return signal + jitter, np.arange(len(signal)) / fps


@pytest.mark.parametrize("fps", [10, 30, 100])
@pytest.mark.parametrize("seed", range(3))
def test_five_degrees_of_jitter_count_nothing_twice(fps, seed):
    """A movement of 60 degrees with 5 degrees of jitter is counted as it is, at any rate."""
    assert count_repetitions(*movement(fps=fps, noise=5.0, seed=seed)).count == 10


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (-0.001, 7.0), (1e6, -1e7)])
def test_scale_and_offset_do_not_matter(scale, shift):
    """The same movement in another unit, or upside down, has the same count."""
    signal, times = movement(noise=2.0)
    assert count_repetitions(scale * signal + shift, times).count == 10


@pytest.mark.parametrize("drift", [-1.0, 1.0])
def test_drift_is_no_movement(drift):
    """A degree a second of drift changes no count."""
    signal, times = movement(noise=2.0)
    assert count_repetitions(signal + drift * times, times).count == 10


def test_a_long_rest_and_a_long_hold_are_no_repetitions():
    """Jitter while nothing moves, low or high, counts nothing."""
    assert count_repetitions(*movement(repetitions=4, hold=20.0, rest=20.0, noise=5.0)).count == 4


def test_a_last_repetition_that_does_not_come_back_is_not_counted():
    """A movement that stops at the far end adds nothing."""
    signal, times = movement(repetitions=3, tail=0.0, noise=1.0)
    stop = len(signal) - int(0.6 * 4 * 30) - 10
    assert count_repetitions(signal[:stop], times[:stop]).count == 2


def test_what_is_counted_does_not_depend_on_what_comes_after():
    """The repetitions of the beginning of a signal are the beginning of its repetitions."""
    signal, times = movement(repetitions=5, noise=3.0)
    whole = count_repetitions(signal, times).ends
    for stop in range(50, len(signal), 37):
        ends = count_repetitions(signal[:stop], times[:stop]).ends
        assert ends == whole[: len(ends)]
        assert len(ends) == sum(end <= times[stop - 1] for end in whole)


def test_samples_that_are_missing_are_not_movement():
    """NaN and infinities, one by one and in a row, change no count of what is left."""
    signal, times = movement(noise=2.0)
    signal[::17], signal[400:430], signal[600] = np.nan, np.nan, np.inf
    assert count_repetitions(signal, times).count == 10
    assert count_repetitions(np.full(500, np.nan), np.arange(500.0)).count == 0


@pytest.mark.parametrize(
    ("signal", "times", "said"),
    [
        ([1, 2, 3], [0, 1, 1], "times\\[2\\] is 1, not later"),
        ([1, 2, 3], [0, 2, 1], "not later than 2"),
        ([1, 2], [0, float("nan")], "times\\[1\\] is not a finite"),
        ([1, 2], [0, 1, 2], "of one length"),
        (["a", "b"], [0, 1], "must be numbers"),
    ],
)
def test_times_that_cannot_be_are_refused(signal, times, said):
    """Times that stand still, go back or are not numbers get one clear line."""
    with pytest.raises(SignalError, match=said):
        count_repetitions(signal, times)


@pytest.mark.parametrize(
    ("take", "joint", "axis", "repetitions"),
    [
        ("CTK", "Left_wrist", 1, 1),
        ("CTK", "Left_wrist", 0, 2),
        ("ELK", "Left_wrist", 1, 1),
        ("ELK", "Right_wrist", 1, 1),
    ],
)
@pytest.mark.parametrize("fps", [10, 15, 30])
def test_real_movements_are_counted_as_seen_by_eye(take, joint, axis, repetitions, fps):
    """Wrists of a person of the KERAAL sample: arms up once, to each side and back; whatever the frame rate."""
    frames = json.loads((shared_data() / f"keraal_sample/G3-BP-{take}-P1T1-Unknown-C-0.json").read_text())["positions"]
    signal = [frames[key][joint][axis] for key in sorted(frames, key=float)]
    assert count_repetitions(signal, np.arange(len(signal)) / fps).count == repetitions


@pytest.mark.parametrize("fps", [10, 30, 100])
def test_a_larger_move_into_place_hides_no_repetition(fps):
    """Somebody sits down by half as much again as the movement, rests, and then does eight of it."""
    down = np.concatenate([90 * (1 - eased(2 * fps)), np.zeros(2 * fps)])
    signal = np.concatenate([down, movement(repetitions=8, fps=fps, size=40.0)[0]])
    assert count_repetitions(signal, np.arange(len(signal)) / fps).count == 8


@pytest.mark.parametrize("seed", range(3))
def test_tremor_is_no_repetition(seed):
    """Six swings a second of a tenth of the movement, with some jitter, change no count."""
    signal, times = movement(fps=60, noise=0.8, seed=seed)
    assert count_repetitions(signal + 3.0 * np.sin(2 * np.pi * 6 * times), times).count == 10


SURE = ("ordinary", "drop-outs", "spikes", "drifting", "long hold at the end", "tiring", "short of the start")


@pytest.mark.parametrize("kind", [*SURE, "wobbles in the hold", "large move out of it"])
def test_made_up_sets_are_counted_exactly(kind):
    """Of ten signals of each kind that must be right, each is, whatever its unit, rate and way up."""
    made = [make(kind, seed) for seed in range(1000, 1010)]
    assert [count_repetitions(one.values, one.times).count for one in made] == [one.repetitions for one in made]


@pytest.mark.parametrize("kind", ["stillness", "noise", "one-way move"])
def test_nothing_is_invented(kind):
    """Somebody who is still, or who sits down and stays, repeats nothing; nor does noise."""
    made = [make(kind, seed) for seed in range(1000, 1025)]
    assert sum(count_repetitions(one.values, one.times).count for one in made) == 0


@pytest.mark.parametrize("kind", ["fast", "large move into place", "into place and back", "all at once"])
def test_quick_sets_and_sets_after_a_large_move_are_counted(kind):
    """At least 18 of 20 sets are counted exactly; a move into place may be six times as large."""
    made = [make(kind, seed) for seed in range(1000, 1020)]
    assert sum(count_repetitions(one.values, one.times).count == one.repetitions for one in made) >= 18


def test_fidgets_before_a_set_seldom_spoil_it():
    """At least 18 of 20 sets with shifts and scratches before them are counted exactly."""
    made = [make("fidgets before", seed) for seed in range(1000, 1020)]
    assert sum(count_repetitions(one.values, one.times).count == one.repetitions for one in made) >= 18


def test_two_fidgets_that_are_unlike_are_no_set():
    """A small movement and a larger one, each once, count nothing, and the set after them is counted whole."""
    unlike = [movement(repetitions=1, size=size, hold=0.1, seconds=1.0, lead=0.5, tail=0.5)[0] for size in (4.0, 10.0)]
    signal = np.concatenate([*unlike, movement(repetitions=6)[0]])
    assert count_repetitions(signal, np.arange(len(signal)) / 30).count == 6


@settings(max_examples=25, deadline=None)
@given(movement_signals(), st.floats(0.05, 1.0))
def test_what_was_counted_stays(made, share):
    """The repetitions of any beginning of any signal are those that the whole says were counted by then."""
    stop = max(1, int(share * min(len(made.times), 6000)))
    whole = count_repetitions(made.values[:6000], made.times[:6000])
    part = count_repetitions(made.values[:stop], made.times[:stop])
    by_then = sum(at <= made.times[stop - 1] for at in whole.counted)
    assert part.count == by_then
    assert (part.starts, part.ends) == (whole.starts[:by_then], whole.ends[:by_then])


@settings(max_examples=25, deadline=None)
@given(movement_signals("ordinary", "fidgets before", "sway"), st.sampled_from([-1024.0, -0.125, 0.0078125, 512.0]))
def test_unit_and_way_up_change_nothing(made, scale):
    """The same signal in another unit or upside down has the same count."""
    values, times = made.values[:2000], made.times[:2000]
    assert count_repetitions(scale * values, times).count == count_repetitions(values, times).count


@pytest.mark.parametrize("signal", [[], [1.0], [2.0] * 50, [float("nan")] * 9, [float("inf")] * 9])
def test_too_little_to_count_is_nothing(signal):
    """No sample, one, a flat line, and nothing finite have no repetition."""
    assert count_repetitions(signal, np.arange(len(signal))).count == 0
