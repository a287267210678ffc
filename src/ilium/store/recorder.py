"""Recordings while they are made: frames come from the live socket, and one thread of its own writes them.

The socket never waits for the disk. What waits to be written is bounded, and whatever fails ends the recording alone.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from uuid import UUID

import msgspec

from ilium.anatomy.errors import StoreError
from ilium.app.ports import Clock, Ids, TapeState
from ilium.motion.formats import RecordingHeader, first_line
from ilium.motion.wire import without_world
from ilium.store.recordings import MAX_BYTES, File, Shelf

#: Bytes that are handed over at once, some four seconds at 30 frames a second, and how many such may wait. Our choice.
CHUNK, WAITING = 32_768, 8

log = logging.getLogger("ilium.store")


class Tapes:
    """An `ilium.app.ports.Recorder` on a folder.

    Parameters
    ----------
    shelf : Shelf
        Where recordings go.
    is_wanted : callable
        Whether the person's settings want recordings now; asked in the thread that writes, before each chunk.
    largest : int
        Bytes of one recording.
    """

    def __init__(
        self, shelf: Shelf, clock: Clock, ids: Ids, is_wanted: Callable[[], bool], *, largest: int = MAX_BYTES
    ) -> None:
        self.shelf, self.is_wanted, self.largest = shelf, is_wanted, largest
        self._clock, self._ids = clock, ids
        self._thread = ThreadPoolExecutor(1, "ilium-recordings")
        self._running: set[RunningTape] = set()
        self.work(shelf.rescue)

    def start(self, header: RecordingHeader) -> "RunningTape":
        """Begin a recording, if the person's settings want one."""
        at = self._clock.now().isoformat(timespec="seconds")
        tape = RunningTape(self, UUID(self._ids.new()), first_line(msgspec.structs.replace(header, at=at)))
        self.work(self._running.add, tape)
        self.work(tape.ask)
        return tape

    def erase(self) -> None:
        """Delete every recording, also those that are being made; raises as `Recorder.erase` does."""
        try:
            self._thread.submit(self._erase).result()
        except OSError as error:
            raise StoreError("A recording in the data folder could not be deleted.") from error

    def close(self) -> None:
        """Finish what is being written, and take nothing more."""
        self.work(self._finish_all)
        self._thread.shutdown()

    def work(self, job: Callable[..., object], *given: object) -> None:
        """Do a job in the writing thread; a fault in it is logged by its kind alone."""
        try:
            self._thread.submit(job, *given).add_done_callback(_log_fault)
        except RuntimeError:  # the server stops
            log.warning("recording-after-the-end")

    def over(self, tape: "RunningTape") -> None:
        """Forget a recording that is over."""
        self._running.discard(tape)

    def is_running(self, tape: "RunningTape") -> bool:
        """Whether a recording has begun and is not over."""
        return tape in self._running

    def _finish_all(self) -> None:
        for tape in tuple(self._running):
            tape.finish()

    def _erase(self) -> None:
        for tape in tuple(self._running):
            tape.drop()
        self.shelf.delete_all()


class RunningTape:
    """An `ilium.app.ports.Tape`: the socket keeps, asks for news and ends; the rest belongs to the writing thread."""

    def __init__(self, tapes: Tapes, recording: UUID, line: bytes) -> None:
        self._tapes, self._recording, self._line = tapes, recording, line
        self._waiting = bytearray()
        self._free = BoundedSemaphore(WAITING)
        self._states: SimpleQueue[TapeState] = SimpleQueue()
        self._is_over = False
        self._file: File | None = None

    # --- the socket's part ---

    def keep(self, message: bytes) -> None:
        """Keep one frame, without its world landmarks."""
        if self._is_over:
            return
        self._waiting += without_world(message)
        if len(self._waiting) >= CHUNK:
            self._hand_over()

    def news(self) -> TapeState | None:
        """Return what has become of it since this was last asked."""
        try:
            return self._states.get_nowait()
        except Empty:
            return None

    def end(self) -> None:
        """Keep no more."""
        if not self._is_over:
            self._hand_over()
            self._tapes.work(self.finish)
        self._is_over = True

    def _hand_over(self) -> None:
        chunk, self._waiting = bytes(self._waiting), bytearray()
        if self._free.acquire(blocking=False):
            self._tapes.work(self._write, chunk)
        else:
            self._is_over = True
            self._states.put("too-slow")
            self._tapes.work(self.finish)

    # --- the writing thread's part ---

    def ask(self) -> None:
        """Say whether this is going to be kept."""
        state = self._refusal()
        if state is None:
            self._states.put("on")
        else:
            self._stop(state)

    def drop(self) -> None:
        """Throw it away."""
        self._is_over = True
        self._tapes.over(self)
        if self._file is not None:
            self._file.drop()
            self._file = None

    def _refusal(self) -> TapeState | None:
        try:
            if not self._tapes.is_wanted():
                return "not-wanted"
            return None if self._tapes.shelf.has_room() else "no-space"
        except Exception as error:  # a record or folder that cannot be read; nothing is kept unasked
            log.warning("recording-not-begun", exc_info=error)
            return "not-written"

    def _write(self, chunk: bytes) -> None:
        try:
            if chunk and self._tapes.is_running(self):
                self._add(chunk)
        except OSError:
            log.warning("recording-not-written")
            self._stop("not-written")
        finally:
            self._free.release()

    def _add(self, chunk: bytes) -> None:
        if (refusal := self._refusal()) is not None:
            self._stop(refusal)
            return
        if self._file is None:
            self._file, chunk = self._tapes.shelf.begin(self._recording), self._line + chunk
        if self._file.size + len(chunk) > self._tapes.largest:
            self._stop("full")
        else:
            self._file.write(chunk)

    def _stop(self, state: TapeState) -> None:
        self._is_over = True
        self._states.put(state)
        self.finish()

    def finish(self) -> None:
        """Put what was written in place; nothing where nothing was."""
        self._tapes.over(self)
        file, self._file = self._file, None
        if file is None:
            return
        try:
            file.finish(file.size)
            self._tapes.shelf.make_room()
        except OSError:
            log.warning("recording-not-written")


def _log_fault(done: "Future[object]") -> None:
    if (error := done.exception()) is not None:
        log.error("recording-failed", exc_info=error)
