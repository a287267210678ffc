"""Ten made-up persons: how their pain goes, what they do and answer. Invented; they say nothing about the routine."""

import math
from collections.abc import Callable
from typing import Literal

import msgspec

from ilium_lab.people.body import ANSWERS, COMES, DAY_SD, RISE


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up person.

    Parameters
    ----------
    level : callable
        Day number, from 0, to the level of pain, 0-10.
    noise : float
        SD of a rating around the level, in points.
    rise : float
        Mean rise of pain in an exercise, in points; by the next morning it has settled.
    comes, answers : callable or float
        The chance of a session on a day, and of an answer to a question.
    ticks : dict of str to tuple of str
        Items of the screening that fit, with their sides.
    hurts : dict of int to str
        Days on which "It hurts" is pressed in the first exercise of the last phase, with the kind of pain.
    other : callable, optional
        Where both sides hurt: the level of the other side.
    """

    id: str
    words: str
    level: Callable[[int], float]
    noise: float = DAY_SD
    rise: float = RISE
    comes: Callable[[int], float] = lambda _: COMES
    answers: float = ANSWERS
    side: Literal["left", "right", "both", "unsure"] = "right"
    worse: Literal["left", "right"] | None = None
    ticks: dict[str, tuple[str, ...]] = {}
    hurts: dict[int, str] = {}
    other: Callable[[int], float] | None = None
    able: Callable[[int], float] = lambda day: 4 + min(day, 70) / 20


def _eases(first: float, last: float, days: float) -> Callable[[int], float]:
    return lambda day: last + (first - last) * math.exp(-day / days)


def _flare(day: int) -> float:
    bump = 3.0 * math.exp(-((day - 31) ** 2) / 12) if day >= 28 else 0.0
    return _eases(5.0, 2.5, 25)(day) + bump


def _worsens(day: int) -> float:
    return 3.5 + 3.5 / (1 + math.exp(-(day - 45) / 6))


def _bad_start(day: int) -> float:
    return 8.5 if day == 0 else 6.5 if day == 1 else 4.2


KINDS = (
    Kind(id="steady", words="steady improver", level=_eases(5.8, 1.8, 24)),
    Kind(id="noisy", words="much noise, little change", level=_eases(5.2, 4.6, 30), noise=1.9, able=lambda _: 5),
    Kind(
        id="worsening",
        words="worsening, and pain that moves down the leg",
        level=_worsens,
        hurts={38: "down-leg", 50: "down-leg", 60: "ache"},
        able=lambda day: 6 - day / 28,
    ),
    Kind(id="flare", words="a flare and its recovery", level=_flare, hurts={29: "sharp", 31: "sharp"}),
    Kind(
        id="month-off",
        words="stops for a month",
        level=_eases(5.2, 3.0, 30),
        comes=lambda day: 0.0 if 25 <= day < 56 else 0.92,
        answers=0.95,
    ),
    Kind(id="bad-start", words="starts on a bad day", level=_bad_start, noise=1.1, able=lambda _: 5),
    Kind(
        id="both-sides",
        words="both sides, the left one worse",
        level=_eases(5.5, 3.0, 25),
        other=_eases(4.0, 3.6, 25),
        side="both",
        worse="left",
    ),
    Kind(id="pregnant", words="pregnant, with a midwife’s yes", level=_eases(4.8, 4.0, 30), ticks={"pregnant": ()}),
    Kind(
        id="hip-replacement",
        words="a new hip on the sore side, put in from the back, with the surgeon’s yes",
        level=_eases(4.6, 2.6, 28),
        ticks={"hip-back": ("right",)},
    ),
    Kind(id="never-answers", words="exercises and never answers", level=_eases(5.0, 3.0, 30), answers=0.0),
)
