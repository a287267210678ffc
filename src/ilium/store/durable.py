"""Files that are whole or missing, whatever happens while they are written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft(file: Path) -> Iterator[Path]:
    """Give the path of a file beside this one to write to; it is removed if it is still there at the end."""
    beside = file.with_name(f".{file.name}.part-{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def drafts(file: Path) -> list[Path]:
    """Return the drafts of a file that a crash has left beside it."""
    return [one for one in file.parent.iterdir() if one.name.startswith(f".{file.name}.part-")]


def put(written: Path, place: Path, *, replace: bool) -> None:
    """Give a written file its name, once its bytes are on the disk.

    Parameters
    ----------
    replace : bool
        Take the place of a file of that name; otherwise one that is there stays.

    Raises
    ------
    FileExistsError
        When there is a file already, and it may not be replaced.
    """
    _to_disk(written)
    if not replace:  # an empty file of that name keeps others away; not every file system has links
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.replace(written, place)
    _to_disk(place.parent)


def write(file: Path, content: bytes) -> None:
    """Write a small file, whole or not at all, readable by its owner only."""
    with draft(file) as beside:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
        put(beside, file, replace=True)


def _to_disk(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
