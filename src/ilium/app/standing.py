"""Whether a person may move now: the one decision that everything which can begin or go on with a movement asks for.

It is read from the record alone, at one moment: free (`Cleared`), asked first (`AskAgain`), at rest for today
(`Resting`), or held, until somebody has examined them (`Held`) or until the answers of the screening are others
(`Waiting`). What only time or a new screening settles gives way to what is graver.
"""

from datetime import date, datetime, timedelta

import msgspec

from ilium.anatomy.errors import AnswerError, NotScreened
from ilium.app.screening_run import emergency_of, outcome_of, unfinished_run
from ilium.prescription.ladders import AHEAD_AT_MOST
from ilium.record.alerts import DayStop, Hold
from ilium.record.codec import instant
from ilium.record.states import Person, ScreeningRun
from ilium.screening import Clearance, Level, NotNow, NotToday, Screening, clearance_holds
from ilium.screening.advice import advice_for, ask_again_words

#: A device whose clock is ahead by less than this is no sign that ours was set back: our choice, not validated.
DEVICES_AHEAD = timedelta(hours=6)
#: So long after an answer that holds it can be taken back as a slip: our choice, not validated.
SLIP_WITHIN = timedelta(minutes=30)


class AskAgain(msgspec.Struct, frozen=True, kw_only=True):
    """The questions are to be answered: for the first time (``reason`` is empty), to the end, or again.

    Parameters
    ----------
    reason : str
        A sentence for the person.
    is_news : bool
        Something has happened, so that a session under way ends, too; False where only time has passed.
    examined : tuple of Hold
        What somebody has examined the person for, where that is why they are asked.
    """

    reason: str = ""
    is_news: bool = False
    examined: tuple[Hold, ...] = ()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of the screening say wait; it stays so until they have been answered again."""

    outcome: NotNow | NotToday


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Emergency or urgent answers hold until somebody has examined the person for each; the gravest comes first."""

    holds: tuple[Hold, ...]


class Resting(msgspec.Struct, frozen=True, kw_only=True):
    """A stop holds for the rest of its day: the latest of that day."""

    rest: DayStop


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """The answers let the person start, with changes."""

    clearance: Clearance


Standing = Held | Waiting | Resting | AskAgain | Cleared

HALF_DONE = "You began to answer the questions again. Please go on to the end before you exercise."
NEW_VERSION = "The questions have changed since you answered them."
UNREADABLE = "Your answers cannot be read any more. Please answer the questions again."
PAUSE_OVER = "The time to wait is over. Please answer the questions again."
TAKEN_BACK = "You took an answer back. Please go through these questions again."


def standing(person: Person, screening: Screening, now: datetime) -> Standing:
    """Say where the person stands now.

    An emergency that was answered counts at once, also in a run of the screening that is not finished. A run that was
    begun after the last finished one has to be finished first: whoever begins again has a reason. Answers that cannot
    be read are no leave to start.

    Parameters
    ----------
    now : datetime
        In the person's own time zone: a stop holds for its day on the wall.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ilium.screening import load_screening
    >>> standing(Person(), load_screening(), datetime(2026, 3, 1, tzinfo=UTC))
    AskAgain(reason='', is_news=False, examined=())
    """
    if unexamined := holds_of(person):
        return Held(holds=unexamined)
    unfinished = unfinished_run(person)
    if unfinished and (urgent := emergency_of(screening, unfinished)):
        return Waiting(outcome=urgent)
    found = _of_answers(person, screening, now)
    if isinstance(found, Waiting):
        return found
    rest = rest_of(person, now.date())
    if rest is not None:
        return Resting(rest=rest)
    if isinstance(found, Cleared):
        return _of_alerts(person, screening, now) or (AskAgain(reason=HALF_DONE) if unfinished else found)
    return _of_alerts(person, screening, now) or found if person.completed_screening else found


