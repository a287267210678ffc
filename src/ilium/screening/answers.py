"""What was answered, checked against what was asked."""

from collections.abc import Iterator
from typing import NamedTuple

from ilium.anatomy import Side
from ilium.anatomy.errors import AnswerError
from ilium.screening.model import Answers, Item, Level, Page, Screening, Tick

BLOCKING = (Level.EMERGENCY, Level.SAME_DAY, Level.CLINICIAN)
COUNTS_AS_YES = (Tick.YES, Tick.NOT_SURE)


class Hit(NamedTuple):
    """An item that was answered yes or not sure."""

    page: Page
    item: Item
    tick: Tick


def items_by_id(screening: Screening) -> dict[str, Item]:
    """Return every item of every page by its id."""
    return {item.id: item for page in screening.page for item in page.item}


def shown_pages(screening: Screening, answers: Answers) -> Iterator[Page]:
    """Yield the pages whose items are asked: those without a lead question, and those whose lead is yes."""
    return (page for page in screening.page if not page.lead or answers.leads.get(page.id, False))


def hits(screening: Screening, answers: Answers) -> tuple[Hit, ...]:
    """Return the items of the shown pages answered yes or not sure, in the order of the pages.

    Items without a level are left out: they only count in their page's rule.
    """
    return tuple(
        Hit(page, item, answers.ticks[item.id])
        for page in shown_pages(screening, answers)
        for item in page.item
        if item.level is not None and answers.ticks.get(item.id) in COUNTS_AS_YES
    )


def named_sides(item: Item, answers: Answers) -> tuple[Side, ...]:
    """Return the sides that a yes to this item concerns, left before right; both for "not sure" with none named."""
    named = answers.sides.get(item.id, ())
    if not named and answers.ticks.get(item.id) is Tick.NOT_SURE:
        return tuple(Side)
    return tuple(side for side in Side if side in named)


def check_known(screening: Screening, answers: Answers) -> None:
    """Raise unless every answer is one that its question has.

    Raises
    ------
    AnswerError
        For an unknown item, page, tick, side or approval, naming it.
    """
    items = items_by_id(screening)
    _check_ticks(items, answers)
    _check_sides(items, answers)
    _check_leads(screening, answers)
    _check_approved(items, answers)


def check_complete(screening: Screening, answers: Answers) -> None:
    """Raise unless everything that was asked is answered.

    Raises
    ------
    AnswerError
        For a page with an unanswered question, naming page and item; for a sided yes that names no side.
    """
    for page in screening.page:
        if page.lead and page.id not in answers.leads:
            raise AnswerError(f"page {page.id!r}: the first question has no answer")
    for page in shown_pages(screening, answers):
        for item in page.item:
            if not page.optional:
                _check_answered(page, item, answers)


def _check_answered(page: Page, item: Item, answers: Answers) -> None:
    if item.id not in answers.ticks:
        raise AnswerError(f"page {page.id!r}: {item.id!r} has no answer")
    if item.sided and answers.ticks[item.id] is Tick.YES and not named_sides(item, answers):
        raise AnswerError(f"page {page.id!r}: {item.id!r} needs a side: left, right or both")


def _known_item(items: dict[str, Item], item_id: str) -> Item:
    if item_id not in items:
        raise AnswerError(f"unknown question {item_id!r}")
    return items[item_id]


def _check_ticks(items: dict[str, Item], answers: Answers) -> None:
    for item_id, tick in answers.ticks.items():
        _known_item(items, item_id)
        if not isinstance(tick, Tick):
            raise AnswerError(f"{item_id!r}: unknown answer {tick!r}; use yes, no or not-sure")


def _check_sides(items: dict[str, Item], answers: Answers) -> None:
    for item_id, sides in answers.sides.items():
        if not _known_item(items, item_id).sided:
            raise AnswerError(f"{item_id!r} has no sides")
        for side in sides:
            if not isinstance(side, Side):
                raise AnswerError(f"{item_id!r}: unknown side {side!r}; use left or right")


def _check_leads(screening: Screening, answers: Answers) -> None:
    with_lead = {page.id for page in screening.page if page.lead}
    for page_id, lead in answers.leads.items():
        if page_id not in with_lead:
            raise AnswerError(f"page {page_id!r} is unknown or has no first question")
        if not isinstance(lead, bool):
            raise AnswerError(f"page {page_id!r}: unknown answer {lead!r}; use true or false")


def _check_approved(items: dict[str, Item], answers: Answers) -> None:
    for item_id in answers.approved:
        item = _known_item(items, item_id)
        if not (item.approvable and item.level is Level.CLINICIAN):
            raise AnswerError(f"{item_id!r} is not something a clinician's yes can settle here")
