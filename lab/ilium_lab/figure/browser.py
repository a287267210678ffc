"""What the browser's figure must know beside body and clips: the skeleton's turns, props, colours, targets.

`tools.generate` writes it to ``frontend/src/generated/figure.ts``, so that Python and the browser cannot differ.
"""

import msgspec

from ilium.exercises.model import Library
from ilium_lab.figure import sheet
from ilium_lab.figure.picture import COLOURS
from ilium_lab.figure.skeleton import Skeleton
from ilium_lab.figure.targets import Region, Targets

Place = tuple[float, float, float]


class Turning(msgspec.Struct, frozen=True, kw_only=True):
    """One bone: its parent (-1 for none), and its turns as axis, index of the angle, share."""

    name: str
    parent: int
    turns: tuple[tuple[str, int, float], ...]


class Mirroring(msgspec.Struct, frozen=True, kw_only=True):
    """One angle: which angle takes its value in the mirror, and with which sign."""

    name: str
    mirror: int
    sign: int


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """Sizes of the props that are placed by the body, metres; see `ilium_lab.figure.sheet`."""

    mat: tuple[Place, Place, str]
    wall_gap: float
    knee_pillow: tuple[float, float]
    head_pillow: tuple[float, float]


class FigureData(msgspec.Struct, frozen=True, kw_only=True):
    """Everything."""

    bones: tuple[Turning, ...]
    angles: tuple[Mirroring, ...]
    props: dict[str, tuple[tuple[Place, Place, str], ...]]
    sizes: Sizes
    colours: dict[str, tuple[int, int, int]]
    regions: tuple[Region, ...]
    targets: dict[str, tuple[str, ...]]


def figure_data(skeleton: Skeleton, targets: Targets, library: Library) -> FigureData:
    """Return what the browser must know.

    Raises
    ------
    SpecificationError
        An exercise targets what has no region.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> from ilium_lab.figure.skeleton import load_skeleton
    >>> from ilium_lab.figure.targets import load_targets
    >>> data = figure_data(load_skeleton(), load_targets(), load_library())
    >>> data.bones[1].turns[0]
    ('x', 3, 0.2)
    >>> data.targets["side-plank-clam-shell"][0]
    'working.hip_side'
    """
    return FigureData(
        bones=tuple(
            Turning(
                name=bone.name,
                parent=bone.parent,
                turns=tuple((turn.axis, skeleton.angle(turn.angle), turn.share) for turn in bone.turns),
            )
            for bone in skeleton.bones
        ),
        angles=tuple(
            Mirroring(name=angle.name, mirror=skeleton.angle(angle.mirror), sign=angle.mirror_sign)
            for angle in skeleton.angles
        ),
        props=dict(sheet.PROPS),
        sizes=Sizes(
            mat=sheet.MAT, wall_gap=sheet.WALL_GAP, knee_pillow=sheet.KNEE_PILLOW, head_pillow=sheet.HEAD_PILLOW
        ),
        colours=dict(COLOURS),
        regions=targets.region,
        targets={exercise.id: targets.regions_of(exercise) for exercise in library.exercises},
    )
