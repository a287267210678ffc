"""A record that is damaged, cut, locked or away while its server runs, or before it starts."""

import json
import os
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

from ilium.store import high_water
from ilium.store.sqlite_file import WHOLE, checked, head_of
from tests.flips import run
from tests.integration.servers import STATE, Server, environment, until
from tests.integration.test_data_folder import files, mounted, refused
from tests.outbox import live_session

DATABASE = "ilium.sqlite3"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three sessions, whose server has ended."""
    server = Server(data=tmp_path_factory.mktemp("used") / "data").start()
    server.sign_in()
    for seed in range(3):
        assert server.post(list(live_session(random.Random(seed)))).status == 200
    assert server.end(SIGTERM) == 0
    return server.data


@pytest.fixture
def folder(used: Path, tmp_path: Path) -> Path:
    """A copy of a used data folder."""
    return Path(shutil.copytree(used, tmp_path / "data"))


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    server = Server(data=folder).start()
    try:
        server.sign_in()
        yield server
    finally:
        server.close()


def ilium(*arguments: object, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a person does."""
    command = [sys.executable, "-m", "ilium.cli", *map(os.fspath, arguments)]  # type: ignore[call-overload]
    environ = {**environment(), **more}
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, errors="surrogateescape", timeout=60, check=False
    )


def change(folder: Path, statement: str) -> None:
    """Do to a record what its triggers refuse, and put them back."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        script = [f"DROP TRIGGER {name}" for name, _ in made] + [statement] + [sql for _, sql in made]
        connection.executescript(";".join(script))


def told(folder: Path) -> list[list[int]]:
    """Return what the record tells of entries that were set aside."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        rows = connection.execute("SELECT body FROM store_event WHERE type = 'entries-set-aside' ORDER BY seq")
        return [json.loads(body)["entries"] for (body,) in rows]


# --- entries that are set aside -------------------------------------------------------------------------------------


def test_no_flipped_bit_goes_unnoticed_and_one_in_an_event_costs_that_event_alone(tables: None) -> None:
    tally = run(flips=300, seed=2026)
    assert tally.clean, tally
    assert tally.set_aside > 200


def test_a_damaged_event_is_set_aside_told_once_and_the_rest_goes_on(folder: Path) -> None:
    held = checked(folder / DATABASE).events
    change(folder, "UPDATE store_event SET body = replace(body, 'lumbar-roll', 'lumbar-rool') WHERE seq = 4")
    for _ in range(2):
        with running(folder) as server:
            until(lambda: told(folder) == [[4]])
            ready = server.ask("GET", "/readyz")
            assert (ready.status, ready.json["status"]) == (200, "degraded")
            assert "1 entry of the record cannot be read and is set aside" in str(ready.json["error"])
            for page in ("/", "/your-data/"):
                assert b"1 entry of your record cannot be read" in server.ask("GET", page).body
            assert server.ask("GET", "/history/").status == 200
            export = server.ask("GET", "/your-data/export.json").json
            assert (export["left_out"], len(export["events"])) == (1, held)  # type: ignore[arg-type]
            server.end(SIGTERM)
    assert told(folder) == [[4]]


def test_the_doctor_names_the_entry_and_says_what_to_do(folder: Path) -> None:
    change(folder, "DELETE FROM store_event WHERE seq = 4")
    said = ilium("doctor", "--data", folder)
    assert said.returncode == 1
    assert "1 entry of the record cannot be read and is set aside: 4 (missing)" in said.stdout
    assert "ilium restore FILE" in said.stdout
    assert "asks its questions again" in said.stdout


def test_a_backup_of_it_says_so_and_takes_the_place_of_no_other(folder: Path, tmp_path: Path) -> None:
    good, other = tmp_path / "good", tmp_path / "other"
    assert ilium("backup", "--data", folder, good).returncode == 0
    kept = good.read_bytes()
    change(folder, "UPDATE store_event SET at = 'x' WHERE seq = 4")
    said = ilium("backup", "--data", folder, good, "--force")
    assert (said.returncode, "the older backup" in said.stderr.lower()) == (2, True)
    assert good.read_bytes() == kept
    assert "set aside" in ilium("backup", "--data", folder, other).stdout
    assert ilium("restore", "--data", folder, good).returncode == 0
    assert checked(folder / DATABASE).damage == ()


