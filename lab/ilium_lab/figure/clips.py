"""The committed clips: which there are, whether they are fresh, and how a variant is solved into one."""

import functools
from collections.abc import Iterator

import numpy as np

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Exercise, Library, Position, Variant
from ilium.library.package import package_file
from ilium_lab.figure.body import load_body
from ilium_lab.figure.check import ClipReport, check_clip
from ilium_lab.figure.clip import Clip, decode_clip, fingerprint
from ilium_lab.figure.kinematics import PLACE, Array, Rig
from ilium_lab.figure.pose import has_figure, keyframes, load_places
from ilium_lab.figure.surface_points import load_marks

#: What a clip depends on besides its own specification, by the package that has it.
SOURCES = (("ilium_lab.figure", "skeleton.toml"), ("ilium_lab.figure", "places.toml"), ("ilium.figure", "body.bin"))
#: How the whole body lies before solving: recline and turn of the pelvis in degrees, and its height in metres.
LYING: dict[Position, tuple[float, float, float]] = {
    "supine": (90.0, 0.0, 0.10),
    "side-lying": (90.0, -90.0, 0.17),
    "standing": (0.0, 0.0, 0.86),
    "sitting": (0.0, 0.0, 0.55),
}


def clip_name(exercise: Exercise, variant: Variant) -> str:
    """Return the file name of a variant's clip."""
    return f"{exercise.id}.{variant.id}.json"


def figured(library: Library) -> Iterator[tuple[Exercise, Variant]]:
    """Yield every variant that says how its figure moves."""
    for exercise in library.exercises:
        for variant in exercise.variant:
            if has_figure(variant):
                yield exercise, variant


def find_variant(library: Library, name: str) -> tuple[tuple[Exercise, Variant], ...]:
    """Return the variants that a name of the command line means: an exercise's, or one variant.

    Raises
    ------
    SpecificationError
        Nothing with a figure has this id.
    """
    found = tuple(pair for pair in figured(library) if name in (pair[0].id, pair[1].id))
    if not found:
        raise SpecificationError(name, "figure", "no exercise or variant with a figure has this id")
    return found


@functools.cache
def _sources() -> tuple[bytes, ...]:
    return tuple(package_file(package, name).read_bytes() for package, name in SOURCES)


def made_from(variant: Variant) -> str:
    """Return the hash that a fresh clip of this variant names."""
    return fingerprint(variant, _sources())


def load_clip(exercise: Exercise, variant: Variant) -> Clip:
    """Return a variant's committed clip.

    Raises
    ------
    SpecificationError
        It is missing, truncated or broken.
    """
    return decode_clip(clip_bytes(exercise, variant), clip_name(exercise, variant))


def clip_bytes(exercise: Exercise, variant: Variant) -> bytes:
    """Return the file of a variant's committed clip; raises SpecificationError where it is missing."""
    name = clip_name(exercise, variant)
    file = package_file("ilium.figure", "clips", name)
    if not file.is_file():
        raise SpecificationError(name, "$", "the clip is missing: run `python3 dev.py lab figure solve`")
    return file.read_bytes()


def report(clip: Clip, variant: Variant) -> ClipReport:
    """Return the figures of a clip of this variant."""
    stale = clip.made_from != made_from(variant)
    return check_clip(clip, keyframes(variant), load_body(), load_marks(), load_places(), stale=stale)


def first_guess(rig: Rig, position: Position) -> Array:
    """Return roughly how the body lies in a position; a side-lying body lies on its right, the other side."""
    recline, turn, height = LYING[position]
    pose = np.zeros(rig.size)
    pose[PLACE - 1] = height
    pose[PLACE + rig.skeleton.angle("pelvis.recline")] = np.radians(recline)
    pose[PLACE + rig.skeleton.angle("pelvis.turn")] = np.radians(turn)
    return pose
