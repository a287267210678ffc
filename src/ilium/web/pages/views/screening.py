"""The screening: pages of ticks, a clinician's yes, and what it all leads to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from ilium.app.screening_run import answered, emergency_of, level_of, next_page, outcome_of, run_to_go_on, to_approve
from ilium.app.standing import AskAgain, Cleared, Held, Resting, Waiting, standing
from ilium.app.told import told_before, yes_before, yes_until
from ilium.record.events import ScreeningCompleted, ScreeningPageAnswered
from ilium.record.states import ScreeningRun
from ilium.screening.model import NotNow, Page
from ilium.web.pages import approval_form, screening_form
from ilium.web.pages.held_words import examined_words, held_context
from ilium.web.pages.screening_words import change_words, wait_words, yes_words
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
    if isinstance(standing(here.person, here.screening, here.now), Held):
        return redirect("screening-result")
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
    before = yes_before(here.person, here.screening, items, here.now)
    if request.method != "POST":
        form = approval_form.blank(items, before)
    elif not (form := approval_form.read(items, request.POST, before)).errors:
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
        case Resting():
            return redirect("today")
        case Held():
            return here.page("today_held.html", **held_context(here))
        case Waiting(outcome=outcome):
            return here.page("screening_result.html", wait=wait_words(outcome, here.locale))
        case Cleared(clearance=clearance):
            changes = change_words(here.library, here.screening, clearance)
            return here.page(
                "screening_result.html",
                clearance=clearance,
                changes=changes,
                yeses=yes_words(here.screening, here.person),
                profile=here.person.profile,
            )


def _run(here: Visit) -> ScreeningRun | None:
    return run_to_go_on(here.person, here.screening, here.now)


def _show(here: Visit, number: int) -> HttpResponse:
    shown, run = here.screening.page[number - 1], _run(here)
    answered, told = run.pages.get(shown.id) if run else None, told_before(here.person, shown, run)
    form = screening_form.filled(shown, answered, told) if answered else screening_form.blank(shown, told)
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
        examined=examined_words(here, found.examined) if isinstance(found, AskAgain) else (),
    )


def _take(here: Visit, number: int) -> HttpResponseBase:
    """Record a page; an emergency ends the questions at once."""
    asked = here.screening.page[number - 1]
    form = screening_form.read(asked, here.request.POST, told_before(here.person, asked, _run(here)))
    if form.errors:
        return _page(here, number, asked, form)
    answer = _answer(here, asked, form)
    run = answered(_run(here), answer)
    if emergency_of(here.screening, run):  # in one write: what is half written must not be answered otherwise
        here.said_all(answer, _completion(here, run, ()))
        return redirect("screening-result")
    here.said_all(answer)
    return _after(visit(here.request), number)


def _answer(here: Visit, asked: Page, form: screening_form.ScreeningForm) -> ScreeningPageAnswered:
    run, (ticks, sides, lead) = _run(here), screening_form.answers(asked, form)
    run_id, version = run.id if run else here.services.ids.new(), here.screening.version
    fields = {"page": asked.id, "ticks": ticks, "sides": sides, "lead": lead}
    return here.saying(ScreeningPageAnswered, screening=run_id, version=version, **fields)


def _after(here: Visit, number: int) -> HttpResponseBase:
    """Go on after a page: to the next page, to a clinician's yes, or to the end."""
    run = _run(here)
    if run and _is_over(here, run):
        return _complete(here, run, ())
    last = number == len(here.screening.page)
    return redirect("screening") if last else redirect("screening-page", number + 1)


def _all_answered(here: Visit, run: ScreeningRun) -> bool:
    return next_page(here.screening, run) > len(here.screening.page)


def _is_over(here: Visit, run: ScreeningRun) -> bool:
    """Whether every page is answered and no clinician's yes could change anything.

    Nobody who has to be told to wait is first asked what they may leave out.
    """
    open_pages = here.screening.page[next_page(here.screening, run) - 1 :]
    if not all(page.optional for page in open_pages):
        return False
    outcome = outcome_of(here.screening, run, here.now)
    return not outcome.approvable if isinstance(outcome, NotNow) else not open_pages


def _complete(here: Visit, run: ScreeningRun, approved: tuple[str, ...]) -> HttpResponseBase:
    here.said_all(_completion(here, run, approved))
    return redirect("screening-result")


def _completion(here: Visit, run: ScreeningRun, approved: tuple[str, ...]) -> ScreeningCompleted:
    level = level_of(outcome_of(here.screening, run, here.now, approved=approved))
    items = [item for page in here.screening.page for item in page.item if item.id in approved]
    until = yes_until(here.screening, items, yes_before(here.person, here.screening, items, here.now), here.now)
    yes = {"approved": list(approved), "until": {item: str(day) for item, day in until.items()}}
    return here.saying(ScreeningCompleted, screening=run.id, version=run.version, level=level, **yes)