def test_an_index_that_does_not_fit_is_noticed_and_made_anew_by_backup_and_restore(
    folder: Path, tmp_path: Path
) -> None:
    database = folder / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        (first,) = connection.execute("SELECT event_id FROM store_event WHERE seq = 1").fetchone()
    whole = database.read_bytes()
    for place in (whole.find(first.encode()), whole.rfind(first.encode())):  # one is in the row, one in the index
        database.write_bytes(whole[:place] + b"!" + whole[place + 1 :])
        if checked(database).damage == (WHOLE,):
            break
    assert checked(database).damage == (WHOLE,)
    with running(folder) as server:
        until(lambda: told(folder) == [[0]])
        assert server.ask("GET", "/readyz").json["status"] == "degraded"
        server.end(SIGTERM)
    assert "an index (unreadable)" in ilium("doctor", "--data", folder).stdout
    assert ilium("backup", "--data", folder, tmp_path / "copy").returncode == 0
    assert ilium("restore", "--data", folder, tmp_path / "copy").returncode == 0
    assert checked(database).damage == ()


# --- what was acknowledged and is gone ------------------------------------------------------------------------------


def killed(folder: Path, seeds: range) -> Path:
    """Let a server store sessions until the mark has them, kill it, and return its folder with the -wal file."""
    with running(folder) as server:
        for seed in seeds:
            assert server.post(list(live_session(random.Random(seed)))).status == 200
        with closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as connection:
            (last,) = connection.execute("SELECT max(seq) FROM store_event").fetchone()
        until(lambda: high_water.read(folder / DATABASE).seq == last)
    assert (folder / f"{DATABASE}-wal").stat().st_size > 0
    return folder


def test_what_is_killed_goes_on(folder: Path) -> None:
    killed(folder, range(10, 14))
    with running(folder) as server:
        assert server.ask("GET", "/readyz").json["status"] == "ready"


@pytest.mark.parametrize("kept", [0, 32, 0.3, 0.9])
def test_a_write_ahead_log_that_was_lost_or_cut_is_noticed(folder: Path, kept: float) -> None:
    killed(folder, range(10, 14))
    log = folder / f"{DATABASE}-wal"
    if kept:
        os.truncate(log, int(kept if kept > 1 else kept * log.stat().st_size))
    else:
        log.unlink()
    code, text = Server(data=folder).refused()
    assert (code, "events or more, and now" in text, "ilium restore FILE" in text) == (2, True, True), text
    assert "events or more" in ilium("doctor", "--data", folder).stdout


def test_the_mark_is_exact_after_an_ordinary_end(folder: Path) -> None:
    with running(folder) as server:
        server.post(list(live_session(random.Random(10))))
        server.end(SIGTERM)
    assert high_water.read(folder / DATABASE) == head_of(folder / DATABASE)