def clearance_now(person: Person, screening: Screening, now: datetime) -> Clearance:
    """Return the clearance that holds now.

    Raises
    ------
    NotScreened
        When none does; the text says why.
    """
    match standing(person, screening, now):
        case Cleared(clearance=clearance):
            return clearance
        case Held(holds=holds):
            raise NotScreened(advice_for(screening, level_of_hold(holds[0])).title)
        case Waiting(outcome=outcome):
            raise NotScreened(outcome.advice.title)
        case Resting():
            raise NotScreened("That is enough for today.")
        case AskAgain(reason=reason):
            raise NotScreened(reason or "First come a few questions.")


def holds_of(person: Person) -> tuple[Hold, ...]:
    """Return the answers that nobody has examined the person for: emergencies first, else in their order."""
    found = (hold for hold in person.alerts.holds if hold.examined is None)
    return tuple(sorted(found, key=lambda hold: hold.level != "emergency"))


def level_of_hold(hold: Hold) -> Level:
    """Return the level of the screening whose advice holds for this answer, too."""
    return Level.EMERGENCY if hold.level == "emergency" else Level.SAME_DAY


def rest_of(person: Person, today: date) -> DayStop | None:
    """Return the stop that holds today: also one that lies ahead, because the clock was set back since."""
    last = today + AHEAD_AT_MOST
    found = [rest for rest in person.alerts.rests if today <= date.fromisoformat(rest.day) <= last]
    return max(found, key=lambda rest: rest.day, default=None)


def slips(person: Person, now: datetime) -> tuple[Hold, ...]:
    """Return the answers that can still be taken back as slips."""
    return tuple(hold for hold in holds_of(person) if abs(now - instant(hold.at)) <= SLIP_WITHIN)


# --- small parts -----------------------------------------------------------------------------------------------------


def _of_alerts(person: Person, screening: Screening, now: datetime) -> AskAgain | None:
    """Return why the questions come again whatever the last answers were; None where nothing stands open."""
    alerts, words = person.alerts, screening.reask
    if alerts.holds:  # all of them examined
        return AskAgain(reason=words.examined, is_news=True, examined=alerts.holds)
    if alerts.news:
        return AskAgain(reason=ask_again_words(words, alerts.news[0].why), is_news=True)
    if person.has_untold:
        return AskAgain(reason=words.set_aside, is_news=True)
    if alerts.latest is not None and alerts.latest > now + DEVICES_AHEAD:
        return AskAgain(reason=words.clock)
    return None


def _of_answers(person: Person, screening: Screening, now: datetime) -> Waiting | AskAgain | Cleared:
    """Return what the answers of the last finished screening lead to now."""
    run = person.completed_screening
    if run is None:
        return AskAgain()
    if run.id in [hold.id for hold in person.alerts.holds]:
        return AskAgain(reason=screening.reask.examined, is_news=True, examined=person.alerts.holds)
    if run.id in person.alerts.withdrawn:
        return AskAgain(reason=TAKEN_BACK)
    if run.completed is None or run.version != screening.version:
        return AskAgain(reason=NEW_VERSION)
    return _of_run(person, screening, run, now)


def _of_run(person: Person, screening: Screening, run: ScreeningRun, now: datetime) -> Waiting | AskAgain | Cleared:
    assert run.completed is not None
    try:
        outcome = outcome_of(screening, run, instant(run.completed.at), approved=run.completed.approved)
    except AnswerError:  # answers that cannot be read are no leave to start
        return AskAgain(reason=UNREADABLE)
    if isinstance(outcome, Clearance):
        return _of_time(person, outcome, now)
    if isinstance(outcome, NotToday) and now >= outcome.until:
        return AskAgain(reason=PAUSE_OVER)
    return Waiting(outcome=outcome)


def _of_time(person: Person, clearance: Clearance, now: datetime) -> AskAgain | Cleared:
    latest = now + timedelta(minutes=clearance.reask.clock_minutes)  # a clock that was ahead must hide no session
    begun = [session.started_at for session in person.sessions if session.started_at <= latest]
    reason = clearance_holds(clearance, now, last_session_at=max(begun, default=None))
    return AskAgain(reason=reason) if reason else Cleared(clearance=clearance)
