"""A solved motion as a small committed file: joint angles in hundredths of a degree, frame by frame.

It is for the left as the working side; `ilium_lab.figure.kinematics.mirrored` makes the right of it. An angle that
never changes is one number. The file names the hash of what it was solved from, so that a stale one is found.
"""

import hashlib
from typing import Literal

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Exercise, Variant
from ilium_lab.figure.kinematics import PLACE, Array, mirrored
from ilium_lab.figure.skeleton import Skeleton
from ilium_lab.figure.solve import Frames

#: Steps a degree, and a metre.
DEGREE, METRE = 100, 10_000


class ClipPhase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One phase: its frames are spread evenly over its seconds; one frame is a pose that is kept."""

    id: str
    kind: str
    seconds: float
    first: int
    frames: int


class Clip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file.

    Parameters
    ----------
    made_from : str
        Hash of the specification, skeleton, places and body it was solved from.
    place : tuple of tuple of int
        The pelvis's x, y, z in tenths of a millimetre; one number where it never changes.
    angles : dict of str to int or tuple of int
        Hundredths of a degree, a number for each frame or one for all; angles that are always zero are left out.
    """

    version: Literal[1]
    exercise: str
    variant: str
    made_from: str
    azimuth: float
    elevation: float
    props: tuple[str, ...]
    phases: tuple[ClipPhase, ...]
    place: tuple[int | tuple[int, ...], int | tuple[int, ...], int | tuple[int, ...]]
    angles: dict[str, int | tuple[int, ...]]

    def poses(self, skeleton: Skeleton, working: Side = Side.LEFT) -> Array:
        """Return the frames as poses, shape (n_frames, size), metres and radians.

        Raises
        ------
        SpecificationError
            An angle that the skeleton does not have, or columns of other lengths.
        """
        count = sum(phase.frames for phase in self.phases)
        out = np.zeros((count, PLACE + len(skeleton.angles)))
        try:
            for column, values in enumerate(self.place):
                out[:, column] = np.array(values) / METRE
            for name, angle in self.angles.items():
                out[:, PLACE + skeleton.angle(name)] = np.radians(np.array(angle) / DEGREE)
        except (ValueError, KeyError) as error:
            raise SpecificationError(f"{self.variant}.json", "angles", f"does not fit: {error}") from None
        return out if working is Side.LEFT else mirrored(skeleton, out)


def fingerprint(variant: Variant, sources: tuple[bytes, ...]) -> str:
    """Return the hash of everything a clip is solved from.

    Parameters
    ----------
    variant : Variant
        Its figure, and each phase's id, seconds and figure count; its words do not.
    sources : tuple of bytes
        The skeleton, the places and the body, as files.
    """
    digest = hashlib.sha256()
    said = [variant.figure, [(phase.id, phase.kind, phase.seconds, phase.figure) for phase in variant.phase]]
    digest.update(msgspec.json.encode(said))
    for source in sources:
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()


def make_clip(exercise: Exercise, variant: Variant, frames: Frames, skeleton: Skeleton, made_from: str) -> Clip:
    """Return the clip of solved frames."""
    assert variant.figure is not None  # it was solved from it
    poses = np.concatenate([frames.keys[:1], *frames.between])
    phases, first = [ClipPhase(id="start", kind="start", seconds=0.0, first=0, frames=1)], 1
    for phase, rows in zip(variant.phase, frames.between, strict=True):
        phases.append(ClipPhase(id=phase.id, kind=phase.kind, seconds=phase.seconds, first=first, frames=len(rows)))
        first += len(rows)
    angles = {
        angle.name: _column(np.degrees(poses[:, PLACE + index]) * DEGREE) for index, angle in enumerate(skeleton.angles)
    }
    x, y, z = (_column(poses[:, axis] * METRE) for axis in range(PLACE))
    return Clip(
        version=1,
        exercise=exercise.id,
        variant=variant.id,
        made_from=made_from,
        azimuth=variant.figure.azimuth,
        elevation=variant.figure.elevation,
        props=variant.figure.props,
        phases=tuple(phases),
        place=(x, y, z),
        angles={name: column for name, column in angles.items() if column != 0},
    )


def _column(values: Array) -> int | tuple[int, ...]:
    whole = tuple(int(value) for value in np.round(values))
    return whole[0] if len(set(whole)) == 1 else whole


def encode_clip(clip: Clip) -> bytes:
    """Return the clip as a file, a line for each angle, so that a change can be read."""
    text = msgspec.json.format(msgspec.json.encode(clip), indent=0)
    return text.replace(b",\n", b",").replace(b"\n]", b"]").replace(b"[\n", b"[").replace(b',"', b',\n"') + b"\n"


def decode_clip(content: bytes, file: str) -> Clip:
    """Read a clip; raises SpecificationError where it is truncated or broken."""
    try:
        return msgspec.json.decode(content, type=Clip)
    except msgspec.MsgspecError as error:
        raise SpecificationError(file, "$", str(error)) from None
