"""What stands in the way of the next session, by the order of the record: the memory of every stop.

`heard` is asked with one event after the other. No clock plays a part in it, so that a clock that was set back hides
nothing, and what a device delivers late counts from when it comes. What the events lead to, on which day and in which
words, says `ilium.app.standing`.
"""

from datetime import datetime
from typing import Literal

import msgspec

from ilium.record.codec import instant, local_day
from ilium.record.events import (
    AnswerTakenBack,
    DailyCheckAnswered,
    EntriesSetAside,
    Event,
    Examined,
    PainReported,
    RecordBroughtIn,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStopped,
    StartHeldBack,
)

HoldLevel = Literal["emergency", "urgent"]
RestWhy = Literal["pain", "unwell", "leg-symptoms", "much-pain"]
NewsWhy = Literal["said", "leg-symptoms", "brought-in", "set-aside"]

#: How many days of rest are remembered: only the latest ones can still hold.
RESTS = 16


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """An emergency or urgent answer: it holds until somebody has examined the person for it.

    Parameters
    ----------
    id : str
        The session or the screening in which it was given.
    at : str
        When, as the event has it.
    kinds : tuple of str
        Ids of the kinds of pain or symptom that were reported; empty for a screening.
    examined : str, optional
        The day on which somebody examined them, as the person said; a whole new screening then lifts the hold.
    """

    id: str
    at: str
    level: HoldLevel
    asked: Literal["session", "screening"]
    kinds: tuple[str, ...] = ()
    examined: str | None = None


class DayStop(msgspec.Struct, frozen=True, kw_only=True):
    """A stop that holds for the rest of its day; ``day`` is ISO 8601, on the wall where it happened."""

    id: str
    day: str
    why: RestWhy


class News(msgspec.Struct, frozen=True, kw_only=True):
    """Something after which the questions come again; ``id`` is its session or event."""

    id: str
    why: NewsWhy


class Alerts(msgspec.Struct, frozen=True, kw_only=True):
    """What the events so far have left open.

    Parameters
    ----------
    holds, rests, news : tuple
        In the order of the record.
    withdrawn : tuple of str
        Screenings of which an answer was taken back: they lead to nothing.
    runs, fresh : tuple of str
        Every screening that has begun, and those that began after the latest of what stands open. Only one of these,
        once it is complete, settles anything.
    latest : datetime, optional
        The latest time of any event since the last complete screening, in UTC: a clock that shows less is wrong.
    """

    holds: tuple[Hold, ...] = ()
    rests: tuple[DayStop, ...] = ()
    news: tuple[News, ...] = ()
    withdrawn: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    latest: datetime | None = None


def heard(alerts: Alerts, event: Event) -> Alerts:
    """Return what stands open after this event of the record, too.

    Examples
    --------
    >>> event_id = "0192c0de-0000-7000-8000-000000000000"
    >>> yes = DailyCheckAnswered(id=event_id, at="2026-03-01T08:00:00Z", anything_new=True)
    >>> [news.why for news in heard(Alerts(), yes).news]
    ['said']
    """
    alerts = _later(alerts, event)
    match event:
        case ScreeningPageAnswered(screening=run):
            return _begun(alerts, run)
        case ScreeningCompleted():
            return _screened(_begun(alerts, event.screening), event)
        case DailyCheckAnswered(anything_new=True):
            return _news(alerts, event.id, "said")
        case EntriesSetAside():
            return _news(alerts, event.id, "set-aside")
        case RecordBroughtIn():
            return _news(alerts, event.id, "brought-in")
        case SessionStopped(session=session, why=why) | PainReported(session=session, outcome=why):
            return _stopped(alerts, event, session, why)
        case StartHeldBack(session=session):
            return _rest(alerts, session, event.at, "much-pain")
        case Examined():
            return _examined(alerts, event)
        case AnswerTakenBack(hold=hold):
            return _taken_back(alerts, hold)
        case _:
            return alerts


def _later(alerts: Alerts, event: Event) -> Alerts:
    at = instant(event.at)
    if alerts.latest is not None and at <= alerts.latest:
        return alerts
    return msgspec.structs.replace(alerts, latest=at)


