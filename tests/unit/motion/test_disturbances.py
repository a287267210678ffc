"""What costs no repetition: left and right exchanged, nobody found for a moment; and how well a hold is timed."""

import functools

import msgspec
import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.anatomy.landmarks import TWINS
from ilium.app.motion_accuracy import recording_of
from ilium.exercises.loader import load_library
from ilium.figure.clips import load_clip
from ilium.figure.ground_truth import simulate
from ilium.figure.lens import Camera
from ilium.figure.noise import MEASURED, Noise
from ilium.figure.performance import Performance
from ilium.motion import engine
from ilium.motion.findings import HoldTime, RepetitionCounted
from ilium.motion.recording import Recording

COUNTED = [
    (exercise, variant)
    for exercise in load_library().exercises
    for variant in exercise.variant
    if variant.camera and variant.camera.trust != "never" and variant.camera.counts != "pose"
]
DROPS = msgspec.structs.replace(MEASURED, swaps=0.0, dropouts_per_minute=6.0)
SWAPS = msgspec.structs.replace(MEASURED, swaps=0.05, dropouts_per_minute=0.0)


def done(variant_id, noise, repetitions=4, seed=110):
    exercise, variant = next(pair for pair in COUNTED if pair[1].id == variant_id)
    return simulate(
        load_clip(exercise, variant),
        variant.position,
        side=Side.LEFT,
        camera=Camera(azimuth=variant.camera.azimuth, elevation=variant.camera.elevation),
        performance=Performance(repetitions=repetitions),
        noise=noise,
        seed=seed,
    )


def found(variant_id, recording):
    exercise, variant = next(pair for pair in COUNTED if pair[1].id == variant_id)
    return engine.analyse(engine.begin(exercise, variant, "left"), recording, compiled=False)


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
@pytest.mark.parametrize("name", [variant.id for _, variant in COUNTED])
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


@pytest.mark.parametrize("seed", [100, 104, 108])
def test_a_hold_is_timed_under_noise_and_drop_outs(seed):
    """Three holds of ten seconds are each within a second, and in the middle within half a second."""
    noise = msgspec.structs.replace(MEASURED, dropouts_per_minute=3.0)
    stream = done("lumbar-roll", noise, repetitions=3, seed=seed)
    said = found("lumbar-roll", recording_of(stream))[1]
    held = [one.seconds for one in said if isinstance(one, HoldTime) and not one.holding and one.seconds > 0]
    off = np.abs(np.subtract(held, 10.0))
    assert len(held) == 3
    assert off.max() < 1.0
    assert np.median(off) < 0.5


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
