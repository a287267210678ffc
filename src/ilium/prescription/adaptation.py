"""The between-session rules as data (``library/adaptation.toml``), and the one small evaluator that reads them.

A rule holds conditions; the first rule whose every condition is met decides. `Facts` is all that a condition may ask.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from statistics import fmean
from typing import Literal

import msgspec

from ilium.library.spec import Sourced, Spec

#: So many days around a morning that was not told are looked at for one that was: our choice, not validated. After a
#: week without a session there is a gap.
NEAR_DAYS = 7
Then = Literal["remove", "block", "gentlest", "down", "start", "up"]
Colour = Literal["green", "amber", "red"]


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
    settled_rise, flare_rise : int
        Over the pain before the session.
    settled_over_usual, flare_over_usual : float
        Over the usual morning: at most so much is settled; less than so much is no flare, however good the day before.
    flare_days : int
        Days after the session; a session before then, and the morning after it, end the flare earlier.
    """

    settled_rise: int
    settled_over_usual: float
    flare_rise: int
    flare_over_usual: float
    usual_of: int
    usual_from: int
    flare_days: int


class DriftRule(Sourced, frozen=True, kw_only=True):
    """How far the mornings may move from those of the beginning, in points of the 0-10 scale.

    Parameters
    ----------
    first_days : tuple of int
        The beginning: so many days from the first morning that was told; of several the lowest mean counts.
    at_most : int
        The usual morning counts as no more than the beginning's mean and this.
    rise, of : int
        From where the mean of the last ``of`` mornings is so far above the beginning's, somebody should look.
    """

    first_days: tuple[int, ...]
    at_most: int
    rise: int
    of: int


class SettlesRule(Sourced, frozen=True, kw_only=True):
    """What the morning after can make good.

    Parameters
    ----------
    rise : int
        A rise in an exercise of at most so many points is comfortable once it has settled.
    stirs : int
        A rise of so many points that has not settled has stirred things up.
    """

    rise: int
    stirs: int


