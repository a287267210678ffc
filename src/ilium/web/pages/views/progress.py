"""Is it helping: the progress page, the summary for a clinician, and the answers that they rest on."""

from datetime import date, timedelta

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ilium.app.progress import Progress
from ilium.app.standing import Cleared, standing
from ilium.progress.model import MeasureId, load_measures
from ilium.progress.verdict import ALWAYS
from ilium.record.events import (
    ChangeRated,
    FunctionRated,
    LegHeavinessRated,
    PainDayRated,
    PersonEvent,
    ReviewRead,
)
from ilium.web.pages.fields import form_errors
from ilium.web.pages.measure_forms import ChangeForm, DayForm, FunctionForm, HeavinessForm, day_values
from ilium.web.pages.progress_words import ASKS, SHOWN_DAYS, latest, level_words, open_asks, page_words
from ilium.web.pages.record_words import STOPPED, day_words
from ilium.web.pages.visit import Visit, visit

#: So many days back a rating may still be changed: our choice, because memory is another measure.
CHANGE_DAYS = 7
#: Ends of a session that a clinician wants to know of.
FOR_HEALTH = ("pain", "unwell", "leg-symptoms", "urgent", "emergency")
EVENTS: dict[MeasureId, type[PersonEvent]] = {
    "function": FunctionRated,
    "heaviness": LegHeavinessRated,
    "change": ChangeRated,
}


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show whether it is helping, with what it rests on."""
    here = visit(request)
    found, measures = here.progress, load_measures()
    everything = request.GET.get("show") == "all"
    return here.page(
        "progress.html",
        "progress",
        found=found,
        words=page_words(found, here.person, here.library, measures, everything=everything),
        everything=everything,
        always=ALWAYS,
        latest=latest(here.person, here.today),
        asks=open_asks(found.due),
        yesterday=_yesterday_open(here, found),
        last_day=_last_day(here),
        any=here.person.profile is not None,
    )


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """Show one page for a clinician, to be shown or printed."""
    here = visit(request)
    found, measures = here.progress, load_measures()
    cleared = standing(here.person, here.screening, here.now)
    return here.page(
        "progress_summary.html",
        "progress",
        current="true",
        found=found,
        words=page_words(found, here.person, here.library, measures, everything=False),
        always=ALWAYS,
        latest=latest(here.person, here.today),
        profile=here.person.profile,
        ladders=_ladders(here, found),
        changes=_changes(here, cleared),
        stops=_stops(here),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Ask one of the questions that come every few weeks."""
    here = visit(request)
    if kind not in ASKS or here.person.profile is None:
        raise Http404
    name = ASKS[kind]
    form = _form(here, kind)
    if request.method == "POST" and form.is_valid():
        here.said(EVENTS[name], **form.said)  # type: ignore[attr-defined]
        return redirect("progress")
    asked = load_measures().get(name)
    shown = {"form": form, "kind": kind, "measure": asked, "errors": form_errors(form) if form.is_bound else ()}
    return here.page("measure.html", "progress", current="true", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, day: str) -> HttpResponseBase:
    """Rate yesterday, or change a rating of the last days; what was said before stays in the record."""
    here = visit(request)
    asked = _day(here, day)
    both = here.person.profile is not None and here.person.profile.side == "both"
    data = request.POST if request.method == "POST" else None
    form = DayForm(data, initial=day_values(here.person.pain_days.get(str(asked)))).for_sides(both=both)
    if form.is_bound and form.is_valid():
        here.said(PainDayRated, day=str(asked), **form.said)
        return redirect("progress")
    shown = {"form": form, "errors": form_errors(form) if form.is_bound else ()}
    return here.page("measure_day.html", "progress", current="true", day=day_words(asked, here.today), **shown)


@require_POST
def review(request: HttpRequest) -> HttpResponseBase:
    """Note that the person has read what a review rule had to say; it is not said again."""
    here = visit(request)
    asked = request.POST.get("review"), request.POST.get("since")
    for one in here.progress.unread:
        if (one.id, one.since.isoformat()) == asked:
            here.said(ReviewRead, review=one.id, since=one.since.isoformat())
    return redirect("today")


def _form(here: Visit, kind: str) -> Form:
    data = here.request.POST if here.request.method == "POST" else None
    if kind == "activities":
        return FunctionForm(data, here.person.functions[-1] if here.person.functions else None)
    return HeavinessForm(data) if kind == "legs" else ChangeForm(data)


def _last_day(here: Visit) -> str:
    """Return the last rated day that may still be changed; empty where there is none."""
    first, yesterday = str(here.today - timedelta(days=CHANGE_DAYS)), str(here.today - timedelta(days=1))
    return max((day for day in here.person.pain_days if first <= day <= yesterday), default="")


def _yesterday_open(here: Visit, found: Progress) -> str:
    yesterday = here.today - timedelta(days=1)
    is_open = found.began is not None and found.began <= yesterday and str(yesterday) not in here.person.pain_days
    return str(yesterday) if is_open else ""


def _day(here: Visit, text: str) -> date:
    """Return a day that may be rated: yesterday, or one of the last days that was rated before."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    ago = (here.today - asked).days
    if here.person.profile is None or not (ago == 1 or (0 < ago <= CHANGE_DAYS and text in here.person.pain_days)):
        raise Http404
    return asked


def _ladders(here: Visit, found: Progress) -> list[tuple[str, str]]:
    ladders = found.course.ladders.items()
    return [(here.library.get(name).name, level_words(here.library, ladder)) for name, ladder in ladders]


def _changes(here: Visit, found: object) -> list[str]:
    if not isinstance(found, Cleared):
        return []
    words = {change.id: change.say for change in here.library.changes}
    return [words[one.id] + (f" ({one.side} side)" if one.side else "") for one in found.clearance.changes]


def _stops(here: Visit) -> list[tuple[str, str]]:
    """Return the sessions of the last twelve weeks that ended for a reason of health."""
    since = here.today - timedelta(days=SHOWN_DAYS)
    late = [one for one in reversed(here.person.sessions) if one.day >= since]
    return [(day_words(one.day, here.today), STOPPED[one.stopped_why]) for one in late if one.stopped_why in FOR_HEALTH]
