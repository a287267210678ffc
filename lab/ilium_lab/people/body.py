"""How pain goes in a made-up person: from day to day, in an exercise, by the next morning; and what they tell of it.

Every number has its source beside it. Most are choices: no study of these four exercises says how much they hurt.
"""

from collections.abc import Callable, Mapping

import msgspec
import numpy as np

#: Day-to-day SD of a person's pain, in points: between the 0.6 and 2.8 that the reading of progress allows for.
DAY_SD = 0.8
#: Mean rise in an exercise and its SD, in points. With a mean of 1 a rating rises by 2 or more in 26 per cent of
#: exercises, as often as in a six-minute walk (Vaegter, Eur J Pain: 27 of 96 people with back pain); with this mean in
#: 9 per cent. The SD is our choice.
RISE, RISE_SD = 0.5, 0.7
#: The chance of a session on a day and of an answer to a question: our choice. Up to 70 per cent of people with back
#: pain do not do what was prescribed (Beinart 2013, Spine J 13:1940); who stays away meets fewer rules.
COMES, ANSWERS = 0.9, 0.93
#: The chance that pain that ends an exercise is told in its middle ("It hurts"), not at the end of the session: our
#: choice.
PRESSES = 0.5
#: At the end of a session, of what is told at all: the chance that pain no higher than before is told as "no worse than
#: before" and not as a number, that one point more is, too, and that the effort is said: our choice.
NO_WORSE, SHRUGS, EFFORTS = 0.7, 0.3, 0.9
#: The chance to have been woken more than usual, on a morning: our choice.
WOKEN = 0.01


#: Effort, 0-10, at the foot of a ladder, how much more its top takes, and the SD of its rating: our choice.
EFFORT, HARDER, EFFORT_SD = 3.5, 2.1, 0.8


def effort_on(rung: int | None, top: int) -> float:
    """Return the effort that a step of a ladder takes on average; the printed dose counts as its foot.

    Parameters
    ----------
    rung, top : int
        The step's level and that of the ladder's end.

    Examples
    --------
    >>> effort_on(0, 16), effort_on(8, 16)
    (3.5, 4.55)
    """
    return EFFORT + HARDER * (rung or 0) / top


def says_no_worse(rise: int, dice: np.random.Generator) -> bool:
    """Return whether a rise, in points, is told as "no worse than before"; two points more never are.

    Examples
    --------
    >>> says_no_worse(2, np.random.default_rng(1))
    False
    """
    chance = NO_WORSE if rise <= 0 else SHRUGS if rise == 1 else 0.0
    return bool(dice.random() < chance)


def always(chance: float) -> Callable[[int], float]:
    """Return the same chance whatever the pain is."""
    return lambda _: chance


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of a made-up person, and what they tell.

    Parameters
    ----------
    level : callable
        Day number, from 0, to the level of pain, 0-10.
    day_sd, rating_sd : float
        SD of the pain from day to day, and of a rating around the pain, in points.
    rise, rise_sd : float
        Mean and SD of the rise in an exercise, in points.
    rises : mapping of str to float
        The mean of those exercises that differ.
    lingers : mapping of str to float
        Points of pain on the morning after a session with this exercise; what is not here has settled by then.
    kinds : mapping of str to (str, float)
        The kind of pain that an exercise can bring on, and the chance of it each time.
    comes : float
        The chance of a session on a day.
    answers : callable
        The pain that is asked about to the chance of an answer.
    """

    level: Callable[[int], float]
    day_sd: float = DAY_SD
    rating_sd: float = 0.0
    rise: float = RISE
    rise_sd: float = RISE_SD
    rises: Mapping[str, float] = {}
    lingers: Mapping[str, float] = {}
    kinds: Mapping[str, tuple[str, float]] = {}
    comes: float = COMES
    answers: Callable[[int], float] = always(ANSWERS)

    def rise_in(self, exercise: str) -> float:
        """Return the mean rise in an exercise, in points."""
        return self.rises.get(exercise, self.rise)
