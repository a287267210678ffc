"""What must be true of any stream of landmarks."""

import functools

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.motion import engine, fast
from ilium.motion.findings import NotMeasured, Preflight, RaisedHand, RepetitionCounted
from ilium.motion.recording import Recording, from_frames
from ilium.motion.wire import Frame, decode, encode
from ilium_lab.camera.accuracy import recording_of
from ilium_lab.camera.ground_truth import Simulation, simulate
from ilium_lab.camera.lens import Camera
from ilium_lab.camera.noise import MEASURED
from ilium_lab.camera.performance import Performance
from ilium_lab.camera.simulation import frames_of
from ilium_lab.figure.clips import load_clip
from tests.strategies import frames

LIBRARY = load_library()
MEASURED_VARIANTS = [
    (exercise, variant)
    for exercise in LIBRARY.exercises
    for variant in exercise.variant
    if variant.camera and variant.camera.trust != "never"
]
BAD = msgspec.structs.replace(MEASURED, swaps=0.03, dropouts_per_minute=3.0)


@functools.cache
def done(name: str, side: Side, repetitions: int = 2) -> Simulation:
    exercise, variant = chosen(name)
    entry = variant.camera
    return simulate(
        load_clip(exercise, variant),
        variant.position,
        side=side,
        camera=Camera(azimuth=entry.azimuth, elevation=entry.elevation),
        performance=Performance(repetitions=repetitions),
        noise=BAD,
        fps=20,
        seed=3,
    )


def chosen(name):
    return next(pair for pair in MEASURED_VARIANTS if pair[1].id == name)


def begun(name, side=Side.LEFT, **more):
    exercise, variant = chosen(name)
    return engine.begin(exercise, variant, side.value, **more)


def sizes(value):
    """How long each list of a state is."""
    if isinstance(value, msgspec.Struct):
        return [sizes(getattr(value, name)) for name in value.__struct_fields__]
    return len(value) if isinstance(value, list) else 1


def without_parts(findings):
    """Findings with the sides taken out of their words."""
    return [
        msgspec.structs.replace(one, part=one.part.replace("right", "left"), say=one.say.replace("right", "left"))
        if isinstance(one, NotMeasured)
        else one
        for one in findings
    ]


@pytest.mark.parametrize("name", [variant.id for _, variant in MEASURED_VARIANTS])
def test_mirrored_stream_and_other_side_find_the_same(name):
    """The mirror image of a stream, with the other side working, has the same findings."""
    found = [engine.analyse(begun(name, s), recording_of(done(name, s)), compiled=False)[1] for s in Side]
    assert without_parts(found[0]) == without_parts(found[1])
    assert found[0]


@given(cuts=st.lists(st.integers(0, 300), max_size=6))
@settings(max_examples=8, deadline=None)
def test_any_chunking_gives_the_batch_result(cuts):
    """A stream cut anywhere and taken frame by frame has the findings of the whole."""
    recording = recording_of(done("two-leg", Side.LEFT))
    whole = engine.analyse(begun("two-leg"), recording, compiled=False)[1]
    state, said = begun("two-leg"), []
    for first, last in zip([0, *sorted(cuts)], [*sorted(cuts), len(recording)], strict=True):
        state, findings = engine.analyse(state, recording.part(first, last), compiled=False)
        said += findings
    assert tuple(said) == whole


def test_step_by_step_is_the_batch():
    """`step` on frames that went over the wire is `analyse` on the same numbers."""
    sent = [decode(encode(frame)) for frame in frames_of(done("two-leg", Side.LEFT))]
    state, said = engine.fold(begun("two-leg"), sent)
    assert engine.analyse(begun("two-leg"), from_frames(sent), compiled=False)[1] == said
    assert engine.finish(state, 0.0).repetitions == 2


@pytest.mark.skipif(not fast.available(), reason="numba is not installed")
def test_compiled_path_finds_the_same_to_the_last_bit():
    """numba and Python give equal findings and equal states for every variant."""
    for _, variant in MEASURED_VARIANTS:
        recording = recording_of(done(variant.id, Side.LEFT))
        slow, quick = (engine.analyse(begun(variant.id), recording, compiled=use) for use in (False, True))
        assert slow[1] == quick[1]
        assert repr(slow[0].core) == repr(quick[0].core)


