"""Look at the whole record while it is served: a part at a time, with rests, so that no request waits for it."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from django.db import connections

from ilium.anatomy.errors import StoreError
from ilium.store.events import DjangoEventStore
from ilium.store.sqlite_file import WHOLE, fault

#: Rests are so many times as long as the work between them. Our choice: at most a fifth of one core.
RESTS = 4

log = logging.getLogger("ilium.store")


class Verifier:
    """Checks every row and its place in the chain, and then the file, once, in a thread of its own.

    Parameters
    ----------
    store : DjangoEventStore
        Is told what is found.
    on_found : callable
        Called in that thread when something new was found, once nothing more is looked at before it.
    file : Path, optional
        The database, where SQLite's own whole check may run beside those who write.
    """

    def __init__(self, store: DjangoEventStore, on_found: Callable[[], object], file: Path | None = None) -> None:
        self._store, self._on_found, self._file = store, on_found, file
        self._stop = Event()
        self._thread = Thread(target=self._run, name="ilium-verifier", daemon=True)

    def look_at_end(self) -> None:
        """Look at the newest events now; raises as `ilium.app.ports.EventStore.read` does."""
        self._store.verify_tail()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the part that is looked at; stopping before the start, or twice, is stopping once."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def wait(self) -> None:
        """Return once everything was looked at."""
        self._thread.join()

    def _run(self) -> None:
        try:
            self._look()
        except StoreError as error:  # who asks for the record is told; the check only comes earlier
            log.warning("record-not-verified", exc_info=error)
        except Exception as error:
            log.exception("record-not-verified", exc_info=error)
        finally:
            connections.close_all()

    def _look(self) -> None:
        began, known = time.perf_counter(), len(self._store.damage())
        for _ in self._store.verified():
            if len(self._store.damage()) > known:
                self._on_found()
                known = len(self._store.damage())
            if self._stop.wait(RESTS * (time.perf_counter() - began)):
                return
            began = time.perf_counter()
        log.info("record-verified")
        if self._file is not None and not self._store.damage() and fault(self._file, whole=True):
            self._store.note([WHOLE])  # where an event is damaged, it is no wonder that an index does not fit it
            self._on_found()
