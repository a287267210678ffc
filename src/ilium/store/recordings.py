"""Recorded landmarks as files beside the record: listed, read, deleted, and never more of them than fit.

A recording is written under another name and gets its own once it is whole and on the disk. Its name is an id: nothing
about health is in it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from uuid import UUID

import msgspec

from ilium.motion.formats import RecordingError, RecordingHeader, header_of, whole_length
from ilium.store import durable

#: Folder of the recordings in the data folder, how they end, and how one ends that is being made.
FOLDER, ENDING, PART = "recordings", ".landmarks", ".part"
#: One recording: 23 minutes at 30 pictures a second, an hour at 12. Our choice.
MAX_BYTES = 12_000_000
#: All recordings: past either, the oldest are thrown away. Our choice.
MAX_TOTAL_BYTES, MAX_RECORDINGS = 200_000_000, 1000
#: Free bytes that recordings leave on the disk, so that the record itself can still be written. Our choice.
SPARE_BYTES = 100_000_000
#: A first line is shorter than this, bytes.
LINE = 4096


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One recording as a list shows it; ``header`` is None where it cannot be read."""

    id: UUID
    size: int
    header: RecordingHeader | None


class Shelf:
    """The folder of the recordings.

    Parameters
    ----------
    folder : Path
        Made when the first recording is written.
    total, count : int
        Bytes, and how many recordings there may be.
    spare : int
        Free bytes that are left on the disk.
    """

    def __init__(
        self,
        folder: Path,
        *,
        total: int = MAX_TOTAL_BYTES,
        count: int = MAX_RECORDINGS,
        spare: int = SPARE_BYTES,
    ) -> None:
        self.folder, self._total, self._count, self._spare = folder, total, count, spare

    def listed(self) -> tuple[Recorded, ...]:
        """Return every recording that is whole, the newest first."""
        return tuple(sorted(self._all(), key=lambda one: one.id, reverse=True))

    def content(self, recording: UUID) -> bytes | None:
        """Return a recording's file; None where there is none."""
        try:
            return self._path(recording).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, recording: UUID) -> bool:
        """Delete one; False where there is none.

        Raises
        ------
        OSError
            When it cannot be deleted.
        """
        try:
            self._path(recording).unlink()
        except FileNotFoundError:
            return False
        return True

    def delete_all(self) -> None:
        """Delete every recording, and what a crash has left of others; raises OSError when one cannot be deleted."""
        for pattern in (f"*{ENDING}", f".*{PART}"):
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)

    def has_room(self) -> bool:
        """Whether the disk has more than what is left free for the record."""
        return shutil.disk_usage(self.folder.parent).free > self._spare

    def make_room(self) -> None:
        """Throw the oldest recordings away until the rest is no more than there may be."""
        total = 0
        for number, one in enumerate(self.listed()):
            total += one.size
            if number and (number >= self._count or total > self._total):
                self.delete(one.id)

    def rescue(self) -> None:
        """Put in place what a crash has left of recordings, up to their last whole frame, or throw it away."""
        for part in self.folder.glob(f".*{PART}"):
            with suppress(OSError, ValueError):
                recording = UUID(part.name.removeprefix(".").removesuffix(ENDING + PART))
                File(self, recording, FileIO(part, "r+")).finish(whole_length(part.read_bytes()))

    def begin(self, recording: UUID) -> "File":
        """Open a new recording; raises OSError when it cannot be made."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        part = self.part(recording)
        return File(self, recording, FileIO(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+"))

    def part(self, recording: UUID) -> Path:
        """Return where a recording is while it is being made."""
        return self.folder / f".{recording}{ENDING}{PART}"

    def put(self, recording: UUID) -> None:
        """Give a whole recording its name."""
        durable.put(self.part(recording), self._path(recording), replace=True)

    def _path(self, recording: UUID) -> Path:
        return self.folder / f"{recording}{ENDING}"

    def _all(self) -> Iterator[Recorded]:
        for file in self.folder.glob(f"*{ENDING}"):
            with suppress(OSError, ValueError):  # deleted meanwhile, or no file of ours
                yield Recorded(id=UUID(file.stem), size=file.stat().st_size, header=_header(file))


class File:
    """A recording that is being written; every write is whole or taken back when it is finished.

    Parameters
    ----------
    opened : file object
        Unbuffered, for reading and writing.
    """

    def __init__(self, shelf: Shelf, recording: UUID, opened: FileIO) -> None:
        self._shelf, self._recording, self._file = shelf, recording, opened
        self.size = 0

    def write(self, content: bytes) -> None:
        """Add whole messages; raises OSError when they cannot be written, and then none of them counts."""
        left = memoryview(content)
        while left:
            left = left[self._file.write(left) :]
        self.size += len(content)

    def finish(self, whole: int) -> None:
        """Cut off what is beyond ``whole`` bytes and give the recording its name; with 0 there is nothing of it left.

        Raises
        ------
        OSError
            When it cannot be put in place; the part is thrown away.
        """
        part = self._shelf.part(self._recording)
        try:
            with self._file:
                self._file.truncate(whole)
            if whole:
                self._shelf.put(self._recording)
        finally:
            part.unlink(missing_ok=True)

    def drop(self) -> None:
        """Throw the recording away."""
        with suppress(OSError):
            self.finish(0)


def _header(file: Path) -> RecordingHeader | None:
    with file.open("rb") as opened:
        line = opened.read(LINE)
    try:
        return header_of(line, file.name)
    except RecordingError:
        return None
