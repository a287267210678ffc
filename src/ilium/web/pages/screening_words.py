"""What a screening led to, in the words of its pages."""

from datetime import date
from typing import Literal

import msgspec

from ilium.app.person import day_of
from ilium.exercises.model import Library
from ilium.record.events import Id
from ilium.record.states import Person
from ilium.screening import Clearance, Level, NotNow, NotToday, Screening, Tick, in_locale
from ilium.screening.model import Locale
from ilium.web.pages.locale import Call, calls

Tone = Literal["red", "amber"]


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that led here."""

    ask: str
    because: str
    unsure: bool


class WaitWords(msgspec.Struct, frozen=True, kw_only=True):
    """A block or a pause, ready to be shown."""

    tone: Tone
    title: str
    lines: tuple[str, ...]
    calls: tuple[Call, ...]
    because: tuple[Because, ...]
    shows_country: bool
    is_emergency: bool


class ChangeWords(msgspec.Struct, frozen=True, kw_only=True):
    """A change, and the answers that asked for it."""

    say: str
    because: tuple[str, ...]


class YesWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a clinician has said yes to, and the last day of that yes."""

    ask: str
    until: date


def yes_words(screening: Screening, person: Person) -> tuple[YesWords, ...]:
    """Return each clinician's yes of the last screening that has a last day, in the order of the pages."""
    run = person.completed_screening
    until = run.completed.until if run and run.completed else {}
    items = (item for page in screening.page for item in page.item if item.id in until)
    return tuple(YesWords(ask=item.ask, until=day_of(until[item.id])) for item in items)


def wait_words(outcome: NotNow | NotToday, locale: Locale) -> WaitWords:
    """Return a block or pause in words, with this country's numbers."""
    advice = in_locale(outcome.advice, locale)
    urgent = isinstance(outcome, NotNow) and outcome.level in (Level.EMERGENCY, Level.SAME_DAY)
    lines = {"emergency": locale.emergency, "advice": locale.advice, "none": ""}
    return WaitWords(
        tone="red" if urgent else "amber",
        title=advice.title,
        lines=advice.do,
        calls=calls(lines[advice.line]) if urgent else (),
        because=tuple(
            Because(ask=reason.ask, because=reason.because, unsure=reason.answer is Tick.NOT_SURE)
            for reason in outcome.because
        ),
        shows_country=advice.line != "none",
        is_emergency=isinstance(outcome, NotNow) and outcome.level is Level.EMERGENCY,
    )


def change_words(library: Library, screening: Screening, clearance: Clearance) -> tuple[ChangeWords, ...]:
    """Return the changes in words, each with the answers that asked for it."""
    changes = {change.id: change for change in library.changes}
    asks: dict[Id, str] = {item.id: item.ask for page in screening.page for item in page.item}
    return tuple(
        ChangeWords(
            say=changes[applied.id].say + (f" This is for your {applied.side} side." if applied.side else ""),
            because=tuple(asks[item] for item in applied.because),
        )
        for applied in clearance.changes
    )
