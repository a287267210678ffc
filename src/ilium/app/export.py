"""Take the whole record out, bring one in again, and erase it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

import ilium
from ilium.app.bootstrap import Services
from ilium.app.events import say
from ilium.app.ports import Clock, EventStore, Recorder
from ilium.exchange.export_file import ExportFile, decode
from ilium.record.alerts import Alerts
from ilium.record.codec import instant
from ilium.record.events import (
    AnyPersonEvent,
    EntriesSetAside,
    Event,
    RecordBroughtIn,
    ScreeningCompleted,
    ScreeningPageAnswered,
)
from ilium.record.fold import Folding, unique
from ilium.record.states import Person, ScreeningRun

NewId = Callable[[], str]


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What an import adds to a record.

    Parameters
    ----------
    new : tuple of Event
        Events that the record does not have.
    again : tuple of Event
        What the person said last here, said once more: the record goes by order, and an older file that is added
        behind would win otherwise.
    known, conflicting : int
        How many the record has already: with the same content, or with another. What is here stays.
    alerts : Alerts
        What would stand in the way of a session afterwards, but for the questions.
    asks : bool
        The questions come again, because something was here before.
    """

    new: tuple[Event, ...]
    again: tuple[Event, ...]
    known: int
    conflicting: int
    alerts: Alerts = Alerts()
    asks: bool = False


def export(store: EventStore, clock: Clock) -> ExportFile:
    """Return everything that the record holds and that can be relied on.

    Raises
    ------
    StoreError
        When the record cannot be read.
    """
    at = clock.now().isoformat(timespec="milliseconds")
    events = [stored.event for stored in store.read()]
    left_out = len(store.damage())
    return ExportFile(program=ilium.__version__, exported_at=at, left_out=left_out, events=events)


def weigh_file(services: Services, data: bytes) -> Merge:
    """Return what an import of this file would come to, and add nothing.

    Raises
    ------
    MalformedEvent, StoreError
        As `import_file` does.
    """
    return merge([stored.event for stored in services.store.read()], decode(data).events, services.ids.new)


def import_file(services: Services, data: bytes) -> Merge:
    """Add what an export holds and the record does not; all of it or, where anything is wrong, nothing.

    Beside what was here already, a `RecordBroughtIn` follows: whatever a file says, the questions come again after it.

    Raises
    ------
    MalformedEvent
        When the file is no export, or anything in it is wrong; it says where.
    StoreError
        When the record cannot be written.
    """
    merged = weigh_file(services, data)
    if merged.new:
        brought_in = [say(RecordBroughtIn, services.clock, services.ids, how="import")] if merged.asks else []
        services.store.append([*merged.new, *merged.again, *brought_in], services.clock.now())
    return merged


def erase(services: Services, recordings: Recorder) -> None:
    """Delete everything the record holds, and every recording of landmarks, for good.

    The record goes first, and with it the wish to record, so that none begins meanwhile.

    Raises
    ------
    StoreError
        When it could not be deleted whole.
    """
    try:
        services.store.erase()
    finally:
        services.person.forget()
    recordings.erase()


def merge(here: Sequence[Event], file: Sequence[Event], new_id: NewId) -> Merge:
    """Return what adding the events of a file to those that are here comes to.

    Whatever was said later, by its own time, holds afterwards, wherever it was said. Adding the same file again adds
    nothing.

    Parameters
    ----------
    here : sequence of Event
        In the order of the record.
    file : sequence of Event
        In the order of the file, no id twice.
    new_id : callable
        Makes the ids of what has to be said again.
    """
    known = {event.id: event for event in here}
    of_elsewhere = [event for event in file if isinstance(event, EntriesSetAside)]  # places in another record
    new = tuple(event for event in file if event.id not in known and event not in of_elsewhere)
    same = sum(known.get(event.id) == event for event in file)
    before, after = _said(here), _said([*here, *new])
    return Merge(
        new=new,
        again=tuple(_again(before, after, new_id)),
        known=same,
        conflicting=sum(event.id in known for event in file) - same,
        alerts=after.alerts,
        asks=bool(new and (here or of_elsewhere)),
    )


def _said(events: Iterable[Event]) -> Person:
    """Return the person without their sessions, which no import says again."""
    folding = Folding()
    for event in unique(events):
        folding.hear(event)
    return folding.person()


def _again(before: Person, after: Person, new_id: NewId) -> Iterator[Event]:
    """Yield copies of what held before and was said later than what would hold now."""
    for was, now in _said_last(before, after):
        if now != was and instant(was.at) >= instant(now.at):
            yield msgspec.structs.replace(was, id=new_id())
    if _is_newer(before, after) or _says_wait(before.completed_screening):
        runs = [run for run in (before.completed_screening, before.screening) if run]
        for run in {run.id: run for run in runs}.values():
            if not _is_emergency(run):  # it holds by itself, until somebody has examined the person
                yield from _run_again(run, new_id)


def _said_last(before: Person, after: Person) -> Iterator[tuple[AnyPersonEvent, AnyPersonEvent]]:
    """Yield what held before beside what would hold now, for each question of which the last answer holds."""
    if before.profile and after.profile:
        yield before.profile, after.profile
    if before.settings_said:
        yield before.settings_said[-1], after.settings_said[-1]
    for session, was in before.next_mornings.items():
        yield was, after.next_mornings[session]
    for day, rated in before.pain_days.items():
        yield rated, after.pain_days[day]


def _is_newer(before: Person, after: Person) -> bool:
    """Whether the screening was answered here later than in the file, which would count otherwise."""
    was, now = before.screening, after.screening
    return was is not None and now is not None and was.id != now.id and _newest(was) >= _newest(now)


def _says_wait(run: ScreeningRun | None) -> bool:
    """Whether the last answers here say wait: no file, whatever its times, answers them otherwise."""
    return run is not None and run.completed is not None and run.completed.level not in ("changes", "allowed")


def _is_emergency(run: ScreeningRun) -> bool:
    return run.completed is not None and run.completed.level == "emergency"


def _newest(run: ScreeningRun) -> datetime:
    return max(instant(event.at) for event in _events_of(run))


def _events_of(run: ScreeningRun) -> list[ScreeningPageAnswered | ScreeningCompleted]:
    return [*run.pages.values(), *([run.completed] if run.completed else [])]


def _run_again(run: ScreeningRun, new_id: NewId) -> Iterator[Event]:
    """Yield a run once more as one of its own, with the times at which it was answered."""
    run_id = new_id()
    for event in _events_of(run):
        yield msgspec.structs.replace(event, id=new_id(), screening=run_id)
