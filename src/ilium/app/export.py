"""Take the whole record out, bring one in again, and erase it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

import ilium
from ilium.app.bootstrap import Services
from ilium.app.ports import Clock, EventStore, Recorder
from ilium.exchange.export_file import ExportFile, decode
from ilium.record.codec import instant
from ilium.record.events import (
    AnyPersonEvent,
    DailyCheckAnswered,
    Event,
    ScreeningCompleted,
    ScreeningPageAnswered,
)
from ilium.record.fold import fold, heard_news
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
    """

    new: tuple[Event, ...]
    again: tuple[Event, ...]
    known: int
    conflicting: int


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


def import_file(services: Services, data: bytes) -> Merge:
    """Add what an export holds and the record does not; all of it or, where anything is wrong, nothing.

    Raises
    ------
    MalformedEvent
        When the file is no export, or anything in it is wrong; it says where.
    StoreError
        When the record cannot be written.
    """
    store = services.store
    merged = merge([stored.event for stored in store.read()], decode(data).events, services.ids.new)
    if merged.new:
        store.append([*merged.new, *merged.again], services.clock.now())
    return merged


def erase(services: Services, recordings: Recorder) -> None:
    """Delete everything the record holds, and every recording of landmarks, for good.

    The record goes first, and with it the wish to record, so that none begins meanwhile.

    Raises
    ------
    StoreError
        When it could not be deleted whole.
    """
    services.store.erase()
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
    new = tuple(event for event in file if event.id not in known)
    same = sum(known.get(event.id) == event for event in file)
    return Merge(
        new=new,
        again=(*_again(fold(here), fold([*here, *new]), new_id), *_news_again(here, new, new_id)),
        known=same,
        conflicting=len(file) - len(new) - same,
    )


def _again(before: Person, after: Person, new_id: NewId) -> Iterator[Event]:
    """Yield copies of what held before and was said later than what would hold now."""
    for was, now in _said_last(before, after):
        if now != was and instant(was.at) >= instant(now.at):
            yield msgspec.structs.replace(was, id=new_id())
    if _is_newer(before, after):
        runs = [run for run in (before.completed_screening, before.screening) if run]
        for run in {run.id: run for run in runs}.values():
            yield from _run_again(run, new_id)


def _news_again(here: Sequence[Event], new: Sequence[Event], new_id: NewId) -> Iterator[Event]:
    """Yield, where something new stands open here, that it still does: a screening from a file must not settle it."""
    stands: bool = False
    for event in here:
        stands = heard_news(stands, event)
    if new and stands:
        last = next(event for event in reversed(here) if heard_news(False, event))
        yield DailyCheckAnswered(id=new_id(), at=last.at, anything_new=True)


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


def _newest(run: ScreeningRun) -> datetime:
    return max(instant(event.at) for event in _events_of(run))


def _events_of(run: ScreeningRun) -> list[ScreeningPageAnswered | ScreeningCompleted]:
    return [*run.pages.values(), *([run.completed] if run.completed else [])]


def _run_again(run: ScreeningRun, new_id: NewId) -> Iterator[Event]:
    """Yield a run once more as one of its own, with the times at which it was answered."""
    run_id = new_id()
    for event in _events_of(run):
        yield msgspec.structs.replace(event, id=new_id(), screening=run_id)
