"""How well a hold is timed, when it is said to be left, and what is taken back."""

import msgspec
import numpy as np
import pytest

from ilium.motion import engine, kernel
from ilium.motion.findings import HoldTime, lengths_of_holds
from ilium.motion.kernel.codes import GETTING_READY, HOLD
from ilium.motion.kernel.hold import hold_begins, hold_was
from ilium.motion.kernel.tell import give_up
from ilium.motion.program import compile_variant
from ilium_lab.camera.noise import MEASURED, Noise
from tests.unit.motion.streams import WATCHED, done, found

PROGRAM = compile_variant(WATCHED["lumbar-roll"][1]).sides[0].numbers


def test_holds_are_timed_under_noise_and_drop_outs():
    """Of eighteen holds of ten seconds none is off by a second, and fifteen by no more than half a second."""
    noise = msgspec.structs.replace(MEASURED, dropouts_per_minute=3.0)
    off = []
    for seed in range(100, 124, 4):
        _, said = found("lumbar-roll", done("lumbar-roll", noise, seed=seed, repetitions=3))
        off += [abs(seconds - 10.0) for seconds in lengths_of_holds(said).values()]
    assert len(off) == 18
    assert max(off) < 1.0
    assert np.sum(np.array(off) <= 0.5) >= 15


@pytest.mark.parametrize("tempo", [0.75, 1.0, 1.33])
def test_holds_are_timed_at_another_pace(tempo):
    """Slower or quicker than specified, holds without noise are right to 0.3 s."""
    stream = done("lumbar-roll", Noise(), repetitions=3, tempo=tempo)
    held = list(lengths_of_holds(found("lumbar-roll", stream)[1]).values())
    assert held == pytest.approx([10.0 / tempo] * 3, abs=0.3)


def test_that_a_hold_began_and_was_left_is_said_live():
    """It begins within half a second of its beginning, and is left within two seconds of its end."""
    stream = done("lumbar-roll", Noise(), repetitions=3)
    said = [one for one in found("lumbar-roll", stream)[1] if isinstance(one, HoldTime)]
    for number, (begin, end) in enumerate(stream.truth.holds, 1):
        of_it = [one for one in said if one.number == number]
        left = next(one for one in of_it if not one.holding)
        assert abs(of_it[0].at_ms / 1000 - begin) < 0.5
        assert 0.0 < left.at_ms / 1000 - end < 2.0


def test_the_set_is_as_long_as_its_holds():
    """What is recorded for the set is the sum of the lengths that were said last."""
    state, said = found("lumbar-roll", done("lumbar-roll", MEASURED, repetitions=3, seed=101))
    assert engine.finish(state, 0.0).held_seconds == pytest.approx(sum(lengths_of_holds(said).values()), abs=0.01)


def ended(lengths, pace=1.0):
    """A state after holds of these lengths, with flanks of a second each, and all that was said at the end of each."""
    state, ends = kernel.KernelState(), []
    state.holds.pace_total, state.holds.pace_weight = 1000.0 * pace, 1000.0
    for seconds in lengths:
        said = []
        hold_begins(state, 0.0, [])
        state.now_s = seconds
        hold_was(state, PROGRAM, seconds + 1.0, 1.0, said)
        ends.append([(event.value, event.seconds) for event in said])
    return state, ends


def test_a_hold_is_mended_after_the_next_ones():
    """Each further hold says the lengths of those before it again, for the pace as it is known then."""
    _, said = ended([10.0, 11.0])
    assert [[number for number, _ in once] for once in said] == [[1], [1, 2]]


def test_only_the_last_holds_are_mended_and_all_are_summed():
    """Of ten holds the first two are no longer said again, and the set has all ten."""
    state, said = ended([10.0] * 10)
    assert [number for number, _ in said[-1]] == list(range(3, 11))
    assert state.holds.total_s == pytest.approx(100.0, abs=0.01)


def test_getting_up_is_taken_back_and_changes_no_hold():
    """A second hold that is given up at once is said to have been none, and the first one stays."""
    state, _ = ended([10.0])
    state.now_s = 20.0
    hold_begins(state, 20.0, [])
    state.now_s = state.body.trusted_s = 21.0
    give_up(state, PROGRAM, GETTING_READY, said := [])
    assert said[0] == kernel.Event(kind=HOLD, at_s=21.0, value=2)
    assert (state.holds.count, state.holds.total_s) == (1, pytest.approx(10.0, abs=0.01))
