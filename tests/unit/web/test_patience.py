"""How long the server waits for the rest of a request: with a clock that is moved by hand."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from ilium.web.patience import PatientProtocol

HEAD = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"


@dataclass
class Handle:
    at: float
    call: Callable[[], object]
    is_off: bool = False

    def cancel(self) -> None:
        self.is_off = True


class Task:
    def add_done_callback(self, call: object) -> None:
        """Nothing is ever done."""


@dataclass
class Loop:
    """As much of an event loop as a connection uses."""

    now: float = 100.0
    handles: list[Handle] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def call_at(self, at: float, call: Callable[..., object], *given: object) -> Handle:
        self.handles.append(Handle(at, lambda: call(*given)))
        return self.handles[-1]

    def call_later(self, delay: float, call: Callable[..., object], *given: object) -> Handle:
        return self.call_at(self.now + delay, call, *given)

    def create_task(self, work: Coroutine[Any, Any, None], **_: object) -> Task:
        work.close()
        return Task()

    def pass_by(self, seconds: float) -> None:
        """Move the clock, and call what is due on the way."""
        end = self.now + seconds
        while due := [one for one in self.handles if not one.is_off and one.at <= end]:
            first = min(due, key=lambda one: one.at)
            self.handles.remove(first)
            self.now = max(self.now, first.at)
            first.call()
        self.now = end


@dataclass
class Transport:
    """As much of a transport as a connection uses."""

    protocol: PatientProtocol | None = None
    said: bytes = b""
    end: str = ""
    unread: int = 0

    def get_protocol(self) -> PatientProtocol | None:
        return self.protocol

    def get_extra_info(self, name: str) -> None:
        return None

    def get_write_buffer_size(self) -> int:
        return self.unread

    def write(self, data: bytes) -> None:
        self.said += data

    def pause_reading(self) -> None:
        """Nothing is read in this test."""

    def resume_reading(self) -> None:
        """Nothing is read in this test."""

    def is_closing(self) -> bool:
        return bool(self.end)

    def close(self) -> None:
        self.end = self.end or "closed"

    def abort(self) -> None:
        self.end = "aborted"


class Line:
    """One connection of a server."""

    def __init__(self, loop: Loop, state: ServerState) -> None:
        async def application(scope: object, receive: object, send: object) -> None:
            """Never answers."""

        config = uvicorn.Config(application, http=PatientProtocol, log_config=None, lifespan="off")
        self.transport = Transport()
        self.protocol = self.transport.protocol = PatientProtocol(config, state, {}, _loop=loop)  # type: ignore[arg-type]
        self.protocol.connection_made(self.transport)  # type: ignore[arg-type]


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def state() -> ServerState:
    return ServerState()


@pytest.fixture
def line(loop: Loop, state: ServerState) -> Line:
    return Line(loop, state)


def test_a_connection_on_which_nothing_is_said_ends_in_silence(line: Line, loop: Loop) -> None:
    loop.pass_by(9.9)
    assert line.transport.end == ""
    loop.pass_by(0.2)
    assert (line.transport.end, line.transport.said) == ("aborted", b"")


@pytest.mark.parametrize("part", [b"G", b"GET / HT", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n"])
def test_half_a_head_is_refused(line: Line, loop: Loop, part: bytes) -> None:
    line.protocol.data_received(part)
    loop.pass_by(10.1)
    assert line.transport.end == "closed"
    assert line.transport.said.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in line.transport.said.lower()


def test_a_head_that_drips_has_no_longer(line: Line, loop: Loop) -> None:
    line.protocol.data_received(b"GET / HTTP/1.1\r\n")
    for _ in range(12):
        line.protocol.data_received(b"a: b\r\n")
        loop.pass_by(1)
    assert line.transport.end == "closed"


def test_a_body_that_stops_is_refused(line: Line, loop: Loop) -> None:
    line.protocol.data_received(HEAD)
    loop.pass_by(9)
    line.protocol.data_received(b"x" * 20_000)
    loop.pass_by(19.9)
    assert line.transport.end == ""
    loop.pass_by(0.2)
    assert line.transport.said.startswith(b"HTTP/1.1 408 ")


def test_a_body_that_drips_is_refused(line: Line, loop: Loop) -> None:
    line.protocol.data_received(HEAD)
    for _ in range(22):
        line.protocol.data_received(b"x" * 10)
        loop.pass_by(1)
    assert line.transport.end == "closed"


def test_a_slow_body_comes_through(line: Line, loop: Loop) -> None:
    line.protocol.data_received(HEAD)
    for _ in range(50):
        line.protocol.data_received(b"x" * 2000)
        loop.pass_by(1)
    assert line.transport.end == ""
    loop.pass_by(1000)  # the application's own time
    assert line.transport.end == ""


def test_while_we_read_no_further_the_other_side_is_not_slow(line: Line, loop: Loop) -> None:
    line.protocol.data_received(HEAD + b"x" * 70_000)
    assert line.protocol.flow.read_paused
    loop.pass_by(100)
    assert line.transport.end == ""
    line.protocol.flow.resume_reading()
    loop.pass_by(21)
    assert line.transport.end == "closed"


def test_where_there_are_too_many_the_one_that_waits_longest_gives_way(
    loop: Loop, state: ServerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "most", 3)
    lines = []
    for _ in range(3):
        lines.append(Line(loop, state))
        loop.pass_by(1)
    lines[0].protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    lines.append(Line(loop, state))
    assert [one.transport.end for one in lines] == ["", "aborted", "", ""]


def test_where_all_are_being_answered_the_newest_gives_way(
    loop: Loop, state: ServerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "most", 2)
    lines = [Line(loop, state) for _ in range(2)]
    for one in lines:
        one.protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    lines.append(Line(loop, state))
    assert [one.transport.end for one in lines] == ["", "", "aborted"]


def test_an_answer_that_nobody_reads_is_dropped(line: Line, loop: Loop) -> None:
    line.protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    line.transport.unread = 100_000
    line.protocol.pause_writing()
    loop.pass_by(59)
    line.transport.unread = 99_000
    loop.pass_by(60)
    assert line.transport.end == ""
    loop.pass_by(62)
    assert line.transport.end == "aborted"


def test_an_answer_that_is_read_in_the_end_is_no_reason(line: Line, loop: Loop) -> None:
    line.protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    line.transport.unread = 100_000
    line.protocol.pause_writing()
    line.protocol.resume_writing()
    loop.pass_by(1000)
    assert line.transport.end == ""
