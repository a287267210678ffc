"""How long a steady person climbs: the product's own rules, followed day by day by somebody for whom all goes well."""

import math
from datetime import UTC, date, datetime, time, timedelta

from ilium.exercises.model import Library
from ilium.prescription.adaptation import Adaptation, Exposure, Verdict
from ilium.prescription.exposures import MorningAfter, Taken
from ilium.prescription.ladders import Begun, Course, Happening, follow, top_of
from ilium.prescription.model import Track
from ilium.prescription.rhythm import resting

#: A Monday, on which they begin.
FIRST = date(2026, 3, 2)
#: Longer than anybody's patience.
MOST_DAYS = 2000


def weeks_to_print(library: Library, rules: Adaptation) -> dict[str, int]:
    """Return after how many weeks each exercise is done as the routine prints it, at the least.

    The person comes on every day on which something is due, does all of it, finds it light and comfortable, and says so
    each evening and each morning. Nobody is quicker; whoever misses days, or has a sore one, takes longer.

    Returns
    -------
    dict of str to int
        By exercise, whole weeks until the step that equals the printed dose, or the end of a ladder that has none, is
        reached; rounded up.
    """
    goals = {name: top_of(library.get(name), Track.PUBLISHED) for name in library.programme.exercises}
    happened: list[Happening] = [Begun(at=_at(FIRST, 6), day=FIRST, track=Track.GRADUAL)]
    mornings: dict[date, MorningAfter] = {}
    reached: dict[str, int] = {}
    for number in range(MOST_DAYS):
        day = FIRST + timedelta(days=number)
        now = _at(day, 8)
        course = follow(library, rules, happened, mornings, now=now, today=day)
        for name, goal in goals.items():
            if (course.ladders[name].level or 0) >= goal:
                reached.setdefault(name, math.ceil(number / 7))
        if reached.keys() == goals.keys():
            break
        happened.append(Taken(at=now, day=day, exposures=_done(library, rules, course, day)))
        mornings[day] = MorningAfter(_at(day + timedelta(days=1), 7), Verdict.SETTLED)
    return {name: reached[name] for name in goals}


def _done(library: Library, rules: Adaptation, course: Course, day: date) -> tuple[Exposure, ...]:
    rests = resting(library, rules.rhythm, course, day)
    return tuple(
        Exposure(exercise=name, begun=True, full=True, colour="green", effort=3, rung=ladder.level)
        for name, ladder in course.ladders.items()
        if name not in rests
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
