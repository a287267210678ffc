"""Read which of the answers a clinician has said yes to."""

from collections.abc import Mapping, Sequence

import msgspec
from django.http import QueryDict

from ilium.app.told import Yes
from ilium.screening.model import Item
from ilium.web.pages.fields import FormError
from ilium.web.pages.screening_form import NONE_AND_SOME

NOTHING_TICKED = "Tick each one that somebody agreed to, or tick the last line."


class ApprovalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that a clinician may have said yes to; ``before`` is the yes of the screening before this one."""

    item: Item
    chosen: bool = False
    before: Yes | None = None


class ApprovalForm(msgspec.Struct, frozen=True, kw_only=True):
    """The question as it stands."""

    rows: tuple[ApprovalRow, ...]
    none: bool = False
    error: str = ""

    @property
    def errors(self) -> tuple[FormError, ...]:
        """What is still open."""
        return (FormError("ticks", self.error),) if self.error else ()


def blank(items: Sequence[Item], before: Mapping[str, Yes]) -> ApprovalForm:
    """Return the question with nothing ticked but each yes that still holds."""
    known = [(item, before.get(item.id)) for item in items]
    rows = (ApprovalRow(item=item, chosen=yes is not None and not yes.is_over, before=yes) for item, yes in known)
    return ApprovalForm(rows=tuple(rows))


def read(items: Sequence[Item], data: QueryDict, before: Mapping[str, Yes]) -> ApprovalForm:
    """Read the submitted form; values it does not have are dropped."""
    ticked = set(data.getlist("approved"))
    rows = tuple(ApprovalRow(item=item, chosen=item.id in ticked, before=before.get(item.id)) for item in items)
    some, none = any(row.chosen for row in rows), "none" in data
    error = NONE_AND_SOME if some and none else "" if some or none else NOTHING_TICKED
    return ApprovalForm(rows=rows, none=none, error=error)


def approved(form: ApprovalForm) -> tuple[str, ...]:
    """Return the ids that a form without errors approves."""
    return tuple(row.item.id for row in form.rows if row.chosen)
