"""``ilium progress``, ``ilium plan --from-record`` and ``ilium simulate``: a record read or made without a server."""

from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec

import ilium
from ilium.anatomy import counted
from ilium.anatomy.errors import EventError, StoreRefused
from ilium.app.progress import Progress, progress_of
from ilium.app.session_sheet import todays_plan
from ilium.app.simulate import kind_of, simulate
from ilium.exchange.export_file import ExportFile, encode
from ilium.exercises.loader import load_library
from ilium.prescription.loader import load_adaptation
from ilium.prescription.rhythm import rest_words, resting
from ilium.record.events import Event
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.store import durable
from ilium.store.sqlite_file import events_in
from ilium.web import data_folder

MOST_WEEKS = 520


def person_in(data: Path | None) -> Person:
    """Return the person of a data folder, which is only read.

    Raises
    ------
    StoreRefused
        When there is no record, or it cannot be read.
    """
    database = data_folder.chosen(data) / data_folder.DATABASE
    if not database.is_file():
        raise StoreRefused(f"There is no record in {database.parent}. Name its folder with --data.")
    return fold(events_in(database))


def progress(data: Path | None, *, as_json: bool = False) -> str:
    """Return whether it is helping, in words or as JSON.

    Raises
    ------
    StoreRefused
        When there is no record, or it cannot be read.
    """
    found = progress_of(person_in(data), datetime.now().astimezone())
    return progress_json(found) if as_json else progress_text(found)


def progress_text(found: Progress) -> str:
    """Return the reading as lines, always beside function and how much was done."""
    lines = [found.reading.head, *found.reading.lines, found.function.words]
    lines += [found.disagreement] if found.disagreement else []
    if found.began:
        lines.append(f"Done {found.days_done.words(str(found.began))}.")
    lines += [f"{side.capitalize()} side: {one.head}" for side, one in found.sides.items()]
    lines += [f"{step.day}: {step.say}" for step in found.course.recent]
    return "\n".join([*lines, *(f"{one.title} {one.say}" for one in found.reviews)])


def progress_json(found: Progress) -> str:
    """Return the reading as JSON: probabilities 0-1, points of the 0-10 scale."""
    ladders = {name: {"level": one.level, "out": one.out} for name, one in found.course.ladders.items()}
    made = {
        "today": found.today,
        "began": found.began,
        "reading": found.reading,
        "sides": found.sides,
        "function": found.function,
        "done": found.days_done.part,
        "days_done": found.days_done,
        "weeks": found.weeks,
        "by_side": found.by_side,
        "ladders": ladders,
        "steps": found.course.steps,
        "flares": found.flares,
        "reviews": found.reviews,
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode()


def plan(data: Path | None, *, as_json: bool = False) -> str:
    """Return today's plan of a record, with what rests and why.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not said where it hurts.
    StoreRefused
        When there is no record, or it cannot be read.
    """
    now, library = datetime.now().astimezone(), load_library()
    made = todays_plan(person_in(data), now)
    rests = rest_words(resting(library, load_adaptation().rhythm, made.course, now.date()), library)
    if as_json:
        whole = {"plan": made.plan, "rests": rests, "steps": made.course.recent, "flare": made.course.flare}
        return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
    lines = [f"Today, about {counted(made.sheet.minutes, 'minute')}" if made.sheet.blocks else "Today is a rest day."]
    for block in made.sheet.blocks:
        what = f"{block.dose} ({block.variant_name}; rung {block.rung})"
        lines.append(f"{block.index + 1}. {block.name}, {block.side_words}: {what}")
    lines += [f"{name}: {why}." for name, why in rests.items()]
    return "\n".join([*lines, *(step.say for step in made.course.recent)])


def simulated(person: str, *, weeks: int, seed: int, data: Path | None, output: Path | None) -> str:
    """Write a made-up record that ends yesterday, and return what to tell the person.

    Raises
    ------
    EventError
        An unknown kind of person, or a number of weeks that is not 1 to 520.
    StoreRefused
        When the data folder is there already.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise EventError(f"--weeks is 1 to {MOST_WEEKS}, not {weeks}")
    kind, now = kind_of(person), datetime.now().astimezone()
    first = datetime.combine(now.date() - timedelta(weeks=weeks), time(7, 10), now.tzinfo)
    events = simulate(kind, first=first, days=7 * weeks, seed=seed)
    held = f"{counted(len(events), 'made-up entry', 'made-up entries')}: {kind.words}."
    if output is not None:
        made = ExportFile(program=ilium.__version__, exported_at=now.isoformat(timespec="milliseconds"), events=events)
        _write(output, encode(made))
        return f"{output} holds {held}"
    assert data is not None
    _store(data.expanduser().absolute(), events, now)
    return f"{data} holds {held} See them: ilium serve --data {data}"


def _write(output: Path, content: bytes) -> None:
    try:
        durable.write(output, content)
    except OSError as error:
        raise StoreRefused(f"{output} cannot be written: {(error.strerror or str(error)).lower()}.") from None


def _store(folder: Path, events: list[Event], now: datetime) -> None:
    from ilium.web import demo
    from ilium.web.serve import prepare

    if folder.exists():
        raise StoreRefused(f"{folder} is there already; a made-up record goes into a folder of its own.")
    with data_folder.locked(folder):
        demo.clear(folder)
        prepare(folder)
        from ilium.web.services import close_services, services

        services().store.append(events, now)
        close_services()
