"""When somebody should look at it: the review rules, each said once, with its reason."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from ilium.progress.model import ReviewRule
from ilium.progress.verdict import Reading
from ilium.record.codec import local_day
from ilium.record.events import StartHeldBack, StartRated
from ilium.record.states import Person


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A review rule that holds.

    Parameters
    ----------
    id : str
        Which rule.
    since : date
        The day it began to hold: together with ``id`` it says whether this was read already.
    title, say : str
        What and why.
    """

    id: str
    since: date
    title: str
    say: str


def reviews(
    rule: ReviewRule,
    person: Person,
    *,
    reading: Reading,
    function_change: float | None,
    done: float,
    began: date | None,
    today: date,
    drifted: Sequence[date] = (),
) -> tuple[Review, ...]:
    """Return the rules that hold today, whether they were read or not.

    Parameters
    ----------
    drifted : sequence of date
        In their order, the days after which the mornings were far above those of the beginning.
    done : float
        The part of the days since the beginning, 0-1, on which something was done.
    """
    worse = tuple(_worse(rule, reading, today))
    drift = tuple(_drift(drifted, today))
    still = () if worse or drift else tuple(_still(rule, reading, function_change, done, began, today))
    return (*worse, *drift, *_bad_days(rule, person, today), *still)


def unread(found: tuple[Review, ...], person: Person) -> tuple[Review, ...]:
    """Return those that the person has not said they have read."""
    read = {(one.review, one.since) for one in person.reviews}
    return tuple(one for one in found if (one.id, one.since.isoformat()) not in read)


def _worse(rule: ReviewRule, reading: Reading, today: date) -> Iterator[Review]:
    result = reading.estimate
    if result is None or reading.first_week is None or reading.last_week is None:
        return
    if result.lower_by.get(-rule.worse_by, 0.0) < rule.worse_sure or (today - reading.last_week).days > 2 * 7:
        return
    yield Review(
        id="worse",
        since=_four_weeks(reading.first_week, reading.last_week),
        title="Please let somebody look at it.",
        say=f"Your ratings of the last week are probably {rule.worse_by} points or more above those of your first week."
        " That is a reason to see a physiotherapist or a doctor before you go on.",
    )


def _drift(drifted: Sequence[date], today: date) -> Iterator[Review]:
    if drifted and (today - drifted[-1]).days <= 2 * 7:
        yield Review(
            id="drift",
            since=_four_weeks(drifted[0], drifted[-1]),
            title="Please show it to somebody.",
            say="On the mornings after your sessions it hurts clearly more than it did at the beginning."
            " That is a reason to see a physiotherapist or a doctor. Your plan goes on meanwhile.",
        )


def _four_weeks(start: date, day: date) -> date:
    """Return the first day of the four weeks in which a day lies, so that what goes on is said again, but not daily."""
    return start + timedelta(days=(day - start).days // 28 * 28)


def _bad_days(rule: ReviewRule, person: Person, today: date) -> Iterator[Review]:
    worst: dict[date, int] = {}
    starts = [(session.day, session.pain_before) for session in person.sessions]
    asked: list[StartHeldBack | StartRated] = [*person.held_back, *person.starts_rated]
    for day, pain in [*starts, *((local_day(one.at), one.pain_before) for one in asked)]:
        worst[day] = max(pain, worst.get(day, 0))
    last = next((day for day in (today, today - timedelta(days=1)) if day in worst), None)
    if last is None:
        return
    since = last
    while worst.get(since - timedelta(days=1), 0) >= rule.bad_pain:
        since -= timedelta(days=1)
    if worst[last] >= rule.bad_pain and (last - since).days + 1 >= rule.bad_days:
        yield Review(
            id="bad-days",
            since=since,
            title="This has gone on for some days.",
            say=f"Your pain before the start was {rule.bad_pain} or more on {(last - since).days + 1} days running."
            " Rest is fine; please see a physiotherapist or a doctor.",
        )


def _still(
    rule: ReviewRule, reading: Reading, change: float | None, done: float, began: date | None, today: date
) -> Iterator[Review]:
    result = reading.estimate
    if began is None or result is None or (today - began).days < rule.still_days:
        return
    if done < rule.still_done or result.lower >= rule.still_sure or (change or 0.0) >= rule.still_function:
        return
    yield Review(
        id="no-change",
        since=_four_weeks(began + timedelta(days=rule.still_days), today),
        title="Six weeks, and no clear change.",
        say="You have done most of what was planned, and neither the pain nor what you can do has clearly changed."
        " A physiotherapist may know something that suits you better.",
    )
