"""Help, and pages about a fault, whatever the record is like."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from ilium.web import services as services_module
from ilium.web.services import close_services, services
from tests.records import RECEIVED, database, many, put, row_of

Break = Callable[[Path], None]


def garbage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 3000)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def torn(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def missing(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def no_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def no_table(file: Path) -> None:
    script(file, "DROP TABLE store_event")


def no_column(file: Path) -> None:
    script(file, "ALTER TABLE store_event RENAME COLUMN body TO other")


def newer(file: Path) -> None:
    put(file, [row_of(many(1)[0], RECEIVED)._replace(body=b'{"type":"of-a-newer-version"}')])


def unlike_text(file: Path) -> None:
    script(file, "DROP TRIGGER store_event_no_update; UPDATE store_event SET at = CAST(x'ff' AS TEXT), body = x'ff'")


def script(file: Path, statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(statements)


BREAKS = [garbage, cut, empty, torn, missing, a_folder, no_folder, no_table, no_column, newer, unlike_text]


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A record in which the person chose a country, which the services have open."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "ilium.sqlite3"
    with django_db_blocker.unblock(), database("default", file):
        put(file, [row_of(event, RECEIVED) for event in many(3, first=7)])
        yield file
        close_services()


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("known", [False, True])
def test_help_has_its_numbers_whatever_the_record_is_like(file: Path, how: Break, known: bool) -> None:
    """With the person's own country where it was read before, else with the browser's."""
    client = Client(headers={"accept-language": "en-US"})
    if known:
        client.post("/country/", {"country": "de", "next": "/help/"})
        assert client.get("/help/").status_code == 200
    connections["default"].close()
    services().store.close()
    how(file)
    answer = client.get("/help/")
    assert answer.status_code == 200
    assert b'href="tel:112"' in answer.content if known else b'href="tel:911"' in answer.content
    for page in ("/about/", "/offline/"):
        assert client.get(page).status_code == 200
    assert client.get("/no-such-page").status_code == 404


@pytest.mark.parametrize("how", [garbage, no_table])
def test_a_page_that_needs_the_record_says_whom_to_call(file: Path, how: Break) -> None:
    connections["default"].close()
    how(file)
    answer = Client(headers={"accept-language": "en-US"}).get("/history/")
    assert answer.status_code == 503
    assert b'href="tel:911"' in answer.content
    assert b"ilium restore FILE" in answer.content


def test_help_does_not_wait_for_a_lock(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a rollback journal a reader waits for whoever locks everybody out."""
    monkeypatch.setattr(services_module, "PATIENCE", 0.05)
    connections["default"].close()
    script(file, "PRAGMA journal_mode = DELETE")
    options = connections.databases["default"]["OPTIONS"]
    connections.databases["default"]["OPTIONS"] = {**options, "timeout": 2, "init_command": "PRAGMA synchronous = FULL"}
    del connections["default"]
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        answer = Client(headers={"accept-language": "en-US"}).get("/help/")
        assert (answer.status_code, b'href="tel:911"' in answer.content) == (200, True)
        assert b"another program is using it just now" in Client().get("/history/").content
