"""What people do otherwise, and before they start: compensations, ways down to the floor, fidgets, as data."""

import functools
from typing import Literal

import msgspec

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Position
from ilium.library.package import load_toml

FILE = "compensations.toml"


class Compensation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of doing it otherwise, as ``compensations.toml`` explains it."""

    id: str
    angles: dict[str, float] = {}
    range: float = 1.0
    speed: dict[Literal["move", "hold", "return"], float] = {}
    swapped: bool = False


class WholePose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the whole body is on the way to a start: angles by role in degrees, the pelvis's height in metres."""

    id: str
    height: float
    angles: dict[str, float] = {}


class _Way(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    down: tuple[tuple[str, float], ...]
    over: tuple[tuple[str, float], ...]


class _Fidget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    seconds: float
    angles: dict[str, float]
    rise: float = 0.0


class Compensations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of ``compensations.toml``."""

    schema_version: Literal[1]
    compensation: tuple[Compensation, ...]
    pose: tuple[WholePose, ...]
    way: dict[Position, _Way]
    fidget: tuple[_Fidget, ...]

    def get_compensation(self, name: str) -> Compensation:
        """Return the compensation with this id; raise SpecificationError where there is none."""
        found = {one.id: one for one in self.compensation}
        if name not in found:
            raise SpecificationError(FILE, name, f"there is no such compensation; there are {', '.join(found)}")
        return found[name]

    def get_pose(self, name: str) -> WholePose:
        """Return the pose on the way down with this id; raise KeyError where there is none."""
        return {one.id: one for one in self.pose}[name]


@functools.cache
def load_compensations() -> Compensations:
    """Return the shipped compensations and ways of getting into position."""
    return load_toml("ilium_lab.camera", FILE, Compensations)
