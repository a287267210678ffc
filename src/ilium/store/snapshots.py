"""The snapshot of a record in a file: what the record had added up to, so that a start need not read it all.

The file begins with a digest over the rest, keyed with the data folder's own secret, and over what it was made with:
the rules, the specifications and the code that add events up. Whatever is not exactly so is no snapshot.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

import ilium
from ilium.anatomy.errors import StoreError
from ilium.app.ports import Snapshot
from ilium.store import durable

NAME = "ilium.snapshot"
#: Counts up when a file means something else than before, although no code that is looked at has changed.
FORM = 1
#: What a snapshot depends on: these packages of Ilium, with the files of their libraries.
MADE_WITH = ("anatomy", "app", "exercises", "library", "prescription", "record", "screening", "store")
DIGEST_BYTES = 32
log = logging.getLogger("ilium.store")


class SnapshotFile:
    """An `ilium.app.ports.Snapshots` in one file, readable by its owner only.

    Parameters
    ----------
    file : Path
        Where it is.
    key : bytes
        The secret of the data folder, so that only an Ilium that may read it can have written the file.
    made_with : callable
        Returns what the sum depends on beside the record.
    """

    def __init__(self, file: Path, key: bytes, made_with: Callable[[], bytes]) -> None:
        self._file, self._key, self._made_with = file, key, made_with

    def load(self) -> Snapshot | None:
        """Return the snapshot; None where there is none that this version of Ilium wrote whole for this folder."""
        try:
            written = self._file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            log.warning("snapshot-not-read")
            return None
        digest, sealed = written[:DIGEST_BYTES], written[DIGEST_BYTES:]
        if not hmac.compare_digest(digest, self._digest(sealed)):
            log.info("snapshot-not-ours")
            return None
        try:
            return msgspec.msgpack.decode(sealed, type=Snapshot)
        except msgspec.DecodeError:
            log.warning("snapshot-not-read")
            return None

    def save(self, snapshot: Snapshot) -> None:
        """Write the file, whole or not at all."""
        sealed = msgspec.msgpack.encode(snapshot)
        try:
            durable.write(self._file, self._digest(sealed) + sealed)
        except OSError:  # the next start reads the record
            log.warning("snapshot-not-written")

    def delete(self) -> None:
        """Delete the file; raises as `Snapshots.delete` does."""
        delete(self._file)

    def _digest(self, sealed: bytes) -> bytes:
        return hmac.digest(self._key, self._made_with() + sealed, "sha256")


def path_beside(database: Path) -> Path:
    """Return where the snapshot of a database is."""
    return database.with_name(NAME)


def delete(file: Path) -> None:
    """Delete a snapshot, where there is one, and what a crash left of one that was being written.

    Raises
    ------
    StoreError
        When it is still there.
    """
    try:
        for one in (file, *durable.drafts(file)):
            one.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"The file {file} could not be deleted: {reason}.") from error


@cache
def made_with() -> bytes:
    """Return a digest over the code, rules and specifications that add a record up.

    Examples
    --------
    >>> len(made_with()) == DIGEST_BYTES
    True
    """
    return digest_of(Path(ilium.__file__).parent)


def digest_of(root: Path) -> bytes:
    """Return a digest over everything of a package folder that a snapshot depends on."""
    files = [file for name in MADE_WITH for end in ("*.py", "*.toml") for file in (root / name).rglob(end)]
    digest = hashlib.sha256(f"{FORM} {ilium.__version__} {msgspec.__version__}".encode())
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root)} {len(content)} ".encode() + content)
    return digest.digest()
