"""Settings, and the reminder as a file for the person's own calendar."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ilium.exchange.calendar import reminder
from ilium.store.recordings import MAX_TOTAL_BYTES
from ilium.web.pages.fields import form_errors
from ilium.web.pages.settings_form import GuideForm, OwnForm, settings_from, values_of
from ilium.web.pages.visit import visit


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponseBase:
    """Show or take the settings; they work before anything else was said."""
    here = visit(request)
    data = request.POST if request.method == "POST" else None
    initial = values_of(here.person.settings, here.locale.id)
    guide, own = GuideForm(data, initial=initial), OwnForm(data, initial=initial)
    guide.set_locales(here.screening.locale)
    if data is not None and guide.is_valid() and own.is_valid():
        here.choose(settings_from(here.person.settings, guide, own))
        return redirect(f"{reverse('settings')}?saved=1")
    return here.page(
        "settings.html",
        "settings",
        guide=guide,
        own=own,
        errors=form_errors(guide, own),
        saved=data is None and "saved" in request.GET,
        reminder=here.person.settings.reminder,
        most_recorded=MAX_TOTAL_BYTES // 1_000_000,
        country=here.country,
    )


@require_safe
def reminder_file(request: HttpRequest) -> HttpResponse:
    """Return the reminder; there is none while reminders are off."""
    here = visit(request)
    chosen = here.person.settings
    if chosen.reminder is None:
        raise Http404
    made = reminder(chosen.reminder, chosen.reminder_days, here.now)
    headers = {"Content-Disposition": 'attachment; filename="ilium-reminder.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)
