"""A data folder whose record is made up: the demonstration's, written anew at each start."""

from pathlib import Path

from platformdirs import user_data_dir

from ilium.anatomy.errors import StoreRefused
from ilium.store import high_water, home, snapshots
from ilium.store.sqlite_file import COMPANIONS

#: A file of this name says that everything in the folder is made up.
MARK = "made-up"


def chosen(data: Path | None) -> Path:
    """Return the demonstration's own folder, or the one that was named for it."""
    named = data or Path(user_data_dir("ilium-demo", appauthor=False))
    return named.expanduser().absolute()


def is_made_up(folder: Path) -> bool:
    """Whether everything in a data folder is made up."""
    return (folder / MARK).is_file()


def clear(folder: Path) -> None:
    """Delete what an earlier demonstration left, and mark the folder as made up.

    Raises
    ------
    StoreRefused
        When the folder holds a record that is not marked as made up. Nothing is changed then.
    """
    database = folder / home.DATABASE
    if database.exists() and not is_made_up(folder):
        raise StoreRefused(f"{folder} holds a record that is not made up. Name another folder with --data.")
    (folder / MARK).write_text("Everything in this folder is made up by Ilium and written anew at each start.\n")
    for path in (database, *(database.with_name(database.name + end) for end in COMPANIONS)):
        path.unlink(missing_ok=True)
    for beside in (high_water.path_beside(database), snapshots.path_beside(database)):
        beside.unlink(missing_ok=True)
