"""Requests that are never finished, over real sockets: each ends, and the server answers others meanwhile."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
import uvicorn
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

from ilium.web.patience import PatientProtocol
from ilium.web.serve import ServeRefused, bound, configured

#: The longest that a test waits for the server to end a connection.
AT_MOST = 20.0
PIECES = {
    "nothing": b"",
    "half a line": b"GET /hea",
    "a head without its end": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n",
    "a body that is too short": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf",
    "a piece of a body in pieces": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
    "half a handshake": b"GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
    "a second request": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT",
}
#: What drips on for ever after a beginning.
DRIPS = {
    "a head": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"a: b\r\n"),
    "a body": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n", b"x"),
}


class Hasty(PatientProtocol):
    """Waits as the server does, and not so long."""

    head_seconds, body_seconds, most = 0.3, 0.4, 8


async def reader(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer once the whole body is read."""
    if scope["type"] == "http":
        more = True
        while more:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            more = event["type"] == "http.request" and event["more_body"]
        headers = [(b"content-length", b"4")]
        await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": False})
        await send({"type": "http.response.body", "body": b"read", "more_body": False})


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that waits no longer than `Hasty`."""
    config = configured(reader)  # type: ignore[arg-type]
    config.http = Hasty
    server = uvicorn.Server(config)
    with bound("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=AT_MOST)


def said_until_end(line: socket.socket) -> bytes:
    """Read until the other side has ended the connection."""
    said = b""
    try:
        while part := line.recv(4096):
            said += part
    except ConnectionResetError:
        pass
    return said


@pytest.mark.parametrize("name", PIECES)
def test_what_is_never_finished_is_ended(port: int, name: str) -> None:
    with closing(opened(port)) as line:
        line.sendall(PIECES[name])
        said = said_until_end(line)
    assert (b"408" in said) is (name not in ("nothing", "a second request"))


@pytest.mark.parametrize("name", DRIPS)
def test_what_drips_is_ended(port: int, name: str) -> None:
    beginning, drop = DRIPS[name]
    with closing(opened(port)) as line:
        line.sendall(beginning)
        line.settimeout(0.02)
        until = time.monotonic() + AT_MOST
        said = None
        while said is None:
            assert time.monotonic() < until, "it goes on for ever"
            try:
                line.sendall(drop)
                said = line.recv(4096)
            except TimeoutError:
                continue
            except ConnectionError:
                said = b""
        assert said == b"" or b"408" in said


def test_whoever_finishes_is_answered_beside_many_who_do_not(port: int) -> None:
    lines = [opened(port) for _ in range(30)]
    try:
        for line in lines:
            line.sendall(PIECES["a head without its end"])
        for _ in range(20):
            asked = HTTPConnection("127.0.0.1", port, timeout=AT_MOST)
            asked.request("POST", "/", b"x" * 300_000)
            assert asked.getresponse().read() == b"read"
            asked.close()
    finally:
        for line in lines:
            line.close()


def test_ilium_serves_so() -> None:
    assert configured(reader).http is PatientProtocol  # type: ignore[arg-type]


def test_a_port_is_taken_before_anybody_is_answered() -> None:
    """Two servers that start at once may both bind a port, until one of them listens."""
    with (
        bound("127.0.0.1", 0) as listening,
        pytest.raises(ServeRefused, match="already in use"),
        bound("127.0.0.1", listening.getsockname()[1]),
    ):
        pass
