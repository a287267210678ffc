"""Short lessons: those so far, and one of them with its sources, to be read or heard."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from ilium.app.lessons import lessons_now
from ilium.lessons.due import how_closed
from ilium.lessons.model import Lesson, load_lessons
from ilium.record.events import LessonClosed
from ilium.web.pages.lesson_words import closed_words, paragraphs, sources, voice_rate
from ilium.web.pages.visit import Visit, visit


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """List the lessons so far."""
    here = visit(request)
    found = lessons_now(here.person, here.screening, here.now)
    rows = [(lesson, closed_words(how_closed(here.person, lesson)) or "New.") for lesson in found.so_far]
    return here.page("lessons.html", "lessons", rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, lesson_id: str) -> HttpResponseBase:
    """Show one lesson, or take how it was closed; one that has not come yet leads to the list."""
    here, found = visit(request), _known(lesson_id)
    now = lessons_now(here.person, here.screening, here.now)
    if found not in now.so_far:
        return redirect("lessons")
    if request.method == "POST":
        return _closed(here, found)
    return here.page(
        "lesson.html",
        "lessons",
        current="true",
        lesson=found,
        paragraphs=paragraphs(found),
        sources=sources(found),
        is_done=(closed := how_closed(here.person, found)) is not None and closed.how != "skipped",
        is_due=found == now.due,
        voice_rate=voice_rate(here.person.settings),
    )


def _known(lesson_id: str) -> Lesson:
    try:
        return next(one for one in load_lessons().lesson if one.id == lesson_id)
    except StopIteration:
        raise Http404 from None


def _closed(here: Visit, lesson: Lesson) -> HttpResponseBase:
    how = here.request.POST.get("how")
    if how in ("read", "heard", "skipped"):
        here.said(LessonClosed, lesson=lesson.id, how=how)
    return redirect("today")
