"""Today: what there is to do now."""

from dataclasses import dataclass
from datetime import timedelta

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ilium.app.events import close_session
from ilium.app.lessons import lessons_now
from ilium.app.person import next_morning_due, open_session
from ilium.app.screening_run import next_page
from ilium.app.session_sheet import todays_plan
from ilium.app.standing_now import in_words
from ilium.app.today import (
    CanStart,
    FirstDay,
    OnExamination,
    OnHold,
    OnRest,
    ProfileMissing,
    QuestionsDue,
    State,
    plan_rows,
    state_of,
)
from ilium.prescription.lengths import Length
from ilium.prescription.loader import load_adaptation
from ilium.prescription.rhythm import rest_words, resting, week_ahead
from ilium.progress.due import began
from ilium.record.events import DailyCheckAnswered, NextMorningAnswered, PainDayRated
from ilium.record.states import ScreeningRun
from ilium.web.pages.fields import FormError, form_errors
from ilium.web.pages.held_words import examined_words, held_context
from ilium.web.pages.length_words import length_words
from ilium.web.pages.locale import greeting
from ilium.web.pages.measure_forms import DayForm
from ilium.web.pages.morning_form import MorningForm
from ilium.web.pages.progress_words import open_asks, week_words
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
    """Take or skip what is asked about the night and about yesterday."""
    here = visit(request)
    asked = TodayForm.of(here, request.POST)
    if asked is None or not asked.is_of(request.POST):
        return redirect("today")
    if request.POST.get("answer") == "skip":
        response = redirect("today")
        response.set_cookie(SKIPPED_COOKIE, asked.key, max_age=24 * 3600, samesite="Strict", httponly=True)
        return response
    if asked.errors:
        return _show(here, asked)
    if asked.morning is not None:
        here.said(NextMorningAnswered, session=asked.session, day=here.today.isoformat(), **asked.morning.said)
    if asked.yesterday is not None and asked.yesterday.is_begun:
        here.said(PainDayRated, day=asked.day, **asked.yesterday.said)
    return redirect("today")


@require_POST
def close(request: HttpRequest) -> HttpResponseBase:
    """Close a session that is open on another device, or was left; what that device still sends is taken in too."""
    here = visit(request)
    running = open_session(here.person)
    if running is not None and request.POST.get("session") == running.id:
        close_session(here.services.store, here.services.clock, here.services.ids, running)
    return redirect("today")


@require_POST
def start(request: HttpRequest) -> HttpResponseBase:
    """Take the daily re-check: nothing new starts the session as chosen, something new asks the questions again."""
    here = visit(request)
    answer = request.POST.get("new")
    if answer not in ("yes", "no") or not isinstance(_state(here), CanStart):
        return redirect("today")
    here.said(DailyCheckAnswered, anything_new=answer == "yes")
    if answer == "yes":
        return redirect("today")
    wanted = request.POST.get("for", "")
    return redirect(f"{reverse('session')}?for={wanted}" if wanted in set(Length) else "session")


def _state(here: Visit) -> State:
    return state_of(here.person, here.screening, now=here.now, today=here.today)


def _show(here: Visit, morning: "TodayForm | None" = None) -> HttpResponse:
    state = _state(here)
    words: dict[str, object] = {"greeting": greeting(here.now)}
    match state:
        case FirstDay():
            return here.page("today_first.html", "today", **words)
        case QuestionsDue(reason=reason, run=run, examined=examined):
            said = examined_words(here, examined)
            progress = _progress(here, run)
            return here.page("today_questions.html", "today", reason=reason, examined=said, **progress, **words)
        case OnHold(waiting=waiting, run=run):
            wait = wait_words(waiting.outcome, here.locale)
            return here.page("today_on_hold.html", "today", wait=wait, **_progress(here, run), **words)
        case OnRest(resting=resting):
            rest = in_words(resting, here.person, here.screening, here.locale)
            return here.page("today_rest.html", "today", standing=rest, **words)
        case OnExamination():
            return here.page("today_held.html", "today", **held_context(here), **words)
        case ProfileMissing():
            return here.page("today_profile.html", "today", **words)
        case CanStart():
            return here.page("today_ready.html", "today", **_ready(here, state, morning), **words)


