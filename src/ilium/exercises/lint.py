"""The linter: what the loader cannot see in one file. It collects every finding and raises nothing.

Files are given by name. ``programme.toml``, ``demands.toml``, ``changes.toml``, ``sources.toml``, ``limits.toml``,
``ladders.toml`` and what exercises share (``poses.toml``, ``views.toml``, ``unsaid.toml``) are known by their names;
every other file is an exercise.
Whatever is not given is taken from the shipped library, so that one file can be checked by itself.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TypeVar

import msgspec

from ilium.anatomy.errors import SpecificationError
from ilium.exercises import loader
from ilium.exercises.demands import Demand, DemandsFile
from ilium.exercises.finding import Finding, Note, PersonText, texts
from ilium.exercises.lint_asks import check_asks
from ilium.exercises.lint_camera import check_cameras
from ilium.exercises.lint_doses import check_doses, within
from ilium.exercises.lint_editions import check_editions
from ilium.exercises.lint_movement import check_variants
from ilium.exercises.lint_shared import check_shared, shared_of
from ilium.exercises.lint_words import check_id, check_text, check_unique
from ilium.exercises.model import Change, Editions, Exercise, Limits, Programme
from ilium.exercises.shared import POSES, UNSAID, VIEWS, Shared
from ilium.library.sources import OWN, load_sources, read_sources
from ilium.library.spec import Source, Sourced

Spec = Exercise | Programme | tuple[Change, ...] | DemandsFile | dict[str, Source] | Limits | Editions
T = TypeVar("T")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a file is checked against; ``broken`` holds ids whose files could not be read."""

    exercises: dict[str, Exercise]
    programme: Programme
    demands: tuple[Demand, ...]
    changes: tuple[Change, ...]
    sources: dict[str, Source]
    limits: Limits
    ladders: Editions
    broken: frozenset[str]

    def find(self, exercise_id: str) -> Exercise | None:
        """Return the exercise with this id."""
        return next((e for e in self.exercises.values() if e.id == exercise_id), None)


def lint_files(files: Mapping[str, str | bytes]) -> tuple[Finding, ...]:
    """Return everything amiss with these files, in the order of files and keys.

    Parameters
    ----------
    files : mapping of str to str or bytes
        Name or path to content; bytes must be UTF-8.

    Examples
    --------
    >>> [str(finding) for finding in lint_files({"limits.toml": "max_sets = 'six'"})]
    ['limits.toml: max_sets: Expected `int`, got `str`']
    """
    shared, amiss = shared_of(files)
    read: dict[str, Spec] = {}
    findings = list(amiss)
    for file, text in files.items():
        if PurePath(file).name not in (POSES, VIEWS, UNSAID):
            try:
                read[file] = _read(file, text, shared)
            except SpecificationError as error:
                findings.append(Finding(error.file, error.key, error.reason))
    findings += check_shared(files, shared)
    context = _context(read, frozenset(PurePath(finding.file).stem for finding in findings))
    for file, spec in read.items():
        findings += [Finding(file, key, reason) for key, reason in _check(file, spec, context)]
    return tuple(sorted(set(findings)))


def lint_library() -> tuple[Finding, ...]:
    """Return everything amiss with the shipped library: nothing, or the tests are red."""
    return lint_files(loader.library_files())


# --- reading -----------------------------------------------------------------------------------------------------


def _read(file: str, text: str | bytes, shared: Shared) -> Spec:
    match PurePath(file).name:
        case "programme.toml":
            return loader.read_programme(text, file)
        case "changes.toml":
            return loader.read_changes(text, file)
        case "demands.toml":
            return loader.read_demands(text, file)
        case "sources.toml":
            return read_sources(text, file)
        case "limits.toml":
            return loader.read_limits(text, file)
        case loader.LADDERS:
            return loader.read_editions(text, file)
        case _:
            return loader.read_exercise(text, file, shared)


