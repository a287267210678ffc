"""From a variant's specification to the poses the solver and the checks work on.

Everything here is for the left as the working side; the right is the mirror image of what is solved.
Standard library and msgspec only, so that the linter needs no more.
"""

import functools
from collections.abc import Iterator
from typing import Literal

import msgspec

from ilium.anatomy import LimbRole, Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Figure, MovementPhase, Variant
from ilium.library.package import load_toml
from ilium_lab.figure.skeleton import Skeleton, load_skeleton

#: How far an angle may end from what the specification says, degrees: our choice.
TOLERANCE = 12.0
START = "start"


class SurfacePoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place on the body; see ``places.toml``."""

    name: str
    at: str = msgspec.field(name="from")
    facing: tuple[float, float, float]
    bones: tuple[str, ...]
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sided: bool = False
    within: float = 0.1


class Places(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All named places, joint centres and surfaces."""

    schema_version: Literal[1]
    spot: tuple[SurfacePoint, ...]
    region: tuple[SurfacePoint, ...]
    point: dict[str, str | tuple[str, ...]]
    surface: dict[str, float]


class Contact(msgspec.Struct, frozen=True, order=True):
    """One contact: ``pin`` or ``rest`` a region on a surface, or ``touch`` a spot with a spot."""

    kind: str
    part: str
    on: str

    def __str__(self) -> str:
        """Return it as the specification writes it, with sides."""
        return f"{self.kind} {self.part} {self.on}"


class Relation(msgspec.Struct, frozen=True, order=True):
    """One relation of joint centres."""

    kind: str
    points: tuple[str, ...]

    def __str__(self) -> str:
        """Return it as the specification writes it, with sides."""
        return " ".join((self.kind, *self.points))


class Keyframe(msgspec.Struct, frozen=True, kw_only=True):
    """The pose at the end of a phase.

    Parameters
    ----------
    angles : dict of str to float
        Full names, degrees.
    like : int, optional
        The earlier keyframe it is the same as.
    seconds : float
        Of the phase that leads to it; 0 for the start.
    """

    id: str
    angles: dict[str, float]
    contacts: tuple[Contact, ...]
    relations: tuple[Relation, ...]
    easing: str
    like: int | None
    seconds: float


@functools.cache
def load_places() -> Places:
    """Return the shipped places."""
    return load_toml("ilium_lab.figure", "places.toml", Places)


def has_figure(variant: Variant) -> bool:
    """Tell whether the variant says how its figure moves."""
    return variant.figure is not None


def keyframes(variant: Variant) -> tuple[Keyframe, ...]:
    """Return the variant's poses, the start first, with what is inherited filled in and sides named.

    Raises
    ------
    SpecificationError
        An unknown joint, part, surface or pose; the key says where.
    """
    if variant.figure is None:
        raise SpecificationError(variant.id, "figure", "the variant has no figure")
    frames: list[Keyframe] = []
    place = "figure"
    try:
        frames.append(_keyframe(START, variant.figure, None, 0.0, []))
        for number, phase in enumerate(variant.phase):
            place = f"phase[{number}].figure"
            frames.append(_phase(phase, frames))
    except SpecificationError as error:
        raise SpecificationError(variant.id, place, str(error.args[0])) from None
    return tuple(frames)


def root(frames: tuple[Keyframe, ...], number: int) -> int:
    """Return the first keyframe that this one is the same as; itself where it is a pose of its own."""
    like = frames[number].like
    return number if like is None else root(frames, like)


def _phase(phase: MovementPhase, frames: list[Keyframe]) -> Keyframe:
    if phase.figure is None:
        return msgspec.structs.replace(frames[-1], id=phase.id, like=len(frames) - 1, seconds=phase.seconds)
    return _keyframe(phase.id, phase.figure, frames[-1], phase.seconds, frames)


