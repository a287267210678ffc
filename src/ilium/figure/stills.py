"""The stills that pages and the player show: which there are of a variant, for a side, and what each shows in words.

Address of a still, also for the viewer's fall-back: ``/stills/EXERCISE/VARIANT/PHASE/SIDE.png``, where PHASE is any
phase's id, ``start``, or ``camera`` (the start as the phone sees it), and SIDE is ``left`` or ``right``. With
``?v=VERSION`` it may be kept for ever. ``library/stills/index.json`` says which still shows which phase; it is written
when the stills are drawn.
"""

import functools

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Exercise, Variant
from ilium.exercises.words import render
from ilium.figure.still_file import load_still
from ilium.library.package import package_file

#: The start as the phone sees it.
CAMERA = "camera"
#: The file beside the stills that says what each shows.
INDEX = "index.json"


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One committed still: its size in pixels, and eight hexadecimal digits that change with it."""

    width: int
    height: int
    version: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The stills of one variant.

    Parameters
    ----------
    shows : dict of str to str
        For ``start``, each phase and ``camera`` the pose whose still shows it: the first that ends in it.
    drawn : dict of str to Drawn
        The stills by their pose.
    """

    shows: dict[str, str]
    drawn: dict[str, Drawn]


Index = dict[str, Entry]


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


@functools.cache
def load_index() -> Index:
    """Return what the committed stills show, by ``EXERCISE.VARIANT``.

    Raises
    ------
    SpecificationError
        The file is missing or broken.

    Examples
    --------
    >>> load_index()["si-glute-bridge.two-leg"].shows["hold"]
    'lift'
    """
    try:
        content = package_file("ilium.figure", "stills", INDEX).read_bytes()
        return msgspec.json.decode(content, type=Index)
    except (OSError, msgspec.DecodeError) as error:
        raise SpecificationError(INDEX, "$", f"cannot be read: {error}; draw the stills anew") from None


def still(exercise: str, variant: str, phase: str, side: Side) -> bytes:
    """Return the PNG file that shows the end of a phase, the ``start``, or that as the ``camera`` sees it.

    Raises
    ------
    SpecificationError
        There is no such exercise, variant or phase, or its still is missing or truncated.
    """
    return load_still(exercise, variant, _pose(exercise, variant, phase), side)


def version(exercise: str, variant: str, phase: str) -> str:
    """Return what changes with a still: eight hexadecimal digits; raises as `still` does, but for the file itself."""
    return _entry(exercise, variant).drawn[_pose(exercise, variant, phase)].version


def pictures(exercise: Exercise, variant: Variant, side: Side) -> tuple[Picture, ...]:
    """Return the key poses of a variant in order; none where there are no stills, so that a page goes on with words."""
    try:
        shows = _entry(exercise.id, variant.id).shows
    except SpecificationError:
        return ()
    poses = dict.fromkeys(pose for phase, pose in shows.items() if phase != CAMERA)
    return tuple(_picture(exercise, variant, pose, side) for pose in poses)


def main_picture(exercise: Exercise, variant: Variant, side: Side) -> Picture | None:
    """Return the pose that is held, or that ends the first movement: the one that tells exercises apart."""
    chosen = [phase.id for phase in variant.phase if phase.kind == "hold"]
    chosen += [phase.id for phase in variant.phase if phase.kind == "move"]
    try:
        return _picture(exercise, variant, chosen[0], side) if chosen else None
    except SpecificationError:
        return None


def start_picture(exercise: Exercise, variant: Variant, side: Side) -> Picture | None:
    """Return the pose that a variant begins in; None where it has no still."""
    try:
        return _picture(exercise, variant, "start", side)
    except SpecificationError:
        return None


def _picture(exercise: Exercise, variant: Variant, phase: str, side: Side) -> Picture:
    pose = _pose(exercise.id, variant.id, phase)
    entry = _entry(exercise.id, variant.id)
    return Picture(
        exercise=exercise.id,
        variant=variant.id,
        phase=phase,
        side=side,
        alt=_words(variant, entry, pose, None if variant.symmetric else side),
        label="" if variant.symmetric else f"The {side} leg wears the dark sleeve. It is the working leg.",
        width=entry.drawn[pose].width,
        height=entry.drawn[pose].height,
        version=entry.drawn[pose].version,
    )


def _words(variant: Variant, entry: Entry, pose: str, side: Side | None) -> str:
    """Return the pose in words: of the first phase that ends in it, else how to get into place."""
    said = [phase.pose for phase in variant.phase if entry.shows.get(phase.id) == pose]
    return render(said[0] if said else " ".join(variant.setup), side)


def _entry(exercise: str, variant: str) -> Entry:
    name = f"{exercise}.{variant}"
    if name not in load_index():
        raise SpecificationError(name, "$", "there is no still of such an exercise and variant")
    return load_index()[name]


def _pose(exercise: str, variant: str, phase: str) -> str:
    shows = _entry(exercise, variant).shows
    if phase not in shows:
        raise SpecificationError(variant, phase, f"there is no such phase; there are {', '.join(shows)}")
    return shows[phase]
