"""What is measured over time and how it is read: the shape of ``library/measures.toml``, and its loader."""

from functools import cache
from typing import Literal

from ilium.library.package import load_toml
from ilium.library.spec import Sourced, Spec

MeasureId = Literal["pain", "function", "heaviness", "change"]


class OutcomeMeasure(Sourced, frozen=True, kw_only=True):
    """One thing that is asked over time.

    Parameters
    ----------
    every_days : int, optional
        It is due on the first day and every so many days.
    at_days : tuple of int
        Instead: the days on which it is due, counted from the first.
    meaningful : tuple of float
        Changes that most people notice, the smallest first; empty where none is known.
    """

    name: str
    question: str
    every_days: int | None = None
    at_days: tuple[int, ...] = ()
    meaningful: tuple[float, ...] = ()


class ReadingRule(Sourced, frozen=True, kw_only=True):
    """When the model may speak, and from which probability on which word is said."""

    least_days: int
    least_ratings: int
    sure: float
    noticed: int
    noticed_sure: float


class ReviewRule(Sourced, frozen=True, kw_only=True):
    """When Today says that somebody should look at it."""

    worse_by: int
    worse_sure: float
    bad_pain: int
    bad_days: int
    still_days: int
    still_done: float
    still_sure: float
    still_function: float
    rescreen_warn_days: int


class Measures(Spec, frozen=True, kw_only=True):
    """The whole of ``measures.toml``."""

    pain: OutcomeMeasure
    function: OutcomeMeasure
    heaviness: OutcomeMeasure
    change: OutcomeMeasure
    reading: ReadingRule
    review: ReviewRule

    def get(self, measure: MeasureId) -> OutcomeMeasure:
        """Return one measure."""
        return {"pain": self.pain, "function": self.function, "heaviness": self.heaviness, "change": self.change}[
            measure
        ]


@cache
def load_measures() -> Measures:
    """Return what is measured."""
    return load_toml("ilium.progress", "measures.toml", Measures)
