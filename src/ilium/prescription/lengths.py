"""Which exercises fit into the time that a person has: whole exercises are chosen, and nothing of one is made shorter.

What was done longest ago comes first, so that short days in a row bring every exercise round.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from ilium.library.spec import Sourced, Spec


class Length(StrEnum):
    """How long a session is to be: a few minutes, the usual, or everything that is due today."""

    SHORT = "short"
    USUAL = "usual"
    EVERYTHING = "everything"


class LengthWords(Spec, frozen=True, kw_only=True):
    """What the lengths are called; ``everything_alone`` where there is no usual one beside it."""

    question: str
    short: str
    usual: str
    everything: str
    everything_alone: str


class Lengths(Sourced, frozen=True, kw_only=True):
    """The budgets in minutes.

    Parameters
    ----------
    waited_days : int
        An exercise that does not fit at all, and was not done for so many days, is taken once it has waited longest.
    """

    short: int
    usual: int
    waited_days: int
    says: LengthWords


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise of today's plan.

    Parameters
    ----------
    seconds : float
        How long all of it takes today.
    last : date, optional
        The last day on which any of it was done; None where it never was.
    """

    exercise: str
    phase: Literal["mobilise", "strengthen"]
    seconds: float
    last: date | None


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """The time that there is.

    Parameters
    ----------
    seconds : float
        For everything.
    around : float
        Seconds of it for the opening and the closing.
    day : date
        Today.
    waited_days : int
        As in `Lengths`.
    """

    seconds: float
    around: float
    day: date
    waited_days: int


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen.

    Parameters
    ----------
    picks : tuple of tuple of str
        Ids in the order in which they were chosen; a strengthening exercise with the mobilising one that it brought.
    """

    picks: tuple[tuple[str, ...], ...]

    @property
    def exercises(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(exercise for pick in self.picks for exercise in pick)

    def shorter(self) -> "Choice | None":
        """Return the choice without the last pick; None where there is no other."""
        return Choice(picks=self.picks[:-1]) if len(self.picks) > 1 else None


def most_overdue(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the exercises, the one that was done longest ago first, and before it those that never were.

    Ties are in the order given.
    """
    return sorted(candidates, key=lambda one: one.last or date.min)


def choose(candidates: Sequence[Candidate], budget: Budget) -> Choice:
    """Choose from today's plan what fits into the time.

    What was done longest ago comes first; the rest of the time is filled up in that order. A strengthening exercise
    brings a mobilising one, unless one is there or the plan has none. Where the first of all does not fit, it is
    taken anyway if it has waited so long, or if nothing else fits: then the session takes longer. All of this is our
    choice, not validated.

    Parameters
    ----------
    candidates : sequence of Candidate
        All of today's plan, in the programme's order; at least one.

    Examples
    --------
    >>> roll = Candidate(exercise="roll", phase="mobilise", seconds=160, last=date(2026, 3, 2))
    >>> bridge = Candidate(exercise="bridge", phase="strengthen", seconds=240, last=None)
    >>> budget = Budget(seconds=480, around=30, day=date(2026, 3, 3), waited_days=3)
    >>> choose([roll, bridge], budget).picks
    (('roll', 'bridge'),)
    """
    queue = most_overdue(candidates)
    if _must_come(queue, budget):
        return Choice(picks=(_ids(_brought(queue[0], queue, budget)),))
    picks = list(_filling(queue, budget))
    return Choice(picks=tuple(map(_ids, picks or [_brought(queue[0], queue, budget)])))


def _must_come(queue: Sequence[Candidate], budget: Budget) -> bool:
    """Whether the first of all cannot fit and has waited long enough."""
    first = queue[0]
    has_waited = first.last is None or (budget.day - first.last).days >= budget.waited_days
    return has_waited and not _fits(_brought(first, queue, budget), budget)


def _filling(queue: Sequence[Candidate], budget: Budget) -> Iterator[list[Candidate]]:
    taken: list[Candidate] = []
    for one in queue:
        if one in taken:
            continue
        pick = [one] if any(map(_mobilises, taken)) else _brought(one, queue, budget, taken)
        if _fits([*taken, *pick], budget):
            taken += pick
            yield pick


def _brought(
    one: Candidate, queue: Sequence[Candidate], budget: Budget, taken: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Return an exercise with what it brings: the mobilising one done longest ago that fits too, else the shortest."""
    stretches = [] if _mobilises(one) else [other for other in queue if _mobilises(other)]
    if not stretches:
        return [one]
    fitting = (stretch for stretch in stretches if _fits([*taken, stretch, one], budget))
    return [next(fitting, min(stretches, key=lambda stretch: stretch.seconds)), one]


def _mobilises(one: Candidate) -> bool:
    return one.phase == "mobilise"


def _fits(chosen: Sequence[Candidate], budget: Budget) -> bool:
    return budget.around + sum(one.seconds for one in chosen) <= budget.seconds


def _ids(pick: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(one.exercise for one in pick)
