"""The snapshot in the running product: a start goes on from it, and whatever is wrong with it changes nothing."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ilium.record.events import SessionFinished, SetCompleted
from ilium.store.snapshots import NAME
from tests.integration.servers import Server
from tests.records import make, planned, set_of, start, uuid

ROLL = planned("lumbar-roll")
SESSION = [start(ROLL), make(SetCompleted, 1, **set_of(ROLL)), make(SessionFinished, 9)]
SHOWN = b"1 of 1 exercise"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(data=tmp_path / "data").start()
    made.sign_in()
    yield made
    made.close()


def shown(server: Server) -> bytes:
    return server.ask("GET", "/history/?month=2026-03").body


def again(server: Server) -> Server:
    """Stop it in the ordinary way, and start it on the same folder."""
    server.end(signal.SIGTERM)
    return server.start()


def said(server: Server) -> bytes:
    return (server.data / "ilium.log").read_bytes()


def test_a_start_goes_on_from_the_snapshot_that_only_its_owner_can_read(server: Server) -> None:
    server.post(SESSION)
    assert SHOWN in shown(server)
    again(server)
    file = server.data / NAME
    assert file.stat().st_mode & 0o777 == 0o600
    assert SHOWN in shown(server)
    assert b"snapshot" not in said(server)


@pytest.mark.parametrize("harm", ["flipped", "cut", "empty", "missing", "of another folder"])
def test_a_snapshot_that_is_wrong_is_read_anew_and_written_again(server: Server, tmp_path: Path, harm: str) -> None:
    server.post(SESSION)
    server.end(signal.SIGTERM)
    file = server.data / NAME
    whole = file.read_bytes()
    match harm:
        case "flipped":
            file.write_bytes(whole[:-5] + bytes([whole[-5] ^ 4]) + whole[-4:])
        case "cut":
            file.write_bytes(whole[: len(whole) // 2])
        case "empty":
            file.write_bytes(b"")
        case "missing":
            file.unlink()
        case "of another folder":
            other = Server(data=tmp_path / "other").start()
            other.sign_in()
            other.post(SESSION[:1])
            other.end(signal.SIGTERM)
            file.write_bytes((other.data / NAME).read_bytes())
    harmed = file.read_bytes() if file.exists() else None
    server.start()
    assert SHOWN in shown(server)
    assert (b"snapshot-not-ours" in said(server)) == (harm != "missing")
    server.end(signal.SIGTERM)
    assert file.read_bytes() not in (harmed, b"")


def test_what_came_after_the_snapshot_is_there_after_a_kill_and_with_an_older_snapshot(server: Server) -> None:
    server.post(SESSION[:1])
    again(server)
    old = (server.data / NAME).read_bytes()
    server.post(SESSION[1:])
    server.kill()
    server.start()
    assert SHOWN in shown(server)
    later = [start(ROLL, number=50, session=uuid(77), at="2026-03-02T07:30:00+01:00")]
    server.post(later)
    again(server)
    (server.data / NAME).write_bytes(old)
    again(server)
    assert SHOWN in shown(server)
    assert b"2 sessions on 2 days" in shown(server)


def test_deleting_everything_leaves_no_snapshot(server: Server) -> None:
    server.post(SESSION)
    again(server)
    draft = server.data / f".{NAME}.part-1"
    draft.write_bytes(b"what a crash left")
    server.sign_in()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.ask("POST", "/your-data/delete/", b"word=delete", **{**server.headers, **form})
    assert answer.status == 302
    assert not (server.data / NAME).exists()
    assert not draft.exists()
    again(server)
    assert SHOWN not in shown(server)
    assert not (server.data / NAME).exists()
