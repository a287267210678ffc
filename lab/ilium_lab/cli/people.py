"""``lab people``: made-up records, the demonstration, and the studies of the reading of progress and of the rules."""

import argparse
from datetime import datetime
from pathlib import Path

import ilium.app
from ilium.anatomy import counted
from ilium.anatomy.errors import EventError, StoreRefused
from ilium.app.demonstration import FILE
from ilium.cli.parser import Commands, new_file, one_or_more, path_of, seed
from ilium.record.events import Event
from ilium.store import durable, home, made_up
from ilium_lab.people import adaptation_page, study_page
from ilium_lab.people.demonstration import demonstration_file, exported, weeks_until
from ilium_lab.people.life import kind_of

MOST_WEEKS = 520
STUDIES = (
    ("study", study_page.page, "how often the reading of progress is right"),
    ("adaptation", adaptation_page.page, "what the rules of pain and of steps do to people"),
)


def add(commands: Commands) -> None:
    """Add the noun with its actions."""
    people = commands.add_parser("people", help="make up people, and study how their progress is read")
    actions = people.add_subparsers(required=True, metavar="ACTION")
    for name, page, words in STUDIES:
        study = actions.add_parser(name, help=f"simulate {words}, as a page")
        study.add_argument("--people", type=one_or_more, default=200, help="simulated people for each case")
        study.add_argument("--seed", type=seed, default=1, help="the same seed gives the same page")
        study.add_argument("-o", "--output", type=new_file, metavar="FILE", help="where it goes; else it is printed")
        study.set_defaults(handler=_study, page=page)
    simulate = actions.add_parser("simulate", help="write a made-up record, for demonstrations and tests")
    simulate.add_argument(
        "--person", default="steady", metavar="KIND", help="which made-up person; a wrong one lists them"
    )
    simulate.add_argument("--weeks", type=int, default=12, help="1 to 520 weeks, ending yesterday")
    simulate.add_argument("--seed", type=seed, default=1, help="the same seed makes the same record")
    place = simulate.add_mutually_exclusive_group(required=True)
    place.add_argument("--data", type=path_of, metavar="DIR", help="a data folder that is not there yet")
    place.add_argument(
        "-o", "--output", type=new_file, metavar="FILE", help="an export file, as “Your data” saves and reads it"
    )
    simulate.set_defaults(handler=_simulate)
    demonstration = actions.add_parser("demonstration", help="write the record that `ilium serve --demo` shows")
    demonstration.set_defaults(handler=_demonstration)


def _demonstration(arguments: argparse.Namespace) -> int:
    file = Path(ilium.app.__file__).parent / "library" / FILE
    file.write_bytes(demonstration_file())
    print(f"{file.name}: {counted(file.stat().st_size, 'byte')}")
    return 0


def _study(arguments: argparse.Namespace) -> int:
    page = arguments.page(people=arguments.people, seed=arguments.seed)
    if arguments.output:
        arguments.output.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 0


def _simulate(arguments: argparse.Namespace) -> int:
    made = {"weeks": arguments.weeks, "seed": arguments.seed}
    print(simulated(arguments.person, data=arguments.data, output=arguments.output, **made))
    return 0


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
    events = weeks_until(now, kind, weeks=weeks, seed=seed)
    held = f"{counted(len(events), 'made-up entry', 'made-up entries')}: {kind.words}."
    if output is not None:
        _write(output, exported(events, now))
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
    from ilium.web.serve import prepare

    if folder.exists():
        raise StoreRefused(f"{folder} is there already; a made-up record goes into a folder of its own.")
    with home.locked(folder):
        made_up.clear(folder)
        prepare(folder)
        from ilium.web.services import close_services, services

        services().store.append(events, now)
        close_services()
