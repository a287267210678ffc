"""The Bayesian ramp model: how much lower is the pain of the last week than that of the first, and how sure is that.

A day's rating is ``level + noise``. The level begins somewhere, changes along one of four ramps by an unknown amount,
and may wander; the noise lasts from day to day. Everything is Gaussian once noise, its memory and the wandering are
fixed, so each cell of a small grid has an exact answer, and the result is their mixture. Days without a rating are left
out.

Source: the model and its priors are our choice, measured by simulation in ``docs/is-it-helping.md``; the noise of
ratings is that of Page 2022 (within-person SD 1.2).
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: SD of the daily noise, in points of the 0-10 scale.
SIGMA = np.array([0.5, 0.7, 0.9, 1.2, 1.5, 1.9, 2.4, 3.0])
#: How much of a day's noise is left on the next day.
MEMORY = np.array([0.0, 0.2, 0.4, 0.6])
#: Daily step of the level's wandering, as a part of the noise.
WANDER = np.array([0.0, 0.04, 0.08, 0.15])
#: Prior mean and SD of the first level, and SD of the change; points of the scale.
FIRST_MEAN, FIRST_SD, CHANGE_SD = 5.0, 3.0, 2.5
WEEK = 7
#: Of longer records these many first and last days are read: the model compares the ends.
FIRST_DAYS, LAST_DAYS = 14, 56
#: 10th and 90th percentile of a standard normal.
TENTH = 1.2815515655446004


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of one series of daily ratings.

    Parameters
    ----------
    lower : float
        Probability, 0-1, that the level of the last week is lower than that of the first.
    lower_by : dict of int to float
        Probability that it is lower by at least so many points; negative points: higher by at least so many.
    drop, drop_low, drop_high : float
        First week's level minus the last week's, in points: the median, the 10th and the 90th percentile.
    first, last : float
        The two levels' means, 0-10.
    spread : float
        SD of the daily noise, posterior mean, in points.
    line : tuple of (int, float, float, float)
        Along the days: day number, level, its 10th and 90th percentile.
    """

    lower: float
    lower_by: dict[int, float]
    drop: float
    drop_low: float
    drop_high: float
    first: float
    last: float
    spread: float
    line: tuple[tuple[int, float, float, float], ...]


def estimate(ratings: Array, points: tuple[int, ...] = (2, -2)) -> Estimate:
    """Compare the last week's level with the first week's.

    Parameters
    ----------
    ratings : ndarray, shape (n_days,), float64
        One rating 0-10 for each day since the first; NaN where there is none. At least two weeks, with a rating in each
        of the first and the last week.
    points : tuple of int
        For which differences a probability is wanted.

    Raises
    ------
    ValueError
        When there are fewer than 14 days, or a week at an end has no rating.

    Examples
    --------
    >>> falling = np.concatenate([np.full(14, 6.0), np.full(28, 3.0)])
    >>> result = estimate(falling + np.tile([0.0, 1.0], 21))
    >>> round(result.lower, 2), round(result.drop)
    (1.0, 3)
    """
    if len(ratings) < 2 * WEEK:
        raise ValueError(f"two weeks are needed, not {len(ratings)} days")
    known = ~np.isnan(ratings)
    if not known[:WEEK].any() or not known[-WEEK:].any():
        raise ValueError("the first and the last week need a rating each")
    days = _read_days(known)
    functionals, at = _functionals(len(ratings))
    mixture = _mixture(days.astype(float), ratings[days], len(ratings), functionals)
    return _summed_up(mixture, at, points)


class _Mixture(NamedTuple):
    """Components of the answer: weights, (n,); means and SDs of each functional, (n, n_functionals); noise SD, (n,)."""

    weight: Array
    mean: Array
    sd: Array
    sigma: Array


