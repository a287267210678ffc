"""About the pain, and the country of the help numbers."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_POST

from ilium.app.profile import doubts, in_country
from ilium.record.events import ProfileChanged
from ilium.web.pages.place import COUNTRY_COOKIE, YEAR_SECONDS
from ilium.web.pages.profile_form import ProfileForm, first_values, form_errors, values_of
from ilium.web.pages.visit import Visit, visit


@require_http_methods(["GET", "HEAD", "POST"])
def about_pain(request: HttpRequest) -> HttpResponseBase:
    """Show or take where it hurts and how to be guided."""
    here = visit(request)
    form = _form(here)
    if request.method == "POST" and form.is_valid():
        here.said(ProfileChanged, **form.said)
        return redirect("today")
    return here.page(
        "about_pain.html",
        form=form,
        errors=form_errors(form),
        settings_open=form.settings_open,
        doubts=doubts(here.library),
    )


@require_POST
def country(request: HttpRequest) -> HttpResponseBase:
    """Take the country of the help numbers, and go back to where it was asked."""
    here = visit(request)
    chosen = request.POST.get("country", "")
    response = redirect(_own_page(request.POST.get("next", "")))
    if chosen in {locale.id for locale in here.screening.locale}:
        response.set_cookie(COUNTRY_COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
        if here.person.profile:
            here.said(ProfileChanged, **in_country(here.person.profile, chosen))
    return response


def _form(here: Visit) -> ProfileForm:
    profile = here.person.profile
    initial = values_of(profile) if profile else first_values(here.locale.id)
    form = ProfileForm(here.request.POST if here.request.method == "POST" else None, initial=initial)
    form.set_locales(here.screening.locale)
    return form


def _own_page(path: str) -> str:
    """Return the path if it is one of our pages, else the address of Today; never another site."""
    try:
        return f"/{path.lstrip('/')}" if resolve(path).url_name != "country" and path.startswith("/") else "/"
    except Resolver404:
        return "/"
