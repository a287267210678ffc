"""The record: a month's calendar and list, the year's numbers, one session, two sessions, the page after a session."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.app.history import month, shown_month
from ilium.app.lessons import lessons_now
from ilium.app.person import session_in
from ilium.exercises.model import Library
from ilium.prescription.loader import load_rules
from ilium.record.summaries import SessionSummary
from ilium.web.pages.history_words import WEEKDAYS, compare, month_words, numbers, session_title, years
from ilium.web.pages.record_words import Names, RecordWords, describe, line
from ilium.web.pages.visit import Visit, visit

#: So many sessions are offered as the second of two: our choice.
OFFERED = 100


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show one month: the one that the address asks for, else the latest with a session."""
    here = visit(request)
    shown = month(here.person, shown_month(here.person, request.GET.get("month", ""), here.today))
    return here.page(
        "history.html",
        "history",
        month=month_words(shown, here.today),
        years=years(here.person),
        year=shown.first.year,
        weekdays=WEEKDAYS,
        any=bool(here.person.sessions),
    )


@require_safe
def over_time(request: HttpRequest) -> HttpResponse:
    """Show the ratings of one year as a chart with its table."""
    here = visit(request)
    known = [year for year, _ in years(here.person)]
    asked = request.GET.get("year", "")
    year = next((year for year in known if str(year) == asked), known[0] if known else here.today.year)
    rows = numbers(here.person, year)
    return here.page("history_over_time.html", "history", current="true", years=known, year=year, rows=rows)


@require_safe
def one_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show one session, set by set."""
    here = visit(request)
    record = _record(here, session_id)
    if record is None:
        raise Http404
    return here.page("history_session.html", "history", current="true", record=record, session=session_id)


@require_safe
def two_sessions(request: HttpRequest) -> HttpResponse:
    """Show two sessions beside each other, or ask for those that are missing."""
    here = visit(request)
    asked = list(dict.fromkeys(request.GET.getlist("s")))
    chosen = [session for session in here.person.sessions if session.id in asked]
    whole = [session for one in chosen[:2] if (session := session_in(here.services.store, one.id))]
    if len(chosen) != 2 or len(asked) != 2 or len(whole) != 2:
        return _choose(here, chosen, many=len(asked) > 2)
    heads = [(session.id, session_title(session, here.today)) for session in whole]
    rows = compare(here.person, whole[0], whole[1])
    return here.page("history_compare.html", "history", current="true", heads=heads, rows=rows)


@require_safe
def finished(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show a session that has just ended, or that its events are still on the way."""
    here = visit(request)
    due = lessons_now(here.person, here.screening, here.now).due
    return here.page("finished.html", record=_record(here, session_id), lesson=due)


def _choose(here: Visit, chosen: list[SessionSummary], *, many: bool) -> HttpResponse:
    first = chosen[0] if len(chosen) == 1 else None
    late = reversed(here.person.sessions[-OFFERED - 1 :])
    offered = [line(session, here.today) for session in late if session is not first]
    return here.page(
        "history_compare.html",
        "history",
        current="true",
        many=many,
        first=line(first, here.today) if first else None,
        offered=offered[:OFFERED],
    )


def _record(here: Visit, session_id: UUID) -> RecordWords | None:
    session = session_in(here.services.store, str(session_id))
    return describe(session, here.person, _names(here.library), today=here.today) if session else None


def _names(library: Library) -> Names:
    return Names(
        variants={variant.id: variant.name for exercise in library.exercises for variant in exercise.variant},
        qualities={quality.id: quality.label for quality in load_rules().quality},
    )
