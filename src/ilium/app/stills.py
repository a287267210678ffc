"""The stills that pages and the player show: which there are of a variant, for a side, and what each shows in words.

Address of a still, also for the viewer's fall-back: ``/stills/EXERCISE/VARIANT/PHASE/SIDE.png``, where PHASE is any
phase's id, ``start``, or ``camera`` (the start as the phone sees it), and SIDE is ``left`` or ``right``. With
``?v=VERSION`` it may be kept for ever.
"""

import hashlib

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.exercises.words import render
from ilium.figure.pose import has_figure
from ilium.figure.still_file import CAMERA, camera_view, load_still, shown_by, size_of


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One still, as a page shows it.

    Parameters
    ----------
    alt : str
        The pose in words, for this side.
    label : str
        What the picture marks, in words; empty where both sides work together.
    width, height : int
        Pixels.
    version : str
        Changes with the picture.
    """

    exercise: str
    variant: str
    phase: str
    side: Side
    alt: str
    label: str
    width: int
    height: int
    version: str


def still(exercise: str, variant: str, phase: str, side: Side) -> bytes:
    """Return the PNG file that shows the end of a phase, the ``start``, or that as the ``camera`` sees it.

    Raises
    ------
    SpecificationError
        There is no such exercise, variant or phase, or its still is missing or truncated.
    """
    return load_still(exercise, variant, _pose(load_library().get_variant(exercise, variant)[1], phase), side)


def version(exercise: str, variant: str, phase: str) -> str:
    """Return what changes with a still: eight hexadecimal digits; raises as `still` does."""
    return hashlib.sha256(still(exercise, variant, phase, Side.LEFT)).hexdigest()[:8]


def pictures(exercise: Exercise, variant: Variant, side: Side) -> tuple[Picture, ...]:
    """Return the key poses of a variant in order; none where a still is missing, so that a page goes on with words."""
    if not has_figure(variant):
        return ()
    try:
        return tuple(_picture(exercise, variant, pose, side) for pose in dict.fromkeys(shown_by(variant).values()))
    except SpecificationError:
        return ()


def main_picture(exercise: Exercise, variant: Variant, side: Side) -> Picture | None:
    """Return the pose that is held, or that ends the first movement: the one that tells exercises apart."""
    chosen = [phase.id for phase in variant.phase if phase.kind == "hold"]
    chosen += [phase.id for phase in variant.phase if phase.kind == "move"]
    if not chosen or not has_figure(variant):
        return None
    try:
        return _picture(exercise, variant, chosen[0], side)
    except SpecificationError:
        return None


def _picture(exercise: Exercise, variant: Variant, phase: str, side: Side) -> Picture:
    pose = _pose(variant, phase)
    content = still(exercise.id, variant.id, pose, Side.LEFT)
    width, height = size_of(content)
    return Picture(
        exercise=exercise.id,
        variant=variant.id,
        phase=phase,
        side=side,
        alt=_words(variant, pose, None if variant.symmetric else side),
        label="" if variant.symmetric else f"The {side} leg wears the dark sleeve. It is the working leg.",
        width=width,
        height=height,
        version=version(exercise.id, variant.id, pose),
    )


def _words(variant: Variant, pose: str, side: Side | None) -> str:
    """Return the pose in words: of the first phase that ends in it, else how to get into place."""
    said = [phase.pose for phase in variant.phase if shown_by(variant)[phase.id] == pose]
    return render(said[0] if said else " ".join(variant.setup), side)


def _pose(variant: Variant, phase: str) -> str:
    if phase == CAMERA:
        return CAMERA if camera_view(variant) else "start"
    poses = shown_by(variant)
    if phase not in poses:
        raise SpecificationError(variant.id, phase, f"there is no such phase; there are {', '.join(poses)}")
    return poses[phase]
