"""Years of a made-up person's sessions, the same for the same seed: for measurements and pictures.

The person is one of the laboratory's; they say nothing about whether the routine helps anyone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from ilium.record.events import Event
from ilium_lab.people.life import kind_of, simulate

WHO = "steady"
BATCH = 2000


def record(last: datetime, days: int, seed: int = 1) -> list[Event]:
    """Return the events of a person who may start on the last day, and has done nothing on it yet.

    Parameters
    ----------
    last : datetime
        Aware.
    days : int
        How many days before it they have practised; at least one.
    """
    days = max(days, 1)
    first = datetime.combine(last.date() - timedelta(days=days), time(7, 10), last.tzinfo)
    return simulate(kind_of(WHO), first=first, days=days, seed=seed)


def fill(folder: Path, days: int, now: datetime, seed: int = 1) -> None:
    """Make a data folder that holds such a record, in a process of its own; the folder must not exist yet."""
    words = [str(folder), "--days", str(days), "--now", now.isoformat(), "--seed", str(seed)]
    subprocess.run([sys.executable, "-m", "benchmarks.made_up", *words], check=True)


def store_in(folder: Path, events: Sequence[Event], now: datetime) -> None:
    """Store events in a new data folder with the product's own store; Django then stays with this folder."""
    from ilium.web.serve import prepare

    folder.mkdir(mode=0o700, parents=True)
    prepare(folder)
    from ilium.store.events import DjangoEventStore

    store = DjangoEventStore()
    for start in range(0, len(events), BATCH):
        store.append(events[start : start + BATCH], now)
    store.close()


@contextmanager
def folder() -> Iterator[Path]:
    """Give the name of a data folder that is not there yet, and delete it in the end."""
    with tempfile.TemporaryDirectory(prefix="ilium-made-up-") as above:
        yield Path(above, "data")


def main() -> None:
    """Fill a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the data folder to make")
    parser.add_argument("--days", type=int, required=True, help="how many days of sessions")
    parser.add_argument("--now", type=datetime.fromisoformat, required=True, help="when questions were last answered")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same record")
    asked = parser.parse_args()
    store_in(asked.folder, record(asked.now, asked.days, asked.seed), asked.now)


if __name__ == "__main__":
    main()
