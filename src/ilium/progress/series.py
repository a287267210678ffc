"""Daily ratings as arrays, from the record: gaps are NaN, the later of two answers about a day holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.record.codec import is_near
from ilium.record.states import Person

Array = NDArray[np.float64]
Which = Literal["average", "worst", "left", "right"]


class DailyRatings(msgspec.Struct, frozen=True):
    """Ratings of consecutive days.

    Parameters
    ----------
    first : date
        The first day that has a rating.
    values : ndarray, shape (n_days,), float64
        0-10; NaN where there is none; the last one is the last day that has a rating.
    """

    first: date
    values: Array

    def on(self, day: date) -> float | None:
        """Return the rating of a day; None where there is none."""
        place = (day - self.first).days
        if not 0 <= place < len(self.values) or np.isnan(self.values[place]):
            return None
        return float(self.values[place])


def series(person: Person, which: Which, today: date) -> DailyRatings | None:
    """Return the ratings of one kind up to today; None where there is none.

    Days after today, which a wrong clock or a journey can make, are left out, and those of ages ago.
    """
    said = [(day, value) for day, one in person.pain_days.items() if (value := getattr(one, which)) is not None]
    dated = ((date.fromisoformat(day), value) for day, value in said)
    known = [(day.toordinal(), value) for day, value in dated if is_near(day, today)]
    if not known:
        return None
    places, ratings = (np.array(column) for column in zip(*known, strict=True))
    values = np.full(int(np.ptp(places)) + 1, np.nan)
    values[places - places.min()] = ratings
    return DailyRatings(date.fromordinal(int(places.min())), values)


def weeks(found: DailyRatings) -> Iterator[tuple[date, float, int]]:
    """Yield each week that has ratings: its first day, counted from the first rating, the mean, and how many."""
    for number, days in groupby(range(len(found.values)), key=lambda day: day // 7):
        values = found.values[list(days)]
        known = values[~np.isnan(values)]
        if len(known):
            yield found.first + timedelta(weeks=number), float(known.mean()), len(known)
