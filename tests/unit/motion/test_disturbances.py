"""What costs no repetition: left and right exchanged, nobody found for a moment, a long stay."""

import functools

import msgspec
import numpy as np
import pytest

from ilium.anatomy.landmarks import TWINS
from ilium.motion import engine
from ilium.motion.findings import RepetitionCounted
from ilium.motion.recording import Recording
from ilium_lab.camera.accuracy import recording_of
from ilium_lab.camera.noise import MEASURED, Noise
from tests.unit.motion.streams import COUNTED, done, found

DROPS = msgspec.structs.replace(MEASURED, swaps=0.0, dropouts_per_minute=6.0)
SWAPS = msgspec.structs.replace(MEASURED, swaps=0.05, dropouts_per_minute=0.0)


@functools.cache
def clean() -> Recording:
    """Four bridges without any error."""
    return recording_of(done("two-leg", Noise()))


def exchanged(first, last, joints=range(33)):
    """The clean bridges with left and right of these joints exchanged in these frames."""
    image = clean().image.copy()
    order = [TWINS[joint] if joint in joints else joint for joint in range(33)]
    image[first:last] = image[first:last][:, order]
    return msgspec.structs.replace(clean(), image=image)


def times(findings):
    return [one.at_ms for one in findings if isinstance(one, RepetitionCounted)]


@pytest.mark.parametrize("noise", [DROPS, SWAPS], ids=["drop-outs", "swaps"])
@pytest.mark.parametrize("name", COUNTED)
def test_drop_outs_and_swaps_cost_no_repetition(name, noise):
    """Six drop-outs a minute, or every twentieth frame exchanged, and four repetitions are four."""
    state, _ = found(name, recording_of(done(name, noise)))
    assert engine.finish(state, 0.0).repetitions == 4


@pytest.mark.parametrize("first", range(40, 400, 45))
def test_legs_exchanged_for_a_moment_move_no_repetition(first):
    """Four frames with the legs exchanged, anywhere, move no repetition by more than a third of a second."""
    usual = times(found("two-leg", clean())[1])
    now = times(found("two-leg", exchanged(first, first + 4, range(23, 33)))[1])
    assert len(now) == len(usual) == 4
    assert np.abs(np.subtract(now, usual)).max() < 333


@pytest.mark.parametrize("first", [100, 250, 333])
def test_sides_exchanged_for_good_are_believed_in_the_end(first):
    """A detector that changes its mind for good is followed, and the set is counted on."""
    state, _ = found("two-leg", exchanged(first, None))
    assert engine.finish(state, 0.0).repetitions == 4


def test_who_stays_at_the_far_end_is_let_go():
    """A lift that never comes back is given up, so that what follows is counted from a new start."""
    recording = clean()
    top = int(np.searchsorted(recording.capture_ms, 5500))
    rows = np.concatenate([np.arange(top), np.full(900, top), np.arange(len(recording))])
    stream = Recording(
        np.arange(len(rows)) * 1000 / 30,
        recording.image[rows],
        recording.visibility[rows],
        recording.aspect[rows],
        recording.people[rows],
    )
    assert engine.finish(found("two-leg", stream)[0], 0.0).repetitions == 4
