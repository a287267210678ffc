"""``ilium doctor``: look at an installation and its record, and say what is wrong and what to do. Changes nothing."""

import argparse
import json
import os
import socket
import sqlite3
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from ilium import __version__
from ilium.anatomy import counted
from ilium.anatomy.errors import IliumError, StoreRefused, StoreUnavailable
from ilium.app.damage import damage_words
from ilium.app.ports import Head
from ilium.cli.parser import add_data
from ilium.store import backup, held_folders, high_water, home, journal
from ilium.store.sqlite_file import Contents, checked, fault, known_migrations, last_seq
from ilium.web import vite
from ilium.web.serve import DEFAULT_HOST, DEFAULT_PORT

#: Bytes under which the disk is called nearly full. Our choice.
FEW_BYTES = 200_000_000
#: After so long without a backup the person is reminded. Our choice.
BACKUP_HOLDS = timedelta(days=30)
PYTHON = (3, 11)
SQLITE = (3, 35, 0)
#: So many entries that are set aside are named, the first.
NAMED = 20
ENTRIES = ("src/pages/main.ts", "src/player/main.ts")

State = Literal["ok", "warn", "fail"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: how it is, and what to do where it is not well."""

    name: str
    state: State = "ok"
    found: str
    advice: str = ""


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was looked at; ``ok`` while nothing has failed."""

    ok: bool
    version: str
    folder: str
    checks: tuple[Check, ...]


def add(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(handler=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    report = examine(arguments.data)
    print(as_json(report) if arguments.json else as_text(report))
    return 0 if report.ok else 1


def examine(data: Path | None) -> Examination:
    """Return what there is to say about an installation.

    Parameters
    ----------
    data : Path, optional
        The data folder; by default the one in use.
    """
    folder = home.chosen(data)
    checks = (_python(), _sqlite(), _front_end(), _port(), *_of_folder(folder))
    ok = all(check.state != "fail" for check in checks)
    return Examination(ok=ok, version=__version__, folder=str(folder), checks=checks)


def as_json(report: Examination) -> str:
    """Return the report for a program."""
    return json.dumps(msgspec.to_builtins(report), indent=2, ensure_ascii=False)  # takes names with stray bytes, too


def as_text(report: Examination) -> str:
    """Return the report for a person, a line for each thing that was looked at.

    Examples
    --------
    >>> fault = Check(name="Disk", state="fail", found="1 MB is free", advice="Free some space.")
    >>> print(as_text(Examination(ok=False, version="1", folder="/d", checks=(fault,))))
    Ilium 1, data folder /d
    fail  Disk: 1 MB is free. Free some space.
    Something is wrong: see the lines that begin with "fail".
    """
    lines = [f"{one.state:4}  {one.name}: {one.found}. {one.advice}".rstrip() for one in report.checks]
    end = "Nothing is wrong." if report.ok else 'Something is wrong: see the lines that begin with "fail".'
    return "\n".join([f"Ilium {report.version}, data folder {report.folder}", *lines, end])


# --- the installation ------------------------------------------------------------------------------------------------


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON:
        return Check(name="Python", state="fail", found=found, advice="Ilium needs 3.11 or newer.")
    return Check(name="Python", found=found)


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < SQLITE:
        return Check(name="SQLite", state="fail", found=found, advice="Ilium needs 3.35 or newer; update Python.")
    return Check(name="SQLite", found=found)


def _front_end() -> Check:
    try:
        missing = [entry for entry in ENTRIES if not (vite.APP / vite.chunk(entry).file).is_file()]
    except IliumError as error:
        return Check(name="Pages", state="fail", found="not built", advice=str(error))
    if missing:
        return Check(name="Pages", state="fail", found=f"{missing[0]} is missing", advice="Run: python3 dev.py run")
    return Check(name="Pages", found="built")


def _port() -> Check:
    place = f"{DEFAULT_PORT}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((DEFAULT_HOST, DEFAULT_PORT))
        except OSError:
            return _taken_port(place)
    return Check(name="Port", found=f"{place} is free")


def _taken_port(place: str) -> Check:
    try:
        with urllib.request.urlopen(f"http://{DEFAULT_HOST}:{place}/readyz", timeout=5) as answer:
            said = answer.read(100)
            if b'"ready"' in said or b'"degraded"' in said:
                return Check(name="Port", found=f"Ilium answers at {place} and is ready")
    except OSError:  # also what urllib raises: somebody else, or an Ilium that is not ready
        pass
    advice = f"Stop the program that uses it, or choose another: ilium serve --port {DEFAULT_PORT + 1}"
    return Check(name="Port", state="warn", found=f"{place} is in use, and no Ilium that is ready", advice=advice)


# --- the data folder -------------------------------------------------------------------------------------------------


def _of_folder(folder: Path) -> tuple[Check, ...]:
    try:
        held_folders.refuse_emptied(folder)
    except StoreRefused as error:
        return (Check(name="Folder", state="fail", found=str(error).rstrip(".")),)
    if not folder.is_dir():
        return (_missing(folder),)
    return (_rights(folder), _space(folder), *_of_record(folder / home.DATABASE))


def _missing(folder: Path) -> Check:
    if folder.exists() or (folder != home.default_folder() and not folder.parent.is_dir()):
        return Check(name="Folder", state="fail", found="not there", advice="Name another with --data.")
    failed = _trial(folder.parent) if folder.parent.is_dir() else None
    return failed or Check(name="Folder", state="warn", found="not there", advice="ilium serve makes it.")


def _trial(place: Path) -> Check | None:
    """Do in a folder of its own, which is taken away again, what a start does in a data folder; None if it works."""
    try:
        with tempfile.TemporaryDirectory(prefix=".ilium-doctor-", dir=place) as made:
            folder = Path(made)
            home.secret_key(folder)
            high_water.write(folder / home.DATABASE, Head())
            with home.locked(folder):
                journal.mode_for(folder)
    except (StoreRefused, OSError) as error:
        found = f"a start would fail here: {error}".rstrip(".")
        return Check(name="Folder", state="fail", found=found, advice="Name another with --data.")
    return None


def _rights(folder: Path) -> Check:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        advice = f"Make it yours: chmod u+rwx {folder}"
        return Check(name="Folder", state="fail", found="it cannot be written to", advice=advice)
    if failed := _trial(folder):
        return failed
    if folder.stat().st_mode & 0o077:
        advice = f"Keep others out: chmod 700 {folder}; disks such as exFAT cannot."
        return Check(name="Folder", state="warn", found="others on this machine may look into it", advice=advice)
    kept = "" if journal.mode_for(folder) == "wal" else f". {journal.NO_LOG}"
    return Check(name="Folder", found=f"yours only{kept}")


def _space(folder: Path) -> Check:
    free = home.free_bytes(folder)
    found = f"{free / 1e6:,.0f} MB are free"
    if free < home.NEEDED_BYTES:
        return Check(name="Disk", state="fail", found=found, advice="Free some space; nothing can be stored.")
    if free < FEW_BYTES:
        return Check(name="Disk", state="warn", found=found, advice="Free some space soon.")
    return Check(name="Disk", found=found)


def _of_record(database: Path) -> tuple[Check, ...]:
    try:
        home.refuse_unusable_secret(database.parent)
        if database.exists():
            home.refuse_read_only(database)
            if wrong := fault(database):
                raise StoreRefused(f"{database} is damaged ({wrong})")
        high_water.refuse_lost(database)
        if not database.exists() or last_seq(database) is None:
            return (Check(name="Record", found="nothing yet"),)
        held = checked(database)
    except StoreUnavailable as error:
        return (Check(name="Record", state="fail", found=str(error).rstrip(".")),)
    except StoreRefused as error:
        said = str(error).rstrip(".")
        advice = (
            ""
            if "ilium restore" in said or "chmod" in said
            else f"Restore a backup: ilium restore FILE --data {database.parent}"
        )
        return (Check(name="Record", state="fail", found=said, advice=advice),)
    found = f"whole, {counted(held.events, 'entry', 'entries')}, the marker agrees"
    record = _damage(database, held) if held.damage else Check(name="Record", found=found)
    return (record, _tables(held.migrations), _backups(database, held.last_seq))


def _damage(database: Path, held: Contents) -> Check:
    """Name what is set aside, and say what to do."""
    named = ", ".join(f"{one.seq or 'an index'} ({one.why})" for one in held.damage[:NAMED])
    more = f" and {len(held.damage) - NAMED} more" if len(held.damage) > NAMED else ""
    found = f"{counted(held.events, 'entry', 'entries')}; {damage_words(held.damage)}: {named}{more}"
    restore = f"Restore a backup from before: ilium restore FILE --data {database.parent}"
    go_on = "Or go on without: Ilium asks its questions again before the next session."
    return Check(name="Record", state="fail", found=found, advice=f"{restore} {go_on}")


def _tables(applied: tuple[str, ...]) -> Check:
    if missing := [name for name in known_migrations() if name not in applied]:
        advice = "ilium serve changes them, after a backup."
        return Check(name="Tables", state="warn", found=f"{missing[0]} is still to come", advice=advice)
    return Check(name="Tables", found=f"up to date ({applied[-1]})")


def _backups(database: Path, held: int) -> Check:
    last, advice = backup.last_backup(database), "Make one, on another disk: ilium backup FILE"
    if last is None:
        return Check(name="Backup", state="warn" if held else "ok", found="none yet", advice=advice if held else "")
    found = f"on {last.at:%-d %B %Y}, {counted(max(0, held - last.last_seq), 'entry', 'entries')} ago"
    old = held > last.last_seq and datetime.now(UTC) - last.at > BACKUP_HOLDS
    return Check(name="Backup", state="warn" if old else "ok", found=found, advice=advice if old else "")
