"""Copies of the record that lie in the data folder beside it: backups, and what a restore put aside."""

from pathlib import Path

#: How every SQLite database begins.
HEADER = b"SQLite format 3\x00"
BESIDE = ("-wal", "-shm", "-journal")


def copies(folder: Path, database: str) -> tuple[Path, ...]:
    """Return every other SQLite database in the folder and below it, whatever its name is.

    Parameters
    ----------
    database : str
        The name of the record itself, which is no copy.
    """
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return tuple(sorted(path for path in files if path != folder / database and _is_database(path)))


def delete(found: tuple[Path, ...]) -> None:
    """Delete these copies with what belongs to them.

    Raises
    ------
    OSError
        When one cannot be deleted.
    """
    for path in found:
        for name in (path, *(path.with_name(path.name + ending) for ending in BESIDE)):
            name.unlink(missing_ok=True)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:  # it cannot be read, so nothing can be said of it; deleting would tell
        return False
