"""The screening: eight pages of ticks, a clinician's yes, and what it all leads to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from ilium.app.screening_run import (
    AskAgain,
    Cleared,
    Waiting,
    emergency_of,
    level_of,
    next_page,
    outcome_of,
    run_to_go_on,
    standing,
    to_approve,
)
from ilium.record.events import ScreeningCompleted, ScreeningPageAnswered
from ilium.record.states import ScreeningRun
from ilium.screening.model import Page
from ilium.web.pages import approval_form, screening_form
from ilium.web.pages.screening_words import change_words, wait_words
from ilium.web.pages.visit import Visit, visit


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """Go to the first page without an answer."""
    here = visit(request)
    number = next_page(here.screening, _run(here))
    return redirect("screening-approval") if number > len(here.screening.page) else redirect("screening-page", number)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show or take one page of ticks."""
    here = visit(request)
    if not 1 <= number <= len(here.screening.page):
        raise Http404
    if number > next_page(here.screening, _run(here)):
        return redirect("screening")
    return _take(here, number) if request.method == "POST" else _show(here, number)


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest) -> HttpResponseBase:
    """Ask which answers a clinician has said yes to, where that could change the outcome."""
    here = visit(request)
    run = _run(here)
    if run is None or not _all_answered(here, run):
        return redirect("screening")
    items = to_approve(here.screening, run, here.now)
    if not items:
        return redirect("screening-page", len(here.screening.page))
    form = approval_form.read(items, request.POST) if request.method == "POST" else approval_form.blank(items)
    if request.method == "POST" and not form.errors:
        return _complete(here, run, approval_form.approved(form))
    return here.page("screening_approval.html", form=form, total=len(here.screening.page))


@require_safe
def result(request: HttpRequest) -> HttpResponseBase:
    """Show what the answers led to."""
    here = visit(request)
    found = standing(here.person, here.screening, here.now)
    match found:
        case AskAgain():
            return redirect("screening")
        case Waiting(outcome=outcome):
            return here.page("screening_result.html", wait=wait_words(outcome, here.locale))
        case Cleared(clearance=clearance):
            changes = change_words(here.library, here.screening, clearance)
            return here.page("screening_result.html", clearance=clearance, changes=changes, profile=here.person.profile)


def _run(here: Visit) -> ScreeningRun | None:
    return run_to_go_on(here.person, here.screening, here.now)


def _show(here: Visit, number: int) -> HttpResponse:
    shown, run = here.screening.page[number - 1], _run(here)
    answered = run.pages.get(shown.id) if run else None
    form = screening_form.filled(shown, answered) if answered else screening_form.blank(shown)
    return _page(here, number, shown, form)


def _page(here: Visit, number: int, shown: Page, form: screening_form.ScreeningForm) -> HttpResponse:
    found = standing(here.person, here.screening, here.now)
    return here.page(
        "screening_page.html",
        number=number,
        total=len(here.screening.page),
        page=shown,
        form=form,
        side_choices=screening_form.SIDE_CHOICES,
        reason=found.reason if isinstance(found, AskAgain) and _run(here) is None else "",
    )


def _take(here: Visit, number: int) -> HttpResponseBase:
    """Record a page; an emergency ends the questions at once."""
    asked = here.screening.page[number - 1]
    form = screening_form.read(asked, here.request.POST)
    if form.errors:
        return _page(here, number, asked, form)
    run = _run(here)
    run_id = run.id if run else here.services.ids.new()
    ticks, sides, lead = screening_form.answers(asked, form)
    version = here.screening.version
    here.said(
        ScreeningPageAnswered, screening=run_id, version=version, page=asked.id, ticks=ticks, sides=sides, lead=lead
    )
    return _after(visit(here.request), number)


def _after(here: Visit, number: int) -> HttpResponseBase:
    """Go on after a page: to the help at once, to the next page, to a clinician's yes, or to the end."""
    run = _run(here)
    if run and (emergency_of(here.screening, run) or _is_over(here, run)):
        return _complete(here, run, ())
    last = number == len(here.screening.page)
    return redirect("screening") if last else redirect("screening-page", number + 1)


def _all_answered(here: Visit, run: ScreeningRun) -> bool:
    return next_page(here.screening, run) > len(here.screening.page)


def _is_over(here: Visit, run: ScreeningRun) -> bool:
    """Whether every page is answered and no clinician's yes could change anything."""
    return _all_answered(here, run) and not to_approve(here.screening, run, here.now)


def _complete(here: Visit, run: ScreeningRun, approved: tuple[str, ...]) -> HttpResponseBase:
    outcome = outcome_of(here.screening, run, here.now, approved=approved)
    here.said(
        ScreeningCompleted, screening=run.id, version=run.version, approved=list(approved), level=level_of(outcome)
    )
    return redirect("screening-result")
