"""What the rules of pain and of steps do to people whose truth is known: who is held back, and who is looked after.

Invented people; they say nothing about the routine. What must be reached is in the page (`adaptation_page`).
"""

import math
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from ilium.exercises.loader import load_library
from ilium.prescription.adaptation import Exposure
from ilium.progress.model import load_measures
from ilium_lab.people.body import Body, always
from ilium_lab.people.weeks import FIRST, Day, live

WEEKS, DAYS = 12, 84
#: An exercise that truly worsens somebody: the rise in it and the morning after it, in points.
HARM_RISE, HARM_MORNING = 2.0, 1.5
#: The days within which a harmful exercise is to be gentler or at rest, and somebody to be shown; and on how many
#: of the days a session is to be offered.
LOWER_DAYS, SHOWN_DAYS, OFFERED_DAYS = 7, 21, 80
EXERCISES = tuple(load_library().programme.exercises)
FIRST_STEP = {name: load_library().get(name).start for name in EXERCISES}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of made-up people.

    Parameters
    ----------
    harmful : str, optional
        The exercise that worsens them, or brings on a sign.
    onset : int, optional
        The day from which they get worse whatever they do.
    """

    words: str
    body: Body
    harmful: str | None = None
    onset: int | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the people of a row: parts of them, 0-1; NaN where the row does not ask.

    Parameters
    ----------
    kept, never_out : float
        All four exercises are in the plan at the end; none was left out on any day.
    offered, mean_offered : float
        A session of some kind was offered on at least `OFFERED_DAYS` days; the mean number of days.
    climbed, above : float
        An exercise stood above its first step on some day; on the last day.
    shown : float
        Somebody was suggested at some time.
    lower : float
        From the first harmful exposure, the exercise was gentler or at rest within `LOWER_DAYS` days.
    shown_soon : float
        Somebody was suggested within `SHOWN_DAYS` days of the first harmful exposure, or of the day of onset.
    next_day, clinician : float
        The exercise was left out on the day after its first sharp or spreading pain; it waits for a clinician's yes at
        the end.
    """

    row: Row
    kept: float
    never_out: float
    offered: float
    mean_offered: float
    climbed: float
    above: float
    shown: float
    lower: float
    shown_soon: float
    next_day: float
    clinician: float


def flat(usual: float, rise: float) -> Row:
    """Return people whose pain stays as it is, and settles after every session."""
    return Row(words=f"{usual:g}, {rise:+g} in an exercise", body=Body(level=lambda _: usual, rise=rise))


def harmed(exercise: str, usual: float) -> Row:
    """Return people whom one exercise truly worsens, and no other."""
    body = Body(level=lambda _: usual, rise=0.0, rises={exercise: HARM_RISE}, lingers={exercise: HARM_MORNING})
    return Row(words=f"{load_library().get(exercise).name}, usual pain {usual:g}", body=body, harmful=exercise)


def worsening(usual: float, a_week: float, onset: int) -> Row:
    """Return people who get worse from a day on whatever they do."""

    def level(day: int) -> float:
        return min(9.0, usual + max(0, day - onset) / 7 * a_week)

    words = f"{usual:g}, from day {onset + 1} on {a_week:g} a week"
    return Row(words=words, body=Body(level=level), onset=onset)


def signs(kind: str, exercise: str, words: str, chance: float = 0.1) -> Row:
    """Return people in whom an exercise now and then brings on pain of a kind."""
    body = Body(level=lambda _: 4.0, kinds={exercise: (kind, chance)})
    return Row(words=words, body=body, harmful=exercise)


def _flares(day: int) -> float:
    return 4.0 + 3.0 * math.exp(-((day - 31) ** 2) / 12)


FLAT = tuple(flat(usual, rise) for usual in (3, 4, 5) for rise in (-0.5, 0.0, 0.5, 1.0, 1.5))
HARMED = (*(harmed(exercise, 4) for exercise in EXERCISES), harmed("si-glute-bridge", 3), harmed("si-glute-bridge", 5))
WORSENING = (worsening(3, 1, 28), worsening(4, 1, 28), worsening(3, 1, 0), worsening(4, 1, 0), worsening(4, 1.5, 0))
OTHERS = (
    Row(words="a flare in the fifth week, and its recovery", body=Body(level=_flares)),
    Row(words="ratings that waver by 1.5 more", body=Body(level=lambda _: 4.0, rating_sd=1.5)),
    Row(words="never answers", body=Body(level=lambda _: 4.0, answers=always(0.0))),
    Row(words="answers at 5 and more alone", body=Body(level=lambda _: 4.0, answers=lambda pain: float(pain >= 5))),
    Row(words="comes every second day", body=Body(level=lambda _: 4.0, comes=0.5)),
)
SIGNS = (
    signs("down-leg", "lumbar-roll", "pain down one leg in the lumbar roll, 1 time in 10"),
    signs("sharp", "side-plank-clam-shell", "sharp pain in the clam, 1 time in 10"),
    signs("electric", "lumbar-roll", "electric pain in the lumbar roll, 1 time in 10"),
)


