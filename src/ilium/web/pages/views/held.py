"""What lifts a hold: that somebody examined the person, and, at once after it, that an answer was a slip."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ilium.app.standing import holds_of, slips
from ilium.app.standing_now import day_of
from ilium.record.events import AnswerTakenBack, Examined
from ilium.web.pages.examined_form import ExaminedForm
from ilium.web.pages.fields import form_errors
from ilium.web.pages.held_words import hold_words
from ilium.web.pages.visit import visit


@require_http_methods(["GET", "HEAD", "POST"])
def examined(request: HttpRequest) -> HttpResponseBase:
    """Take the day on which somebody examined the person; all the questions come next."""
    here = visit(request)
    holds = holds_of(here.person)
    if not holds:
        return redirect("today")
    data = request.POST if request.method == "POST" else None
    form = ExaminedForm(data, initial={"day": here.today}).between(max(map(day_of, holds)), here.today)
    if data is not None and form.is_valid():
        here.said(Examined, holds=[hold.id for hold in holds], day=form.cleaned_data["day"].isoformat())
        return redirect("screening-page", 1)
    return here.page("held_examined.html", "today", form=form, holds=hold_words(here, holds), errors=form_errors(form))


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, hold_id: str) -> HttpResponseBase:
    """Ask once more, then take an answer back; it stays in the record beside what was said of it."""
    here = visit(request)
    found = tuple(hold for hold in slips(here.person, here.now) if hold.id == str(hold_id))
    if not found:
        return redirect("today")
    if request.method == "POST" and request.POST.get("sure") == "yes":
        here.said(AnswerTakenBack, hold=found[0].id)
        return redirect("today")
    return here.page("held_slip.html", "today", hold=hold_words(here, found)[0])
