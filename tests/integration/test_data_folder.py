"""What ``ilium serve`` does with a data folder that it must not use: one line, exit code 2, nothing overwritten."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from signal import SIGTERM

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.cli import record as record_commands
from ilium.store import home
from tests.forked import ForkedServer
from tests.integration.servers import Server, environment
from tests.outbox import live_session


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one session, whose server has ended."""
    server = Server(data=tmp_path_factory.mktemp("used") / "data").start()
    server.sign_in()
    assert server.post(list(live_session(random.Random(1)))).status == 200
    assert server.end(SIGTERM) == 0
    return server.data


@pytest.fixture
def folder(used: Path, tmp_path: Path) -> Path:
    """A copy of a used data folder."""
    return Path(shutil.copytree(used, tmp_path / "data"))


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder, but for the lock and SQLite's index of a -wal file."""
    passing = {"lock", "ilium.sqlite3-shm"}
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name not in passing}


def refused(folder: Path, *words: str) -> None:
    """Check that a server refuses the folder in one line with these words, and leaves it as it is."""
    before = files(folder) if folder.is_dir() else {}
    code, text = Server(data=folder).refused()
    assert (code, text.count("\n"), text.startswith("ilium: ")) == (2, 1, True), text
    assert all(word in text for word in words), text
    left = files(folder) if folder.is_dir() else {}
    assert {name: content for name, content in left.items() if content} == before


def test_a_start_and_stop_leaves_record_marker_snapshot_secret_and_log(folder: Path) -> None:
    assert set(files(folder)) == {"ilium.sqlite3", "ilium.marker", "ilium.snapshot", "secret-key", "ilium.log"}
    assert b'"event":"stopped"' in (folder / "ilium.log").read_bytes()


def test_a_missing_record_is_not_begun_anew(folder: Path) -> None:
    (folder / home.DATABASE).unlink()
    refused(folder, "the file is missing", "ilium restore FILE")


def test_an_empty_record_is_not_begun_anew(folder: Path) -> None:
    (folder / home.DATABASE).unlink()
    Server(data=folder.with_name("fresh")).start().kill()
    shutil.copy(folder.with_name("fresh") / home.DATABASE, folder)
    refused(folder, "events or more, and now 0", "ilium restore FILE")


def test_an_older_record_is_not_gone_on_with(folder: Path) -> None:
    database = folder / home.DATABASE
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("DROP TRIGGER store_event_no_delete; DELETE FROM store_event WHERE seq > 3;")
    refused(folder, "and now 3")


def test_a_torn_record_is_refused(folder: Path) -> None:
    database = folder / home.DATABASE
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * 4096 + whole[8192:])
    refused(folder, "damaged", "ilium restore FILE")


def test_a_folder_below_a_missing_one_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "disk" / "data", "does not exist", "Is its disk connected")
    assert list(tmp_path.iterdir()) == []


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / home.DATABASE)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    refused(tmp_path, "another program")


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """Put a small file system in memory there; skip the test where that is not allowed."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def test_a_disk_that_is_read_only_is_refused(used: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place, "size=40m"):
        shutil.copytree(used, place / "data")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        refused(place / "data", "cannot be written to", "read-only", "--data")
        refused(place / "new", "read-only", "--data")


def test_a_disk_that_is_full_is_refused(used: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place, "size=2m"):
        shutil.copytree(used, place / "data")
        refused(place / "data", "is full", "Free some space")


def test_a_disk_that_fills_up_while_it_runs_stores_again_once_there_is_space(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    events = [list(live_session(random.Random(seed))) for seed in range(100)]
    with mounted(place, "size=16m"), closing(ForkedServer(data=place / "data")) as server:
        server.start()
        server.sign_in()
        assert server.ask("GET", "/readyz").status == 200
        (place / "film").write_bytes(b"\0" * (home.free_bytes(place) - 100_000))
        said = [server.post(batch).status for batch in events]
        assert set(said) == {200, 503}
        ready = server.ask("GET", "/readyz")
        assert (ready.status, "full" in str(ready.json["error"])) == (503, True)
        assert server.ask("GET", "/history/").status == 200, "what is there can still be read"
        (place / "film").unlink()
        assert [server.post(batch).status for batch in events] == [200] * len(events)
        assert server.ask("GET", "/readyz").status == 200
        server.kill()
        with closing(sqlite3.connect(place / "data" / home.DATABASE)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = connection.execute("SELECT COUNT(*), COUNT(DISTINCT event_id) FROM store_event").fetchone()
        assert kept == (sum(map(len, events)),) * 2


def test_a_record_that_is_taken_away_while_it_runs_acknowledges_nothing_more(tmp_path: Path) -> None:
    """The open file could still be written to, and the next start would not find it."""
    first, second = (list(live_session(random.Random(seed))) for seed in (1, 2))
    with closing(ForkedServer(data=tmp_path / "data")) as server:
        server.start()
        server.sign_in()
        assert server.post(first).status == 200
        (tmp_path / "data").rename(tmp_path / "elsewhere")
        answer = server.post(second)
        assert (answer.status, "moved" in str(answer.json["error"])) == (503, True)
        assert server.ask("GET", "/readyz").status == 503
        (tmp_path / "elsewhere").rename(tmp_path / "data")
        assert server.post(second).status == 200


def test_an_older_copy_that_was_put_back_is_told_once_so_that_the_questions_come_again(
    folder: Path, tmp_path: Path
) -> None:
    """What it replaced may have held a stop that the copy does not know of."""
    record_commands.back_up(folder, tmp_path / "backup")
    record_commands.restore(folder, tmp_path / "backup")
    for _ in range(2):
        with closing(Server(data=folder)) as server:
            server.start()
    with closing(sqlite3.connect(folder / home.DATABASE)) as connection:
        told = connection.execute("SELECT count(*) FROM store_event WHERE type = 'record-brought-in'").fetchone()
    assert told == (1,)


def test_a_folder_in_use_is_not_restored_over(folder: Path, tmp_path: Path) -> None:
    record_commands.back_up(folder, tmp_path / "backup")
    with home.locked(folder), pytest.raises(StoreRefused, match="Another Ilium"):
        record_commands.restore(folder, tmp_path / "backup")


def test_an_emptied_record_does_not_take_the_place_of_a_good_backup(folder: Path, tmp_path: Path) -> None:
    good = tmp_path / "backup"
    record_commands.back_up(folder, good)
    kept = good.read_bytes()
    with closing(sqlite3.connect(folder / home.DATABASE)) as connection:
        connection.executescript("DROP TRIGGER store_event_no_delete; DELETE FROM store_event;")
    with pytest.raises(StoreRefused, match="and now 0"):
        record_commands.back_up(folder, good, force=True)
    assert good.read_bytes() == kept


def test_what_is_erased_is_in_no_file_and_the_next_start_is_a_first_day(folder: Path) -> None:
    """Through the store, as the page "Your data" does."""
    script = (
        "from pathlib import Path; from ilium.web.serve import prepare; import sys; prepare(Path(sys.argv[1]));"
        "from ilium.web.services import services, close_services; services().store.erase(); close_services()"
    )
    canary = b"lumbar-roll"
    assert canary in b"".join(files(folder).values())
    server = Server(data=folder)
    done = subprocess.run([sys.executable, "-c", script, folder], env=environment(), check=False)
    assert done.returncode == 0
    assert canary not in b"".join(files(folder).values())
    server.start()
    assert server.post([]).status == 403
    server.sign_in()
    assert server.post(list(live_session(random.Random(2)))).status == 200
    server.kill()
