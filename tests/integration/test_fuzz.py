"""Requests that no page of ours sends: oversized, deeply nested, torn, and random."""

import random
import socket
from collections.abc import Iterator
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilium.record.codec import encode_batch, encode_event
from tests.forked import ForkedServer
from tests.kills import stored
from tests.outbox import live_session

REFUSED = {400, 403, 404, 405, 409, 411, 413, 414, 415, 431}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkedServer]:
    """A running server of this module's own, with one session in its record; it must live to the end."""
    server = ForkedServer(data=tmp_path_factory.mktemp("fuzz") / "data")
    server.start()
    server.sign_in()
    assert server.post(SESSION).status == 200
    yield server
    assert server.ask("GET", "/readyz").status == 200
    assert stored(server.data / "ilium.sqlite3") == {event.id: encode_event(event) for event in SESSION}
    server.close()


SESSION = list(live_session(random.Random(1)))
WHOLE = encode_batch(SESSION)


def post(server: ForkedServer, body: bytes) -> int:
    answer = server.ask("POST", "/api/events", body, **server.headers)
    assert answer.headers["content-type"] == "application/json"
    assert answer.status == 200 or answer.json["error"]
    return answer.status


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"events":[', b'{"events":[{"ticks":'])
@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_deep_nesting_is_refused(server: ForkedServer, opening: bytes, depth: int) -> None:
    """Closed or left open, it ends neither the answer nor the server."""
    deep = opening * min(depth, 1_000_000 // len(opening))
    closing = deep.translate(bytes.maketrans(b"[{", b"]}"), b'":abcdefghijklmnopqrstuvwxyz')[::-1]
    assert post(server, deep) == 400
    assert post(server, deep + b"1" + closing) in {400, 413}


@pytest.mark.parametrize("size", [1_048_577, 5_000_000, 40_000_000])
def test_oversized_bodies_are_refused(server: ForkedServer, size: int) -> None:
    with suppress(ConnectionResetError, BrokenPipeError):  # it may hang up before it has read all of that
        assert post(server, b"x" * size) == 413


@pytest.mark.parametrize(
    "numbers", [b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 5000, b"1.5", b"true", b'"3"', b"-0.0"]
)
def test_numbers_that_no_rating_has_are_refused(server: ForkedServer, numbers: bytes) -> None:
    assert post(server, WHOLE.replace(b'"pain_before":3', b'"pain_before":' + numbers)) == 400


@given(st.binary(max_size=2_000))
@settings(max_examples=60)
def test_random_bytes_are_refused(server: ForkedServer, body: bytes) -> None:
    assert post(server, body) in REFUSED


@given(st.data())
@settings(max_examples=150)
def test_a_batch_with_changed_bytes_is_taken_as_it_is_or_refused(server: ForkedServer, data: st.DataObject) -> None:
    """A flipped, cut or doubled piece of a real batch never makes a fault of ours, and never alters what is kept."""
    at = data.draw(st.integers(0, len(WHOLE) - 1))
    length = data.draw(st.integers(0, 40))
    twice = WHOLE[at : at + length] * 2
    piece = data.draw(st.sampled_from([b"", twice, b"\0", b"\xff\xfe", b'"', b"}", b"[", b"null"]))
    body = WHOLE[:at] + piece + WHOLE[at + length :]
    known = {event.id for event in SESSION}
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        made = msgspec.json.decode(body)
        events = made.get("events", []) if isinstance(made, dict) else []
        if any(isinstance(event, dict) and event.get("id") not in known for event in events):
            return  # an id of another event, which would rightly be stored
    assert post(server, body) in REFUSED | {200}


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET /%ff%fe%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /api/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: tz=../../etc/passwd; country=%00\r\n\r\n",
    ],
)
def test_requests_that_no_browser_sends_end_with_an_answer_or_the_connection(server: ForkedServer, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        with suppress(OSError):  # the server may have closed it in the middle of any of these
            connection.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(65536)
            assert not answer.startswith(b"HTTP/1.1 5")
    assert server.ask("GET", "/healthz").status == 200
