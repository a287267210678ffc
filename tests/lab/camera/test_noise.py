"""Noise of the detector: each kind does what it says, alone, the same for the same seed, and alike on both sides."""

import numpy as np
import pytest

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import TWINS, landmark
from ilium.exercises.loader import load_library
from ilium_lab.camera.ground_truth import Simulation, simulate
from ilium_lab.camera.noise import MEASURED, Detections, Noise, wandering
from ilium_lab.camera.performance import Performance
from ilium_lab.figure.clips import find_variant, load_clip

EXERCISE, VARIANT = find_variant(load_library(), "si-bridge")[0]
CLIP = load_clip(EXERCISE, VARIANT)
ALL = Noise(jitter=0.07, dropouts_per_minute=6, swaps=0.03, occlusion=0.2, crop=0.2, passer_by=0.3, rate_jitter=0.2)


def made(noise: Noise, side: Side = Side.LEFT, seed: int = 1, repetitions: int = 6) -> Simulation:
    """Return a set with noise."""
    return simulate(
        CLIP, VARIANT.position, side=side, noise=noise, performance=Performance(repetitions=repetitions), seed=seed
    )


def arrays(seen: Detections) -> list[np.ndarray]:
    """Return everything a detector gives."""
    return [getattr(seen, name) for name in seen.__struct_fields__]


def errors(run: Simulation) -> np.ndarray:
    """Return each joint's error in the picture in torso lengths, shape (n, 33)."""
    sight = run.truth.sight
    apart = (run.seen.image - sight.image)[..., :2] * (1.0, run.camera.height / run.camera.width)
    torso = np.linalg.norm(sight.world[:, [11, 12]].mean(axis=1), axis=1) * sight.scale
    return np.linalg.norm(apart, axis=-1) / torso[:, None]


def test_no_noise_is_the_truth() -> None:
    """Without noise the detector gives the true landmarks."""
    run = made(Noise())
    assert (run.seen.image == run.truth.sight.image).all()
    assert run.seen.present.all()
    assert not run.seen.several.any()


def test_the_same_seed_gives_the_same_stream() -> None:
    """Equal arguments give equal arrays; another seed does not."""
    one, two, other = made(ALL), made(ALL), made(ALL, seed=2)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays(one.seen), arrays(two.seen), strict=True))
    assert not np.array_equal(one.seen.image, other.seen.image, equal_nan=True)


def test_noise_is_the_mirror_image_on_the_other_side() -> None:
    """All noise at once: the stream of the right is that of the left, exchanged and mirrored."""
    left, right = (made(ALL, side).seen for side in Side)
    image = right.image[:, TWINS].copy()
    image[..., 0] = 1 - image[..., 0]
    assert np.allclose(image, left.image, rtol=0, atol=1e-12, equal_nan=True)
    assert np.array_equal(right.visibility[:, TWINS], left.visibility, equal_nan=True)
    assert np.array_equal(right.capture_ms, left.capture_ms)


def test_switching_one_kind_leaves_the_others_as_they_were() -> None:
    """With drop-outs added, the frames that are still seen do not change."""
    plain, gaps = made(Noise(jitter=0.07)).seen, made(Noise(jitter=0.07, dropouts_per_minute=20)).seen
    assert 0 < (~gaps.present).sum() < len(gaps.present)
    assert (gaps.image[gaps.present] == plain.image[gaps.present]).all()


@pytest.mark.parametrize("median", [0.05, 0.10])
def test_jitter_has_the_median_asked_for(median: float) -> None:
    """Over joints and seeds the median error is that many torso lengths, and most of it stays from frame to frame."""
    run = [made(Noise(jitter=median), seed=seed, repetitions=2) for seed in range(5)]
    assert np.median([errors(one) for one in run]) == pytest.approx(median, rel=0.1)
    steps = [np.abs(np.diff(errors(one), axis=0)) for one in run]
    assert np.median(steps) < 0.5 * median


def test_dropouts_are_short_and_empty() -> None:
    """No gap lasts longer than asked for, and nothing is given in it."""
    seen = made(Noise(dropouts_per_minute=10, dropout_seconds=1.0)).seen
    assert np.isnan(seen.image[~seen.present]).all()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ~seen.present, [0]])))
    # ten a minute may touch one another, so that a run can be a little longer than one
    assert np.median(edges[1::2] - edges[::2]) <= 30


