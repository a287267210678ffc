"""Screening: questions as data, and the only maker of a `Clearance`.

Read `ilium.screening.model` first. ``load_screening()`` gives the questions, `assess` turns answers into an outcome,
`urgent_so_far` looks after each page, `clearance_holds` says when to ask again.
"""

from ilium.screening.advice import find_locale, in_locale
from ilium.screening.assess import (
    assess,
    changes_asked,
    clearance_holds,
    clearance_span,
    example_clearance,
    urgent_so_far,
)
from ilium.screening.check import check_screening
from ilium.screening.loader import load_screening, parse_screening
from ilium.screening.model import (
    Answers,
    AppliedChange,
    Clearance,
    Level,
    NotNow,
    NotToday,
    Screening,
    ScreeningOutcome,
    Tick,
)

__all__ = [
    "Answers",
    "AppliedChange",
    "NotNow",
    "Clearance",
    "Level",
    "NotToday",
    "Screening",
    "ScreeningOutcome",
    "Tick",
    "assess",
    "changes_asked",
    "check_screening",
    "clearance_holds",
    "clearance_span",
    "example_clearance",
    "find_locale",
    "in_locale",
    "load_screening",
    "parse_screening",
    "urgent_so_far",
]
