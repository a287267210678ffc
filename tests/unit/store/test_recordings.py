"""Recordings on the disk: whole or not there, bounded, wanted, and gone when they are to be gone."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from ilium.anatomy.errors import StoreError
from ilium.motion.formats import Stream, first_line, read
from ilium.motion.wire import Frame, N, decode, encode
from ilium.store import recorder, recordings
from ilium.store.recorder import CHUNK, WAITING, RunningTape, Tapes
from ilium.store.recordings import ENDING, File, Shelf
from tests.taping import HEADER, NoonClock, RisingIds
from tests.watching import frame

#: A frame with a body and no world landmarks, bytes.
SIZE = 288
Make = Callable[..., Tapes]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make recordings in a folder; ``wanted`` is what the person's settings say, and may be changed."""
    made: list[Tapes] = []

    def recorder(wanted: list[bool] | None = None, *, largest: int = 10**7, **shelf: int) -> Tapes:
        wish = [True] if wanted is None else wanted
        one = Tapes(
            Shelf(tmp_path / "recordings", **{"spare": 0, **shelf}), NoonClock(), RisingIds(), lambda: wish[0],
            largest=largest,
        )  # fmt: skip
        made.append(one)
        return one

    yield recorder
    for one in made:
        one.close()


def settled(recorder: Tapes) -> None:
    """Wait until the writing thread has done what it was given."""
    recorder._thread.submit(int).result()


def told(tape: RunningTape) -> list[str]:
    found = []
    while (state := tape.news()) is not None:
        found.append(state)
    return found


def kept(recorder: Tapes, seqs: range) -> RunningTape:
    """Record frames to the end."""
    tape = recorder.start(HEADER)
    for seq in seqs:
        tape.keep(frame(seq))
    tape.end()
    settled(recorder)
    return tape


def files(recorder: Tapes) -> list[Path]:
    return sorted(recorder.shelf.folder.iterdir()) if recorder.shelf.folder.exists() else []


def streams(recorder: Tapes) -> list[Stream]:
    found = [read(file.read_bytes(), file.name) for file in files(recorder)]
    return [one for one in found if isinstance(one, Stream)]


def test_what_was_kept_is_read_again_with_its_header(make: Make) -> None:
    """Every frame is there, with when it began; the file's name is an id, and only its owner may read it."""
    recorder = make()
    assert told(kept(recorder, range(1, 301))) == ["on"]
    (file,) = files(recorder)
    (stream,) = streams(recorder)
    assert len(stream.recording) == 300
    assert stream.header is not None
    assert (stream.header.exercise, stream.header.at) == ("si-glute-bridge", "2026-03-02T12:00:00+00:00")
    assert str(UUID(file.stem)) + ENDING == file.name
    assert file.stat().st_mode & 0o077 == 0


def test_world_landmarks_are_left_out(make: Make) -> None:
    """The engine does not look at them, so that nothing more is kept than is needed."""
    recorder = make()
    tape = recorder.start(HEADER)
    whole = decode(frame(1))
    tape.keep(
        encode(Frame(**{name: getattr(whole, name) for name in whole.__struct_fields__} | {"world": (0.1,) * 3 * N}))
    )  # type: ignore[arg-type]
    tape.end()
    settled(recorder)
    (file,) = files(recorder)
    assert file.read_bytes().endswith(b"\n" + frame(1))


def test_nothing_is_kept_that_is_not_wanted(make: Make) -> None:
    """With the setting off nothing is written, not even a folder, and it is said."""
    recorder = make([False])
    assert told(kept(recorder, range(1, 301))) == ["not-wanted"]
    assert not recorder.shelf.folder.exists()


def test_switching_it_off_in_the_middle_ends_it(make: Make) -> None:
    """The next chunk is not written; what was written before stays whole."""
    wish = [True]
    recorder = make(wish)
    tape = recorder.start(HEADER)
    for seq in range(1, 1000):
        tape.keep(frame(seq))
        if seq == 500:
            settled(recorder)
            wish[0] = False
    tape.end()
    settled(recorder)
    assert told(tape) == ["on", "not-wanted"]
    (stream,) = streams(recorder)
    assert 500 - CHUNK / SIZE - 1 <= len(stream.recording) <= 500


def test_a_settings_fault_keeps_nothing(make: Make, tmp_path: Path) -> None:
    """A record that cannot be read does not say yes."""

    def broken() -> bool:
        raise StoreError("The record could not be read.")

    recorder = make()
    recorder.is_wanted = broken
    assert told(kept(recorder, range(1, 301))) == ["not-written"]
    assert not recorder.shelf.folder.exists()


def test_a_set_without_a_frame_leaves_nothing(make: Make) -> None:
    """Ending twice is ending once, and an empty recording is none."""
    recorder = make()
    tape = recorder.start(HEADER)
    tape.end()
    tape.end()
    settled(recorder)
    assert files(recorder) == []


def test_one_recording_is_bounded(make: Make) -> None:
    """At its largest it ends, whole, and the rest of the set costs nothing."""
    recorder = make(largest=100_000)
    tape = recorder.start(HEADER)
    for seq in range(1, 1200):
        tape.keep(frame(seq))
        if seq % 100 == 0:
            settled(recorder)
    tape.end()
    settled(recorder)
    assert told(tape) == ["on", "full"]
    (file,) = files(recorder)
    assert 100_000 - CHUNK - SIZE <= file.stat().st_size <= 100_000
    assert len(tape._waiting) < CHUNK


