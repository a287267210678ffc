"""Many devices on a bad network, against an oracle that knows what each of them made."""

import json
import math
import random
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from ilium.cli import record as record_commands
from ilium.exchange.export_file import ExportFile, encode
from ilium.record.codec import decode_event, encode_batch
from ilium.record.events import Event, RecordBroughtIn
from ilium.record.fold import fold
from ilium.store import sqlite_file
from tests.forked import ForkedServer
from tests.integration.servers import Client
from tests.kills import deliver_on, stored
from tests.outbox import Outbox, live_session
from tests.records import AT, many

CLIENTS = 8
EVENTS = 2000
BATCH = 25
DUPLICATES = 0.3
DROPS = 0.2
BACKUPS = 20


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ForkedServer]:
    """A running server of its own."""
    server = ForkedServer(data=tmp_path / "data")
    server.start()
    server.sign_in()
    yield server
    server.close()


class Device:
    """A device whose network drops, repeats and reorders what it sends."""

    def __init__(self, server: Client, seed: int) -> None:
        self._server, self._chance = server, random.Random(seed)
        self.made: list[Event] = []
        while len(self.made) < EVENTS:
            self.made += live_session(self._chance)
        self.made = self.made[:EVENTS]
        self.arrived: list[Event] = []
        self.dropped = 0

    def deliver(self) -> None:
        """Send until everything is acknowledged: shuffled, some of it again, some requests and answers lost."""
        waiting = {event.id: event for event in self.made}
        with closing(HTTPConnection("127.0.0.1", self._server.port, timeout=60)) as connection:
            while waiting:
                batch = self._chance.sample(list(waiting.values()), min(BATCH, len(waiting)))
                again = self._chance.choices(self.arrived or batch, k=math.ceil(DUPLICATES * len(batch)))
                for event_id in self._send(connection, [*batch, *again]):
                    waiting.pop(event_id, None)

    def _send(self, connection: HTTPConnection, batch: list[Event]) -> list[str]:
        """Return what the device learns was acknowledged: nothing when the request or its answer is lost."""
        self._chance.shuffle(batch)
        lost = self._chance.random()
        self.dropped += lost < DROPS
        if lost < DROPS / 2:
            return []
        connection.request("POST", "/api/events", encode_batch(batch), self._server.headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert (answer.status, said.get("rejected")) == (200, [])
        self.arrived += batch
        return [] if lost < DROPS else said["acknowledged"]


def test_eight_devices_on_a_bad_network_agree_with_the_oracle(server: ForkedServer) -> None:
    devices = [Device(server, seed) for seed in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(device.deliver) for device in devices]:
            done.result()
    server.kill()
    made = {event.id: event for device in devices for event in device.made}
    kept = {event_id: decode_event(body) for event_id, body in stored(server.data / "ilium.sqlite3").items()}
    assert len(made) == CLIENTS * EVENTS
    assert kept == made
    assert fold(kept.values()) == fold(made.values())
    assert sum(len(device.arrived) for device in devices) > (1 + DUPLICATES) * len(made)
    assert sum(device.dropped for device in devices) > 100


def test_backups_under_load_are_whole_and_restore(server: ForkedServer, tmp_path: Path) -> None:
    """Two devices write all the time; each backup is a moment of the record, and each can be put back and served."""
    outboxes = [Outbox(random.Random(seed)) for seed in range(2)]
    writers = [threading.Thread(target=deliver_on, args=(server, outbox)) for outbox in outboxes]
    for writer in writers:
        writer.start()
    sizes: list[int] = []
    known: set[str] = set()
    for number in range(BACKUPS):
        known = more_than(known, outboxes)
        file = tmp_path / f"backup{number}"
        record_commands.back_up(server.data, file)
        held = sqlite_file.checked(file)
        sizes.append(held.events)
        assert known <= stored(file).keys(), "what was acknowledged before the backup is in it"
        restored = tmp_path / f"restored{number}"
        record_commands.restore(restored, file)
        assert sqlite_file.checked(restored / "ilium.sqlite3") == held
    server.kill()
    for writer in writers:
        writer.join()
    assert sizes == sorted(sizes)
    assert len(set(sizes)) > BACKUPS / 2, "the record grew while it was copied"
    made = {event_id: event for outbox in outboxes for event_id, event in outbox.made.items()}
    whole = {event_id: decode_event(body) for event_id, body in stored(tmp_path / f"backup{BACKUPS - 1}").items()}
    assert all(event == made[event_id] for event_id, event in whole.items())


IMPORTED = 20_000


def export_of(count: int) -> bytes:
    """Return an export of so many entries, whose ids nobody else has."""
    return encode(ExportFile(program="1.0", exported_at=AT, events=many(count, first=10**9)))


def bring_in(server: Client, data: bytes) -> bytes:
    """Import a file as the two forms do: look at it, then agree."""
    word = re.search(rb'name="word" value="(\w+)"', look_at(server, data))
    assert word
    sent = {**server.headers, "Content-Type": "application/x-www-form-urlencoded"}
    answer = server.ask("POST", "/your-data/import/", b"word=" + word[1], timeout=300, **sent)
    assert answer.status == 200
    return answer.body


def look_at(server: Client, data: bytes) -> bytes:
    head = 'Content-Disposition: form-data; name="file"; filename="ilium.json"\r\n\r\n'
    body = b"--edge\r\n" + head.encode() + data + b"\r\n--edge--\r\n"
    sent = {**server.headers, "Content-Type": "multipart/form-data; boundary=edge"}
    answer = server.ask("POST", "/your-data/import/", body, timeout=300, **sent)
    assert answer.status == 200
    return answer.body


def test_an_import_keeps_no_device_waiting(server: ForkedServer) -> None:
    """Events that are delivered meanwhile wait for the one transaction of it, and for little more."""
    first, posts = 1, 0
    with ThreadPoolExecutor(1) as pool:
        imported = pool.submit(bring_in, server, export_of(IMPORTED))
        while not imported.done() or not posts:
            assert server.post(many(BATCH, first=first)).status == 200
            first, posts = first + BATCH, posts + 1
        assert f"{IMPORTED} entries brought back".encode() in imported.result()
    assert posts > 2
    server.kill()
    told = sum(isinstance(event, RecordBroughtIn) for event in sqlite_file.events_in(server.data / "ilium.sqlite3"))
    assert len(stored(server.data / "ilium.sqlite3")) == IMPORTED + first - 1 + told


def test_an_import_that_is_cut_off_has_added_all_or_nothing(server: ForkedServer) -> None:
    data = export_of(IMPORTED // 4)
    sizes = []
    for wait in (0.1, 0.4, 0.8, 1.2, 1.6):
        with ThreadPoolExecutor(1) as pool:
            imported = pool.submit(bring_in, server, data)
            with suppress(TimeoutError):
                imported.exception(timeout=wait)
            server.kill()
            imported.exception()
        sizes.append(len(stored(server.data / "ilium.sqlite3")))
        server.start()
    assert set(sizes) <= {0, IMPORTED // 4}
    server.sign_in()
    if max(sizes) == 0:
        bring_in(server, data)
    assert len(list(sqlite_file.events_in(server.data / "ilium.sqlite3"))) == IMPORTED // 4


def more_than(known: set[str], outboxes: list[Outbox]) -> set[str]:
    """Wait until more has been acknowledged than what is known, so that each backup is of another moment."""
    deadline = time.monotonic() + 30
    while True:
        acknowledged = {event_id for outbox in outboxes for event_id in list(outbox.acknowledged)}
        if len(acknowledged) >= len(known) + 5:
            return acknowledged
        assert time.monotonic() < deadline, "the devices write no more"
        time.sleep(0.01)


def test_a_restored_record_is_served(server: ForkedServer, tmp_path: Path) -> None:
    events = list(live_session(random.Random(3)))
    assert server.post(events).status == 200
    record_commands.back_up(server.data, tmp_path / "backup")
    server.kill()
    again = ForkedServer(data=tmp_path / "other")
    record_commands.restore(again.data, tmp_path / "backup")
    again.start()
    again.sign_in()
    assert b"finished" in again.ask("GET", "/history/").body.lower()
    assert again.post(events).json["rejected"] == []
    again.close()
    with closing(sqlite3.connect(again.data / "ilium.sqlite3")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM store_event").fetchone() == (len(events),)