def _context(read: Mapping[str, Spec], broken: frozenset[str]) -> Context:
    shipped = loader.load_library()
    given = {file: spec for file, spec in read.items() if isinstance(spec, Exercise)}
    names = {PurePath(file).name: spec for file, spec in read.items()}
    whole = "programme.toml" in names and bool(given)
    replaced = {PurePath(file).name for file in given}
    kept = {f"{e.id}.toml": e for e in shipped.exercises if not whole and f"{e.id}.toml" not in replaced}
    return Context(
        exercises=kept | given,
        programme=_given(names, "programme.toml", shipped.programme),
        demands=_given(names, "demands.toml", DemandsFile(demand=shipped.demands)).demand,
        changes=_given(names, "changes.toml", shipped.changes),
        sources=_given(names, "sources.toml", load_sources()),
        limits=_usable(_given(names, "limits.toml", shipped.limits), shipped.limits),
        ladders=_given(names, loader.LADDERS, shipped.ladders),
        broken=broken,
    )


def _given(names: Mapping[str, object], name: str, shipped: T) -> T:
    found = names.get(name, shipped)
    assert isinstance(found, type(shipped))  # `_read` made it by this name
    return found


def _usable(limits: Limits, shipped: Limits) -> Limits:
    """Return the limits, or the shipped ones where a number of theirs is no bound at all."""
    return shipped if list(_not_positive(limits)) else limits


def _check(file: str, spec: Spec, context: Context) -> Iterator[Note]:
    match spec:
        case Exercise():
            yield from _check_exercise(file, spec, context)
        case Programme():
            yield from _check_programme(spec, context)
        case Limits():
            yield from _check_limits(spec, context)
        case DemandsFile():
            yield from _check_demands(spec.demand)
        case Editions():
            yield from check_editions(spec, context.exercises.values(), context.broken)
        case tuple():
            yield from _check_changes(spec, context)
        case dict():
            pass  # `read_sources` has checked them


# --- exercises ---------------------------------------------------------------------------------------------------


def _check_exercise(file: str, exercise: Exercise, context: Context) -> Iterator[Note]:
    if PurePath(file).name != f"{exercise.id}.toml":
        yield "id", f"is {exercise.id!r}, so the file must be named {exercise.id}.toml"
    for other, found in context.exercises.items():
        if other != file and found.id == exercise.id:
            yield "id", f"duplicate {exercise.id!r}, already in {other}"
    for name in ("targets", "cautions", "form"):
        if not getattr(exercise, name):
            yield name, "is empty"
    for text in texts(exercise):
        yield from check_text(text, context.limits)
    yield from check_doses(exercise, context.limits)
    yield from check_variants(exercise, context.limits)
    yield from check_asks(exercise, context.demands)
    yield from check_cameras(exercise)
    if exercise.source not in context.sources:
        yield "source", f"there is no source {exercise.source!r}"
    yield from _check_sourced(exercise, "", context, printed_in=exercise.source)


def _check_sourced(value: object, key: str, context: Context, printed_in: str | None) -> Iterator[Note]:
    """Yield notes for every table in ``value`` whose source is unknown or does not fit its confidence."""
    if isinstance(value, Sourced):
        yield from _check_source(value, key, context, printed_in)
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _check_sourced(getattr(value, name), f"{key}.{name}" if key else name, context, printed_in)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _check_sourced(item, f"{key}[{number}]", context, printed_in)


def _check_source(table: Sourced, key: str, context: Context, printed_in: str | None) -> Iterator[Note]:
    place = f"{key}." if key else ""
    if table.source not in context.sources:
        yield f"{place}source", f"there is no source {table.source!r}"
    if table.source == OWN and table.confidence != "ours":
        yield f"{place}confidence", f"is {table.confidence!r}, but the source is our own choice"
    if table.confidence == "printed" and printed_in is not None and table.source != printed_in:
        yield f"{place}confidence", f"only {printed_in!r} prints this exercise"


# --- programme, changes, limits -------------------------------------------------------------------------


