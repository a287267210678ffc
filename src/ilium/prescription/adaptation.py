"""The between-session rules as data (``library/adaptation.toml``), and the one small evaluator that reads them.

A rule holds conditions; the first rule whose every condition is met decides. `Facts` is all that a condition may ask.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from ilium.library.spec import Sourced, Spec

Then = Literal["remove", "block", "down", "start", "up"]


class Verdict(StrEnum):
    """How a session was the morning after; ``unknown`` where nobody said."""

    SETTLED = "settled"
    UNSETTLED = "not settled"
    FLARE = "flare"
    UNKNOWN = "not said"


class MorningRule(Sourced, frozen=True, kw_only=True):
    """The bounds of a settled morning and of a flare, in points of the 0-10 scale, and how long a flare is heeded.

    Parameters
    ----------
    flare_days : int
        Days after the session; a session before then, and the morning after it, end the flare earlier.
    """

    settled_rise: int
    flare_rise: int
    usual_of: int
    usual_from: int
    flare_days: int


class RhythmRule(Sourced, frozen=True, kw_only=True):
    """How many strength days are left out after a red or a flare."""

    skipped_days: int


class When(Spec, frozen=True, kw_only=True):
    """Conditions, all of which must hold; None asks nothing.

    Parameters
    ----------
    leg_symptoms : int, optional
        The exercise brought something further down the leg at least so often.
    clear_days_below : int, optional
        Fewer than so many days have passed since the last such symptom.
    reds, of_last : int, optional
        At least ``reds`` of the last ``of_last`` sessions of the exercise were red.
    red : bool, optional
        The last session was red for it.
    flare : bool, optional
        A flare followed a session of it, and that is news.
    gap_days : int, optional
        At least so many days have passed since any of it was done.
    good_days : int, optional
        So many days on this rung, the last ones, were done in full, green and settled by morning.
    effort_at_most : int, optional
        With ``good_days``: effort 0-10 on those days.
    days_on_rung : int, optional
        At least so many days have passed since the rung last changed.
    """

    leg_symptoms: int | None = None
    clear_days_below: int | None = None
    reds: int | None = None
    of_last: int | None = None
    red: bool | None = None
    flare: bool | None = None
    gap_days: int | None = None
    good_days: int | None = None
    effort_at_most: int | None = None
    days_on_rung: int | None = None


class BetweenRule(Sourced, frozen=True, kw_only=True):
    """What follows from some conditions, and why, for the person: ``because`` ends a sentence.

    With ``clinician`` nobody but a clinician brings an exercise back that this rule has left out.
    """

    id: str
    when: When
    then: Then
    because: str
    clinician: bool = False
    skip_next: bool = False
    see_someone: bool = False


class Says(Spec, frozen=True, kw_only=True):
    """The words for each kind of step."""

    up: str
    down: str
    start: str
    remove: str
    block: str
    lowest: str
    chosen: str
    back: str


class Adaptation(Spec, frozen=True, kw_only=True):
    """The whole of ``adaptation.toml``."""

    morning: MorningRule
    rhythm: RhythmRule
    rule: tuple[BetweenRule, ...]
    says: Says


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one exercise in one session.

    Parameters
    ----------
    begun : bool
        Any of it was done.
    full : bool
        All of it was done, as its rung says, without the easier version.
    colour : {"green", "amber", "red"}, optional
        The worst answer about it; None where nothing was said.
    leg : bool
        It brought on something further down the leg, or new numbness.
    effort : int, optional
        0-10; None where nothing was said.
    rung : int, optional
        The level, in today's ladder, that was planned; None for the published dose.
    gentle : bool
        The session was one of the gentlest stretches alone.
    limited : bool
        It was done on another rung than the person's own.
    """

    exercise: str
    begun: bool
    full: bool
    colour: Literal["green", "amber", "red"] | None = None
    leg: bool = False
    effort: int | None = None
    rung: int | None = None
    gentle: bool = False
    limited: bool = False


