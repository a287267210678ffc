"""Faults of the disk at every write of a session: the player is told, sends again, and nothing is lost or doubled."""

import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from ilium.record.codec import encode_batch
from ilium.record.events import Event
from ilium.web.services import close_services, services
from tests.faults import Faults, factory
from tests.forked import ForkedServer
from tests.kills import stored
from tests.outbox import live_session
from tests.records import database


def batches(seed: int = 1) -> list[list[Event]]:
    """Return a session as its player sends it."""
    events = list(live_session(random.Random(seed)))
    return [events[first : first + 2] for first in range(0, len(events), 2)]


def deliver(client: Client, batch: list[Event]) -> int:
    """Send a batch until it is acknowledged, and return how often it was refused with a reason to send it again."""
    for refused in range(5):
        answer = client.post("/api/events", encode_batch(batch), content_type="application/json")
        if answer.status_code == 200:
            assert sorted(answer.json()["acknowledged"]) == sorted(event.id for event in batch)
            return refused
        assert answer.status_code == 503
        assert "could not be written" in answer.json()["error"]
    raise AssertionError("the server does not recover")


@pytest.fixture
def play(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Faults], int]]:
    """Play a session on a new record with these faults, check the record, and return how often it was refused."""

    def played(faults: Faults) -> int:
        file = tmp_path / f"{faults.at}.sqlite3"
        with database("default", file):
            connections["default"].settings_dict["OPTIONS"]["factory"] = factory(faults)
            client, sent = Client(), batches()
            refused = sum(deliver(client, batch) for batch in sent)
            points, faults.at = faults.passed, 0
            kept = [stored.event for stored in services().store.read()]
            assert kept == [event for batch in sent for event in batch]
            assert services().person().sessions[0].state == "finished"
            close_services()
            faults.passed = points
        return refused

    with django_db_blocker.unblock():
        yield played


def test_a_fault_at_any_point_of_a_session_loses_and_doubles_nothing(play: Callable[[Faults], int]) -> None:
    """Before and after each statement and each commit; after a commit they are stored though the answer says no.

    A fault while it is read where the person stands afterwards refuses nothing: the answer only leaves that out.
    """
    whole = Faults()
    assert play(whole) == 0
    assert whole.passed > 50
    refused = [play(Faults(at=point)) for point in range(1, whole.passed + 1)]
    assert set(refused) == {0, 1} and sum(refused) > whole.passed / 2


@contextmanager
def files_no_larger_than(size: int, pid: int) -> Iterator[None]:
    """Let a process's writes beyond so many bytes of a file fail, as on a full disk, the last one in its middle."""
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ForkedServer]:
    """A running server of its own."""
    server = ForkedServer(data=tmp_path / "data")
    server.start()
    server.sign_in()
    yield server
    server.close()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits the files of another process")
def test_a_disk_that_fills_up_in_the_middle_of_a_write_loses_nothing(server: ForkedServer) -> None:
    """Writes that a real server cannot make, at every quarter of a page of its -wal file; then there is space again."""
    wal, refused = server.data / "ilium.sqlite3-wal", 0
    (first, *_) = batches(seed=30_000)
    assert server.post(first).status == 200  # there is a -wal file from here on
    made = [event.id for event in first]
    for more in range(0, 30_000, 1_030):
        sent = batches(seed=more)
        made += [event.id for batch in sent for event in batch]
        with files_no_larger_than(wal.stat().st_size + more, server.pid):
            said = [server.post(batch) for batch in sent]
        refused += sum(answer.status == 503 for answer in said)
        assert all(answer.status == 200 or b"could not be written" in answer.body for answer in said)
        assert [server.post(batch).status for batch in sent] == [200] * len(sent)
    server.kill()
    kept = stored(server.data / "ilium.sqlite3")
    assert sorted(kept) == sorted(made)
    assert refused > 30
