"""The process's own record, clock, ids and recordings."""

import logging
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import uuid_utils
from django.conf import settings
from django.db import connections

from ilium.anatomy.errors import StoreError
from ilium.app.bootstrap import Services, wire
from ilium.app.damage import tell_damage
from ilium.app.events import record, say
from ilium.app.person import Work
from ilium.app.ports import Head
from ilium.record.events import RecordBroughtIn
from ilium.record.states import Person
from ilium.store.events import DjangoEventStore
from ilium.store.high_water import Keeper
from ilium.store.home import DATABASE, PUT_BACK
from ilium.store.recorder import Tapes
from ilium.store.recordings import FOLDER, Shelf
from ilium.store.snapshots import SnapshotFile, made_with, path_beside
from ilium.store.verify import Verifier

#: Seconds after which a page that can do without the record does without it. Our choice.
PATIENCE = 1.0

log = logging.getLogger("ilium.store")


class SystemClock:
    """An `ilium.app.ports.Clock`: the machine's."""

    def now(self) -> datetime:
        """Return now, with the offset of the place where the machine is."""
        return datetime.now().astimezone()


class UuidIds:
    """An `ilium.app.ports.Ids`: UUIDs of version 7, which sort by time."""

    def new(self) -> str:
        """Return a new id."""
        return str(uuid_utils.uuid7())


@cache
def services() -> Services:
    """Return the process's services, made when they are first asked for."""
    database = Path(settings.DATA_FOLDER) / DATABASE
    keeper = Keeper(database)
    snapshots = SnapshotFile(path_beside(database), settings.SECRET_KEY.encode(), made_with)

    def kept(head: Head) -> None:
        keeper(head)
        if not head.seq:  # the record is about to be erased, and nothing may be left of it
            snapshots.delete()

    store = DjangoEventStore(on_kept=kept, on_closed=keeper.close)
    return wire(store, SystemClock(), UuidIds(), snapshots, _beside)


#: Threads that have not ended; whoever closes the services waits for them.
_at_work: set[Thread] = set()


def _beside(work: Work) -> None:
    """Do a piece of work in a thread of its own, which leaves no connection behind."""

    def alone() -> None:
        try:
            work()
        finally:
            connections["default"].close()
            _at_work.discard(thread)

    thread = Thread(target=alone, name="ilium-snapshot", daemon=True)
    _at_work.add(thread)
    thread.start()


@cache
def recordings() -> Tapes:
    """Return the process's recordings, made when they are first asked for."""
    return Tapes(Shelf(Path(settings.DATA_FOLDER) / FOLDER), SystemClock(), UuidIds(), wants_recordings)


@cache
def verifier() -> Verifier:
    """Return what looks at the process's whole record in the background, made when it is first asked for."""
    store = services().store
    assert isinstance(store, DjangoEventStore)
    return Verifier(store, tell, Path(settings.DATA_FOLDER) / DATABASE)


def tell() -> None:
    """Put on record what was newly found to be damaged; where that fails, it is known while the process lives."""
    try:
        if tell_damage(services()):
            log.error("entries-set-aside")
    except StoreError as error:
        log.warning("entries-set-aside-not-told", exc_info=error)


def tell_put_back(folder: Path) -> None:
    """Put on record that it is an older copy, so that the questions come again; does nothing where it is not.

    Raises
    ------
    StoreError
        When the record cannot be written; then it is told at the next start.
    """
    put_back = folder / PUT_BACK
    if put_back.exists():
        ours = services()
        record(ours.store, ours.clock, say(RecordBroughtIn, ours.clock, ours.ids, how="restore"))
        put_back.unlink()


def wants_recordings() -> bool:
    """Whether the person's settings want recordings now; asked outside of a request."""
    try:
        return services().person().settings.record_landmarks
    finally:
        connections["default"].close()


def person_at_hand(ours: Services) -> Person:
    """Return the person as the record has them, or as they were last read where it does not answer within a second.

    For what must be shown whatever the record is like: it never raises, and never waits for a lock.
    """
    found: SimpleQueue[Person | None] = SimpleQueue()
    Thread(target=lambda: found.put(_asked(ours)), daemon=True).start()
    with suppress(Empty):
        if (person := found.get(timeout=PATIENCE)) is not None:
            return person
    return ours.person.known


def _asked(ours: Services) -> Person | None:
    try:
        return ours.person()
    except Exception as error:  # whatever it is, the page that asks is about something else
        log.warning("record-not-at-hand", exc_info=error)
        return None
    finally:
        connections.close_all()


def close_services() -> None:
    """Store what is still waiting and forget the services; does nothing where there are none."""
    if recordings.cache_info().currsize:
        recordings().close()
        recordings.cache_clear()
    if verifier.cache_info().currsize:
        verifier().stop()
        verifier.cache_clear()
    if services.cache_info().currsize:
        services().person.save()
        for thread in tuple(_at_work):
            thread.join()
        connections["default"].close()  # left open, it would leave a -wal file behind
        services().store.close()
        services.cache_clear()