def _progress(here: Visit, run: ScreeningRun | None) -> dict[str, object]:
    return {"half_done": run is not None, "next": next_page(here.screening, run), "total": len(here.screening.page)}


def _ready(here: Visit, state: CanStart, morning: "TodayForm | None") -> dict[str, object]:
    made = todays_plan(here.person, here.now, here.course)
    choice = length_words(made.offers, here.request.GET.get("for", ""), here.today)
    return {
        **_moved(here),
        "flare": made.course.flare,
        "ease": made.plan.ease,
        "rows": [(row, choice.having[row.exercise] if choice else "") for row in plan_rows(made.sheet)],
        "choice": choice,
        "minutes": made.sheet.minutes,
        "notes": made.plan.notes,
        "changes": made.plan.changes,
        "fetch": made.plan.fetch,
        "done": state.done,
        "done_words": headline(state.done) if state.done else "",
        "done_why": STOPPED[state.done.stopped_why] if state.done and state.done.stopped_why else "",
        "running": state.running,
        "morning": morning or _asked(here),
        "recheck": here.screening.daily_question,
    }


def _moved(here: Visit) -> dict[str, object]:
    """Return what changed since the last session and why, what rests today, the week ahead, and what is open."""
    library, rhythm, course = here.library, load_adaptation().rhythm, here.course
    found = here.progress
    return {
        "steps": course.recent,
        "rests": sorted(rest_words(resting(library, rhythm, course, here.today), library).items()),
        "week": week_words(library, week_ahead(library, rhythm, course, here.today)),
        "reviews": found.unread,
        "asks": open_asks(found.due),
        "reading": found.reading.head,
        "lesson": lessons_now(here.person, here.screening, here.now).due,
    }


def _asked(here: Visit) -> "TodayForm | None":
    asked = TodayForm.of(here, None)
    return None if asked is None or here.request.COOKIES.get(SKIPPED_COOKIE) == asked.key else asked


@dataclass(frozen=True, slots=True)
class TodayForm:
    """What is asked about the night and about yesterday, as one form.

    Parameters
    ----------
    session : str
        The session of yesterday that the night followed; empty where there was none, or it was told of.
    day : str
        Yesterday.
    """

    session: str
    day: str
    when: str
    morning: MorningForm | None
    yesterday: DayForm | None

    @classmethod
    def of(cls, here: Visit, data: QueryDict | None) -> "TodayForm | None":
        """Return what is open; None where nothing is."""
        due = next_morning_due(here.person, here.today)
        day = here.today - timedelta(days=1)
        profile, start = here.person.profile, began(here.person, here.today)
        both = profile is not None and profile.side == "both"
        is_open = start is not None and start <= day and str(day) not in here.person.pain_days
        if due is None and not is_open:
            return None
        return cls(
            session=due.id if due else "",
            day=str(day),
            when=ago(day, here.today),
            morning=MorningForm(data) if due else None,
            yesterday=DayForm(data).for_sides(both=both) if is_open else None,
        )

    @property
    def is_sent(self) -> bool:
        """Whether this is shown again because something of what was sent is open."""
        return any(form is not None and form.is_bound for form in (self.morning, self.yesterday))

    def is_of(self, data: QueryDict) -> bool:
        """Whether what was sent answers this, and not what was asked on another day or answered meanwhile."""
        return data.get("session", "") == self.session and data.get("day", self.day) == self.day

    @property
    def key(self) -> str:
        """What a skip is remembered by."""
        return self.session or self.day

    @property
    def errors(self) -> tuple[FormError, ...]:
        """What is open in what was sent; a day that was not begun asks for nothing where the night was told of."""
        forms: list[Form] = [self.morning] if self.morning is not None else []
        if self.yesterday is not None and (self.morning is None or self.yesterday.is_begun):
            forms.append(self.yesterday)
        return form_errors(*forms)
