"""One thread that writes, so that the database never has two writers and one commit can serve many callers."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Generic, TypeVar

from ilium.anatomy.errors import StoreError

Job = TypeVar("Job")
Done = TypeVar("Done")

#: Most jobs of one commit: enough to share the disk's wait, few enough to answer soon. Our choice.
MAX_GROUP = 64


class Writer(Generic[Job, Done]):
    """Takes jobs from any thread and does them in its own, in the order in which they came, in groups.

    Parameters
    ----------
    work : callable
        Does a group of jobs, all or none, and returns one result for each. What it raises, every caller of the group
        is told.
    on_exit : callable
        Called in the writer's thread when it ends.
    """

    def __init__(self, work: Callable[[Sequence[Job]], Sequence[Done]], on_exit: Callable[[], None]) -> None:
        self._work = work
        self._on_exit = on_exit
        self._queue: SimpleQueue[tuple[Job, Future[Done]] | None] = SimpleQueue()
        self._lock = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name="ilium-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> Future[Done]:
        """Queue a job; the result comes once its group is done.

        Raises
        ------
        StoreError
            When the writer is closed.
        """
        future: Future[Done] = Future()
        with self._lock:
            if self._closed:
                raise StoreError("The record is closed.")
            self._queue.put((job, future))
        return future

    def close(self) -> None:
        """Do what is queued, then end; closing twice is closing once."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._next_group()
            if group:
                self._do(group)
        self._on_exit()

    def _next_group(self) -> tuple[list[tuple[Job, Future[Done]]], bool]:
        """Wait for a job and take those that wait behind it; False once the end was asked for."""
        group: list[tuple[Job, Future[Done]]] = []
        try:
            item = self._queue.get()
            while item is not None:
                group.append(item)
                if len(group) == MAX_GROUP:
                    return group, True
                item = self._queue.get_nowait()
        except Empty:
            return group, True
        return group, False

    def _do(self, group: Sequence[tuple[Job, Future[Done]]]) -> None:
        try:
            results = self._work([job for job, _ in group])
        except Exception as error:  # each caller is told; the writer must outlive it
            for _, future in group:
                future.set_exception(error)
            return
        for (_, future), result in zip(group, results, strict=True):
            future.set_result(result)
