"""The linter of poses: what can be seen without solving. Standard library and msgspec only."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.finding import Finding, Note
from ilium.exercises.lint_shared import shared_of
from ilium.exercises.loader import SHARED_FILES, read_exercise
from ilium.exercises.model import Exercise, Figure, Variant
from ilium.exercises.shared import POSES, Shared
from ilium_lab.figure.pose import Keyframe, angle_names, expanded, keyframes, root
from ilium_lab.figure.skeleton import load_skeleton

#: What a limb needs before it is placed: named angles count one, a pin or touch three, a rest one, a relation two.
#: Our choice: under it the solver gives poses nobody meant.
LEG_NEEDS, ARM_NEEDS = 3, 2
LEG_ANGLES, LEG_PARTS = ("hip.", "knee."), ("foot", "heel", "ball", "knee", "shank", "shin", "ankle", "calf", "thigh")
ARM_ANGLES, ARM_PARTS = ("shoulder.", "elbow."), ("palm", "hand", "forearm", "elbow", "upper_arm")
WORTH = {"pin": 3, "touch": 3, "rest": 1}
TRUNK_NEEDS = ("lumbar.rotation", "thorax.rotation")
#: A hip bent further than this cannot lie on the line from shoulders to knee, degrees.
STRAIGHT = 25.0
PROPS = ("chair", "wall", "side-pillow", "knee-pillow")


def lint_figures(files: Mapping[str, str | bytes]) -> tuple[Finding, ...]:
    """Return what is amiss with the poses in these files, by name; what cannot be read is reported elsewhere."""
    shared, _ = shared_of(files)
    findings: list[Finding] = []
    for file, text in files.items():
        if PurePath(file).name == POSES:
            findings += [Finding(file, key, reason) for key, reason in _check_poses(shared)]
        if PurePath(file).name in SHARED_FILES:
            continue
        try:
            exercise = read_exercise(text, file, shared)
        except SpecificationError:
            continue
        findings += [Finding(file, key, reason) for key, reason in check_figures(exercise)]
    return tuple(sorted(set(findings)))


def check_figures(exercise: Exercise) -> Iterator[Note]:
    """Yield what is amiss with the poses of an exercise.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> [note for exercise in load_library().exercises for note in check_figures(exercise)]
    []
    """
    for number, variant in enumerate(exercise.variant):
        yield from _check_variant(variant, f"variant[{number}]")


def _check_poses(shared: Shared) -> Iterator[Note]:
    for name, pose in shared.poses.pose.items():
        said = {part: value for part, value in pose.items() if part != "pose"}
        yield from _check_figure(msgspec.convert(said, Figure), f"pose.{name}")


def _check_variant(variant: Variant, key: str) -> Iterator[Note]:
    figures = [(f"{key}.phase[{number}].figure", phase.figure) for number, phase in enumerate(variant.phase)]
    if variant.figure is None:
        yield from ((place, "the variant has no figure, so its phases can have none") for place, one in figures if one)
        return
    for prop in variant.figure.props:
        if prop not in PROPS:
            yield f"{key}.figure.props", f"there is no prop {prop!r}"
    if not 0 <= variant.figure.elevation < 90:
        yield f"{key}.figure.elevation", f"is {variant.figure.elevation:g}; expected 0 to 90 degrees"
    for place, figure in [(f"{key}.figure", variant.figure), *figures]:
        if figure is not None:
            yield from _check_figure(figure, place)
    try:
        frames = keyframes(variant)
    except SpecificationError as error:
        yield f"{key}.{error.key}", str(error)
        return
    for number, frame in enumerate(frames):
        place = f"{key}.phase[{number - 1}].figure" if number else f"{key}.figure"
        if frame.like is None:
            yield from _check_contradictions(frame, place)
            yield from _check_determined(frame, place)
    yield from _check_trunk(frames[0], f"{key}.figure")
    yield from _check_return(variant, frames, key)


def _check_figure(figure: Figure, key: str) -> Iterator[Note]:
    if figure.like is not None and (figure.angles or figure.free or figure.contacts or figure.relations):
        yield f"{key}.like", "is the same as another pose, so it says nothing else"
    ranges = {angle.name: angle for angle in load_skeleton().angles}
    for name, value in figure.angles.items():
        try:
            full = expanded(name, angle_names())[0]
        except SpecificationError:
            yield f"{key}.angles", f"there is no angle {name!r}"
            continue
        low, high = ranges[full].low, ranges[full].high
        if not low <= value <= high:
            yield f"{key}.angles", f"{name} is {value:g}; its range of motion is {low:g} to {high:g}"
        if name in figure.free:
            yield f"{key}.free", f"{name} is named and freed"


def _check_contradictions(frame: Keyframe, key: str) -> Iterator[Note]:
    touching: dict[str, str] = {}
    for contact in frame.contacts:
        if contact.kind == "touch" and touching.setdefault(contact.part, contact.on) != contact.on:
            yield f"{key}.contacts", f"{contact.part} cannot touch {touching[contact.part]} and {contact.on} at once"
    for relation in frame.relations:
        for side in Side:
            bent = frame.angles.get(f"{side}.hip.flexion", 0.0)
            if relation.kind == "line" and {f"{side}.hip", "hips"} & set(relation.points) and abs(bent) > STRAIGHT:
                yield f"{key}.relations", f"{relation} contradicts {side}.hip.flexion = {bent:g}"


def _check_determined(frame: Keyframe, key: str) -> Iterator[Note]:
    lying = sum(contact.kind != "touch" for contact in frame.contacts)
    if lying < 1:
        yield f"{key}.contacts", "is under-constrained: nothing rests on a surface"
    for angle in ("pelvis.recline", "pelvis.turn"):
        if angle not in frame.angles and lying < 3:
            yield f"{key}.angles", f"is under-constrained: {angle} is not named, and fewer than three parts rest"
    for side in Side:
        legs = _worth(frame, side, LEG_ANGLES, LEG_PARTS)
        if legs < LEG_NEEDS:
            yield f"{key}.angles", f"is under-constrained: nothing places the {_role(side)} leg ({legs} of {LEG_NEEDS})"
        arms = _worth(frame, side, ARM_ANGLES, ARM_PARTS)
        if arms < ARM_NEEDS:
            yield f"{key}.angles", f"is under-constrained: nothing places the {_role(side)} arm ({arms} of {ARM_NEEDS})"


def _check_trunk(start: Keyframe, key: str) -> Iterator[Note]:
    """Yield where the trunk may twist as it likes: later poses inherit or free what the start names."""
    for angle in TRUNK_NEEDS:
        if angle not in start.angles:
            yield f"{key}.angles", f"is under-constrained: {angle} is not named, so the trunk may twist"


def _role(side: Side) -> str:
    return "working" if side is Side.LEFT else "other"


def _worth(frame: Keyframe, side: Side, angles: tuple[str, ...], parts: tuple[str, ...]) -> int:
    named = sum(name.startswith(tuple(f"{side}.{angle}" for angle in angles)) for name in frame.angles)
    begins = tuple(f"{side}.{part}" for part in parts)
    held = sum(
        WORTH[contact.kind]
        for contact in frame.contacts
        if contact.part.startswith(begins) or (contact.kind == "touch" and contact.on.startswith(begins))
    )
    related = sum(2 for relation in frame.relations if any(point.startswith(begins) for point in relation.points))
    return named + held + related


def _check_return(variant: Variant, frames: tuple[Keyframe, ...], key: str) -> Iterator[Note]:
    """Yield where a repetition does not end where it began."""
    kinds = ["start", *(phase.kind for phase in variant.phase)]
    if "move" not in kinds or "return" not in kinds:
        return  # reported with the phases
    before = kinds.index("move") - 1
    last = len(kinds) - 1 - kinds[::-1].index("return")
    if root(frames, last) != root(frames, before):
        yield f"{key}.phase[{last - 1}].figure.like", f"a repetition ends where it began: like = {frames[before].id!r}"
