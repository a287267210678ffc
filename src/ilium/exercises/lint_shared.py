"""Checks of what exercises share by name: nothing is named in vain, and no difference changes nothing."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from ilium.anatomy.errors import SpecificationError
from ilium.exercises import loader
from ilium.exercises.finding import Finding
from ilium.exercises.shared import POSES, VIEWS, Shared, read_poses, read_unsaid, read_views
from ilium.exercises.written import Written

Files = Mapping[str, str | bytes]
#: Where each kind of name is made.
HOMES = {"pose": POSES, "view": VIEWS, "gate": VIEWS}


def shared_of(files: Files) -> tuple[Shared, tuple[Finding, ...]]:
    """Return what these files share by name, the shipped where it is not given or cannot be read; and what is amiss."""
    shared, findings = loader.load_shared(), []
    for file, text in files.items():
        try:
            match PurePath(file).name:
                case "poses.toml":
                    shared = shared._replace(poses=read_poses(text, file))
                case "views.toml":
                    shared = shared._replace(views=read_views(text, file))
                case "unsaid.toml":
                    shared = shared._replace(unsaid=read_unsaid(text, file))
                case _:
                    pass  # `ilium.exercises.lint` reads it
        except SpecificationError as error:
            findings.append(Finding(error.file, error.key, error.reason))
    return shared, tuple(findings)


def check_shared(files: Files, shared: Shared) -> Iterator[Finding]:
    """Yield every difference that changes nothing, and every name that nothing uses."""
    given = {file: text for file, text in files.items() if PurePath(file).name not in loader.SHARED_FILES}
    written = {file: _written(text, file, shared) for file, text in given.items()}
    for file, one in written.items():
        if one is not None:
            yield from (Finding(file, key, reason) for key, reason in one.idle)
    homes = {PurePath(file).name: file for file in files}
    if POSES in homes:
        yield from (Finding(homes[POSES], key, reason) for key, reason in shared.poses.idle)
    if None not in written.values():
        everywhere = [*written.values(), *_others(given, shared)]
        yield from _unused(homes, shared, frozenset(name for one in everywhere if one for name in one.used))


def _others(given: Files, shared: Shared) -> Iterator[Written | None]:
    """Yield the shipped exercises that are not among these files."""
    names = {PurePath(file).name for file in given} | set(loader.SHARED_FILES)
    yield from (_written(text, name, shared) for name, text in loader.library_files().items() if name not in names)


def _written(text: str | bytes, file: str, shared: Shared) -> Written | None:
    try:
        return loader.write_out(text, file, shared)
    except SpecificationError:  # reported where it is read
        return None


def _unused(homes: Mapping[str, str], shared: Shared, used: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    known = {"pose": shared.poses.pose, "view": shared.views.view, "gate": shared.views.gate}
    used |= {("pose", name) for name in shared.poses.built_on}
    for kind, names in known.items():
        for name in names:
            if HOMES[kind] in homes and (kind, name) not in used:
                yield Finding(homes[HOMES[kind]], f"{kind}.{name}", "is named by no exercise")
