"""A made-up person and years of their sessions, the same for the same seed: for measurements and pictures.

The numbers are invented. They say nothing about whether the routine helps anyone.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

import msgspec

from ilium.app.preview import preview_plan
from ilium.cli.plan import ask
from ilium.cuesheet.model import BlockSheet
from ilium.record.events import Event
from ilium.screening import load_screening

#: One in so many days has no session, one in so many sessions ends early, and this is the noise of a rating.
DAYS_PER_MISSED, SESSIONS_PER_STOPPED, NOISE = 9, 25, 1.1
FIRST_PAIN, LAST_PAIN = 5.5, 2.5
SIDE = "right"
BATCH = 2000


def record(last: datetime, days: int, seed: int = 1) -> list[Event]:
    """Return the events of a person who was screened at the beginning and again on the last day.

    Parameters
    ----------
    last : datetime
        Aware; when they last answered the questions. No session of that day is made.
    days : int
        How many days before it may have a session.
    """
    dice = random.Random(seed)
    first = last - timedelta(days=days)
    values = [*_screened(dice, first), *_profile(dice, first)]
    for number in range(days):
        pain = FIRST_PAIN + (LAST_PAIN - FIRST_PAIN) * number / days
        values.append(_rated(dice, first + timedelta(days=number), pain))
        if dice.randrange(DAYS_PER_MISSED):
            day = datetime.combine((first + timedelta(days=number)).date(), time(7, dice.randrange(60)), last.tzinfo)
            values += _day(dice, day, pain)
    return [msgspec.convert(value, Event) for value in [*values, *_screened(dice, last)]]


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


def _id(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def _said(dice: random.Random, kind: str, at: datetime, **fields: object) -> dict[str, object]:
    return {"type": kind, "id": _id(dice), "at": at.isoformat(timespec="milliseconds"), **fields}


def _screened(dice: random.Random, at: datetime) -> Iterator[dict[str, object]]:
    """Yield a screening in which nothing fits."""
    screening = load_screening()
    run = {"screening": _id(dice), "version": screening.version}
    for page in screening.page:
        ticks = {item.id: "no" for item in page.item}
        lead = False if page.lead else None
        yield _said(dice, "screening-page-answered", at, **run, page=page.id, ticks=ticks, lead=lead)
    yield _said(dice, "screening-completed", at, **run, level="allowed")


def _profile(dice: random.Random, at: datetime) -> Iterator[dict[str, object]]:
    fields = {"side": SIDE, "pain_now": 4, "pain_usual": 5, "surface": "floor", "track": "gradual"}
    yield _said(dice, "profile-changed", at, **fields)


def _rated(dice: random.Random, day: datetime, pain: float) -> dict[str, object]:
    """Return the rating of one day, told on the next."""
    average = _rating(dice, pain)
    worst = min(10, average + dice.randrange(3))
    told = day + timedelta(days=1)
    return _said(dice, "pain-day-rated", told, day=day.date().isoformat(), average=average, worst=worst)


def _rating(dice: random.Random, middle: float) -> int:
    return min(10, max(0, round(dice.gauss(middle, NOISE))))


def _day(dice: random.Random, at: datetime, pain: float) -> Iterator[dict[str, object]]:
    """Yield the events of one session and of the morning after it."""
    blocks, session = todays_blocks(), _id(dice)
    offset = 0

    def happened(kind: str, **fields: object) -> dict[str, object]:
        nonlocal offset
        offset += dice.randrange(20_000, 70_000)
        moment = at + timedelta(milliseconds=offset)
        return _said(dice, kind, moment, session=session, offset_ms=offset, **fields)

    fixed = {"programme": "sacroiliac", "track": "gradual", "side": SIDE, "mode": "full", "sheet": "made-up"}
    planned = [_planned(block) for block in blocks]
    yield happened("session-started", **fixed, pain_before=_rating(dice, pain), planned=planned)
    stopped = not dice.randrange(SESSIONS_PER_STOPPED)
    for block in blocks[: len(blocks) - 1] if stopped else blocks:
        named = {"block": block.index, "exercise": block.exercise}
        for number in range(1, block.sets + 1):
            done = {"repetitions": block.repetitions, "held_seconds": block.repetitions * (block.hold_seconds or 0)}
            sided = {"side": block.working_side, "variant": block.variant}
            yield happened("set-completed", **named, **sided, **done, set=number)
        worst = {"moment": "worst", "value": _rating(dice, pain + 0.6), "quality": "aching", "outcome": "go-on"}
        yield happened("pain-reported", **named, **worst)
        yield happened("effort-reported", **named, value=_rating(dice, 4))
    yield happened("session-stopped", why="person") if stopped else happened("session-finished")
    morning = at + timedelta(days=1)
    answer = {"day": morning.date().isoformat(), "pain": _rating(dice, pain - 0.2), "woken": not dice.randrange(6)}
    yield _said(dice, "next-morning-answered", morning, session=session, **answer)


@cache
def todays_blocks() -> tuple[BlockSheet, ...]:
    """Return the blocks of the first day of the gradual track, which every made-up session holds."""
    return preview_plan(ask(side=SIDE)).sheet.blocks


def _planned(block: BlockSheet) -> dict[str, object]:
    names = ("exercise", "name", "variant", "phase", "working_side", "sets", "repetitions", "hold_seconds", "rung")
    return {name: getattr(block, name) for name in names}


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
