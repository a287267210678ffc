"""From what an author writes to a whole specification: an exercise's file says only what is its own.

* A variant that is ``like`` an earlier one says what differs; of its phases, each says what differs from the phase of
  the same id. Its name, and how far to trust its numbers, are always its own.
* A ``figure`` with a ``pose`` is that named pose, but for what it says itself.
* A camera's ``view`` may be a named view; its conditions may be named gates.
* A phase that returns ends, unless it says otherwise, where the movement began, and one that exits where the variant
  began.
* A rung is one above the rung before it. What else a table leaves unsaid is in ``unsaid.toml``: the most modest claim.

The order of angles is kept: what is solved from a pose is known by it.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.camera import View
from ilium.exercises.finding import Note
from ilium.exercises.shared import Shared, Table, with_pose

#: What a variant never takes from another.
OWN = ("id", "name", "from_harder", "source", "confidence")
#: The name of the pose that a variant starts from.
START = "start"
GATED = ("start", "during", "between", "end", "seen")


class Written(NamedTuple):
    """A specification written out.

    Parameters
    ----------
    idle : tuple of Note
        What is said that was so already.
    used : frozenset of (str, str)
        Kind and name of everything that is named: ``pose``, ``view`` or ``gate``.
    """

    table: Table
    idle: tuple[Note, ...]
    used: frozenset[tuple[str, str]]


def written_out(table: Table, file: str, shared: Shared) -> Written:
    """Write a specification out; what has not the shape of one is left as it is, for the reader to refuse.

    Raises
    ------
    SpecificationError
        A name that is not there, with the key where it stands.
    """
    writer = _Writer(file, shared)
    whole = table | {"variant": writer.variants(table["variant"])} if _is_tables(table.get("variant")) else table
    if _is_tables(whole.get("rung")):
        rungs = enumerate(_tables(whole["rung"]))
        whole = whole | {"rung": [writer.said("rung", {"level": level} | rung) for level, rung in rungs]}
    if _is_tables(whole.get("form")):
        whole = whole | {"form": [writer.said("form", form) for form in _tables(whole["form"])]}
    if isinstance(breath := whole.get("breath"), dict):
        whole = whole | {"breath": writer.said("breath", breath)}
    return Written(whole, tuple(writer.idle), frozenset(writer.used))


class _Writer:
    def __init__(self, file: str, shared: Shared) -> None:
        self._file, self._shared = file, shared
        self.idle: list[Note] = []
        self.used: set[tuple[str, str]] = set()

    def variants(self, found: object) -> list[Table]:
        made: list[Table] = []
        for number, own in enumerate(_tables(found)):
            key = f"variant[{number}]"
            variant = self._expanded(own, key)
            if "like" in own:
                variant = self._like(variant, _by_id(made), key)
            made.append(self.said("variant", _returning(variant)))
        return made

    def said(self, kind: str, table: Table) -> Table:
        """Return a table with what holds for its kind where it is not said."""
        return self._shared.unsaid[kind] | table

    # --- one variant's own words -------------------------------------------------------------------------------------

    def _expanded(self, variant: Table, key: str) -> Table:
        made = dict(variant)
        if "figure" in made:
            made["figure"] = self._figure(made["figure"], f"{key}.figure")
        if isinstance(work := made.get("work"), dict):
            made["work"] = self.said("work", work)
        if isinstance(camera := made.get("camera"), dict):
            made["camera"] = self._camera(camera, f"{key}.camera")
        if _is_tables(made.get("phase")):
            phases = enumerate(_tables(made["phase"]))
            made["phase"] = [self._phase(one, f"{key}.phase[{number}].figure") for number, one in phases]
        return made

    def _phase(self, phase: Table, key: str) -> Table:
        return phase | {"figure": self._figure(phase["figure"], key)} if "figure" in phase else phase

    def _figure(self, figure: object, key: str) -> object:
        if not isinstance(figure, dict) or "pose" not in figure:
            return figure
        pose = self._named("pose", figure["pose"], self._shared.poses.pose, f"{key}.pose")
        made, idle = with_pose(pose, figure, key)
        self.idle += idle
        return made

    def _camera(self, camera: Table, key: str) -> Table:
        made = dict(camera)
        if "view" in made and made["view"] not in get_args(View):
            view = self._named("view", made.pop("view"), self._shared.views.view, f"{key}.view")
            self.idle += [(f"{key}.{name}", "says what the view says") for name in view if made.get(name) == view[name]]
            made = view | made
        for name in GATED:
            if isinstance(made.get(name), list):
                made[name] = list(self._gates(made[name], f"{key}.{name}"))
        if _is_tables(made.get("check")):
            made["check"] = [self.said("check", one) for one in _tables(made["check"])]
        return self.said("camera", made)

    def _gates(self, bounds: object, key: str) -> Iterator[object]:
        assert isinstance(bounds, list)
        for number, bound in enumerate(bounds):
            named = isinstance(bound, str)
            yield self._named("gate", bound, self._shared.views.gate, f"{key}[{number}]") if named else bound

    def _named(self, kind: str, name: object, known: Mapping[str, Table], key: str) -> Table:
        if not isinstance(name, str) or name not in known:
            raise SpecificationError(self._file, key, f"there is no {kind} {name!r}; there are {', '.join(known)}")
        self.used.add((kind, name))
        return known[name]

    # --- what it takes from another ----------------------------------------------------------------------------------

    def _like(self, variant: Table, earlier: Mapping[object, Table], key: str) -> Table:
        name = variant.pop("like")
        if not isinstance(name, str) or name not in earlier:
            raise SpecificationError(self._file, f"{key}.like", f"there is no earlier variant {name!r}")
        base = {part: value for part, value in earlier[name].items() if part not in OWN}
        if _is_tables(variant.get("phase")):
            phases = _by_id(_tables(base.get("phase")))
            variant["phase"] = [
                self._over(phases.get(one.get("id"), {}), one, f"{key}.phase[{number}]", name)
                for number, one in enumerate(_tables(variant["phase"]))
            ]
        return self._over(base, variant, key, name)

    def _over(self, base: Table, own: Table, key: str, name: str) -> Table:
        """Return a table with another's keys where it has none of its own."""
        same = [part for part, value in own.items() if part != "id" and part in base and base[part] == value]
        self.idle += [(f"{key}.{part}", f"says what {name!r} says already") for part in same]
        return base | own


def _returning(variant: Table) -> Table:
    """Return a variant whose phases end where they must: a return where the move began, an exit at the start."""
    if "figure" not in variant or not _is_tables(variant.get("phase")):
        return variant
    phases = _tables(variant["phase"])
    kinds = [phase.get("kind") for phase in phases]
    first = kinds.index("move") if "move" in kinds else 0
    ends = {"exit": START}
    if any(kind == "move" and "figure" in phase for kind, phase in zip(kinds, phases, strict=True)):
        ends["return"] = str(phases[first - 1].get("id")) if first else START
    return variant | {
        "phase": [
            {"figure": {"like": ends[str(kind)]}} | phase if kind in ends else phase
            for kind, phase in zip(kinds, phases, strict=True)
        ]
    }


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _tables(value: object) -> list[Table]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _by_id(tables: list[Table]) -> dict[object, Table]:
    return {str(table.get("id")): table for table in tables}
