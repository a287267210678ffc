"""Today: what there is to do now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ilium.app.person import next_morning_due
from ilium.app.screening_run import next_page
from ilium.app.session_sheet import todays_plan
from ilium.app.today import CanStart, FirstDay, OnHold, ProfileMissing, QuestionsDue, plan_rows, state_of
from ilium.record.events import DailyCheckAnswered, NextMorningAnswered
from ilium.record.states import ScreeningRun, Session
from ilium.web.pages.fields import form_errors
from ilium.web.pages.morning_form import MorningForm
from ilium.web.pages.place import greeting
from ilium.web.pages.record_words import STOPPED, ago, headline
from ilium.web.pages.screening_words import wait_words
from ilium.web.pages.visit import Visit, visit

SKIPPED_COOKIE = "morning_skipped"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the state of today."""
    return _show(visit(request))


@require_POST
def morning(request: HttpRequest) -> HttpResponseBase:
    """Take or skip the next-morning question."""
    here = visit(request)
    due = next_morning_due(here.person, here.today)
    if due is None or request.POST.get("session") != due.id:
        return redirect("today")
    if request.POST.get("answer") == "skip":
        response = redirect("today")
        response.set_cookie(SKIPPED_COOKIE, due.id, max_age=24 * 3600, samesite="Strict", httponly=True)
        return response
    form = MorningForm(request.POST)
    if not form.is_valid():
        return _show(here, form)
    here.said(NextMorningAnswered, session=due.id, day=here.today.isoformat(), **form.said)
    return redirect("today")


@require_POST
def start(request: HttpRequest) -> HttpResponseBase:
    """Take the daily re-check: nothing new starts the session, something new asks the questions again."""
    here = visit(request)
    answer = request.POST.get("new")
    if answer not in ("yes", "no") or not isinstance(_state(here), CanStart):
        return redirect("today")
    here.said(DailyCheckAnswered, anything_new=answer == "yes")
    return redirect("session") if answer == "no" else redirect("today")


def _state(here: Visit) -> FirstDay | QuestionsDue | OnHold | ProfileMissing | CanStart:
    return state_of(here.person, here.screening, now=here.now, today=here.today)


def _show(here: Visit, morning: MorningForm | None = None) -> HttpResponse:
    state = _state(here)
    words: dict[str, object] = {"greeting": greeting(here.now)}
    match state:
        case FirstDay():
            return here.page("today_first.html", "today", **words)
        case QuestionsDue(reason=reason, run=run):
            return here.page("today_questions.html", "today", reason=reason, **_progress(here, run), **words)
        case OnHold(waiting=waiting, run=run):
            wait = wait_words(waiting.outcome, here.locale)
            return here.page("today_on_hold.html", "today", wait=wait, **_progress(here, run), **words)
        case ProfileMissing():
            return here.page("today_profile.html", "today", **words)
        case CanStart():
            return here.page("today_ready.html", "today", **_ready(here, state, morning), **words)


def _progress(here: Visit, run: ScreeningRun | None) -> dict[str, object]:
    return {"half_done": run is not None, "next": next_page(here.screening, run), "total": len(here.screening.page)}


def _ready(here: Visit, state: CanStart, morning: MorningForm | None) -> dict[str, object]:
    made = todays_plan(here.person, here.now)
    return {
        "rows": plan_rows(made.plan, made.sheet),
        "minutes": made.sheet.minutes,
        "notes": made.plan.notes,
        "changes": made.plan.changes,
        "done": state.done,
        "done_words": headline(state.done) if state.done else "",
        "done_why": STOPPED[state.done.stopped_why] if state.done and state.done.stopped_why else "",
        "running": state.running,
        "morning": _morning(here, state.morning, morning),
        "recheck": Recheck.of(here.screening.daily_recheck),
    }


def _morning(here: Visit, due: Session | None, form: MorningForm | None) -> dict[str, object] | None:
    if due is None or here.request.COOKIES.get(SKIPPED_COOKIE) == due.id:
        return None
    shown = form or MorningForm()
    return {"session": due.id, "when": ago(due.day, here.today), "form": shown, "errors": form_errors(shown)}


@dataclass(frozen=True, slots=True)
class Recheck:
    """The daily re-check as a heading and the examples under it."""

    question: str
    examples: str

    @classmethod
    def of(cls, text: str) -> "Recheck":
        """Split the sentence of the screening after its question mark."""
        question, mark, examples = text.partition("?")
        return cls(question=question + mark, examples=examples.strip())
