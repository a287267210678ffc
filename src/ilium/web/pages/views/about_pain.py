"""About the pain, and the country of the help numbers."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_POST

from ilium.app.profile import doubts, printed_ranges
from ilium.record.events import ProfileChanged
from ilium.web.pages import profile_form, settings_form
from ilium.web.pages.fields import form_errors
from ilium.web.pages.progress_words import left_out_words
from ilium.web.pages.visit import Visit, visit


@require_http_methods(["GET", "HEAD", "POST"])
def about_pain(request: HttpRequest) -> HttpResponseBase:
    """Show or take where it hurts; how to be guided is folded away, because its first values suit most people."""
    here = visit(request)
    data = request.POST if request.method == "POST" else None
    form = profile_form.ProfileForm(data, initial=profile_form.values_of(here.person.profile))
    printed = profile_form.PrintedForm(data, here.person.profile, printed_ranges(here.library))
    guide = settings_form.GuideForm(data, initial=settings_form.values_of(here.person.settings, here.locale.id))
    guide.set_locales(here.screening.locale)
    if data is not None and all([form.is_valid(), printed.is_valid(), guide.is_valid()]):
        here.choose(settings_form.settings_from(here.person.settings, guide))
        chosen = printed.said if form.said["track"] == "published" else {}
        here.said(ProfileChanged, **form.said, printed=chosen)
        return _saved(visit(request))
    errors = form_errors(form, printed, guide)
    folded_open = bool(guide.errors)
    return here.page(
        "about_pain.html",
        form=form,
        printed=printed,
        guide=guide,
        errors=errors,
        settings_open=folded_open,
        doubts=doubts(here.library),
    )


def _saved(here: Visit) -> HttpResponseBase:
    """Go to Today; but where exercises are left out, say first that they stay so, whatever was saved."""
    if not any(ladder.out for ladder in here.course.ladders.values()):
        return redirect("today")
    return here.page("about_pain_saved.html", left_out=left_out_words(here.library, here.course))


@require_POST
def country(request: HttpRequest) -> HttpResponseBase:
    """Take the country of the help numbers, and go back to where it was asked."""
    here = visit(request)
    chosen = request.POST.get("country", "")
    if chosen in {locale.id for locale in here.screening.locale}:
        here.change_settings(locale=chosen)
    return redirect(_own_page(request.POST.get("next", "")))


def _own_page(path: str) -> str:
    """Return the path if it is one of our pages, else the address of Today; never another site."""
    try:
        return f"/{path.lstrip('/')}" if resolve(path).url_name != "country" and path.startswith("/") else "/"
    except Resolver404:
        return "/"
