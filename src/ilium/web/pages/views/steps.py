"""One exercise's steps: where it stands, why, and the person's own choice."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ilium.prescription.ladders import Ladder, highest_choice, needs_clinician, waiting_words
from ilium.prescription.loader import load_adaptation
from ilium.record.events import RungChosen
from ilium.web.pages.progress_words import StepRow, level_words, why_out
from ilium.web.pages.record_words import day_words
from ilium.web.pages.visit import Visit, visit

#: So many changes are listed.
LISTED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, exercise_id: str) -> HttpResponseBase:
    """Show the ladder; take a choice. Going up asks once, whatever has been left out says what brings it back."""
    here = visit(request)
    if exercise_id not in here.course.ladders:
        raise Http404
    ladder = here.course.ladders[exercise_id]
    asked = _asked(request.POST.get("level", "")) if request.method == "POST" else None
    if asked is None or asked > _highest(here, ladder):
        return _page(here, ladder, None)
    clinician = request.POST.get("clinician") == "yes"
    if (_goes_up(ladder, asked) or ladder.out) and request.POST.get("sure") != "yes":
        return _page(here, ladder, asked)
    if needs_clinician(ladder) and not clinician:
        return _page(here, ladder, asked)
    here.said(RungChosen, exercise=exercise_id, level=asked, clinician=clinician)
    return redirect("steps", exercise_id)


def _asked(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 else None


def _highest(here: Visit, ladder: Ladder) -> int:
    return 0 if ladder.out == "remove" else highest_choice(here.library.get(ladder.exercise), ladder, here.course.track)


def _goes_up(ladder: Ladder, asked: int) -> bool:
    return ladder.level is not None and asked > ladder.level


def _page(here: Visit, ladder: Ladder, asked: int | None) -> HttpResponseBase:
    exercise = here.library.get(ladder.exercise)
    highest = _highest(here, ladder)
    rungs = [rung for rung in exercise.rung if not rung.apart]
    rows = [(rung.level, rung.label, rung.level == ladder.level, rung.level <= highest) for rung in rungs]
    mine = [step for step in here.course.steps if step.exercise == ladder.exercise]
    return here.page(
        "steps.html",
        "exercises",
        current="true",
        exercise=exercise,
        now=level_words(here.library, ladder),
        stays="" if ladder.out else waiting_words(load_adaptation(), ladder, here.course.mornings, here.now),
        rows=rows,
        asked=asked,
        asked_label=exercise.get_rung(asked).label if asked is not None else "",
        goes_up=asked is not None and _goes_up(ladder, asked),
        out=ladder.out,
        clinician=needs_clinician(ladder),
        why=why_out(here.course, ladder),
        history=[StepRow(day_words(step.day, here.today), step.say) for step in reversed(mine[-LISTED:])],
    )
