"""The demonstration: twelve weeks of a made-up person, in a folder of its own, written anew at each start."""

from datetime import datetime, time, timedelta
from pathlib import Path

from platformdirs import user_data_dir

from ilium.anatomy.errors import StoreRefused
from ilium.app.kinds import KINDS, Kind
from ilium.app.simulate import kind_of, simulate
from ilium.store import marker, snapshots
from ilium.store.sqlite_file import COMPANIONS
from ilium.web import data_folder

#: A file of this name says that everything in the folder is made up.
MARK = "made-up"
WEEKS, SEED, SHOWN = 12, 7, "steady"
KIND_NAMES = tuple(kind.id for kind in KINDS)


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
    database = folder / data_folder.DATABASE
    if database.exists() and not is_made_up(folder):
        raise StoreRefused(f"{folder} holds a record that is not made up. Name another folder with --data.")
    (folder / MARK).write_text("Everything in this folder is made up by Ilium and written anew at each start.\n")
    for path in (database, *(database.with_name(database.name + end) for end in COMPANIONS)):
        path.unlink(missing_ok=True)
    for beside in (marker.path_beside(database), snapshots.path_beside(database)):
        beside.unlink(missing_ok=True)


def fill() -> None:
    """Store the made-up weeks, the last of them ending yesterday; Django stands on the folder already."""
    from ilium.web.services import services

    now = services().clock.now()
    store(kind_of(SHOWN), now, weeks=WEEKS, seed=SEED)


def store(kind: Kind, now: datetime, *, weeks: int, seed: int) -> None:
    """Store made-up weeks that end yesterday in the process's own record."""
    from ilium.web.services import services

    first = datetime.combine(now.date() - timedelta(weeks=weeks), time(7, 10), now.tzinfo)
    services().store.append(simulate(kind, first=first, days=7 * weeks, seed=seed), now)