@pytest.mark.skipif(not fast.available(), reason="numba is not installed")
def test_a_hundred_thousand_random_frames_count_nothing():
    """Random landmarks, at random times, with everything a number can be among them, count no repetition."""
    random = np.random.default_rng(7)
    image = random.uniform(-0.2, 1.2, (100_000, 33, 3))
    image[random.random(image.shape) < 0.0005] = np.nan
    image[random.random(image.shape) < 0.0005] = np.inf
    recording = Recording(
        random.uniform(-50, 50, 100_000).cumsum() + np.arange(100_000) * 20.0,
        image,
        random.uniform(0.4, 1.0, (100_000, 33)),
        random.uniform(0.5, 2.0, 100_000),
        random.integers(0, 3, 100_000),
    )
    for _, variant in MEASURED_VARIANTS:
        state, _ = engine.analyse(begun(variant.id), recording, compiled=True)
        assert engine.finish(state, 0.0).repetitions == 0


@given(stream=st.lists(frames(), max_size=40), shuffle=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_junk_counts_nothing_and_keeps_its_size(stream, shuffle):
    """Frames of random numbers, in any order, count no repetition, raise nothing and make no state larger."""
    shuffle.shuffle(stream)
    state = begun("si-bridge")
    size = sizes(state.core)
    state, findings = engine.fold(state, stream)
    assert not [one for one in findings if isinstance(one, RepetitionCounted)]
    assert sizes(state.core) == size


BROKEN = [float("nan"), float("inf"), -float("inf"), 1e6, -50.0]


@pytest.mark.parametrize("value", BROKEN)
def test_frames_that_cannot_be_a_picture_count_nothing(value):
    """A stream whose knees are not numbers, or far outside of the picture, counts nothing."""
    recording = recording_of(done("two-leg", Side.LEFT))
    recording.image[:, 25:27, :2] = value
    state, findings = engine.analyse(begun("two-leg"), recording, compiled=False)
    done.cache_clear()
    assert engine.finish(state, 0.0).repetitions == 0
    assert "bad-frame" in {one.reason for one in findings if isinstance(one, NotMeasured)}


def test_a_tenfold_rate_and_frames_sent_twice_change_no_count():
    """Each frame sent ten times, a tenth of the time apart, is still two repetitions; time going back is left out."""
    sent = frames_of(done("two-leg", Side.LEFT))
    ten = [msgspec.structs.replace(f, capture_ms=f.capture_ms + 5.0 * k) for f in sent for k in range(10)]
    state, _ = engine.fold(begun("two-leg"), ten)
    assert engine.finish(state, 0.0).repetitions == 2
    assert engine.step(state, sent[0])[1] == ()


def test_several_people_pause_the_count():
    """With somebody else in the picture all the time nothing is counted, and it is said why."""
    sent = [msgspec.structs.replace(frame, several=True) for frame in frames_of(done("two-leg", Side.LEFT))]
    state, findings = engine.fold(begun("two-leg"), sent)
    assert engine.finish(state, 0.0).repetitions == 0
    assert "several-people" in {one.reason for one in findings if isinstance(one, NotMeasured)}


def raised(frame: Frame) -> Frame:
    """The same frame with one hand up, above everything else."""
    y = list(frame.y)
    y[15], y[13] = 0.05, 0.3
    sure = list(frame.visibility)
    sure[15] = 1.0
    return msgspec.structs.replace(frame, y=tuple(y), visibility=tuple(sure))


def test_a_raised_hand_is_seen_once_and_only_if_asked_for():
    """A hand up for two seconds is one finding; without the person's wish there is none."""
    sent = [raised(frame) for frame in frames_of(done("two-leg", Side.LEFT))[:50] if frame.x]
    for wish, count in ((True, 1), (False, 0)):
        _, findings = engine.fold(begun("two-leg", raised_hand=wish), sent)
        assert len([one for one in findings if isinstance(one, RaisedHand)]) == count


def test_preflight_says_each_item_and_counts_nothing():
    """The check before a set ends with every item seen, and no other finding."""
    _, findings = engine.fold(begun("two-leg", only_look=True), frames_of(done("two-leg", Side.LEFT))[:60])
    assert all(isinstance(one, Preflight) for one in findings)
    last = {one.item: one.ok for one in findings}
    assert last == dict.fromkeys(("person", "alone", "in-frame", "confident", "distance", "view", "start-pose"), True)
