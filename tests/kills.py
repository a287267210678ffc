"""Kill the server with signal 9 while sessions run, and count what is lost: ``python3 dev.py kills --kills 1000``.

Two devices deliver live sessions; a random moment later the server is killed, sometimes while it still starts; then it
is started again on the same folder and the devices go on. After every kill the record's file is read as it is.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID

from ilium.record.codec import decode_event, encode_event
from tests.forked import ForkedServer
from tests.integration.servers import Server
from tests.outbox import Outbox
from tests.records import whole_sessions

#: After so many kills the harness goes on with a new folder, so that each start has about as much to check.
KILLS_OF_A_FOLDER = 100
DEVICES = 2
LONGEST_SECONDS = 0.12

AnyServer = ForkedServer | Server


@dataclass
class Tally:
    """What the harness counts; lost, torn, doubled and altered must stay 0."""

    kills: int = 0
    kills_while_starting: int = 0
    acknowledged: int = 0
    stored_without_answer: int = 0
    lost: int = 0
    torn: int = 0
    doubled: int = 0
    altered: int = 0
    resumes: list[float] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.torn or self.doubled or self.altered)

    def __str__(self) -> str:
        resumes = sorted(self.resumes)
        middle, slowest = resumes[len(resumes) // 2], resumes[-1]
        return (
            f"{self.kills} kills, {self.kills_while_starting} of them while it started; "
            f"{self.acknowledged} events acknowledged: {self.lost} lost, {self.torn} batches torn, "
            f"{self.doubled} doubled, {self.altered} altered; {self.stored_without_answer} stored though their answer "
            f"was cut off; resume: slowest {slowest:.2f} s, median {middle:.2f} s"
        )


def run(kills: int, server: Callable[[Path], AnyServer], seed: int) -> Tally:
    """Kill as often as asked, on folders of their own, and return the tally."""
    tally, chance = Tally(), random.Random(seed)
    while tally.kills < kills:
        folder = Path(tempfile.mkdtemp(prefix="ilium-kills-"))
        killed = server(folder / "data")
        try:
            run_on_one_folder(min(KILLS_OF_A_FOLDER, kills - tally.kills), killed, chance, tally)
        finally:
            killed.close()
            shutil.rmtree(folder)
    return tally


def run_on_one_folder(kills: int, server: AnyServer, chance: random.Random, tally: Tally) -> None:
    """Kill on one folder; at the end everything is delivered, and the record says what the devices made."""
    database = server.data / "ilium.sqlite3"
    outboxes = [Outbox(random.Random(chance.getrandbits(64))) for _ in range(DEVICES)]
    for number in range(kills):
        if number % 10 == 9 and isinstance(server, ForkedServer):
            kill_while_starting(server, chance, tally)
        else:
            kill_in_session(server, outboxes, chance, tally)
        tally.kills += 1
        look(database, outboxes, tally)
    start(server, outboxes, tally)
    deliver_all(server, outboxes)
    server.kill()
    compare(database, outboxes, tally)
    tally.acknowledged += sum(len(outbox.acknowledged) for outbox in outboxes)


def kill_while_starting(server: ForkedServer, chance: random.Random, tally: Tally) -> None:
    """Kill at some moment between the process's first breath and its first answer."""
    server.begin()
    time.sleep(chance.random() * 0.05)
    server.kill()
    tally.kills_while_starting += 1


def kill_in_session(server: AnyServer, outboxes: list[Outbox], chance: random.Random, tally: Tally) -> None:
    """Let the devices deliver, and kill in between."""
    start(server, outboxes, tally)
    devices = [threading.Thread(target=deliver_on, args=(server, outbox)) for outbox in outboxes]
    for device in devices:
        device.start()
    time.sleep(chance.random() * LONGEST_SECONDS)
    server.kill()
    for device in devices:
        device.join()


def start(server: AnyServer, outboxes: list[Outbox], tally: Tally) -> None:
    """Start, and note how long it is until the first batch is acknowledged; the first start resumes nothing."""
    first, began = not server.headers, time.perf_counter()
    server.start()
    if first:
        server.sign_in()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        outboxes[0].deliver_next(connection, server.headers)
    if not first:
        tally.resumes.append(time.perf_counter() - began)


def deliver_on(server: AnyServer, outbox: Outbox) -> None:
    """Deliver one batch after the other until the server is gone."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        try:
            while True:
                outbox.deliver_next(connection, server.headers)
        except (OSError, HTTPException):
            return


def deliver_all(server: AnyServer, outboxes: list[Outbox]) -> None:
    """Deliver what waits."""
    for outbox in outboxes:
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
            while outbox.waiting:
                outbox.deliver_next(connection, server.headers)


def look(database: Path, outboxes: list[Outbox], tally: Tally) -> None:
    """Read the file as the kill left it: is what was acknowledged there, and every batch whole or missing?"""
    kept = stored(database)
    for outbox in outboxes:
        tally.lost += len(outbox.acknowledged - kept.keys())
        for batch in outbox.tried:
            there = sum(event.id in kept for event in batch)
            tally.torn += 0 < there < len(batch)
        tally.stored_without_answer += sum(event.id in kept for batch in outbox.waiting for event in batch)
        outbox.tried.clear()


def compare(database: Path, outboxes: list[Outbox], tally: Tally) -> None:
    """Compare the whole record with what the devices made."""
    made = {event_id: event for outbox in outboxes for event_id, event in outbox.made.items()}
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (rows, ids) = connection.execute("SELECT COUNT(*), COUNT(DISTINCT event_id) FROM store_event").fetchone()
    kept = stored(database)
    tally.doubled += rows - ids
    tally.lost += len(made.keys() - kept.keys())
    tally.altered += sum(kept[event_id] != encode_event(event) for event_id, event in made.items() if event_id in kept)
    assert kept.keys() == made.keys()
    assert whole_sessions(map(decode_event, kept.values())) == whole_sessions(made.values())


def stored(database: Path) -> dict[str, bytes]:
    """Return what the file holds, read without changing it; nothing where it has no tables yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT event_id, body FROM store_event").fetchall()
    except sqlite3.OperationalError as error:
        assert "no such table" in str(error) or "unable to open" in str(error), error
        return {}
    return {str(UUID(event_id)): bytes(body) for event_id, body in rows}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="start the real command each time, imports and all")
    arguments = parser.parse_args()
    kind = Server if arguments.cold else ForkedServer
    tally = run(arguments.kills, lambda data: kind(data=data), arguments.seed)
    print(tally)
    return 0 if tally.clean else 1


if __name__ == "__main__":
    sys.exit(main())
