import socket
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import pytest

from ilium.record.codec import encode_batch
from ilium.record.fold import fold
from ilium.web.serve import serve
from tests.integration.servers import Server
from tests.records import many, planned, start, uuid


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, which the tests of this module share."""
    server = Server(data=tmp_path_factory.mktemp("served") / "data").start()
    server.sign_in()
    yield server
    server.kill()


def stored_ids(data: Path) -> list[str]:
    """Return the ids in the record's file, as any SQLite would read it."""
    connection = sqlite3.connect(data / "ilium.sqlite3")
    rows = connection.execute("SELECT event_id FROM store_event ORDER BY seq").fetchall()
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return [f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for (one,) in rows]


# --- start and stop -------------------------------------------------------------------------------------------------


def test_it_says_in_one_line_where_it_and_the_record_are(server: Server) -> None:
    assert server.line == f"Ilium is at http://127.0.0.1:{server.port} (your record is in {server.data})\n"
    assert server.ask("GET", "/healthz").json == {"status": "ok"}
    assert server.ask("GET", "/readyz").json["status"] == "ready"


def test_the_folder_and_its_secret_are_the_owners_only(server: Server) -> None:
    assert server.data.stat().st_mode & 0o777 == 0o700
    for name in ("secret-key", "ilium.sqlite3"):
        assert (server.data / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_it_stops_when_told_and_goes_on_with_the_same_record(tmp_path: Path, number: Signals) -> None:
    server = Server(data=tmp_path / "data").start()
    server.sign_in()
    assert server.post(many(3)).status == 200
    secret = (server.data / "secret-key").read_text()
    assert server.end(number) == 0
    assert stored_ids(server.data) == [uuid(1), uuid(2), uuid(3)]
    again = Server(data=server.data).start()
    again.headers = server.headers
    assert again.post(many(4)).status == 200, "a page that was open before still may deliver"
    assert again.end(number) == 0
    assert (server.data / "secret-key").read_text() == secret
    assert len(stored_ids(server.data)) == 4


def test_ipv6_has_an_address_of_its_own(tmp_path: Path) -> None:
    server = Server(data=tmp_path / "data", arguments=("--host", "::1", "--port", "0")).start()
    assert server.line.startswith("Ilium is at http://[::1]:")
    assert server.end(SIGTERM) == 0


# --- refusals: exit code 2 and one line -----------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], data: Path, **asked: object) -> str:
    """Ask for a server that must not start, and return the one line that says why."""
    assert serve(data=data, open_browser=False, **asked) == 2  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert not data.exists()
    return said.err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::", "127.0.0.2", ""])
def test_it_serves_no_other_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    assert "this machine only" in refused(capsys, tmp_path / "data", host=host, port=0)


def test_a_port_in_use_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = refused(capsys, tmp_path / "data", port=port)
    assert f"Port {port} cannot be used" in text
    assert "--port" in text


@pytest.mark.parametrize("port", [-1, 70_000])
def test_no_such_port(tmp_path: Path, capsys: pytest.CaptureFixture[str], port: int) -> None:
    assert "--port" in refused(capsys, tmp_path / "data", port=port)


def test_two_servers_do_not_share_a_record(server: Server) -> None:
    code, text = Server(data=server.data).refused()
    assert (code, text.count("\n")) == (2, 1)
    assert "Another Ilium" in text
    assert server.ask("GET", "/readyz").status == 200


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    code, text = Server(data=tmp_path / "data").refused()
    assert (code, text.count("\n")) == (2, 1)
    assert "--data" in text
    assert (tmp_path / "data").read_text() == "mine"


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_record_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "ilium.sqlite3").write_bytes(content)
    code, text = Server(data=data).refused()
    assert (code, text.count("\n")) == (2, 1)
    assert "damaged" in text
    assert (data / "ilium.sqlite3").read_bytes() == content


def test_a_record_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    server = Server(data=tmp_path / "data").start()
    server.end(SIGTERM)
    connection = sqlite3.connect(server.data / "ilium.sqlite3")
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_later', '2030-01-01')"
    connection.execute(later)
    connection.commit()
    connection.close()
    code, text = Server(data=server.data).refused()
    assert (code, text.count("\n")) == (2, 1)
    assert "newer version" in text


# --- bodies that only a real connection can send --------------------------------------------------------------------


def send_chunks(server: Server, chunks: Iterator[bytes]) -> tuple[int, bytes]:
    """Send a body without saying how long it is, and return the status and body of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        head = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
        fixed = "Host: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        connection.sendall(f"POST /api/events HTTP/1.1\r\n{fixed}{head}\r\n".encode())
        try:
            for chunk in chunks:
                connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            connection.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return int(answer.split()[1]), answer


def test_a_body_that_hides_its_length_is_cut_off(server: Server) -> None:
    status, answer = send_chunks(server, iter([b" " * 65536] * 17))
    assert (status, b'{"error":' in answer) == (413, True)
    assert server.ask("GET", "/readyz").status == 200


def test_an_endless_body_ends_with_the_connection(server: Server) -> None:
    with suppress(ConnectionResetError, BrokenPipeError):
        assert send_chunks(server, iter([b" " * 2**20] * 40))[0] == 413
    assert server.ask("GET", "/readyz").status == 200


def test_a_small_body_in_chunks_is_taken(server: Server) -> None:
    body = encode_batch(many(2, first=10))
    assert send_chunks(server, iter([body[:50], body[50:]]))[0] == 200
    assert stored_ids(server.data)[-2:] == [uuid(10), uuid(11)]


def test_a_connection_lost_in_the_middle_of_a_batch_stores_nothing(server: Server) -> None:
    before = stored_ids(server.data)
    body = encode_batch(many(1, first=20))
    head = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        fixed = f"Host: localhost\r\nContent-Length: {len(body) + 1}\r\n"
        connection.sendall(f"POST /api/events HTTP/1.1\r\n{fixed}{head}\r\n".encode() + body)
    assert server.post(many(1, first=21)).status == 200
    assert stored_ids(server.data) == [*before, uuid(21)]


# --- kill -9: many more of them in test_kills.py ---------------------------------------------------------------------


def test_a_session_goes_on_after_a_kill(tmp_path: Path) -> None:
    server = Server(data=tmp_path / "data").start()
    server.sign_in()
    events = [start(planned("figure-four")), *many(20)]
    assert server.post(events[:5]).status == 200
    server.kill()
    again = Server(data=server.data).start()
    again.headers = server.headers
    answer = again.post(events)
    assert sorted(answer.json["acknowledged"]) == sorted(event.id for event in events)  # type: ignore[call-overload]
    again.kill()
    assert stored_ids(server.data) == [event.id for event in events]
    assert len(fold(events).sessions) == 1
