"""The ramp model: its algebra against brute force, and what must not change it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ilium.progress import ramp
from ilium.progress.ramp import estimate

Array = NDArray[np.float64]


def made_up(days: int, drop: float, seed: int = 1, missing: float = 0.25) -> Array:
    dice = np.random.default_rng(seed)
    values = np.clip(np.round(6 - drop * np.linspace(0, 1, days) + dice.normal(0, 1.2, days)), 0, 10)
    values[dice.random(days) < missing] = np.nan
    values[0], values[-1] = 6.0, np.clip(6.0 - drop, 0, 10)
    return values


def brute_force(ratings: Array) -> tuple[float, float]:
    """Return P(D > 0) and the mean of D, from the joint Gaussian of each cell of the grid, written out plainly."""
    days = np.flatnonzero(~np.isnan(ratings)).astype(float)
    y, n_days = ratings[days.astype(int)], len(ratings)
    every = np.arange(n_days, dtype=float)
    contrast = np.zeros(n_days)
    contrast[:7], contrast[-7:] = 1 / 7, contrast[-7:] - 1 / 7
    weights, means, sds = [], [], []
    for memory in ramp.MEMORY:
        for wander in ramp.WANDER:
            for sigma in ramp.SIGMA:
                for shape in ramp._ramps(every, n_days):
                    walk = (sigma * wander) ** 2 * np.minimum(every[:, None], every[None, :])
                    level = 9.0 + 6.25 * np.outer(shape, shape) + walk
                    at = days.astype(int)
                    gap = np.abs(days[:, None] - days[None, :])
                    noise = sigma**2 * (np.where(gap == 0, 1.0, memory**gap) if memory else np.eye(len(days)))
                    cov = level[np.ix_(at, at)] + noise
                    inverse = np.linalg.inv(cov)
                    off = y - ramp.FIRST_MEAN
                    cross = contrast @ level[:, at]
                    means.append(cross @ inverse @ off)
                    sds.append(np.sqrt(contrast @ level @ contrast - cross @ inverse @ cross))
                    weights.append(-0.5 * (np.linalg.slogdet(cov)[1] + off @ inverse @ off))
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    z = np.array(means) / np.array(sds)
    return float(weight @ ramp._normal_below(z)), float(weight @ np.array(means))


@pytest.mark.parametrize(("days", "drop"), [(14, 0.0), (28, 2.0), (42, -1.0)])
def test_the_algebra_is_that_of_the_joint_gaussian(days: int, drop: float) -> None:
    """Solving by inner products gives what inverting each whole covariance gives."""
    ratings = made_up(days, drop)
    lower, mean = brute_force(ratings)
    found = estimate(ratings)
    assert found.lower == pytest.approx(lower, abs=2e-3)
    assert found.first - found.last == pytest.approx(mean, abs=2e-2)


def test_up_is_the_mirror_of_down() -> None:
    """Ratings turned upside down about the prior's middle turn the answer round."""
    ratings = made_up(42, 2.0)
    down, up = estimate(ratings), estimate(10 - ratings)
    assert down.lower == pytest.approx(1 - up.lower, abs=1e-6)
    assert down.drop == pytest.approx(-up.drop, abs=2e-3)
    assert down.lower_by[2] == pytest.approx(up.lower_by[-2], abs=1e-6)


def test_a_clear_change_is_nearly_certain_and_its_interval_holds_it() -> None:
    found = estimate(made_up(56, 4.0))
    assert found.lower > 0.999
    assert found.drop_low < 4.0 * 49 / 55 < found.drop_high
    assert found.first - found.last == pytest.approx(found.drop, abs=0.3)


def test_more_noise_is_less_sure() -> None:
    calm = np.tile([5.0, 5.0, 4.0, 5.0], 7) - np.repeat([0.0, 1.0], 14)
    wild = np.tile([8.0, 2.0, 6.0, 3.0], 7) - np.repeat([0.0, 1.0], 14)
    assert estimate(calm).lower > estimate(wild).lower
    assert estimate(calm).spread < estimate(wild).spread


def test_probabilities_and_percentiles_are_in_order() -> None:
    found = estimate(made_up(28, 1.0), (1, 2, -1, -2))
    assert 1 >= found.lower >= found.lower_by[1] >= found.lower_by[2] >= 0
    assert found.lower_by[-2] <= found.lower_by[-1] <= 1 - found.lower
    assert found.drop_low < found.drop < found.drop_high
    assert all(low <= level <= high for _, level, low, high in found.line)


def test_of_ten_years_only_the_ends_are_read() -> None:
    """What happened in the middle of a long record changes nothing."""
    ratings = made_up(3650, 2.0, missing=0.1)
    other = ratings.copy()
    other[100:3000] = 0
    assert estimate(other) == estimate(ratings)


def test_ratings_that_never_differ_are_no_change() -> None:
    found = estimate(np.full(42, 4.0))
    assert abs(found.drop) < 0.05
    assert found.lower == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("ratings", [np.full(13, 5.0), np.concatenate([np.full(7, np.nan), np.full(14, 5.0)])])
def test_what_cannot_be_compared_is_refused(ratings: Array) -> None:
    with pytest.raises(ValueError, match="week"):
        estimate(ratings)


def test_the_normal_distribution_by_hand() -> None:
    found = ramp._normal_below(np.array([-1.959964, 0.0, 1.281552, 3.0]))
    assert found == pytest.approx([0.025, 0.5, 0.9, 0.998650], abs=1e-6)
