"""The live socket of a real server: opened by a real client, kept from others, and thrown everything at."""

import contextlib
import itertools
import random
import signal
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from ilium.app.live import Conversation, Refused
from ilium.motion.formats import Stream, read
from tests.integration.servers import Server
from tests.watching import BEGIN, END, Notes, frame

EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, with the cookie of a browser that has opened a page of it."""
    server = Server(data=tmp_path_factory.mktemp("live") / "data").start()
    server.sign_in()
    yield server
    server.kill()


def opened(server: Server, *, origin: str | None = "", cookie: str | None = "") -> ClientConnection:
    """Open the socket as a page of our own does, or with another origin or cookie."""
    own = f"http://127.0.0.1:{server.port}" if origin == "" else origin
    sent = server.headers["Cookie"] if cookie == "" else cookie
    return connect(
        f"ws://127.0.0.1:{server.port}/live",
        origin=own,  # type: ignore[arg-type]
        additional_headers={"Cookie": sent} if sent else {},
        compression=None,
        max_size=None,
    )


def closing(socket: ClientConnection) -> tuple[int, str]:
    """Return code and reason once the server has closed."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(timeout=20)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code, closed.value.rcvd.reason


def summed_up(socket: ClientConnection) -> dict[str, object]:
    """End the set, and return the sum, which comes after every finding."""
    socket.send(END)
    while True:
        for finding in msgspec.json.decode(socket.recv(timeout=20)):
            if finding["type"] == "set-measured":
                return finding


def test_sets_are_begun_watched_and_summed_up(server: Server) -> None:
    """Text in, findings out, as JSON; frames with and without a body are taken; a new set may count anew."""
    with opened(server) as socket:
        for side in ("right", "left"):
            socket.send(BEGIN.replace("left", side))
            for seq in range(1, 61, 2):
                socket.send(frame(seq))
                socket.send(frame(seq + 1, x=(), y=(), z=(), visibility=(), presence=()))
            assert summed_up(socket)["repetitions"] == 0


@pytest.mark.parametrize(
    ("origin", "cookie"), [(EVIL, ""), (None, ""), ("null", ""), ("", None), ("", "ilium_csrf=x"), (EVIL, None)]
)
def test_a_foreign_page_and_who_never_visited_are_refused(
    server: Server, origin: str | None, cookie: str | None
) -> None:
    """The handshake itself is refused, with a status."""
    with pytest.raises(InvalidStatus) as refusal:
        opened(server, origin=origin, cookie=cookie)
    assert refusal.value.response.status_code == 403


def test_no_other_address_takes_sockets(server: Server) -> None:
    """The pages and the API do not."""
    for path in ("/", "/session/", "/api/events", "/live/"):
        with pytest.raises(InvalidStatus) as refusal:
            connect(f"ws://127.0.0.1:{server.port}{path}", origin=f"http://127.0.0.1:{server.port}")  # type: ignore[arg-type]
        assert refusal.value.response.status_code == 404


RECORD = BEGIN[:-1] + ',"record":true}'
FORM = {
    "rate": "normal",
    "guidance": "fades",
    "breath": "medium",
    "readiness": "lead-in",
    "lead_in_seconds": 20,
    "locale": "gb",
    "theme": "device",
    "text": "normal",
    "reminder": "18:00",
    "record_landmarks": "on",
}


def told(socket: ClientConnection) -> str:
    """Begin a set that is to be recorded, and return what is said of that."""
    socket.send(RECORD)
    for seq in range(1, 2000):
        socket.send(frame(seq))
        with contextlib.suppress(TimeoutError):
            for finding in msgspec.json.decode(socket.recv(timeout=0.05)):
                if finding["type"] == "kept":
                    return str(finding["say"])
    raise AssertionError("nothing was said")


def test_a_set_is_recorded_only_if_the_settings_say_so_too(server: Server) -> None:
    """Asked for by a page alone nothing is written; once the person has said so each set has its file, and no word of
    it is in the log or in a name.
    """
    folder = server.data / "recordings"
    form = {**server.headers, "Content-Type": "application/x-www-form-urlencoded"}
    with opened(server) as socket:
        assert told(socket) == "Not recorded: it is switched off in Settings."
        assert not folder.exists()
        assert server.ask("POST", "/settings/", urlencode(FORM).encode(), **form).status == 302
        assert told(socket) == "Your joints are being recorded."
        summed_up(socket)
    page = b""
    while b"SI glute bridge, left side, set 1" not in page:
        page = server.ask("GET", "/your-data/recordings/").body
    (file,) = folder.iterdir()
    content = server.ask("GET", f"/your-data/recordings/{file.stem}/").body
    assert isinstance(read(content, file.name), Stream)
    assert len(server.ask("GET", "/your-data/recordings/all.zip").body) > len(content)
    log = (server.data / "ilium.log").read_text()
    assert "bridge" not in log + file.name and file.stem not in log


def test_pages_answer_while_sockets_are_open(server: Server) -> None:
    """The address of the socket is no page, and pages go on as before."""
    with opened(server):
        assert server.ask("GET", "/healthz").status == 200
        assert server.ask("GET", "/live").status == 404


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        (b"x", 1003, "24 bytes"),
        (b"\xff" * 600, 1003, "magic"),
        (frame(1)[:200], 1007, "length"),
        ("}{", 1007, "no message"),
        (b"\0" * 2049, 1009, ""),
        ("x" * 2049, 1009, ""),
    ],
)
def test_junk_closes_it_with_a_reason(server: Server, message: bytes | str, code: int, reason: str) -> None:
    """Every kind of junk has its code; the server answers the next one."""
    with opened(server) as socket:
        socket.send(message)
        closed, said = closing(socket)
    assert (closed, reason in said) == (code, True)
    test_pages_answer_while_sockets_are_open(server)