def test_the_oldest_give_way(make: Make) -> None:
    """Past the total size or number the oldest are thrown away, never the newest."""
    by_size = make(total=2 * (300 * SIZE + 400))
    for _ in range(4):
        kept(by_size, range(1, 301))
    assert [int(file.stem[-2:], 16) for file in files(by_size)] == [3, 4]
    by_size.shelf.delete_all()
    by_number = make(count=2)
    for _ in range(4):
        kept(by_number, range(1, 301))
    assert len(files(by_number)) == 2


def test_a_nearly_full_disk_is_left_to_the_record(make: Make) -> None:
    """Where less is free than the record may need, nothing is recorded, and it is said."""
    recorder = make(spare=2**62)
    assert told(kept(recorder, range(1, 301))) == ["no-space"]
    assert files(recorder) == []


class FullDisk(File):
    """A file on a disk that fills up in the middle of the third write."""

    writes = 0

    def write(self, content: bytes) -> None:
        type(self).writes += 1
        if self.writes == 3:
            self._file.write(content[:1000])
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(content)


def test_a_disk_that_fills_up_costs_the_recording_alone(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """No call of the socket fails; what was whole before stays and can be read."""
    monkeypatch.setattr(recordings, "File", FullDisk)
    monkeypatch.setattr(FullDisk, "writes", 0)
    recorder = make()
    assert told(kept(recorder, range(1, 700))) == ["on", "not-written"]
    (stream,) = streams(recorder)
    assert len(stream.recording) == 2 * -(-CHUNK // SIZE)


def test_a_disk_that_is_stuck_costs_bounded_memory(make: Make) -> None:
    """Once so many chunks wait the recording ends; later frames are forgotten."""
    wait = make()
    tape = wait.start(HEADER)
    settled(wait)
    hold = recorder.BoundedSemaphore(1)
    hold.acquire()
    wait._thread.submit(hold.acquire)
    for seq in range(1, 2 * WAITING * CHUNK // SIZE):
        tape.keep(frame(seq))
    assert told(tape) == ["on", "too-slow"]
    assert len(tape._waiting) < CHUNK
    assert wait._thread._work_queue.qsize() <= WAITING + 1
    hold.release()
    settled(wait)
    (stream,) = streams(wait)
    assert len(stream.recording) == WAITING * -(-CHUNK // SIZE)


@pytest.mark.parametrize("torn", [0, 1, 25, SIZE - 1])
def test_what_a_crash_leaves_is_read_up_to_its_last_whole_frame(make: Make, tmp_path: Path, torn: int) -> None:
    """At the next start it is cut there and gets its name."""
    (tmp_path / "recordings").mkdir()
    part = Shelf(tmp_path / "recordings").part(UUID(RisingIds().new()))
    part.write_bytes(first_line(HEADER) + b"".join(frame(seq) for seq in range(1, 11)) + frame(11)[:torn])
    recorder = make()
    settled(recorder)
    (stream,) = streams(recorder)
    assert len(stream.recording) == 10
    assert not part.exists()


@pytest.mark.parametrize("left", [b"", first_line(HEADER)[:30], first_line(HEADER), first_line(HEADER) + b"IL"])
def test_what_a_crash_leaves_without_a_frame_is_thrown_away(make: Make, tmp_path: Path, left: bytes) -> None:
    """There is no half-written file."""
    (tmp_path / "recordings").mkdir()
    Shelf(tmp_path / "recordings").part(UUID(RisingIds().new())).write_bytes(left)
    recorder = make()
    settled(recorder)
    assert files(recorder) == []


def test_the_end_of_the_server_finishes_what_is_written(make: Make) -> None:
    """What was handed over is in place, although nobody ended it."""
    recorder = make()
    tape = recorder.start(HEADER)
    for seq in range(1, 301):
        tape.keep(frame(seq))
    recorder.close()
    (stream,) = streams(recorder)
    assert len(stream.recording) >= 300 - CHUNK / SIZE - 1
    tape.keep(frame(301))
    tape.end()


def test_erasing_takes_what_is_being_recorded_too(make: Make) -> None:
    """Nothing of it comes back with the next frame, or at its end."""
    recorder = make()
    kept(recorder, range(1, 301))
    tape = recorder.start(HEADER)
    for seq in range(1, 301):
        tape.keep(frame(seq))
    recorder.erase()
    for seq in range(301, 900):
        tape.keep(frame(seq))
    tape.end()
    settled(recorder)
    assert files(recorder) == []


def test_a_list_is_newest_first_and_says_of_a_broken_file_that_it_is(make: Make) -> None:
    """Files that are not ours are left out."""
    recorder = make()
    for _ in range(2):
        kept(recorder, range(1, 11))
    folder = recorder.shelf.folder
    (folder / "notes.txt").write_text("mine")
    (folder / f"notes{ENDING}").write_text("mine")
    broken = UUID(int=9)
    (folder / f"{broken}{ENDING}").write_bytes(b'{"format":"ilium-landmarks"}\n')
    first, second, third = recorder.shelf.listed()
    assert first.id > second.id > third.id == broken
    assert first.header is not None and first.size == files(recorder)[2].stat().st_size
    assert third.header is None


def test_one_is_deleted_once(make: Make) -> None:
    """And of one that is gone there is no content."""
    recorder = make()
    kept(recorder, range(1, 11))
    (one,) = recorder.shelf.listed()
    assert recorder.shelf.content(one.id) == files(recorder)[0].read_bytes()
    assert recorder.shelf.delete(one.id)
    assert not recorder.shelf.delete(one.id)
    assert recorder.shelf.content(one.id) is None
