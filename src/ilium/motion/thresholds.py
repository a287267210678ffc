"""The engine's thresholds, from ``library/engine.toml``: there each has its unit, source and confidence."""

import functools
from typing import TypeVar

import msgspec

from ilium.anatomy.errors import SpecificationError
from ilium.library import Confidence, Spec, load_sources, load_toml, package_file, read_toml

FILE = "engine.toml"


class Threshold(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One number as the file has it: what it counts, where it comes from, and how far to trust it."""

    value: float
    unit: str
    source: str
    confidence: Confidence


class EngineFile(Spec, frozen=True, kw_only=True):
    """The shape of ``engine.toml``."""

    see: dict[str, Threshold]
    follow: dict[str, Threshold]
    series: dict[str, Threshold]
    hold: dict[str, Threshold]
    preflight: dict[str, Threshold]
    coaching: dict[str, Threshold]


class SeeLimits(Spec, frozen=True, kw_only=True):
    """When a frame is believed, and how joints are smoothed."""

    margin: float
    sure: float
    lowest: float
    highest: float
    quickest_s: float
    unit_change: float
    length_change: float
    shortest_unit: float
    usual_unit: float
    jump: float
    gap_s: float
    bridge_s: float
    otherwise_s: float
    cutoff_hz: float
    cutoff_growth: float
    speed_cutoff_hz: float
    learn_s: float
    learn_on_s: float
    late_s: float
    swap_mends: float
    swap_mends_share: float
    too_far: float
    too_far_share: float
    longest_swap_s: float
    nearer_by: float
    nearer_s: float
    hand_s: float
    hand_up: float


class FollowLimits(Spec, frozen=True, kw_only=True):
    """Start pose, phases, the time in a pose."""

    settle_s: float
    settle_frames: float
    still: float
    resettle_s: float
    rise: float
    far: float
    leaving: float
    near_start: float
    turned: float
    fall: float
    resting_s: float
    new_peak: float
    dwell_s: float
    plateau_s: float
    another_s: float
    quickest: float
    longest: float
    unsaid_s: float
    drift_s: float
    drift_below_s: float
    followed: float
    followed_soon: float
    followed_within_s: float
    near_level: float
    floor_frames: float
    odd_view_s: float
    elsewhere_s: float


class SeriesLimits(Spec, frozen=True, kw_only=True):
    """When what came back counts."""

    alike_seconds: float
    alike_range: float
    next_range: float
    series_s: float
    newest: float


class HoldLimits(Spec, frozen=True, kw_only=True):
    """The length of holds."""

    left: float
    stayed: float
    surely_s: float
    shortest_s: float
    enough: float
    pace_prior: float
    steeper: float
    quickest_pace: float
    slowest_pace: float


class PreflightLimits(Spec, frozen=True, kw_only=True):
    """The check before a set."""

    nearest: float
    farthest: float


class CoachingLimits(Spec, frozen=True, kw_only=True):
    """When a compensation is spoken of."""

    often: float
    of_last: float


class Thresholds(msgspec.Struct, frozen=True):
    """All of them."""

    see: SeeLimits
    follow: FollowLimits
    series: SeriesLimits
    hold: HoldLimits
    preflight: PreflightLimits
    coaching: CoachingLimits


L = TypeVar("L", bound=Spec)


def read_thresholds(text: str, file: str = FILE) -> Thresholds:
    """Read the thresholds.

    Raises
    ------
    SpecificationError
        One is missing, not known, no number, or cites a source that is not there.
    """
    found = read_toml(text, file, EngineFile)
    return Thresholds(
        see=_limits(found, file, "see", SeeLimits),
        follow=_limits(found, file, "follow", FollowLimits),
        series=_limits(found, file, "series", SeriesLimits),
        hold=_limits(found, file, "hold", HoldLimits),
        preflight=_limits(found, file, "preflight", PreflightLimits),
        coaching=_limits(found, file, "coaching", CoachingLimits),
    )


@functools.cache
def thresholds() -> Thresholds:
    """Return the shipped thresholds; raises as `read_thresholds` does.

    Examples
    --------
    >>> thresholds().follow.far
    0.7
    """
    return read_thresholds(package_file("ilium.motion", FILE).read_text(encoding="utf-8"))


def engine_file() -> EngineFile:
    """Return the shipped file as it is written, with the source of each number; raises as `read_thresholds` does."""
    return load_toml("ilium.motion", FILE, EngineFile)


def _limits(found: EngineFile, file: str, table: str, shape: type[L]) -> L:
    rows: dict[str, Threshold] = getattr(found, table)
    for name, row in rows.items():
        if row.source not in load_sources():
            raise SpecificationError(file, f"{table}.{name}", f"there is no source {row.source!r}")
    try:
        return msgspec.convert({name: row.value for name, row in rows.items()}, shape)
    except msgspec.ValidationError as error:
        raise SpecificationError(file, table, str(error)) from None