def find(row: Row, *, people: int, seed: int) -> Found:
    """Return what becomes of so many people of a row; the same for the same arguments."""
    lives = [live(row.body, days=DAYS, dice=np.random.default_rng([seed, person])) for person in range(people)]

    def part(test: Callable[[list[Day]], bool | None]) -> float:
        found = [one for one in map(test, lives) if one is not None]
        return sum(found) / len(found) if found else math.nan

    return Found(
        row=row,
        kept=part(lambda days: not _out(days[-1])),
        never_out=part(lambda days: not any(map(_out, days))),
        offered=part(lambda days: _offered(days) >= OFFERED_DAYS),
        mean_offered=sum(map(_offered, lives)) / people,
        climbed=part(lambda days: any(map(_is_above, days))),
        above=part(lambda days: _is_above(days[-1])),
        shown=part(lambda days: bool(_shown(days))),
        lower=part(lambda days: _is_lower_soon(days, row)),
        shown_soon=part(lambda days: _is_shown_soon(days, row)),
        next_day=part(lambda days: _is_out_next_day(days, row)),
        clinician=part(lambda days: _waits(days, row)),
    )


def _out(day: Day) -> bool:
    return any(ladder.out for ladder in day.course.ladders.values())


def _offered(days: Sequence[Day]) -> int:
    return sum(day.offered for day in days)


def _is_above(day: Day) -> bool:
    return any((ladder.level or 0) > FIRST_STEP[name] for name, ladder in day.course.ladders.items())


def _shown(days: Sequence[Day]) -> list[int]:
    """Return the numbers of the days on which somebody was suggested."""
    course = days[-1].course
    steps = [(step.day - FIRST.date()).days for step in course.steps if step.see_someone]
    drifted = [(day - FIRST.date()).days + 1 for day, one in course.mornings.items() if one.drifted]
    return sorted([*steps, *drifted, *_bad_days(days)])


def _bad_days(days: Sequence[Day]) -> list[int]:
    """Return the days on which the product's review of much pain before the start, some days running, holds."""
    rule = load_measures().review
    spans = (days[end - rule.bad_days : end] for end in range(rule.bad_days, len(days) + 1))
    return [span[-1].number for span in spans if all(day.before >= rule.bad_pain for day in span)]


def _first(days: Sequence[Day], row: Row, test: Callable[[Exposure], bool]) -> int | None:
    fits = (day.number for day in days for one in day.done if one.exercise == row.harmful and test(one))
    return next(fits, None)


def _is_lower_soon(days: Sequence[Day], row: Row) -> bool | None:
    start = None if row.harmful is None else _first(days, row, lambda one: one.begun)
    if start is None or row.harmful is None or start + LOWER_DAYS >= len(days):
        return None
    level = days[start].course.ladders[row.harmful].level or 0
    after = days[start + 1 : start + 1 + LOWER_DAYS]
    return any(row.harmful in day.rests or (day.course.ladders[row.harmful].level or 0) < level for day in after)


def _is_shown_soon(days: Sequence[Day], row: Row) -> bool | None:
    start = row.onset if row.harmful is None else _first(days, row, lambda one: one.begun)
    return None if start is None else any(start <= day <= start + SHOWN_DAYS for day in _shown(days))


def _is_out_next_day(days: Sequence[Day], row: Row) -> bool | None:
    start = None if not row.body.kinds else _first(days, row, lambda one: one.sharp or one.leg)
    if start is None or row.harmful is None or start + 1 >= len(days):
        return None
    return days[start + 1].course.ladders[row.harmful].out is not None


def _waits(days: Sequence[Day], row: Row) -> bool | None:
    if not row.body.kinds or row.harmful is None:
        return None
    ladder = days[-1].course.ladders[row.harmful]
    return ladder.out == "remove" and ladder.clinician