def test_swaps_exchange_left_and_right() -> None:
    """In about the share asked for the hips are exchanged; half of the time the shoulders too."""
    run = made(Noise(swaps=0.05), repetitions=10)
    true, seen = run.truth.sight.image, run.seen.image
    hip, twin = landmark("left_hip"), landmark("right_hip")
    swapped = (seen[:, hip] == true[:, twin]).all(axis=1)
    assert 0.02 < swapped.mean() < 0.08
    shoulders = (seen[:, 11] == true[:, 12]).all(axis=1)
    assert 0 < shoulders.sum() < swapped.sum()


def test_hidden_joints_are_invented_with_confidence() -> None:
    """Only hidden joints move, and often their visibility is above 0.9."""
    run = made(Noise(occlusion=0.3))
    hidden = run.truth.sight.hidden
    far = errors(run)
    assert far[~hidden].max() == 0
    assert np.median(far[hidden]) == pytest.approx(0.3, rel=0.4)
    assert 0.02 < (run.seen.visibility[hidden] > 0.9).mean() < 0.6


def test_cropping_takes_the_feet_away() -> None:
    """With a fifth of the body outside, feet lie at the edge of the picture and shoulders stay in relation."""
    run = made(Noise(crop=0.3))
    true, seen = run.truth.sight.image, run.seen.image
    shift = (seen - true)[:, landmark("left_shoulder"), 0]
    assert np.ptp(shift) < 1e-9
    beyond = true[:, landmark("left_ankle"), 0] + shift
    assert ((beyond < 0) | (beyond > 1)).mean() > 0.5
    assert ((seen[..., 0] > -0.15) & (seen[..., 0] < 1.15)).all()


def test_somebody_else_takes_the_body_over_for_a_while() -> None:
    """About the share asked for has another body or a mixed one; mostly it is told that there are several."""
    run = made(Noise(passer_by=0.3), repetitions=12)
    true, seen = run.truth.sight.image, run.seen.image
    legs = (seen[:, landmark("left_ankle")] != true[:, landmark("left_ankle")]).any(axis=1)
    head = (seen[:, landmark("nose")] != true[:, landmark("nose")]).any(axis=1)
    assert 0.1 < legs.mean() < 0.3
    assert 0 < head.sum() < legs.sum()
    assert run.seen.several[legs].mean() > 0.5


def test_frames_come_unevenly_and_in_order() -> None:
    """Capture times rise, about 30 a second, with the spread asked for; the truth is of those moments."""
    run = made(Noise(rate_jitter=0.2))
    gaps = np.diff(run.seen.capture_ms)
    assert gaps.min() > 0
    assert gaps.mean() == pytest.approx(1000 / 30, rel=0.01)
    assert gaps.std() == pytest.approx(0.2 * np.sqrt(2) * 1000 / 30, rel=0.2)
    assert run.truth.times * 1000 == pytest.approx(run.seen.capture_ms)


def test_wandering_noise_has_variance_one_and_hangs_together() -> None:
    """Mean 0, variance 1 at every moment, and neighbours in time alike."""
    noise = wandering(np.random.default_rng(0), np.arange(300) / 30, 2.0, (4000,))
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std(axis=1) == pytest.approx(np.ones(300), abs=0.06)
    assert np.corrcoef(noise[10], noise[11])[0, 1] > 0.99


@pytest.mark.parametrize("change", [{"jitter": -0.1}, {"swaps": 1.5}, {"jitter": float("nan")}])
def test_impossible_noise_is_refused(change: dict[str, float]) -> None:
    """Numbers below zero, shares above one and NaN are errors that name the number."""
    with pytest.raises(SpecificationError, match=next(iter(change))):
        Noise(**change)


def test_the_measured_noise_is_within_what_was_measured() -> None:
    """The preset's median error is that of the renders: 0.05 to 0.10 torso lengths."""
    assert 0.05 <= MEASURED.jitter <= 0.10
    assert np.nanmedian([np.nanmedian(errors(made(MEASURED, seed=seed, repetitions=2))) for seed in range(4)]) < 0.11