def _keyframe(name: str, figure: Figure, before: Keyframe | None, seconds: float, frames: list[Keyframe]) -> Keyframe:
    if figure.like is not None:
        found = [index for index, frame in enumerate(frames) if frame.id == figure.like]
        if not found:
            raise SpecificationError(name, "like", f"there is no earlier pose {figure.like!r}")
        same = frames[found[0]]
        return msgspec.structs.replace(same, id=name, like=found[0], seconds=seconds, easing=figure.easing)
    angles = dict(before.angles) if before else {}
    for free in figure.free:
        for full in expanded(free, angle_names()):
            angles.pop(full, None)
    for short, value in figure.angles.items():
        angles |= dict.fromkeys(expanded(short, angle_names()), value)
    return Keyframe(
        id=name,
        angles=angles,
        contacts=before.contacts if before and figure.contacts is None else contacts(figure.contacts or ()),
        relations=before.relations if before and figure.relations is None else relations(figure.relations or ()),
        easing=figure.easing,
        like=None,
        seconds=seconds,
    )


def angle_names(skeleton: Skeleton | None = None) -> frozenset[str]:
    """Return the full names of all angles."""
    return frozenset(angle.name for angle in (skeleton or load_skeleton()).angles)


def expanded(name: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the full names that a name of the specification stands for.

    Raises
    ------
    SpecificationError
        There is no such name.

    Examples
    --------
    >>> expanded("both.knee.flexion", angle_names())
    ('left.knee.flexion', 'right.knee.flexion')
    >>> expanded("working.hip.flexion", angle_names())
    ('left.hip.flexion',)
    """
    role, _, rest = name.partition(".")
    if role == "both":
        full: tuple[str, ...] = tuple(f"{side}.{rest}" for side in Side)
    elif role in (LimbRole.WORKING, LimbRole.OTHER):
        full = (f"{LimbRole(role).of(Side.LEFT)}.{rest}",)
    else:
        full = (name,)
    if role in ("left", "right") or not known.issuperset(full):
        raise SpecificationError(name, "$", f"there is nothing named {name!r}")
    return full


@functools.cache
def _names(kind: str) -> frozenset[str]:
    places = load_places()
    if kind == "point":
        pairs = [(name, isinstance(bone, str) and bone != name) for name, bone in places.point.items()]
    else:
        pairs = [(spot.name, spot.sided) for spot in (places.spot if kind == "spot" else places.region)]
    return frozenset(
        f"{side}.{name}" if sided else name for name, sided in pairs for side in (Side if sided else ("",))
    )


def contacts(lines: tuple[str, ...]) -> tuple[Contact, ...]:
    """Read contacts; raises SpecificationError where one is not understood."""
    return tuple(contact for line in lines for contact in _contacts(line))


def _contacts(line: str) -> Iterator[Contact]:
    words = line.split()
    if len(words) != 3 or words[0] not in ("pin", "rest", "touch"):
        raise SpecificationError(line, "contacts", f"{line!r} is not 'pin|rest PART SURFACE' or 'touch PART PART'")
    kind, part, on = words
    if kind == "touch":
        parts, others = expanded(part, _names("spot")), expanded(on, _names("spot"))
        if len(others) == 1:
            others *= len(parts)
        yield from (Contact(kind, first, second) for first, second in zip(parts, others, strict=True))
        return
    if on not in load_places().surface:
        raise SpecificationError(line, "contacts", f"there is no surface {on!r}")
    yield from (Contact(kind, full, on) for full in expanded(part, _names("region")))


def relations(lines: tuple[str, ...]) -> tuple[Relation, ...]:
    """Read relations; raises SpecificationError where one is not understood."""
    return tuple(relation for line in lines for relation in _relations(line))


def _relations(line: str) -> Iterator[Relation]:
    kind, *points = line.split()
    if {"line": 3, "above": 2, "level": 2}.get(kind) != len(points):
        raise SpecificationError(line, "relations", f"{line!r} is not 'line A B C', 'above A B' or 'level A B'")
    columns = [expanded(point, _names("point")) for point in points]
    for index in range(max(len(column) for column in columns)):
        yield Relation(kind, tuple(column[min(index, len(column) - 1)] for column in columns))
