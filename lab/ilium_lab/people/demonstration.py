"""The record that ``ilium serve --demo`` shows, and other made-up weeks as export files."""

from datetime import UTC, datetime, time, timedelta

import ilium
from ilium.exchange.export_file import ExportFile, encode
from ilium.record.events import Event
from ilium_lab.people.life import kind_of, simulate
from ilium_lab.people.personas import Kind

#: Whose weeks they are, how many, and of which seed; shown as if they had ended yesterday.
SHOWN, WEEKS, SEED = "steady", 12, 7
#: Any day: the product moves them to today.
TODAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def demonstration_file() -> bytes:
    """Return ``demonstration.json`` of `ilium.app`: an export file, the same bytes each time."""
    return exported(weeks_until(TODAY, kind_of(SHOWN), weeks=WEEKS, seed=SEED), TODAY)


def weeks_until(now: datetime, kind: Kind, *, weeks: int, seed: int) -> list[Event]:
    """Return the events of made-up weeks that end on the day before ``now``."""
    first = datetime.combine(now.date() - timedelta(weeks=weeks), time(7, 10), now.tzinfo)
    return simulate(kind, first=first, days=7 * weeks, seed=seed)


def exported(events: list[Event], now: datetime) -> bytes:
    """Return made-up events as an export file."""
    return encode(
        ExportFile(program=ilium.__version__, exported_at=now.isoformat(timespec="milliseconds"), events=events)
    )