def _check_programme(programme: Programme, context: Context) -> Iterator[Note]:
    for key in ("name", "summary", "order_rule"):
        yield from check_text(PersonText(key=key, words=getattr(programme, key)), context.limits)
    yield from within("rest.most", programme.rest.most, context.limits.max_rest_seconds, 0)
    yield from within("rest.least", programme.rest.least, programme.rest.most, 0)
    yield from within("rest.each_work", programme.rest.each_work, context.limits.max_rest_seconds, 0)
    yield from check_id("id", programme.id)
    yield from _check_sourced(programme, "", context, printed_in=None)
    yield from check_unique((f"phases[{number}]", phase) for number, phase in enumerate(programme.phases))
    yield from check_unique((f"exercises[{number}]", name) for number, name in enumerate(programme.exercises))
    if programme.phases != ("mobilise", "strengthen"):
        yield "phases", "the order rule is mobilise, then strengthen"
    yield from _check_order(programme, context)
    for exercise in context.exercises.values():
        if exercise.id not in programme.exercises:
            yield "exercises", f"{exercise.id!r} is in the library, but not in the programme"


def _check_order(programme: Programme, context: Context) -> Iterator[Note]:
    strengthened = ""
    for number, name in enumerate(programme.exercises):
        exercise = context.find(name)
        if exercise is None:
            if name not in context.broken:
                yield f"exercises[{number}]", f"there is no exercise {name!r}"
        elif exercise.phase == "strengthen":
            strengthened = strengthened or name
        elif strengthened:
            yield f"exercises[{number}]", f"strengthen before mobilise: {name!r} stands after {strengthened!r}"
    if not programme.exercises:
        yield "exercises", "is empty"


def _check_changes(changes: tuple[Change, ...], context: Context) -> Iterator[Note]:
    yield from check_unique((f"change[{number}].id", change.id) for number, change in enumerate(changes))
    yield from _check_sourced(changes, "change", context, printed_in=None)
    for number, change in enumerate(changes):
        key = f"change[{number}]"
        yield from check_id(f"{key}.id", change.id)
        yield from check_text(PersonText(key=f"{key}.say", words=change.say, kind="spoken"), context.limits)
        yield from _check_limit(change, key, context)


def _check_limit(change: Change, key: str, context: Context) -> Iterator[Note]:
    demands = {demand.id: demand for demand in context.demands}
    for name, level in change.caps.items():
        if name not in demands:
            yield f"{key}.caps.{name}", f"there is no demand {name!r}; there are {', '.join(demands)}"
        elif not 0 <= level < len(demands[name].levels):
            yield f"{key}.caps.{name}", f"level {level} caps nothing; its levels are 0 to {len(demands[name].levels)}"
    limbs = [name for name in change.caps if name in demands and demands[name].limb]
    if change.sided and not limbs:
        yield f"{key}.sided", "no cap of it is of a limb"
    yield from within(f"{key}.hold_seconds", change.hold_seconds, context.limits.max_hold_seconds)
    for place, line in enumerate(change.line):
        yield from check_text(PersonText(key=f"{key}.line[{place}].say", words=line.say, kind="spoken"), context.limits)
        if line.at not in demands and line.at not in context.programme.phases:
            yield f"{key}.line[{place}].at", f"{line.at!r} is neither a demand nor a phase"
    for place, thing in enumerate(change.fetch):
        yield from check_text(PersonText(key=f"{key}.fetch[{place}]", words=thing), context.limits)


def _check_demands(demands: tuple[Demand, ...]) -> Iterator[Note]:
    yield from check_unique((f"demand[{number}].id", demand.id) for number, demand in enumerate(demands))
    for number, demand in enumerate(demands):
        yield from check_id(f"demand[{number}].id", demand.id)
        if not demand.levels:
            yield f"demand[{number}].levels", "is empty"


def _check_limits(limits: Limits, context: Context) -> Iterator[Note]:
    yield from _check_sourced(limits, "", context, printed_in=None)
    yield from _not_positive(limits)


def _not_positive(limits: Limits) -> Iterator[Note]:
    for name in limits.__struct_fields__:
        value = getattr(limits, name)
        if isinstance(value, int | float) and not value > 0:
            yield name, f"{value:g} is not above 0"
