"""What counts as a repetition: one of a series, not a single movement."""

import math

from ilium.exercises.loader import load_library
from ilium.motion import kernel
from ilium.motion.kernel.codes import REPETITION, START
from ilium.motion.kernel.count import come_back
from ilium.motion.kernel.move import move
from ilium.motion.program import compile_variant

PROGRAM = compile_variant(load_library().get("si-glute-bridge").get_variant("two-leg")).sides[0].numbers


def counted(*movements):
    """Return when each of the repetitions that count ended; a movement is its beginning, its end and its size."""
    state, said = kernel.KernelState(), []
    state.path.range = 0.2
    for begin, end, size in movements:
        state.now_s = end
        state.path.out_s = state.path.rose_s = begin
        state.path.back_s = end
        come_back(state, PROGRAM, size, 1.0, said)
    return [event.at_s for event in said]


def followed(*movements, fps=30):
    """Return how many repetitions are counted of lifts, each with its size and its seconds up and down."""
    state, said = kernel.KernelState(phase=START), []
    state.path.range, state.path.floor_frames, state.series.last_end_s = 0.2, 1, -100.0
    seconds = 0.0
    for size, up, down in movements:
        for frame in range(int((up + down + 0.2) * fps)):
            share = frame / fps / up if frame < up * fps else 1 + min(1, (frame / fps - up) / down)
            seconds += 1 / fps
            high = size * (0.5 - 0.5 * math.cos(math.pi * share))
            state.now_s, state.step_s, state.body.measures[0] = seconds, 1 / fps, PROGRAM.direction * high
            move(state, PROGRAM, said)
    return sum(event.kind == REPETITION for event in said)


def test_a_slow_small_repetition_within_a_set_is_no_drift_of_the_start():
    """Who tires lifts little more than half as high in twice the time: the start level does not creep up under it."""
    usual, slow = (0.2, 2, 3), (0.115, 4, 3)
    assert followed(usual, usual, slow, usual) == 4


def test_one_movement_alone_is_no_repetition():
    """Somebody shifts once: nothing is counted."""
    assert counted((0.0, 5.0, 0.2)) == []


def test_the_first_is_counted_with_the_second_and_with_its_own_time():
    """Two alike, one after the other, are two repetitions."""
    assert counted((0.0, 5.0, 0.2), (6.0, 11.0, 0.22)) == [5.0, 11.0]


def test_two_that_differ_are_not_a_series():
    """A quick small movement and a long large one are no exercise."""
    assert counted((0.0, 2.5, 0.1), (3.0, 9.0, 0.3)) == []


def test_two_alike_with_a_long_rest_between_are_not_a_series():
    """After the rest the next one waits again."""
    assert counted((0.0, 5.0, 0.2), (20.0, 25.0, 0.2)) == []


def test_a_movement_after_the_last_repetition_is_not_added():
    """A shuffle after the set waits in vain."""
    assert counted((0.0, 5.0, 0.2), (6.0, 11.0, 0.2), (12.0, 14.0, 0.09)) == [5.0, 11.0]


def test_an_odd_one_between_two_that_count_is_counted_too():
    """A repetition of half the range within a set is a full repetition."""
    assert counted((0.0, 5.0, 0.2), (6.0, 11.0, 0.2), (12.0, 17.0, 0.09), (18.0, 23.0, 0.2)) == [5.0, 11.0, 17.0, 23.0]
