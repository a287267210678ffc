"""The folder that holds a person's record: where it is, and whether it may be used."""

import os
import secrets
import sqlite3
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_data_dir

from ilium.anatomy.errors import StoreRefused

DATABASE = "ilium.sqlite3"
SECRET = "secret-key"
LOG = "ilium.log"


def default_folder() -> Path:
    """Return the platform's own place for Ilium's data."""
    return Path(user_data_dir("ilium", appauthor=False))


def folder_in_use() -> Path:
    """Return the folder that ``ILIUM_DATA`` names, or the platform's own."""
    named = os.environ.get("ILIUM_DATA")
    return Path(named) if named else default_folder()


def prepare(folder: Path) -> None:
    """Make the folder if it is missing, readable by its owner only, and look at what is in it.

    Raises
    ------
    StoreRefused
        When it cannot be made or written to, or holds a database that is not Ilium's or is damaged. Nothing in it is
        changed then.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreRefused(f"The folder {folder} cannot be used: {_reason(error)}. Name another with --data.") from None
    _refuse_unwritable(folder)
    _refuse_damaged(folder / DATABASE)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _refuse_unwritable(folder: Path) -> None:
    probe = folder / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"ilium")
        probe.unlink()
    except OSError as error:
        text = f"The folder {folder} cannot be written to: {_reason(error)}. Change that, or name another with --data."
        raise StoreRefused(text) from None


def _refuse_damaged(database: Path) -> None:
    if not database.exists():
        return
    fault = _fault(database)
    if fault:
        raise StoreRefused(
            f"The record {database} is damaged or no record of Ilium's ({fault}). It was not changed. "
            "Put a copy in its place, or name another folder with --data."
        )


def _fault(database: Path) -> str:
    """Return what SQLite says is wrong with a file; empty when nothing is."""
    try:
        connection = sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True)
    except sqlite3.Error as error:
        return str(error)
    try:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    finally:
        connection.close()
    return "" if answer == "ok" else str(answer)


def secret_key(folder: Path) -> str:
    """Return the folder's secret, made at the first use, readable by its owner only.

    Raises
    ------
    StoreRefused
        When it can neither be read nor made.
    """
    path = folder / SECRET
    try:
        _make_secret(folder, path)
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused(f"The file {path} cannot be used: {error}.") from None


def _make_secret(folder: Path, path: Path) -> None:
    """Write a new secret beside the path and link it there, so that it is whole or missing, and never replaced."""
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{SECRET}-{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