class JudgedExposure(msgspec.Struct, frozen=True):
    """An exposure with its day and what is known of the morning after."""

    day: date
    exposure: Exposure
    verdict: Verdict


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one exercise when the rules are asked.

    Parameters
    ----------
    on_rung : tuple of (date, Exposure)
        Its last sessions since its rung last changed, the oldest first.
    recent : tuple of (date, Exposure)
        Its last sessions on any rung, since it last came back.
    verdict_of : callable
        Day to what is known of the morning after.
    red, flare : bool
        What the last session brought, as far as no earlier asking has read it.
    leg_symptoms : int
        How often it brought something further down the leg, since it last came back.
    leg_days : int, optional
        Days since the last time; None where there was none.
    gap_days : int
        Days since any of it was done.
    gap_read : int
        The longest gap that a rule has read already since then.
    days_on_rung : int
        Days since its rung last changed.
    """

    on_rung: tuple[tuple[date, Exposure], ...] = ()
    recent: tuple[tuple[date, Exposure], ...] = ()
    verdict_of: Callable[[date], Verdict] = lambda _: Verdict.UNKNOWN
    red: bool = False
    flare: bool = False
    leg_symptoms: int = 0
    leg_days: int | None = None
    gap_days: int = 0
    gap_read: int = 0
    days_on_rung: int = 0


def first_rule(rules: Adaptation, facts: Facts) -> BetweenRule | None:
    """Return the rule that decides; None where the rung stays.

    Examples
    --------
    >>> from ilium.prescription.loader import load_adaptation
    >>> first_rule(load_adaptation(), Facts(gap_days=15)).id
    'gap-14'
    >>> first_rule(load_adaptation(), Facts()) is None
    True
    """
    return next((rule for rule in rules.rule if all(_met(rule.when, facts))), None)


def _met(when: When, facts: Facts) -> Iterator[bool]:
    if when.leg_symptoms is not None:
        yield facts.leg_symptoms >= when.leg_symptoms
    if when.clear_days_below is not None:
        yield facts.leg_days is not None and facts.leg_days < when.clear_days_below
    if when.reds is not None:
        yield reds(facts, when) >= when.reds
    if when.red is not None:
        yield facts.red is when.red
    if when.flare is not None:
        yield facts.flare is when.flare
    if when.gap_days is not None:
        yield facts.gap_days >= when.gap_days > facts.gap_read
    if when.days_on_rung is not None:
        yield facts.days_on_rung >= when.days_on_rung
    if when.good_days is not None:
        yield good_days(facts, when) >= when.good_days


def reds(facts: Facts, when: When) -> int:
    """Return how many of the last sessions were red."""
    return sum(exposure.colour == "red" for _, exposure in facts.recent[-(when.of_last or 1) :])


def good_days(facts: Facts, when: When) -> int:
    """Return how many days, counted back, were good: several sessions of one day are all good or the day is not."""
    days: list[date] = []
    for day, exposure in reversed(facts.on_rung):
        if lacking(JudgedExposure(day, exposure, facts.verdict_of(day)), when.effort_at_most):
            return sum(one != day for one in days)
        if day not in days:
            days.append(day)
    return len(days)


def lacking(seen: JudgedExposure, effort_at_most: int | None) -> str:
    """Return, in words, why a session does not count towards a step up; empty where it does."""
    done = seen.exposure
    if done.gentle:
        return "it was a sore day, with the gentlest stretches only"
    if done.limited:
        return "it was done in another way, because of your answers"
    if not done.full:
        return "it was not done in full"
    if done.colour != "green":
        return "it was not comfortable" if done.colour else "how much it hurt was not said"
    if seen.verdict is not Verdict.SETTLED:
        return "the morning after was not told" if seen.verdict is Verdict.UNKNOWN else "it had not settled by morning"
    if effort_at_most is not None and (done.effort is None or done.effort > effort_at_most):
        return "it was hard" if done.effort is not None else "how hard it was was not said"
    return ""


def verdict(rule: MorningRule, *, before: int, morning: int, woken: bool, earlier: tuple[int, ...]) -> Verdict:
    """Read a morning after.

    Parameters
    ----------
    before, morning : int
        Pain before the session and the morning after, 0-10.
    earlier : tuple of int
        The mornings told of before this one, the oldest first.

    Examples
    --------
    >>> from ilium.prescription.loader import load_adaptation
    >>> rule = load_adaptation().morning
    >>> verdict(rule, before=4, morning=5, woken=False, earlier=())
    <Verdict.SETTLED: 'settled'>
    >>> verdict(rule, before=4, morning=5, woken=False, earlier=(2, 2, 2))
    <Verdict.FLARE: 'flare'>
    """
    last = earlier[-rule.usual_of :]
    usual = sum(last) / len(last) if len(last) >= rule.usual_from else before
    rise = max(morning - before, morning - usual)
    if woken or rise >= rule.flare_rise:
        return Verdict.FLARE
    return Verdict.SETTLED if rise <= rule.settled_rise else Verdict.UNSETTLED
