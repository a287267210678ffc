"""Plans and cue sheets for no one person: previews, marked as such where they are shown."""

from datetime import UTC, datetime

import msgspec

from ilium.cuesheet.compile import Guide, cue_sheet, session_sheet
from ilium.cuesheet.model import CueSheet, SessionSheet
from ilium.exercises.loader import load_library
from ilium.prescription.model import Mode, PlanRequest, SessionPlan
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange

#: A clearance needs a time; a preview is for no day.
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class PreviewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be planned."""

    request: PlanRequest
    changes: tuple[AppliedChange, ...] = ()


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with its cue sheet."""

    plan: SessionPlan
    sheet: CueSheet


def _plan(asked: PreviewRequest, mode: Mode) -> SessionPlan:
    request = msgspec.structs.replace(asked.request, mode=mode)
    return plan(load_library(), example_clearance(asked.changes, _NO_DAY), request)


def preview_plan(asked: PreviewRequest) -> Preview:
    """Plan what was asked, for no one person."""
    made = _plan(asked, asked.request.mode)
    return Preview(plan=made, sheet=cue_sheet(load_library(), made, Guide(worse=asked.request.worse)))


def preview_sheet(asked: PreviewRequest, guide: Guide) -> CueSheet:
    """Return the cue sheet of what was asked, for no one person."""
    return cue_sheet(load_library(), _plan(asked, asked.request.mode), _guided(asked, guide))


def preview_session(asked: PreviewRequest, guide: Guide) -> SessionSheet:
    """Return the whole session sheet, as the player gets it."""
    plans = {mode: _plan(asked, mode) for mode in Mode}
    return session_sheet(load_library(), plans, _guided(asked, guide))


def _guided(asked: PreviewRequest, guide: Guide) -> Guide:
    return msgspec.structs.replace(guide, worse=asked.request.worse)
