"""What is measured over time and how it is read: the shape of ``library/measures.toml``, and its loader."""

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from ilium.exercises.loader import read_toml

MeasureId = Literal["pain", "function", "heaviness", "change"]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the tables of ``measures.toml``."""


class Sourced(Table, frozen=True, kw_only=True):
    """Base of the tables that hold numbers: where these come from and how far to trust them."""

    source: str
    confidence: Literal["printed", "reading", "found", "ours"]


class Measure(Sourced, frozen=True, kw_only=True):
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


class Cited(Table, frozen=True, kw_only=True):
    """Where a number comes from; ``note`` says how much of it was read."""

    cite: str
    note: str = ""


class Measures(Table, frozen=True, kw_only=True):
    """The whole of ``measures.toml``."""

    pain: Measure
    function: Measure
    heaviness: Measure
    change: Measure
    reading: ReadingRule
    review: ReviewRule
    source: dict[str, Cited]

    def get(self, measure: MeasureId) -> Measure:
        """Return one measure."""
        return {"pain": self.pain, "function": self.function, "heaviness": self.heaviness, "change": self.change}[
            measure
        ]


@cache
def load_measures() -> Measures:
    """Return what is measured."""
    name = "measures.toml"
    text = (resources.files("ilium.progress") / "library" / name).read_text(encoding="utf-8")
    return read_toml(text, name, Measures)
