"""A file that a person chose and has not agreed to yet; it lies in the data folder, readable by its owner only."""

import hashlib
from pathlib import Path

from ilium.anatomy.errors import StoreError
from ilium.store import durable

NAME = "waiting-import"


def keep(folder: Path, data: bytes) -> str:
    """Keep a file in the place of an earlier one, and return the word by which it is asked for.

    Raises
    ------
    StoreError
        When it cannot be written.
    """
    try:
        durable.write(folder / NAME, data)
    except OSError as error:
        raise StoreError(f"The file could not be kept: {(error.strerror or str(error)).lower()}.") from None
    return _word(data)


def take(folder: Path, word: str) -> bytes | None:
    """Return the file that this word belongs to, and keep it no more; None where there is none."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError:
        return None
    if _word(data) != word:
        return None
    forget(folder)
    return data


def forget(folder: Path) -> None:
    """Keep no file; does nothing where there is none."""
    (folder / NAME).unlink(missing_ok=True)


def _word(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
