"""Which named folders have held a record, so that a disk that is not connected does not look like a first day.

Where a disk is not connected, its place is often there: an empty folder. What is remembered lies with the programs'
own states, away from that disk: the folder, and the place of its disk.
"""

import logging
import os
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import msgspec
from platformdirs import user_state_dir

from ilium.anatomy.errors import StoreRefused
from ilium.store import durable

NAME = "folders.json"
#: So many folders are remembered, the newest. Our choice.
MOST = 50
#: What a folder may hold and still be empty.
PASSING = {"lock", "lost+found", ".Trash-1000", ".fseventsd", ".Spotlight-V100", "System Volume Information"}

log = logging.getLogger("ilium.serve")


class KnownFolder(msgspec.Struct, frozen=True):
    """A folder that has held a record, and the place of its disk; as in an address, because names may be any bytes."""

    folder: str
    disk: str


def memory() -> Path:
    """Return the file in which folders are remembered."""
    return Path(user_state_dir("ilium", appauthor=False)) / NAME


def remember(folder: Path) -> None:
    """Remember that a folder holds a record now; where that cannot be written, less is noticed later."""
    held = KnownFolder(_coded(folder), _coded(disk_of(folder)))
    kept = [one for one in _read() if one.folder != held.folder]
    try:
        memory().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write(memory(), msgspec.json.encode([*kept, held][-MOST:]))
    except OSError:
        log.warning("folder-not-remembered")


def refuse_absent(folder: Path) -> None:
    """Refuse a folder whose disk was there when it held a record, and is not now.

    Raises
    ------
    StoreRefused
        With what to do. Nothing is made in its place.
    """
    held = _held(folder)
    if held and not _holds(folder) and not os.path.ismount(unquote_to_bytes(held.disk)):
        text = f"Your record was in {folder}, on a disk that is not connected now. Nothing was made in its place."
        raise StoreRefused(f"{text} Connect the disk, or name another folder with --data.")


def refuse_emptied(folder: Path) -> None:
    """Refuse a folder that has held a record and is empty now; one that was removed altogether may be made anew.

    Raises
    ------
    StoreRefused
        With what to do.
    """
    refuse_absent(folder)
    if _held(folder) and folder.is_dir() and not _holds(folder):
        text = f"Your record was in {folder}, which is empty now. Is its disk connected? Nothing was made in its place."
        restore = f"Restore a backup: ilium restore FILE --data {folder}"
        raise StoreRefused(f"{text} {restore}; or, to begin anew, remove the folder or name another with --data.")


def disk_of(folder: Path) -> Path:
    """Return the place of the disk that a folder lies on: the nearest folder above it, or itself, that is one."""
    place = folder.resolve()
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return place


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(one.name not in PASSING for one in folder.iterdir())


def _held(folder: Path) -> KnownFolder | None:
    return next((one for one in _read() if one.folder == _coded(folder)), None)


def _read() -> list[KnownFolder]:
    try:
        return msgspec.json.decode(memory().read_bytes(), type=list[KnownFolder])
    except (OSError, msgspec.DecodeError):
        return []


def _coded(folder: Path) -> str:
    return quote(os.fsencode(folder))
