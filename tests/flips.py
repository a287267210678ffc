"""Flip single bits in a closed record's file, and count what is noticed: ``python3 dev.py flips --flips 2000``.

Half of the bits lie in the stored columns of events, half anywhere in the file. A flip is harmful when anything that is
read from the events' rows afterwards differs, or nothing can be read. It is noticed when the check that `ilium doctor`,
backup and restore make names the damage or refuses the file. Nothing harmful may go unnoticed, and no event may be read
that differs from the one that was stored.
"""

import argparse
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import django

from ilium.anatomy.errors import StoreRefused
from ilium.record.events import Event
from ilium.store.chain import SELECT
from ilium.store.rows import row_of
from ilium.store.sqlite_file import checked, events_in
from tests.outbox import live_session
from tests.records import RECEIVED, filled, put


@dataclass
class Tally:
    """What was counted; ``unnoticed``, ``wrong`` and ``dearer`` must stay 0."""

    flips: int = 0
    harmless: int = 0
    set_aside: int = 0
    refused: int = 0
    unnoticed: int = 0
    wrong: int = 0
    dearer: int = 0

    @property
    def clean(self) -> bool:
        return not (self.unnoticed or self.wrong or self.dearer)

    def __str__(self) -> str:
        return (
            f"{self.flips} flips: {self.harmless} changed nothing that is read, {self.set_aside} were named and cost "
            f"an event at most, {self.refused} made SQLite refuse the file; {self.unnoticed} went unnoticed, "
            f"{self.wrong} gave an event that was never stored, {self.dearer} cost more than their event"
        )


def run(flips: int, seed: int, sessions: int = 12) -> Tally:
    """Flip so many bits, each in a fresh copy of one record, and return the tally."""
    chance, tally, folder = random.Random(seed), Tally(), Path(tempfile.mkdtemp(prefix="ilium-flips-"))
    try:
        record = filled(folder / "record", 0)
        put(record, [row_of(event, RECEIVED) for _ in range(sessions) for event in live_session(chance)])
        whole, rows, events = record.read_bytes(), read(record), list(events_in(record))
        places = (anywhere(whole), in_rows(whole, rows or []))
        for number in range(flips):
            place = places[number % 2](chance)
            record.write_bytes(flipped(whole, place, chance.randrange(8)))
            judge(record, rows, events, tally, in_row=number % 2 == 1)
    finally:
        shutil.rmtree(folder)
    return tally


Place = Callable[[random.Random], int]


def anywhere(whole: bytes) -> Place:
    return lambda chance: chance.randrange(len(whole))


def in_rows(whole: bytes, rows: list[tuple[object, ...]]) -> Place:
    """Return what chooses a byte of a stored column of some row."""
    values = [value for row in rows for value in row if isinstance(value, bytes) and len(value) > 8]

    def choose(chance: random.Random) -> int:
        while (start := whole.find(value := chance.choice(values))) < 0:
            pass  # a long one lies on several pages
        return start + chance.randrange(len(value))

    return choose


def flipped(whole: bytes, place: int, bit: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def read(record: Path) -> list[tuple[object, ...]] | None:
    """Return the rows as they are stored; None where they cannot be read."""
    try:
        with closing(sqlite3.connect(record)) as connection:
            return connection.execute(f"{SELECT} ORDER BY seq").fetchall()
    except sqlite3.Error:
        return None


def judge(
    record: Path, rows: list[tuple[object, ...]] | None, events: list[Event], tally: Tally, *, in_row: bool
) -> None:
    """Count one flip; one in a row may cost its event, and never the file."""
    tally.flips += 1
    harmful = read(record) != rows
    try:
        damage = checked(record).damage
        left = list(events_in(record))
    except StoreRefused:
        tally.refused += 1
        tally.dearer += in_row
        return
    tally.wrong += not set(map(repr, left)) <= set(map(repr, events))
    tally.dearer += len(events) - len(left) > 1
    tally.set_aside += bool(damage)
    tally.harmless += not (harmful or damage)
    tally.unnoticed += harmful and not damage


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="tests.flips", description=__doc__)
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    tally = run(arguments.flips, arguments.seed)
    print(tally)
    return 0 if tally.clean else 1


if __name__ == "__main__":
    sys.exit(main())
