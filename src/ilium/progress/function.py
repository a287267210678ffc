"""What the person can do: their own activities, first against latest, and whether that change is one people notice."""

from datetime import date

import msgspec

from ilium.progress.model import OutcomeMeasure
from ilium.record.codec import local_day
from ilium.record.states import Person


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One activity: its ratings by day, 0 not at all to 10 as before, the oldest first."""

    name: str
    ratings: tuple[tuple[date, int], ...]

    @property
    def change(self) -> int:
        """Latest minus first; more is better."""
        return self.ratings[-1][1] - self.ratings[0][1]


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """All activities; ``change`` is the mean over those rated at least twice, None where there is none."""

    activities: tuple[Activity, ...]
    change: float | None
    words: str


def function(measure: OutcomeMeasure, person: Person, today: date) -> Function:
    """Return the activities up to today; of several answers in one day the later one holds."""
    found: dict[str, dict[date, int]] = {}
    for said in person.functions:
        if (day := local_day(said.at)) <= today:
            for one in said.activities:
                found.setdefault(one.name, {})[day] = one.value
    activities = tuple(Activity(name=name, ratings=tuple(sorted(days.items()))) for name, days in found.items())
    changes = [one.change for one in activities if len(one.ratings) > 1]
    change = sum(changes) / len(changes) if changes else None
    return Function(activities=activities, change=change, words=_words(measure, change))


def _words(measure: OutcomeMeasure, change: float | None) -> str:
    if change is None:
        return "Not enough answers yet to compare what you can do."
    amount = f"{abs(change):.1f} points"
    least = measure.meaningful[0]
    if abs(change) < least:
        return f"What you can do is about the same ({change:+.1f} points; fewer than {least} are hard to notice)."
    return f"What you can do is {'better' if change > 0 else 'worse'} by {amount}; most people notice {least}."


def disagreement(word: str, change: float | None, least: float) -> str:
    """Return a sentence where pain and function point in different ways; empty where they do not."""
    if change is None or abs(change) < least:
        return ""
    if word in ("better", "little-better") and change < 0:
        return "Pain is lower, but you can do less. Both count; talk about it with somebody who knows you."
    if word in ("worse", "little-worse") and change > 0:
        return "Pain is higher, but you can do more. Both count; talk about it with somebody who knows you."
    return ""