def _read_days(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    days = np.flatnonzero(known)
    if len(known) <= FIRST_DAYS + LAST_DAYS:
        return days
    return days[(days < FIRST_DAYS) | (days >= len(known) - LAST_DAYS)]


def _functionals(n_days: int) -> tuple[list[tuple[Array, Array]], list[int]]:
    """Return what is asked of the level, as days with weights: the drop, both ends, then points along the line."""
    week = np.arange(WEEK, dtype=float)
    first, last = week, n_days - WEEK + week
    even = np.full(WEEK, 1 / WEEK)
    drop = (np.concatenate([first, last]), np.concatenate([even, -even]))
    at = _places(n_days)
    return [drop, (first, even), (last, even), *((np.array([float(day)]), np.ones(1)) for day in at)], at


def _places(n_days: int) -> list[int]:
    """Return the days at which the line is wanted, only where days are read."""
    if n_days <= FIRST_DAYS + LAST_DAYS:
        return sorted({int(day) for day in np.linspace(0, n_days - 1, 13).round()})
    late = np.linspace(n_days - LAST_DAYS, n_days - 1, 10).round()
    return [0, WEEK - 1, FIRST_DAYS - 1, *(int(day) for day in late)]


def _ramps(days: Array, n_days: int) -> Array:
    """Return the four ramps from 0 to 1 on these days, (4, n): even, early, late, and fast then slow."""
    u = days / (n_days - 1)
    return np.stack(
        [u, np.minimum(1, 3 * u), np.maximum(0, 2 * u - 1), (1 - np.exp(-3 * u)) / (1 - np.exp(-3))],
    )


def _mixture(days: Array, ratings: Array, n_days: int, asked: list[tuple[Array, Array]]) -> _Mixture:
    n, ramps = len(days), _ramps(days, n_days)
    memory, wander = (grid.ravel() for grid in np.meshgrid(MEMORY, WANDER, indexing="ij"))
    gap = np.minimum(np.abs(days[:, None] - days[None, :]), 60)  # 0.6 ** 60 is nothing, and quick
    together = np.minimum(days[:, None], days[None, :])
    lasting = np.where(gap == 0, 1.0, np.where(memory[:, None, None] > 0, memory[:, None, None] ** gap, 0.0))
    cov = lasting + (wander**2)[:, None, None] * together
    walk = np.stack([weights @ np.minimum(at[:, None], days[None, :]) for at, weights in asked])
    walk_var = np.array([weights @ np.minimum(at[:, None], at[None, :]) @ weights for at, weights in asked])
    right = np.concatenate([np.ones((1, n)), ramps, ratings[None, :], walk])
    factor = np.linalg.cholesky(cov)
    half = np.linalg.solve(factor, np.broadcast_to(right.T, (len(memory), n, len(right))))
    gram = half.transpose(0, 2, 1) @ half
    log_det = 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    design = np.stack([[weights.sum(), *(_ramps(at, n_days) @ weights)] for at, weights in asked])
    return _posterior(gram, log_det, n, wander**2, design, walk_var)


def _posterior(gram: Array, log_det: Array, n: int, wander_var: Array, design: Array, walk_var: Array) -> _Mixture:
    """Turn the inner products of each covariance into the posterior of every functional, for each ramp and noise SD.

    ``gram`` is (cells, 6 + n_functionals, same): the constant, four ramps, the ratings, the functionals' walks.
    """
    var = (SIGMA**2)[None, None, :]
    one, ramp, y, walks = 0, np.arange(1, 5), 5, slice(6, None)
    prior = np.array([FIRST_SD**-2, CHANGE_SD**-2])
    a11 = gram[:, one, one][:, None, None] / var + prior[0]
    a12 = gram[:, one, ramp][:, :, None] / var
    a22 = gram[:, ramp, ramp][:, :, None] / var + prior[1]
    b1 = gram[:, one, y][:, None, None] / var + prior[0] * FIRST_MEAN
    b2 = gram[:, ramp, y][:, :, None] / var
    det = a11 * a22 - a12**2
    first, change = (a22 * b1 - a12 * b2) / det, (a11 * b2 - a12 * b1) / det
    fit = gram[:, y, y][:, None, None] / var + prior[0] * FIRST_MEAN**2 - b1 * first - b2 * change
    log_weight = -0.5 * (n * np.log(var) + log_det[:, None, None] + np.log(det) + fit)
    weight = np.exp(log_weight - log_weight.max())
    keep = np.nonzero(weight > weight.max() * 1e-4)
    cell, shape, noise = keep
    scale = wander_var[cell][:, None]
    on_first = design[None, :, 0] - scale * gram[:, one, walks][cell]
    on_change = design[:, 1:].T[shape] - scale * gram[:, ramp, walks][cell, shape]
    mean = on_first * first[keep][:, None] + on_change * change[keep][:, None] + scale * gram[:, y, walks][cell]
    spread = a22[keep][:, None] * on_first**2 - 2 * a12[keep][:, None] * on_first * on_change
    spread = (spread + a11[keep[0], 0, keep[2]][:, None] * on_change**2) / det[keep][:, None]
    own = np.diagonal(gram[:, walks, walks], axis1=1, axis2=2)[cell]
    rest = (SIGMA**2)[noise][:, None] * scale * np.maximum(0, walk_var[None, :] - scale * own)
    kept = weight[keep]
    return _Mixture(kept / kept.sum(), mean, np.sqrt(spread + rest), SIGMA[noise])


def _summed_up(mixture: _Mixture, at: list[int], points: tuple[int, ...]) -> Estimate:
    weight, drop, drop_sd = mixture.weight, mixture.mean[:, 0], mixture.sd[:, 0]
    means = weight @ mixture.mean
    sds = np.sqrt(weight @ (mixture.sd**2 + (mixture.mean - means) ** 2))
    low, middle, high = _quantiles(weight, drop, drop_sd, np.array([0.1, 0.5, 0.9]))
    low_line, high_line = means - TENTH * sds, means + TENTH * sds
    line = [
        (day, _on_scale(means[place]), _on_scale(low_line[place]), _on_scale(high_line[place]))
        for place, day in enumerate(at, 3)
    ]
    return Estimate(
        lower=_above(weight, drop, drop_sd, 0),
        lower_by={point: _beyond(weight, drop, drop_sd, point) for point in points},
        drop=float(middle),
        drop_low=float(low),
        drop_high=float(high),
        first=_on_scale(means[1]),
        last=_on_scale(means[2]),
        spread=float(weight @ mixture.sigma),
        line=tuple(line),
    )


def _on_scale(value: float) -> float:
    return float(min(10.0, max(0.0, value)))


def _above(weight: Array, mean: Array, sd: Array, point: float) -> float:
    return float(weight @ _normal_below((mean - point) / sd))


def _beyond(weight: Array, mean: Array, sd: Array, point: int) -> float:
    """Return the probability of at least ``point``, or for a negative one of at most it."""
    above = _above(weight, mean, sd, point)
    return above if point >= 0 else 1 - above


def _quantiles(weight: Array, mean: Array, sd: Array, wanted: Array) -> Array:
    """Return quantiles of the mixture by bisection, to a thousandth of a point."""
    low, high = np.full(len(wanted), -15.0), np.full(len(wanted), 15.0)
    for _ in range(15):
        middle = (low + high) / 2
        below = _normal_below((middle[:, None] - mean) / sd) @ weight < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2)


def _normal_below(z: Array) -> Array:
    """Return the standard normal distribution function, to 1e-7.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
    """
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = 0.5 * series * np.exp(-(x**2))
    return np.asarray(np.where(z < 0, tail, 1 - tail))
