"""The wording ladder: from ratings to a sentence that says no more than is known."""

from datetime import date, timedelta
from typing import Literal

import msgspec
import numpy as np

from ilium.progress.model import ReadingRule
from ilium.progress.ramp import WEEK, Estimate, estimate
from ilium.progress.series import DailyRatings

Word = Literal["too-early", "unclear", "little-better", "better", "little-worse", "worse"]
#: Said wherever a reading is said.
ALWAYS = "Pain often eases by itself; this cannot tell why."
HEADS: dict[Word, str] = {
    "too-early": "Too early to say.",
    "unclear": "No clear change.",
    "little-better": "Probably a little better.",
    "better": "Probably better, by an amount most people notice.",
    "little-worse": "Probably a little worse.",
    "worse": "Probably worse, by an amount most people notice. Please let somebody look at it.",
}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What the ratings say.

    Parameters
    ----------
    lines : tuple of str
        Sentences with the numbers; `ALWAYS` is the last one.
    estimate : Estimate, optional
        None while it is too early.
    first_week, last_week : date, optional
        The first days of the two weeks that are compared.
    """

    word: Word
    head: str
    lines: tuple[str, ...]
    estimate: Estimate | None = None
    first_week: date | None = None
    last_week: date | None = None


def read(rule: ReadingRule, found: DailyRatings | None, *, began: date | None = None) -> Reading:
    """Return what daily ratings say about the change since the first week.

    Parameters
    ----------
    found : Series, optional
        The daily averages; None where there are none.
    began : date, optional
        The day of the first session: said where the first week of ratings is no week before it.

    Examples
    --------
    >>> from ilium.progress.model import load_measures
    >>> read(load_measures().reading, None).head
    'Too early to say.'
    """
    rated = 0 if found is None else int((~np.isnan(found.values)).sum())
    found = None if found is None else _between_full_weeks(rule, found)
    if found is None:
        days = "day is" if rated == 1 else "days are"
        text = f"{rated} {days} rated. Two weeks are needed, each with {rule.least_ratings} ratings."
        return Reading(word="too-early", head=HEADS["too-early"], lines=(text, ALWAYS))
    result = estimate(found.values, (rule.noticed, -rule.noticed))
    word = _word(rule, result)
    return Reading(
        word=word,
        head=HEADS[word],
        lines=(*_lines(rule, result, word), *_baseline(found, began), ALWAYS),
        estimate=result,
        first_week=found.first,
        last_week=found.first + timedelta(days=len(found.values) - WEEK),
    )


def _between_full_weeks(rule: ReadingRule, found: DailyRatings) -> DailyRatings | None:
    """Return the ratings from the first week with enough of them to the last such week; None where they overlap."""
    known = np.concatenate([[0], np.cumsum(~np.isnan(found.values))])
    starts = np.flatnonzero(known[WEEK:] - known[:-WEEK] >= rule.least_ratings)
    if len(starts) == 0 or starts[-1] - starts[0] < rule.least_days - WEEK:
        return None
    first, end = int(starts[0]), int(starts[-1]) + WEEK
    return DailyRatings(found.first + timedelta(days=first), found.values[first:end])


def _word(rule: ReadingRule, result: Estimate) -> Word:
    if result.lower_by[rule.noticed] >= rule.noticed_sure:
        return "better"
    if result.lower_by[-rule.noticed] >= rule.noticed_sure:
        return "worse"
    if result.lower >= rule.sure:
        return "little-better"
    return "little-worse" if 1 - result.lower >= rule.sure else "unclear"


def _lines(rule: ReadingRule, result: Estimate, word: Word) -> tuple[str, ...]:
    worse = word in ("worse", "little-worse")
    than = "higher" if worse else "lower"
    any_change = 1 - result.lower if worse else result.lower
    much = result.lower_by[-rule.noticed if worse else rule.noticed]
    return (
        f"{in_ten(any_change)} that your pain is {than} than in your first week;"
        f" {in_ten(much, short=True)} that it is at least {rule.noticed} points {than}.",
        f"First week {result.first:.1f}, last week {result.last:.1f}. {_interval(result)}",
    )


def _interval(result: Estimate) -> str:
    low, high = result.drop_low, result.drop_high
    if low < 0 < high:
        return f"The change is likely between {-low:.1f} points up and {high:.1f} points down (8 in 10)."
    way = "down" if high > 0 else "up"
    small, large = sorted((abs(low), abs(high)))
    return f"The change is likely between {small:.1f} and {large:.1f} points {way} (8 in 10)."


def in_ten(probability: float, *, short: bool = False) -> str:
    """Return a probability as a chance people can picture, never as certainty.

    Examples
    --------
    >>> in_ten(0.93), in_ten(0.38, short=True), in_ten(0.999), in_ten(0.001)
    ('A 9 in 10 chance', '4 in 10', 'A chance of more than 99 in 100', 'A chance of less than 1 in 100')
    """
    if probability > 0.99 or probability < 0.01:
        words = "more than 99 in 100" if probability > 0.5 else "less than 1 in 100"
        return words if short else f"A chance of {words}"
    if probability >= 0.95 or probability <= 0.05:
        words = f"{round(probability * 100)} in 100"
    else:
        words = f"{round(probability * 10)} in 10"
    return words if short else f"A {words} chance"


def _baseline(found: DailyRatings, began: date | None) -> tuple[str, ...]:
    if began is None or began > found.first + timedelta(days=WEEK - 1):
        return ()
    return ("You were already exercising in that first week, so it is not quite a week from before.",)
