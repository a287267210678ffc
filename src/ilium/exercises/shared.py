"""What exercises share by name: poses of the figure, views and conditions of the camera, and what holds unsaid.

``poses.toml``, ``views.toml`` and ``unsaid.toml`` have one home for each; `ilium.exercises.written` puts them in.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.camera import Bound, Trust, View
from ilium.exercises.finding import Note
from ilium.library.spec import Sourced, Spec
from ilium.library.toml import read_table, shaped

POSES, VIEWS, UNSAID = "poses.toml", "views.toml", "unsaid.toml"
Table = dict[str, object]


class NamedPose(Spec, frozen=True, kw_only=True):
    """A pose of the figure; with ``pose`` it differs from an earlier one only in what it says itself."""

    pose: str | None = None
    angles: dict[str, float] = {}
    free: tuple[str, ...] = ()
    contacts: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None


class PosesFile(Spec, frozen=True, kw_only=True):
    """The shape of ``poses.toml``."""

    pose: dict[str, NamedPose]


class NamedView(Spec, frozen=True, kw_only=True):
    """Where a phone can stand, and from where it then looks; the keys are those of `Camera`."""

    view: View
    azimuth: float
    elevation: float
    place: str


class ViewsFile(Spec, frozen=True, kw_only=True):
    """The shape of ``views.toml``: named views, and named conditions of the picture."""

    view: dict[str, NamedView]
    gate: dict[str, Bound]


class Unseen(Sourced, frozen=True, kw_only=True):
    """What holds of a camera, or of a form, that does not say how far it is seen."""

    trust: Trust | None = None
    camera: Trust | None = None


class UnsaidFile(Spec, frozen=True, kw_only=True):
    """The shape of ``unsaid.toml``: what holds where a table says nothing, by the kind of table."""

    breath: Sourced
    variant: Sourced
    work: Sourced
    camera: Unseen
    check: Sourced
    rung: Sourced
    form: Unseen


class Poses(NamedTuple):
    """Every named pose, written out.

    Parameters
    ----------
    idle : tuple of Note
        Differences that change nothing.
    built_on : frozenset of str
        Poses that other poses name.
    """

    pose: Mapping[str, Table]
    idle: tuple[Note, ...]
    built_on: frozenset[str]


class Views(NamedTuple):
    """Every named view and every named condition."""

    view: Mapping[str, Table]
    gate: Mapping[str, Table]


class Shared(NamedTuple):
    """Everything that has a name, as tables that a specification can hold.

    Parameters
    ----------
    unsaid : mapping of str to dict
        What holds where a table says nothing, by the kind of table.
    """

    poses: Poses
    views: Views
    unsaid: Mapping[str, Table]


def read_poses(text: str | bytes, file: str) -> Poses:
    """Read the named poses.

    Raises
    ------
    SpecificationError
        The file is broken, or a pose names one that does not stand before it.
    """
    table = read_table(text, file)
    shaped(table, file, PosesFile)
    made: dict[str, Table] = {}
    idle: list[Note] = []
    named: set[str] = set()
    for name, own in _tables(table["pose"]).items():
        base = own.get("pose")
        if base is not None and base not in made:
            raise SpecificationError(file, f"pose.{name}.pose", f"there is no earlier pose {base!r}")
        made[name], notes = with_pose(made[str(base)], own, f"pose.{name}") if base is not None else (own, ())
        idle += notes
        named |= {str(base)} if base is not None else set()
    return Poses(made, tuple(idle), frozenset(named))


def read_views(text: str | bytes, file: str) -> Views:
    """Read the named views and conditions; raises SpecificationError where the file is broken."""
    table = read_table(text, file)
    shaped(table, file, ViewsFile)
    return Views(_tables(table["view"]), _tables(table["gate"]))


def read_unsaid(text: str | bytes, file: str) -> Mapping[str, Table]:
    """Read what holds unsaid; raises SpecificationError where the file is broken."""
    table = read_table(text, file)
    shaped(table, file, UnsaidFile)
    return _tables(table)


def read_shared(files: Mapping[str, str]) -> Shared:
    """Read what is shared from its three files, by their names; raises SpecificationError where one is broken."""
    return Shared(read_poses(files[POSES], POSES), read_views(files[VIEWS], VIEWS), read_unsaid(files[UNSAID], UNSAID))


def with_pose(pose: Table, own: Table, key: str) -> tuple[Table, tuple[Note, ...]]:
    """Return a pose with its differences, and a note for each difference that changes nothing."""
    said = {name: value for name, value in own.items() if name != "pose"}
    angles, mine = _table(pose.get("angles")), _table(said.get("angles"))
    idle = [f"{key}.{name}" for name, value in said.items() if name != "angles" and pose.get(name) == value]
    idle += [f"{key}.angles.{name}" for name, value in mine.items() if angles.get(name) == value]
    both = {"angles": angles | mine} if angles or mine else {}
    return pose | said | both, tuple((place, f"says what the pose {own['pose']!r} says already") for place in idle)


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> dict[str, Table]:
    return {name: _table(item) for name, item in _table(value).items()}
