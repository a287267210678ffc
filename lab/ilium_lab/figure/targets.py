"""Where on the body an exercise works: from the words of a specification to regions of the skin."""

import functools
from typing import Literal

import msgspec

from ilium.anatomy import LimbRole
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Exercise
from ilium.library.package import package_file
from ilium.library.toml import read_toml
from ilium_lab.figure.skeleton import Skeleton, load_skeleton

FILE = "targets.toml"


class Region(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the surface that can be tinted, in the zero position.

    Parameters
    ----------
    at : str
        The bone at whose beginning the offset starts.
    offset, size : tuple of float
        The middle, and half the sizes of an ellipsoid around it; metres; left, back, up.
    facing : tuple of float
        Where the surface looks there; its length has no meaning.
    bones : tuple of str
        The surface hangs mostly on these.
    """

    name: str
    at: str = msgspec.field(name="from")
    offset: tuple[float, float, float]
    size: tuple[float, float, float]
    facing: tuple[float, float, float]
    bones: tuple[str, ...]
    sided: bool = False


class Targets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All regions, and which of them the words of a specification mean."""

    schema_version: Literal[1]
    region: tuple[Region, ...]
    target: dict[str, tuple[str, ...]]

    def regions_of(self, exercise: Exercise) -> tuple[str, ...]:
        """Return the regions of everything that the exercise targets, such as ``working.buttock``, each once.

        Raises
        ------
        SpecificationError
            A target that has no region.
        """
        for words in exercise.targets:
            if words not in self.target:
                raise SpecificationError(exercise.id, "targets", f"{FILE} has no region for {words!r}")
        return tuple(dict.fromkeys(name for words in exercise.targets for name in self.target[words]))


@functools.cache
def load_targets() -> Targets:
    """Return the shipped targets.

    Raises
    ------
    SpecificationError
        The file is broken.

    Examples
    --------
    >>> load_targets().target["the large buttock muscle"]
    ('working.buttock',)
    """
    return read_targets(package_file("ilium_lab.figure", FILE).read_bytes(), load_skeleton())


def read_targets(text: str | bytes, skeleton: Skeleton) -> Targets:
    """Read targets from TOML; raises SpecificationError with the key where they are broken."""
    targets = read_toml(text, FILE, Targets)
    known = {bone.name.rpartition(".")[2] for bone in skeleton.bones}
    for region in targets.region:
        for bone in (region.at, *region.bones):
            if bone not in known:
                raise SpecificationError(FILE, region.name, f"there is no bone {bone!r}")
        if min(region.size) <= 0:
            raise SpecificationError(FILE, region.name, "its size must be above zero")
    names = {f"{role}.{region.name}" for region in targets.region if region.sided for role in LimbRole}
    names |= {region.name for region in targets.region if not region.sided}
    for words, meant in targets.target.items():
        for name in meant:
            if name not in names:
                raise SpecificationError(FILE, words, f"there is no region {name!r}")
    return targets