def test_another_record_of_the_same_length_is_not_gone_on_with(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with running(other) as server:
        for seed in range(20, 24):
            server.post(list(live_session(random.Random(seed))))
        server.end(SIGTERM)
    shutil.copy(other / DATABASE, folder)
    refused(folder, "is not the record that was here", "ilium restore FILE")


# --- not now is not damage ------------------------------------------------------------------------------------------

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("held", flush=True)
sys.stdin.read()
"""
EXCLUSIVE = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "SELECT 1 FROM store_event")


@contextmanager
def held(database: Path, *statements: str) -> Iterator[None]:
    """Let another program hold a record."""
    command = [sys.executable, "-c", HOLDER, str(database), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_record_that_another_program_locks_is_neither_damaged_nor_replaced(
    folder: Path, tmp_path: Path, mode: str
) -> None:
    database, good = folder / DATABASE, tmp_path / "good"
    ilium("backup", "--data", folder, good)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    before = database.read_bytes()
    with held(database, *EXCLUSIVE):
        for command in (("serve", "--no-browser", "--port", "0"), ("doctor",), ("backup", tmp_path / "copy")):
            said = ilium(*command, "--data", folder)
            text = said.stdout + said.stderr
            assert said.returncode in (1, 2), text
            assert "another program is using it just now" in text
            assert "damaged" not in text.replace("is damaged or", "")
            assert "restore" not in text
            assert "Traceback" not in text
        said = ilium("restore", "--data", folder, good)
        assert (said.returncode, "Another program is using the record" in said.stderr) == (2, True), said.stderr
        assert database.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if "copy" in one.name] == []
    assert ilium("restore", "--data", folder, good).returncode == 0


@pytest.mark.parametrize("statement", ["SELECT 1 FROM store_event", "BEGIN; SELECT 1 FROM store_event"])
def test_a_record_that_another_program_reads_is_not_replaced(folder: Path, tmp_path: Path, statement: str) -> None:
    ilium("backup", "--data", folder, tmp_path / "good")
    with held(folder / DATABASE, *statement.split("; ")):
        said = ilium("restore", "--data", folder, tmp_path / "good")
        assert (said.returncode, "Another program is using the record" in said.stderr) == (2, True)
    assert ilium("restore", "--data", folder, tmp_path / "good").returncode == 0


def test_looking_and_backing_up_leave_nothing_beside_the_record(folder: Path, tmp_path: Path) -> None:
    before = {one.name for one in folder.iterdir()} | {"last-backup.json"}
    ilium("doctor", "--data", folder)
    ilium("backup", "--data", folder, tmp_path / "copy")
    ilium("progress", "--data", folder)
    assert {one.name for one in folder.iterdir()} == before
    assert {one.name for one in tmp_path.iterdir()} == {folder.name, "copy"}


START = (
    "from pathlib import Path; from ilium.web.serve import prepare; import sys; prepare(Path(sys.argv[1]));"
    "from ilium.web.services import services, close_services; services().store.check(); close_services()"
)


LATIN, UNICODE = "de_DE.ISO-8859-1", "C.UTF-8"


@pytest.mark.parametrize(
    ("name", "locale"),
    [("J\udcfcrgen", LATIN), ("日本語", LATIN), ("\udcff\udcfe", UNICODE), ("with ?#% &", UNICODE)],
)
def test_a_folder_of_any_name_works(used: Path, tmp_path: Path, name: str, locale: str) -> None:
    folder = Path(shutil.copytree(used, tmp_path / name))
    said = {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8:backslashreplace"}
    for command in (("doctor",), ("backup", tmp_path / "copy"), ("restore", tmp_path / "copy")):
        done = ilium(*command, "--data", folder, **said)
        assert done.returncode == 0, done.stdout + done.stderr
    started = [sys.executable, "-c", START, folder]
    assert subprocess.run(started, env={**environment(), **said}, check=False).returncode == 0
    assert checked(folder / DATABASE).damage == ()


# --- disks that cannot do everything, and one that is away ----------------------------------------------------------


def test_a_disk_that_shares_no_memory_is_used_with_a_rollback_journal(used: Path, tmp_path: Path) -> None:
    below, folder = tmp_path / "below", tmp_path / "disk"
    for one in (below, folder):
        one.mkdir()
    shutil.copytree(used, below / "data")
    if (
        not shutil.which("bindfs")
        or subprocess.run(["bindfs", "-o", "direct_io", below, folder], check=False).returncode
    ):
        pytest.skip("such a disk cannot be made here")
    try:
        for data in (folder / "data", folder / "new"):
            with running(data) as server:
                assert server.post(list(live_session(random.Random(9)))).status == 200
                assert server.ask("GET", "/readyz").json["status"] == "ready"
                assert server.process is not None
                assert server.process.stdout is not None
                assert "rollback journal" in server.process.stdout.readline() + server.process.stdout.readline()
                server.kill()
            said = ilium("doctor", "--data", data)
            assert (said.returncode, "rollback journal" in said.stdout) == (0, True), said.stdout
            assert ilium("backup", "--data", data, folder / "copy", "--force").returncode == 0
            assert ilium("restore", "--data", data, folder / "copy").returncode == 0
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("inside", ["", "ilium"])
def test_a_disk_that_is_not_connected_is_not_a_first_day(tmp_path: Path, inside: str) -> None:
    place = tmp_path / "disk"
    with mounted(place, "size=40m"), running(place / inside) as server:
        server.end(SIGTERM)
    said = Server(data=place / inside).refused()
    assert (said[0], "is not connected now" in said[1]) == (2, True), said
    assert list(place.iterdir()) == []
    assert "is not connected now" in ilium("doctor", "--data", place / inside).stdout


def test_a_folder_that_was_emptied_is_not_a_first_day_and_one_that_was_removed_is(folder: Path) -> None:
    with running(folder) as server:
        server.end(SIGTERM)
    for one in folder.iterdir():
        one.unlink()
    refused(folder, "is empty now", "Is its disk connected", "ilium restore FILE")
    folder.rmdir()
    with running(folder):
        pass


def test_nothing_is_remembered_where_a_persons_own_programs_remember(used: Path) -> None:
    assert (Path(STATE) / "ilium" / "folders.json").is_file()
    assert files(used)
