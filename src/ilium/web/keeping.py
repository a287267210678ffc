"""``ilium backup`` and ``ilium restore``: copies of the record that lives in a data folder."""

from datetime import UTC, datetime
from pathlib import Path

from ilium.anatomy import counted
from ilium.anatomy.errors import StoreRefused
from ilium.app.damage import damage_words
from ilium.store import backup, marker
from ilium.web import data_folder


def back_up(data: Path | None, file: Path, *, force: bool = False) -> str:
    """Write a checked copy of the record, and return what to tell the person.

    Parameters
    ----------
    data : Path, optional
        The data folder; by default the one in use.
    force : bool
        Replace a file of that name.

    Raises
    ------
    StoreError
        When there is no copy; nothing was changed.
    """
    database = data_folder.chosen(data) / data_folder.DATABASE
    marker.refuse_lost(database)  # an emptied record must not take the place of a good backup
    target = file.expanduser().absolute()
    made = backup.back_up(database, target, force=force)
    backup.note_backup(database, made, datetime.now(UTC))
    done = f"{target} holds your record: {counted(made.events, 'entry', 'entries')}, checked."
    return f"{done} {damage_words(made.damage)}, there as here; ilium doctor says which." if made.damage else done


def restore(data: Path | None, file: Path) -> str:
    """Put a backup in the place of the record, and return what to tell the person.

    Raises
    ------
    StoreError
        When it was not done, because a server runs, the backup is not whole, or the folder cannot be used.
    """
    folder, source = data_folder.chosen(data), file.expanduser().absolute()
    if not source.is_file():
        raise StoreRefused(f"There is no file {source}.")
    with data_folder.locked(folder):
        found, kept = backup.restore(source, folder / data_folder.DATABASE, datetime.now(UTC))
        if kept:  # the record that was here may have held what the backup does not know of
            (folder / data_folder.PUT_BACK).touch(mode=0o600)
    done = f"Your record in {folder} is now what {source} holds: {counted(found.events, 'entry', 'entries')}."
    if found.damage:
        done += f" {damage_words(found.damage)}, as in the backup; ilium doctor says which."
    return f"{done} What was there before is in {kept}." if kept else done
