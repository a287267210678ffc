"""The record: every session, one session, and the page after a session."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.exercises.model import Library
from ilium.prescription.loader import load_rules
from ilium.web.pages.record_words import Names, RecordWords, by_month, describe, years
from ilium.web.pages.visit import Visit, visit


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show the sessions of one year: the latest, or the one that the address asks for."""
    here = visit(request)
    known = years(here.person)
    asked = request.GET.get("year", "")
    year = next((year for year in known if str(year) == asked), known[0] if known else here.today.year)
    months = by_month(here.person, year, today=here.today)
    return here.page("history.html", "history", months=months, years=known, year=year)


@require_safe
def one_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show one session, set by set."""
    here = visit(request)
    record = _record(here, session_id)
    if record is None:
        raise Http404
    return here.page("history_session.html", "history", current="true", record=record)


@require_safe
def finished(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show a session that has just ended, or that its events are still on the way."""
    here = visit(request)
    return here.page("finished.html", record=_record(here, session_id))


def _record(here: Visit, session_id: UUID) -> RecordWords | None:
    session = here.person.session(str(session_id))
    return describe(session, here.person, _names(here.library), today=here.today) if session else None


def _names(library: Library) -> Names:
    return Names(
        variants={variant.id: variant.name for exercise in library.exercises for variant in exercise.variant},
        qualities={quality.id: quality.label for quality in load_rules().quality},
    )
