"""Read one page of the screening from a form, and show it again with what was ticked and what is still open."""

from typing import Literal, cast

import msgspec
from django.http import QueryDict

from ilium.record.events import ScreeningPageAnswered, SideName
from ilium.screening.model import Item, Page, Tick
from ilium.web.pages.fields import FormError

SideChoice = Literal["", "left", "right", "both"]
SIDE_CHOICES = (("left", "Left"), ("right", "Right"), ("both", "Both"))

NOTHING_TICKED = "Tick what fits you, or tick “None of these” at the end."
NONE_AND_SOME = "You ticked “None of these” and something else. Keep one of them."
YES_AND_UNSURE = "You ticked this and also “not sure”. Keep one of them."
WHICH_SIDE = "Say which side this is."
LEAD_OPEN = "Answer yes or no first."


class QuestionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item as it stands in the form."""

    item: Item
    yes: bool = False
    unsure: bool = False
    side: SideChoice = ""
    error: str = ""

    @property
    def tick(self) -> Tick:
        """The answer; an item that was left alone is a no, because the page was closed by "None" or another tick."""
        return Tick.YES if self.yes else Tick.NOT_SURE if self.unsure else Tick.NO


class ScreeningForm(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the screening as it stands."""

    rows: tuple[QuestionRow, ...]
    none: bool = False
    lead: Literal["", "yes", "no"] = ""
    none_error: str = ""
    lead_error: str = ""

    @property
    def errors(self) -> tuple[FormError, ...]:
        """Everything still open, in the order of the page."""
        lead = [FormError("lead_yes", self.lead_error)] if self.lead_error else []
        none = [FormError("none", self.none_error)] if self.none_error else []
        rows = [FormError(f"yes_{row.item.id}", f"{row.item.ask}: {row.error}") for row in self.rows if row.error]
        return (*lead, *none, *rows)


def blank(page: Page) -> ScreeningForm:
    """Return the page with nothing ticked."""
    return ScreeningForm(rows=tuple(QuestionRow(item=item) for item in page.item))


def filled(page: Page, event: ScreeningPageAnswered) -> ScreeningForm:
    """Return the page as it was answered before; an item that did not exist then is not ticked."""
    rows = tuple(
        QuestionRow(
            item=item,
            yes=event.ticks.get(item.id) == "yes",
            unsure=event.ticks.get(item.id) == "not-sure",
            side=_choice_of(event.sides.get(item.id, [])),
        )
        for item in page.item
    )
    asked = not page.lead or event.lead is True
    none = asked and not any(row.yes or row.unsure for row in rows)
    return ScreeningForm(rows=rows, none=none, lead="" if event.lead is None else "yes" if event.lead else "no")


def read(page: Page, data: QueryDict) -> ScreeningForm:
    """Read a submitted page; its ``errors`` say what is still open. Values that the page does not have are dropped."""
    yes, unsure = set(data.getlist("yes")), set(data.getlist("unsure"))
    rows = tuple(
        QuestionRow(
            item=item, yes=item.id in yes, unsure=item.id in unsure, side=_side(data.get(f"side_{item.id}", ""))
        )
        for item in page.item
    )
    lead = data.get("lead", "")
    known_lead = cast(Literal["", "yes", "no"], lead if page.lead and lead in ("yes", "no") else "")
    return _checked(page, ScreeningForm(rows=rows, none="none" in data, lead=known_lead))


def answers(page: Page, form: ScreeningForm) -> tuple[dict[str, str], dict[str, list[SideName]], bool | None]:
    """Return the ticks, sides and lead of a form without errors, as the event holds them.

    A lead question answered no leaves the page's items unasked.
    """
    if page.lead and form.lead == "no":
        return {}, {}, False
    ticks = {row.item.id: row.tick.value for row in form.rows}
    sided = [row for row in form.rows if row.item.sided and row.side and row.tick is not Tick.NO]
    sides = {row.item.id: _sides_of(row.side) for row in sided}
    return ticks, sides, True if page.lead else None


def _checked(page: Page, form: ScreeningForm) -> ScreeningForm:
    """Add what is still open."""
    if page.lead and not form.lead:
        return msgspec.structs.replace(form, lead_error=LEAD_OPEN)
    if page.lead and form.lead == "no":
        return form
    rows = tuple(msgspec.structs.replace(row, error=_row_error(row)) for row in form.rows)
    return msgspec.structs.replace(form, rows=rows, none_error=_none_error(form))


def _row_error(row: QuestionRow) -> str:
    if row.yes and row.unsure:
        return YES_AND_UNSURE
    return WHICH_SIDE if row.item.sided and row.yes and not row.side else ""


def _none_error(form: ScreeningForm) -> str:
    some = any(row.yes or row.unsure for row in form.rows)
    if form.none and some:
        return NONE_AND_SOME
    return "" if form.none or some else NOTHING_TICKED


def _side(value: str) -> SideChoice:
    return cast(SideChoice, value if value in dict(SIDE_CHOICES) else "")


def _choice_of(sides: list[SideName]) -> SideChoice:
    return "both" if len(set(sides)) == 2 else sides[0] if sides else ""


def _sides_of(choice: SideChoice) -> list[SideName]:
    return ["left", "right"] if choice == "both" else [choice] if choice else []
