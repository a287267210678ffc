"""The reminder as a calendar file (iCalendar, RFC 5545), which the person adds to their own calendar."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

#: One and the same for ever, so that a file added again replaces the old one in calendars that keep ids.
REMINDER_ID = "reminder@ilium.invalid"
#: No word about health: calendars are shared, synced and shown on locked screens.
SUMMARY = "Ilium"
LENGTH = timedelta(minutes=15)


def reminder(at: str, days: Sequence[str], now: datetime) -> bytes:
    """Return a calendar with one event that comes back every week.

    Its time has no zone, so that it stays the time on the wall wherever the person is.

    Parameters
    ----------
    at : str
        ``HH:MM``.
    days : sequence of str
        Two letters each, such as ``mo``; not empty.
    now : datetime
        Aware, in the person's zone; the first event is on the first such day from here on.

    Raises
    ------
    ValueError
        When there is no day, or no such day or time.

    Examples
    --------
    >>> from datetime import UTC
    >>> made = reminder("18:30", ["we"], datetime(2026, 3, 2, tzinfo=UTC)).decode()
    >>> "DTSTART:20260304T183000" in made, "RRULE:FREQ=WEEKLY;BYDAY=WE" in made
    (True, True)
    """
    event = Event()
    event.add("uid", REMINDER_ID)
    event.add("dtstamp", now)
    event.add("summary", SUMMARY)
    event.add("dtstart", _first(time.fromisoformat(at), days, now))
    event.add("duration", LENGTH)
    event.add("rrule", {"freq": "weekly", "byday": [day.upper() for day in days]})
    event.add_component(_alarm())
    calendar = Calendar()
    calendar.add("prodid", "-//Ilium//Reminder//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _first(at: time, days: Sequence[str], now: datetime) -> datetime:
    """Return the first moment of the rule after ``now``, without a zone: RFC 5545 wants the start to fit the rule."""
    wanted = {("mo", "tu", "we", "th", "fr", "sa", "su").index(day) for day in days}
    here = now.replace(tzinfo=None)
    coming = (datetime.combine(here.date() + timedelta(days=n), at) for n in range(8))
    try:
        return next(moment for moment in coming if moment.weekday() in wanted and moment > here)
    except StopIteration:
        raise ValueError("a reminder needs a day of the week") from None


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", SUMMARY)
    alarm.add("trigger", timedelta(0))
    return alarm