class DownRule(Sourced, frozen=True, kw_only=True):
    """How far one step down leads: to an earlier movement, or to this share, 0-1, of the work of a week."""

    work_at_most: float


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
    reds, sharps, stirs, of_last : int, optional
        At least so many of the last ``of_last`` sessions of the exercise were red (`hurt`), of a sharp kind, or have
        stirred things up (`has_stirred`).
    at_gentlest : bool, optional
        Of ``reds`` and ``stirs`` those at the ladder's gentlest step alone count.
    red, sharp : bool, optional
        The last session was red for it, or of a sharp kind.
    stirred : bool, optional
        A session of it was red or has stirred things up, and that is news.
    flare : bool, optional
        A flare followed a session of it, nothing else in that session rose more clearly, and that is news.
    gap_days : int, optional
        At least so many days have passed since any of it was done.
    good_days : int, optional
        So many days on this rung, the last ones, were done in full, green and settled by morning.
    missing_mornings : int, optional
        With ``good_days``: at most so many of those mornings may be untold (`good_days`).
    effort_at_most : int, optional
        With ``good_days``: effort 0-10 on those days.
    days_on_rung : int, optional
        At least so many days have passed since the rung last changed.
    """

    leg_symptoms: int | None = None
    clear_days_below: int | None = None
    reds: int | None = None
    sharps: int | None = None
    stirs: int | None = None
    of_last: int | None = None
    at_gentlest: bool | None = None
    red: bool | None = None
    sharp: bool | None = None
    stirred: bool | None = None
    flare: bool | None = None
    gap_days: int | None = None
    good_days: int | None = None
    missing_mornings: int | None = None
    effort_at_most: int | None = None
    days_on_rung: int | None = None


class BetweenRule(Sourced, frozen=True, kw_only=True):
    """What follows from some conditions, and why, for the person: ``because`` ends a sentence.

    Parameters
    ----------
    days : int, optional
        A block ends so many days after the session that led to it.
    back : str
        Why it comes back when a block is over, for the person.
    clinician : bool
        Nobody but a clinician brings an exercise back, before its time if it has one, that this rule has left out.
    gentlest : bool
        It comes back at its gentlest step.
    skip_next : bool
        The next strength day is a rest.
    see_someone : bool
        ``because`` sends to somebody.
    """

    id: str
    when: When
    then: Then
    because: str
    days: int | None = None
    back: str = ""
    clinician: bool = False
    gentlest: bool = False
    skip_next: bool = False
    see_someone: bool = False


class Says(Spec, frozen=True, kw_only=True):
    """The words for each kind of step."""

    up: str
    down: str
    start: str
    gentlest: str
    remove: str
    block: str
    lowest: str
    chosen: str
    back: str


class Adaptation(Spec, frozen=True, kw_only=True):
    """The whole of ``adaptation.toml``."""

    morning: MorningRule
    drift: DriftRule
    settles: SettlesRule
    down: DownRule
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
    rise : int, optional
        The highest pain that was told of it, less that before the session, in points; 0 where it was no worse; None
        where nothing was said, or a number without its kind.
    sharp : bool
        A sharp, catching or electric kind was said.
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
    colour: Colour | None = None
    rise: int | None = None
    sharp: bool = False
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
    red, sharp, stirred, flare : bool
        What the last sessions brought, as far as no earlier asking has read it.
    settles : SettlesRule, optional
        What a morning after can make good; None where nothing is.
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
    sharp: bool = False
    stirred: bool = False
    flare: bool = False
    settles: SettlesRule | None = None
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
    yield from _news(when, facts)
    yield from _counts(when, facts)
    if when.clear_days_below is not None:
        yield facts.leg_days is not None and facts.leg_days < when.clear_days_below
    if when.gap_days is not None:
        yield facts.gap_days >= when.gap_days > facts.gap_read
    if when.days_on_rung is not None:
        yield facts.days_on_rung >= when.days_on_rung


def _news(when: When, facts: Facts) -> Iterator[bool]:
    if when.red is not None:
        yield facts.red is when.red
    if when.sharp is not None:
        yield facts.sharp is when.sharp
    if when.stirred is not None:
        yield facts.stirred is when.stirred
    if when.flare is not None:
        yield facts.flare is when.flare


def _counts(when: When, facts: Facts) -> Iterator[bool]:
    if when.leg_symptoms is not None:
        yield facts.leg_symptoms >= when.leg_symptoms
    if when.reds is not None:
        yield reds(facts, when) >= when.reds
    if when.sharps is not None:
        yield sharps(facts, when) >= when.sharps
    if when.stirs is not None:
        yield stirs(facts, when) >= when.stirs
    if when.good_days is not None:
        yield good_days(facts, when) >= when.good_days


def reds(facts: Facts, when: When) -> int:
    """Return how many of the last sessions were red."""
    return sum(hurt(one, facts.settles) for one in _last(facts, when))


def stirs(facts: Facts, when: When) -> int:
    """Return how many of the last sessions have stirred things up."""
    return sum(has_stirred(one, facts.settles) for one in _last(facts, when))


def _last(facts: Facts, when: When) -> Iterator[JudgedExposure]:
    for day, one in facts.recent[-(when.of_last or 1) :]:
        if not when.at_gentlest or one.rung == 0:
            yield JudgedExposure(day, one, facts.verdict_of(day))


def sharps(facts: Facts, when: When) -> int:
    """Return in how many of the last sessions the pain was of a sharp kind."""
    return sum(one.sharp for _, one in facts.recent[-(when.of_last or 1) :])


def hurt(seen: JudgedExposure, settles: SettlesRule | None) -> bool:
    """Whether a session was red for the exercise, so that two of them leave it out or take it to its gentlest step.

    What was red by the ceiling alone, with a rise that can settle, is one of these where a flare followed.
    """
    can_settle = _is_small(seen.exposure, settles) and seen.verdict is not Verdict.FLARE
    return seen.exposure.colour == "red" and not can_settle


def is_red(seen: JudgedExposure, settles: SettlesRule | None) -> bool:
    """Whether a session was red for the exercise so far: until the morning after was told every red is one."""
    return hurt(seen, settles) or (seen.exposure.colour == "red" and seen.verdict is Verdict.UNKNOWN)


def has_stirred(seen: JudgedExposure, settles: SettlesRule | None) -> bool:
    """Whether a session was red for the exercise, or it rose in it and the morning after had not settled."""
    return hurt(seen, settles) or (
        seen.verdict in (Verdict.UNSETTLED, Verdict.FLARE) and rose(seen.exposure, settles) and seen.exposure.begun
    )


def rose(done: Exposure, settles: SettlesRule | None) -> bool:
    """Whether pain rose so much in an exercise that a morning which has not settled is put down to it."""
    return settles is not None and done.rise is not None and done.rise >= settles.stirs


def _is_small(done: Exposure, settles: SettlesRule | None) -> bool:
    return settles is not None and not done.sharp and done.rise is not None and done.rise <= settles.rise


def good_days(facts: Facts, when: When) -> int:
    """Return how many days, counted back, were good: several sessions of one day are all good or the day is not.

    Of so many mornings that were not told each counts as settled where the day was green, the mornings told nearest
    before it and after it were settled, and a good day with a morning that was told came before it.
    """
    told: dict[date, bool] = {}
    for day, exposure in reversed(facts.on_rung):
        is_told = facts.verdict_of(day) is not Verdict.UNKNOWN
        missing = sum(not one for other, one in told.items() if other != day)
        may_miss = not is_told and missing < (when.missing_mornings or 0) and _is_missed_well(day, exposure, facts)
        verdict_then = Verdict.SETTLED if may_miss else facts.verdict_of(day)
        if lacking(JudgedExposure(day, exposure, verdict_then), when.effort_at_most, facts.settles):
            told.pop(day, None)
            break
        told[day] = is_told
    return max((nth for nth, is_told in enumerate(told.values(), 1) if is_told), default=0)


def _is_missed_well(day: date, done: Exposure, facts: Facts) -> bool:
    """Whether a morning that was not told lies among settled ones, after a session that was comfortable by itself."""
    at = day.toordinal()
    before = _nearest(facts, range(at - 1, max(0, at - 1 - NEAR_DAYS), -1))
    after = _nearest(facts, range(at + 1, min(date.max.toordinal(), at + NEAR_DAYS) + 1))
    return done.colour == "green" and before is Verdict.SETTLED and after in (Verdict.SETTLED, Verdict.UNKNOWN)


def _nearest(facts: Facts, ordinals: range) -> Verdict:
    """Return the first morning of these days that was told."""
    read = (facts.verdict_of(date.fromordinal(one)) for one in ordinals)
    return next((one for one in read if one is not Verdict.UNKNOWN), Verdict.UNKNOWN)


def lacking(seen: JudgedExposure, effort_at_most: int | None, settles: SettlesRule | None) -> str:
    """Return, in words, why a session does not count towards a step up; empty where it does.

    A rise that can settle, of no sharp kind, counts once it has settled by the morning after.
    """
    done = seen.exposure
    if done.gentle:
        return "it was a sore day, with the gentlest stretches only"
    if done.limited:
        return "it was done in another way, because of your answers"
    if not done.full:
        return "it was not done in full"
    if done.colour is None:
        return "how much it hurt was not said" if done.rise is None else "how much it hurt by its end was not said"
    if done.colour != "green" and not _is_small(done, settles):
        return "it was not comfortable"
    if seen.verdict is not Verdict.SETTLED:
        return "the morning after was not told" if seen.verdict is Verdict.UNKNOWN else "it had not settled by morning"
    if effort_at_most is not None and (done.effort is None or done.effort > effort_at_most):
        return "it was hard" if done.effort is not None else "how hard it was was not said"
    return ""


def verdict(
    rule: MorningRule,
    *,
    before: int,
    morning: int,
    woken: bool,
    earlier: tuple[int, ...],
    at_most: float = float("inf"),
) -> Verdict:
    """Read a morning after.

    Parameters
    ----------
    before, morning : int
        Pain before the session and the morning after, 0-10.
    earlier : tuple of int
        The mornings told of before this one, the oldest first.
    at_most : float
        The usual morning counts as no more than this (`DriftRule`).

    Examples
    --------
    >>> from ilium.prescription.loader import load_adaptation
    >>> rule = load_adaptation().morning
    >>> verdict(rule, before=4, morning=5, woken=False, earlier=(4, 4, 4))
    <Verdict.SETTLED: 'settled'>
    >>> verdict(rule, before=4, morning=5, woken=False, earlier=(2, 2, 2))
    <Verdict.FLARE: 'flare'>
    """
    last = earlier[-rule.usual_of :]
    is_known = len(last) >= rule.usual_from
    usual = min(at_most, fmean(last)) if is_known else before
    rise, over_usual = morning - before, morning - usual
    if woken or over_usual >= rule.flare_rise or (rise >= rule.flare_rise and over_usual >= rule.flare_over_usual):
        return Verdict.FLARE
    if not is_known:
        return Verdict.SETTLED if rise <= 0 else Verdict.UNSETTLED
    is_settled = rise <= rule.settled_rise and over_usual <= rule.settled_over_usual
    return Verdict.SETTLED if is_settled else Verdict.UNSETTLED
