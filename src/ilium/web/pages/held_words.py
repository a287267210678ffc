"""What holds the person back until somebody has examined them, in the words of its pages."""

from datetime import date
from typing import Any

import msgspec

from ilium.app.standing import Held, holds_of, slips
from ilium.app.standing_now import day_of, in_words, what_was_said
from ilium.record.alerts import Hold
from ilium.web.pages.locale import calls
from ilium.web.pages.record_words import day_words
from ilium.web.pages.visit import Visit


class HoldWords(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that holds: what was said and when, and on which day somebody examined the person for it."""

    id: str
    said: str
    day: str
    examined: str


def held_context(here: Visit) -> dict[str, Any]:
    """Return what the page about a hold shows."""
    found = holds_of(here.person)
    words = in_words(Held(holds=found), here.person, here.screening, here.locale)
    return {
        "standing": words,
        "calls": calls(words.call),
        "holds": hold_words(here, found),
        "slips": hold_words(here, slips(here.person, here.now)),
    }


def hold_words(here: Visit, holds: tuple[Hold, ...]) -> tuple[HoldWords, ...]:
    """Return answers that hold in words."""
    return tuple(
        HoldWords(
            id=hold.id,
            said=what_was_said(hold, here.person, here.screening),
            day=_on(day_of(hold), here.today),
            examined=_on(date.fromisoformat(hold.examined), here.today) if hold.examined else "",
        )
        for hold in holds
    )


def _on(day: date, today: date) -> str:
    """Return the day within a sentence: "today", "yesterday", "on Monday 2 March"."""
    words = day_words(day, today)
    near = {0: "today", 1: "yesterday"}
    return near.get((today - day).days, f"on {words}")


def examined_words(here: Visit, holds: tuple[Hold, ...]) -> tuple[HoldWords, ...]:
    """Return, for the screening, what somebody examined the person for."""
    return hold_words(here, tuple(hold for hold in holds if hold.examined))
