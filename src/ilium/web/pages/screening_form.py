"""Read one page of the screening from a form, and show it again with what was ticked and what is still open."""

from collections.abc import Mapping, Sequence
from typing import Literal, cast

import msgspec
from django.http import QueryDict

from ilium.app.told import Told
from ilium.record.events import ScreeningPageAnswered, SideName
from ilium.screening.model import Item, Page, Tick
from ilium.web.pages.fields import FormError

SideChoice = Literal["", "left", "right", "both"]
SIDE_CHOICES = (("left", "Left"), ("right", "Right"), ("both", "Both"))

NOTHING_TICKED = "Tick what fits you, or tick “None of these” at the end."
NOTHING_ELSE = "Tick what else fits you, or tick “Nothing else on this page” at the end."
NONE_AND_SOME = "You ticked “None of these” and something else. Keep one of them."
YES_AND_UNSURE = "You ticked this and also “not sure”. Keep one of them."
WHICH_SIDE = "Say which side this is."
LEAD_OPEN = "Answer yes or no first."


class QuestionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item as it stands in the form; ``told`` is what was said of it before, where it is a fact that stays."""

    item: Item
    told: Told | None = None
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

    @property
    def has_told(self) -> bool:
        """Whether something of the page was told before, so that "none" means "nothing else"."""
        return any(row.told for row in self.rows)

    @property
    def has_more(self) -> bool:
        """Whether anything is ticked that was not told before."""
        return any((row.yes and not row.told) or row.unsure for row in self.rows)


def blank(page: Page, told: Mapping[str, Told]) -> ScreeningForm:
    """Return the page with nothing ticked but what was told before."""
    return ScreeningForm(rows=tuple(_told_row(item, told.get(item.id)) for item in page.item))


def filled(page: Page, event: ScreeningPageAnswered, told: Mapping[str, Told]) -> ScreeningForm:
    """Return the page as it was answered in this run; an item that did not exist then is not ticked."""
    rows = tuple(
        QuestionRow(
            item=item,
            told=told.get(item.id),
            yes=event.ticks.get(item.id) == "yes",
            unsure=event.ticks.get(item.id) == "not-sure",
            side=_choice_of(event.sides.get(item.id, [])),
        )
        for item in page.item
    )
    form = ScreeningForm(rows=rows, lead="" if event.lead is None else "yes" if event.lead else "no")
    return msgspec.structs.replace(form, none=bool(event.ticks) and not form.has_more)


def read(page: Page, data: QueryDict, told: Mapping[str, Told]) -> ScreeningForm:
    """Read a submitted page; its ``errors`` say what is still open. Values that the page does not have are dropped.

    An optional page that is left out has nothing ticked.
    """
    if page.optional and "skip" in data:
        return blank(page, {})
    yes, unsure = set(data.getlist("yes")), set(data.getlist("unsure"))
    rows = tuple(
        QuestionRow(
            item=item,
            told=told.get(item.id),
            yes=item.id in yes,
            unsure=item.id in unsure,
            side=_side(data.get(f"side_{item.id}", "")),
        )
        for item in page.item
    )
    lead = data.get("lead", "")
    known_lead = cast(Literal["", "yes", "no"], lead if page.lead and lead in ("yes", "no") else "")
    return _checked(page, ScreeningForm(rows=rows, none="none" in data, lead=known_lead))


def answers(page: Page, form: ScreeningForm) -> tuple[dict[str, str], dict[str, list[SideName]], bool | None]:
    """Return the ticks, sides and lead of a form without errors, as the event holds them.

    A lead question answered no leaves the page's items unasked, and so does an optional page that was left out.
    """
    if page.lead and form.lead == "no":
        return {}, {}, False
    if page.optional and not form.none and not form.has_more:
        return {}, {}, None
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
    return msgspec.structs.replace(form, rows=rows, none_error=_none_error(form, optional=page.optional))


def _told_row(item: Item, told: Told | None) -> QuestionRow:
    return QuestionRow(item=item, told=told, yes=told is not None, side=_choice_of(told.sides) if told else "")


def _row_error(row: QuestionRow) -> str:
    if row.yes and row.unsure:
        return YES_AND_UNSURE
    return WHICH_SIDE if row.item.sided and row.yes and not row.side else ""


def _none_error(form: ScreeningForm, *, optional: bool) -> str:
    """Say what is open: what was told before closes no page, so that nothing else on it goes unread."""
    if form.none and form.has_more:
        return NONE_AND_SOME
    if form.none or form.has_more or optional:
        return ""
    return NOTHING_ELSE if form.has_told else NOTHING_TICKED


def _side(value: str) -> SideChoice:
    return cast(SideChoice, value if value in dict(SIDE_CHOICES) else "")


def _choice_of(sides: Sequence[SideName]) -> SideChoice:
    return "both" if len(set(sides)) == 2 else sides[0] if sides else ""


def _sides_of(choice: SideChoice) -> list[SideName]:
    return ["left", "right"] if choice == "both" else [choice] if choice else []
