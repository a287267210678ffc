"""Where a person stands, in words that every page and the player show: what is so, why, what to do, what lifts it."""

from datetime import date, datetime
from typing import Literal

from ilium.app.screening_run import emergency_of
from ilium.app.standing import AskAgain, Cleared, Held, Resting, Standing, Waiting, level_of_hold, standing
from ilium.cuesheet.model import StandingNow, StopWhy
from ilium.prescription.loader import load_rules
from ilium.record.alerts import Hold
from ilium.record.codec import local_day
from ilium.record.states import Person
from ilium.screening import Level, Screening, Tick, in_locale
from ilium.screening.advice import advice_for
from ilium.screening.model import Advice, Locale

ASK_TITLE = "First come a few questions"
#: Stops after which the questions come first, once they hold no more.
ASKS_AFTER: tuple[StopWhy, ...] = ("leg-symptoms", "urgent", "emergency")


def standing_now(person: Person, screening: Screening, numbers: Locale, now: datetime) -> StandingNow:
    """Return where the person stands, in words with these numbers.

    Parameters
    ----------
    now : datetime
        In the person's own time zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ilium.screening import load_screening
    >>> screening = load_screening()
    >>> standing_now(Person(), screening, screening.locale[0], datetime(2026, 3, 1, tzinfo=UTC)).kind
    'ask'
    """
    return in_words(standing(person, screening, now), person, screening, numbers)


def in_words(found: Standing, person: Person, screening: Screening, numbers: Locale) -> StandingNow:
    """Return a person's standing in words."""
    match found:
        case Cleared():
            return StandingNow(kind="free", ends=False)
        case AskAgain(reason=reason, is_news=is_news):
            return StandingNow(kind="ask", ends=is_news, title=ASK_TITLE, say=reason)
        case Resting(rest=rest):
            return _rest(rest.why, rest.day)
        case Waiting(outcome=outcome):
            why = "; ".join(reason.ask for reason in outcome.because)
            return _held(outcome.advice, f"You answered: {why}.", numbers, lifts="")
        case Held(holds=holds):
            return _of_holds(holds, person, screening, numbers)


def after_stops(screening: Screening, numbers: Locale) -> dict[StopWhy, StandingNow]:
    """Return how a device stands after each stop that holds, until the server says otherwise.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> stops = after_stops(load_screening(), load_screening().locale[0])
    >>> stops["unwell"].kind, stops["emergency"].kind, stops["emergency"].call
    ('rest', 'held', '999')
    """
    rests: dict[StopWhy, StandingNow] = {rest.why: _rest(rest.why, None) for rest in load_rules().rest}
    levels: dict[StopWhy, Level] = {"urgent": Level.SAME_DAY, "emergency": Level.EMERGENCY}
    holds = {
        why: _held(advice_for(screening, level), "", numbers, lifts=screening.reask.held)
        for why, level in levels.items()
    }
    return rests | holds


def what_was_said(hold: Hold, person: Person, screening: Screening) -> str:
    """Return the answer that holds, in the words in which it was asked.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> hold = Hold(id="s", at="2026-03-01T08:00:00Z", level="emergency", asked="session", kinds=("chest",))
    >>> what_was_said(hold, Person(), load_screening())
    'Chest pain, or I fainted'
    """
    labels = {quality.id: quality.label for quality in load_rules().quality}
    said = [labels[kind] for kind in hold.kinds if kind in labels] or _answered(hold, person, screening)
    return "; ".join(said) or f"An answer that says: {advice_for(screening, level_of_hold(hold)).title}"


def _answered(hold: Hold, person: Person, screening: Screening) -> list[str]:
    """Return what was ticked in a screening; nothing where its questions are not these any more."""
    run = next((run for run in person.screenings if run.id == hold.id), None)
    urgent = emergency_of(screening, run) if run else None
    found = [reason for reason in urgent.because if reason.level is Level.EMERGENCY] if urgent else []
    return [f"not sure: {reason.ask}" if reason.answer is Tick.NOT_SURE else reason.ask for reason in found]


def day_of(hold: Hold) -> date:
    """Return the day on the wall on which the answer was given."""
    return local_day(hold.at)


def _of_holds(holds: tuple[Hold, ...], person: Person, screening: Screening, numbers: Locale) -> StandingNow:
    said = "; ".join(f"{what_was_said(hold, person, screening)} ({day_of(hold):%-d %B %Y})" for hold in holds)
    advice = advice_for(screening, level_of_hold(holds[0]))
    return _held(advice, f"You answered: {said}.", numbers, lifts=screening.reask.held)


def _held(advice: Advice, say: str, numbers: Locale, *, lifts: str) -> StandingNow:
    lines = {"emergency": numbers.emergency, "advice": numbers.advice, "none": ""}
    urgent: dict[Level, Literal["urgent", "emergency"]] = {Level.EMERGENCY: "emergency", Level.SAME_DAY: "urgent"}
    return StandingNow(
        kind="held",
        ends=True,
        level=urgent.get(advice.level, "calm"),
        title=advice.title,
        say=say,
        do=in_locale(advice, numbers).do,
        lifts=lifts,
        call=lines[advice.line] if advice.level in urgent else "",
    )


def _rest(why: str, day: str | None) -> StandingNow:
    rules = load_rules()
    words = rules.get_rest(why)
    return StandingNow(kind="rest", ends=True, title=words.title, say=words.say, do=rules.ease.do, day=day)