# --- what raises something -------------------------------------------------------------------------------------------


def _stopped(alerts: Alerts, event: SessionStopped | PainReported, session: str, why: str) -> Alerts:
    """Take in a stop, or a report that led to one: each holds alone, whatever became of the other."""
    kind = event.quality if isinstance(event, PainReported) else None
    match why:
        case "emergency" | "urgent":
            return _hold(alerts, Hold(id=session, at=event.at, level=why, asked="session"), kind)
        case "leg-symptoms":
            return _rest(_news(alerts, session, why), session, event.at, why)
        case "unwell":
            return _rest(alerts, session, event.at, why)
        case "pain" | "second-red":
            return _rest(alerts, session, event.at, "pain")
        case _:
            return alerts


def _hold(alerts: Alerts, hold: Hold, kind: str | None = None) -> Alerts:
    """Add a hold, or what is new of one: one answer in two events is one hold, and asks anew once examined."""
    before = next((one for one in alerts.holds if one.id == hold.id), hold)
    level: HoldLevel = "emergency" if "emergency" in (before.level, hold.level) else "urgent"
    kinds = before.kinds if kind is None or kind in before.kinds else (*before.kinds, kind)
    now = msgspec.structs.replace(before, level=level, kinds=kinds, examined=None)
    others = tuple(one for one in alerts.holds if one.id != hold.id)
    return msgspec.structs.replace(alerts, holds=(*others, now), fresh=())


def _rest(alerts: Alerts, source: str, at: str, why: RestWhy) -> Alerts:
    rest = DayStop(id=source, day=local_day(at).isoformat(), why=why)
    if rest in alerts.rests:
        return alerts
    return msgspec.structs.replace(alerts, rests=(*alerts.rests, rest)[-RESTS:])


def _news(alerts: Alerts, source: str, why: NewsWhy) -> Alerts:
    one = News(id=source, why=why)
    news = alerts.news if one in alerts.news else (*alerts.news, one)
    return msgspec.structs.replace(alerts, news=news, fresh=())


# --- what settles something ------------------------------------------------------------------------------------------


def _begun(alerts: Alerts, run: str) -> Alerts:
    if run in alerts.runs:
        return alerts
    return msgspec.structs.replace(alerts, runs=(*alerts.runs, run), fresh=(*alerts.fresh, run))


def _screened(alerts: Alerts, event: ScreeningCompleted) -> Alerts:
    """Let a complete screening that began after everything that stands open settle it, but for unexamined holds."""
    here = msgspec.structs.replace(alerts, latest=instant(event.at))
    if event.level == "emergency":
        return _hold(here, Hold(id=event.screening, at=event.at, level="emergency", asked="screening"))
    if event.screening not in alerts.fresh:
        return here
    holds = tuple(hold for hold in alerts.holds if hold.examined is None)
    return msgspec.structs.replace(here, news=(), holds=holds)


def _examined(alerts: Alerts, event: Examined) -> Alerts:
    """Note for which answers somebody examined the person: not before the answer, unless a clock was ahead then."""
    said_on = local_day(event.at)
    holds = tuple(
        msgspec.structs.replace(hold, examined=event.day)
        if hold.id in event.holds and event.day >= min(local_day(hold.at), said_on).isoformat()
        else hold
        for hold in alerts.holds
    )
    return msgspec.structs.replace(alerts, holds=holds, fresh=())


def _taken_back(alerts: Alerts, source: str) -> Alerts:
    """Forget what a slip raised; a screening with one leads to nothing any more."""
    found = next((hold for hold in alerts.holds if hold.id == source), None)
    if found is None:
        return alerts
    return msgspec.structs.replace(
        alerts,
        holds=tuple(hold for hold in alerts.holds if hold.id != source),
        rests=tuple(rest for rest in alerts.rests if rest.id != source),
        news=tuple(one for one in alerts.news if one.id != source),
        withdrawn=(*alerts.withdrawn, source) if found.asked == "screening" else alerts.withdrawn,
    )
