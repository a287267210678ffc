"""The demonstration: twelve weeks of a made-up person, as `ilium_lab.people` wrote them, moved to end yesterday."""

from datetime import datetime, timedelta

import msgspec

from ilium.exchange.export_file import decode
from ilium.library.package import package_file
from ilium.record.events import Event

FILE = "demonstration.json"


def demonstration(now: datetime) -> list[Event]:
    """Return the made-up weeks, the last of them ending on the day before ``now``, at its offset from UTC."""
    events = decode(package_file("ilium.app", FILE).read_bytes()).events
    last = max(datetime.fromisoformat(event.at).date() for event in events)
    return [moved(event, (now.date() - last).days - 1, now) for event in events]


def moved(event: Event, days: int, now: datetime) -> Event:
    """Return an event some days later, at the same time of day where ``now`` is, with every day in it moved alike.

    Examples
    --------
    >>> from datetime import UTC
    >>> event = demonstration(datetime(2026, 5, 4, tzinfo=UTC))[0]
    >>> moved(event, 1, datetime(2026, 5, 4, tzinfo=UTC)).at[:10]
    '2026-02-10'
    """
    at = datetime.fromisoformat(event.at).replace(tzinfo=now.tzinfo) + timedelta(days=days)
    changed: dict[str, object] = {"at": at.isoformat(timespec="milliseconds")}
    for name in ("day", "since"):
        if isinstance(day := getattr(event, name, None), str):
            changed[name] = (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()
    return msgspec.structs.replace(event, **changed)
