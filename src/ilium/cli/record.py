"""``ilium progress``, ``ilium backup`` and ``ilium restore``: the record that lives in a data folder."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ilium.anatomy import counted
from ilium.anatomy.errors import StoreRefused
from ilium.app.damage import damage_words
from ilium.app.progress import Progress, progress_of
from ilium.cli.parser import add_data, path_of
from ilium.record.fold import fold
from ilium.record.states import Person
from ilium.store import backup, high_water, home
from ilium.store.sqlite_file import events_in


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(handler=_progress)


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    parser.add_argument("file", type=path_of, metavar="FILE", help="where the copy goes")
    add_data(parser)
    parser.add_argument("--force", action="store_true", help="replace a file of that name")
    parser.set_defaults(handler=_backup)


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    parser.add_argument("file", type=path_of, metavar="FILE", help="the backup")
    add_data(parser)
    parser.set_defaults(handler=_restore)


def _progress(arguments: argparse.Namespace) -> int:
    print(progress(arguments.data, as_json=arguments.json))
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    print(back_up(arguments.data, arguments.file, force=arguments.force))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    print(restore(arguments.data, arguments.file))
    return 0


def person_in(data: Path | None) -> Person:
    """Return the person of a data folder, which is only read.

    Raises
    ------
    StoreRefused
        When there is no record, or it cannot be read.
    """
    database = home.chosen(data) / home.DATABASE
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


def back_up(data: Path | None, file: Path, *, force: bool = False) -> str:
    """Write a checked copy of the record, and return what to tell the person.

    Parameters
    ----------
    data : Path, optional
        The data folder; by default the one in use.
    force : bool
        Replace a file of that name.

    Raises
    ------
    StoreError
        When there is no copy; nothing was changed.
    """
    database = home.chosen(data) / home.DATABASE
    high_water.refuse_lost(database)  # an emptied record must not take the place of a good backup
    target = file.expanduser().absolute()
    made = backup.back_up(database, target, force=force)
    backup.note_backup(database, made, datetime.now(UTC))
    done = f"{target} holds your record: {counted(made.events, 'entry', 'entries')}, checked."
    return f"{done} {damage_words(made.damage)}, there as here; ilium doctor says which." if made.damage else done


def restore(data: Path | None, file: Path) -> str:
    """Put a backup in the place of the record, and return what to tell the person.

    Raises
    ------
    StoreError
        When it was not done, because a server runs, the backup is not whole, or the folder cannot be used.
    """
    folder, source = home.chosen(data), file.expanduser().absolute()
    if not source.is_file():
        raise StoreRefused(f"There is no file {source}.")
    with home.locked(folder):
        found, kept = backup.restore(source, folder / home.DATABASE, datetime.now(UTC))
        if kept:  # the record that was here may have held what the backup does not know of
            (folder / home.PUT_BACK).touch(mode=0o600)
    done = f"Your record in {folder} is now what {source} holds: {counted(found.events, 'entry', 'entries')}."
    if found.damage:
        done += f" {damage_words(found.damage)}, as in the backup; ilium doctor says which."
    return f"{done} What was there before is in {kept}." if kept else done