@pytest.mark.parametrize("message", [b"\0" * 10_000_000, "x" * 10_000_000])
def test_ten_megabytes_end_the_connection_unread(server: Server, message: bytes | str) -> None:
    """The server hangs up while they are still being sent, so that the reason may not arrive; it does not grow."""
    before = memory(server)
    with opened(server) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.send(message)
        socket.recv(timeout=20)
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    assert memory(server) - before < 5_000_000
    test_pages_answer_while_sockets_are_open(server)


def test_a_sequence_that_goes_back_closes_it(server: Server) -> None:
    """The number of a frame only rises."""
    with opened(server) as socket:
        socket.send(BEGIN)
        socket.send(frame(7))
        assert summed_up(socket)["at_ms"] == pytest.approx(7 * 1000 / 30)
        socket.send(frame(6))
        assert closing(socket) == (1007, "sequence went from 7 to 6")


def test_ten_times_the_rate_and_a_listener_that_sleeps_keep_memory_bounded(server: Server) -> None:
    """Twenty thousand frames as fast as they go, then still an answer; the server has not grown by what was sent."""
    before = memory(server)
    with opened(server) as socket:
        socket.send(BEGIN)
        for seq in range(1, 20_001):
            socket.send(numbered(seq))
        assert summed_up(socket)["at_ms"] == 200_000
    assert memory(server) - before < 20_000_000


WHOLE = frame(1)


def numbered(seq: int) -> bytearray:
    """Return the frame of this number, ten milliseconds after the one before."""
    message = bytearray(WHOLE)
    struct.pack_into("<Id", message, 4, seq, seq * 10.0)
    return message


def memory(server: Server) -> int:
    """Return the bytes that the server holds."""
    assert server.process is not None
    pages = Path(f"/proc/{server.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def test_only_so_many_sockets_are_open_at_once(server: Server) -> None:
    """The ninth is told to come later, and there is room again when one has gone."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(opened(server)) for _ in range(8)]
        with pytest.raises(InvalidStatus) as refusal:
            opened(server)
        assert refusal.value.response.status_code == 503
        sockets[0].close()
        with opened(server) as again:
            assert again.ping().wait(20)


def test_a_fuzzed_socket_never_breaks_the_server(server: Server) -> None:
    """Two hundred sockets, each until it is closed: only the protocol's codes, and pages still answer."""
    chance = random.Random(1)
    codes = set()
    for _ in range(200):
        with opened(server) as socket:
            try:
                for message in itertools.islice(fuzzed(chance), 20):
                    socket.send(message)
                socket.send(b"x")
                while True:
                    socket.recv(timeout=20)
            except ConnectionClosed as closed:
                codes.add(closed.rcvd.code if closed.rcvd else None)
    assert codes <= {1003, 1007}
    assert server.ask("GET", "/healthz").status == 200


def test_nothing_that_was_sent_is_in_the_log(server: Server) -> None:
    """After all of the above, lines about sockets hold numbers and nothing else."""
    with opened(server) as socket:
        socket.send(BEGIN.replace("si-glute-bridge", "haemorrhoidectomy"))
        assert "haemorrhoidectomy" in closing(socket)[1]
    assert server.ask("GET", "/healthz").status == 200
    lines = (server.data / "ilium.log").read_text(encoding="utf-8")
    assert "haemorrhoidectomy" not in lines
    said = [line for line in map(msgspec.json.decode, lines.splitlines()) if line["logger"] == "ilium.live"]
    assert said
    assert all(line.keys() == {"time", "level", "logger", "event", "status", "frames", "dropped"} for line in said)


# --- without a socket, because there it is quick ---


def fuzzed(chance: random.Random) -> Iterator[bytes]:
    """Yield frames of a set, most of them with bytes changed, cut, added or exchanged."""
    for number in itertools.count(1):
        message = numbered(number)
        match chance.randrange(5):
            case 0:
                message[chance.randrange(len(message))] = chance.randrange(256)
            case 1:
                del message[chance.randrange(len(message)) :]
            case 2:
                message += chance.randbytes(chance.randrange(1, 40))
            case 3:
                message[16:] = chance.randbytes(len(message) - 16)
        yield bytes(message)


def test_a_hundred_thousand_fuzzed_frames_are_answered_or_refused() -> None:
    """Nothing but a refusal ever comes out, most are refused, and every one is looked at or refused."""
    notes = Notes()
    talk: Conversation[int] = notes.conversation()
    refused = 0
    for number, message in enumerate(itertools.islice(fuzzed(random.Random(2)), 100_000)):
        if number % 50 == 0:  # a changed number may be far ahead, and no other would come after it
            talk.said(BEGIN)
        try:
            talk.saw(message)
        except Refused:
            refused += 1
    assert refused + len(notes.seen) == 100_000
    assert min(refused, len(notes.seen)) > 10_000


def test_the_server_stops_while_a_socket_is_open(tmp_path: Path) -> None:
    """It tells the other side that it restarts, and ends at once and well."""
    own = Server(data=tmp_path / "data").start()
    own.sign_in()
    try:
        with opened(own) as socket:
            socket.send(BEGIN)
            socket.send(frame(1))
            assert summed_up(socket)
            assert own.end(signal.SIGTERM) == 0
            assert closing(socket)[0] == 1012
    finally:
        own.close()
