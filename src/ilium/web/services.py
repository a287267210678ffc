"""The process's own record, clock, ids and recordings."""

from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Thread

import uuid_utils
from django.conf import settings
from django.db import connections

from ilium.app.bootstrap import Services, wire
from ilium.app.person import Work
from ilium.app.ports import Head
from ilium.store.events import DjangoEventStore
from ilium.store.marker import Keeper
from ilium.store.recordings import FOLDER, Shelf
from ilium.store.snapshots import SnapshotFile, made_with, path_beside
from ilium.store.tapes import Tapes
from ilium.web.data_folder import DATABASE


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


def _beside(work: Work) -> None:
    """Do a piece of work in a thread of its own, which leaves no connection behind."""

    def alone() -> None:
        try:
            work()
        finally:
            connections["default"].close()

    Thread(target=alone, name="ilium-snapshot", daemon=True).start()


@cache
def recordings() -> Tapes:
    """Return the process's recordings, made when they are first asked for."""
    return Tapes(Shelf(Path(settings.DATA_FOLDER) / FOLDER), SystemClock(), UuidIds(), wants_recordings)


def wants_recordings() -> bool:
    """Whether the person's settings want recordings now; asked outside of a request."""
    try:
        return services().person().settings.record_landmarks
    finally:
        connections["default"].close()


def close_services() -> None:
    """Store what is still waiting and forget the services; does nothing where there are none."""
    if recordings.cache_info().currsize:
        recordings().close()
        recordings.cache_clear()
    if services.cache_info().currsize:
        services().person.save()
        connections["default"].close()  # left open, it would leave a -wal file behind
        services().store.close()
        services.cache_clear()
