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
from ilium.record.states import Person
from ilium.store.events import DjangoEventStore
from ilium.store.marker import Keeper
from ilium.store.recordings import FOLDER, Shelf
from ilium.store.tapes import Tapes
from ilium.store.verify import Verifier
from ilium.web.data_folder import DATABASE

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
    keeper = Keeper(Path(settings.DATA_FOLDER) / DATABASE)
    return wire(DjangoEventStore(on_kept=keeper, on_closed=keeper.close), SystemClock(), UuidIds())


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
        services().store.close()
        services.cache_clear()
