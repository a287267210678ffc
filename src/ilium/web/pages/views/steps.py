"""One exercise's steps: where it stands, why, and the person's own choice."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ilium.exercises.model import Rung
from ilium.prescription.ladders import Ladder, highest_choice, needs_clinician, waiting_words
from ilium.prescription.loader import load_adaptation
from ilium.record.events import RungChosen
from ilium.web.pages.progress_words import StepRow, level_words, why_out
from ilium.web.pages.record_words import day_words
from ilium.web.pages.visit import Visit, visit

#: So many changes are listed.
LISTED = 20


class StepChoice(NamedTuple):
    """One row of the ladder: its id, its words, whether the person stands there, and whether they may take it."""

    id: str
    label: str
    here: bool
    offered: bool


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, exercise_id: str) -> HttpResponseBase:
    """Show the ladder; take a choice. Going up asks once, whatever has been left out says what brings it back."""
    here = visit(request)
    if exercise_id not in here.course.ladders:
        raise Http404
    ladder = here.course.ladders[exercise_id]
    asked = _asked(here, ladder, request.POST.get("step", "")) if request.method == "POST" else None
    if asked is None or asked > _highest(here, ladder):
        return _page(here, ladder, None)
    clinician = request.POST.get("clinician") == "yes"
    if (_goes_up(ladder, asked) or ladder.out) and request.POST.get("sure") != "yes":
        return _page(here, ladder, asked)
    if needs_clinician(ladder) and not clinician:
        return _page(here, ladder, asked)
    step = here.library.get(exercise_id).get_rung(asked).id
    here.said(RungChosen, exercise=exercise_id, level=step, clinician=clinician, ladders=here.library.ladders.last)
    return redirect("steps", exercise_id)


def _asked(here: Visit, ladder: Ladder, step: str) -> int | None:
    exercise = here.library.get(ladder.exercise)
    return next((rung.level for rung in exercise.rung if rung.id == step), None)


def _highest(here: Visit, ladder: Ladder) -> int:
    return 0 if ladder.out == "remove" else highest_choice(here.library.get(ladder.exercise), ladder, here.course.track)


def _offered(ladder: Ladder, rung: Rung, highest: int) -> bool:
    return rung.level <= highest and rung.level != ladder.level or (ladder.out is not None and rung.level == 0)


def _goes_up(ladder: Ladder, asked: int) -> bool:
    return ladder.level is not None and asked > ladder.level


def _page(here: Visit, ladder: Ladder, asked: int | None) -> HttpResponseBase:
    exercise = here.library.get(ladder.exercise)
    highest = _highest(here, ladder)
    rows = [
        StepChoice(rung.id, rung.label, rung.level == ladder.level, _offered(ladder, rung, highest))
        for rung in exercise.rung
        if not rung.apart
    ]
    mine = [step for step in here.course.steps if step.exercise == ladder.exercise]
    return here.page(
        "steps.html",
        "exercises",
        current="true",
        exercise=exercise,
        now=level_words(here.library, ladder),
        stays="" if ladder.out else waiting_words(load_adaptation(), ladder, here.course.mornings, here.now),
        rows=rows,
        asked=exercise.get_rung(asked) if asked is not None else None,
        ends=exercise.ends.say if exercise.ends else "",
        goes_up=asked is not None and _goes_up(ladder, asked),
        out=ladder.out,
        clinician=needs_clinician(ladder),
        why=why_out(here.course, ladder),
        history=[StepRow(day_words(step.day, here.today), step.say) for step in reversed(mine[-LISTED:])],
    )
