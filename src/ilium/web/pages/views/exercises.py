"""The exercises: the list, and the words of each for the person's side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.anatomy import PainSide, Side
from ilium.anatomy.errors import NotScreened
from ilium.app.session_sheet import own_blocks
from ilium.app.standing import Cleared, standing
from ilium.cuesheet.model import BlockSheet
from ilium.prescription.loader import load_adaptation
from ilium.prescription.rhythm import rest_words, resting
from ilium.web.pages.exercise_sources import answers_words, sources_words
from ilium.web.pages.exercise_words import describe, groups, working_side_of
from ilium.web.pages.visit import Visit, visit


@require_safe
def exercises(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    here = visit(request)
    programme = here.library.programme
    return here.page(
        "exercises.html",
        "exercises",
        groups=groups(here.library),
        order_rule=programme.order_rule,
        side=_painful_side(here) or Side.LEFT,
    )


@require_safe
def exercise(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """Show one exercise; where no one side hurts, or none is known, the page has a switch."""
    here = visit(request)
    if exercise_id not in {known.id for known in here.library.exercises}:
        raise Http404
    known = _painful_side(here)
    painful = known or _asked_side(request)
    spec = here.library.get(exercise_id)
    blocks = [block for block in _own_blocks(here) if block.exercise == exercise_id]
    working, ladder = working_side_of(spec, painful), here.course.ladders.get(exercise_id)
    words = describe(spec, working, blocks, ladder)
    rests = resting(here.library, load_adaptation().rhythm, here.course, here.today)
    sides = () if known else tuple((side.value, f"{side.value.capitalize()} side", side is painful) for side in Side)
    return here.page(
        "exercise.html",
        "exercises",
        current="true",
        exercise=words,
        working=working,
        sides=sides,
        rest=rest_words(rests, here.library).get(spec.name, ""),
        has_steps=here.person.profile is not None,
        trust=sources_words(spec),
        answers=answers_words(here.library, here.screening, spec, _changes_now(here)),
    )


def _painful_side(here: Visit) -> Side | None:
    return PainSide(here.person.profile.side).side if here.person.profile else None


def _asked_side(request: HttpRequest) -> Side:
    """Return the side the switch asks for; the left where it asks for none that a body has."""
    asked = request.GET.get("side", "")
    return Side(asked) if asked in list(Side) else Side.LEFT


def _changes_now(here: Visit) -> frozenset[str]:
    """Return the ids of the changes that the person's answers ask for; none where they are not cleared now."""
    found = standing(here.person, here.screening, here.now)
    return frozenset(change.id for change in found.clearance.changes) if isinstance(found, Cleared) else frozenset()


def _own_blocks(here: Visit) -> tuple[BlockSheet, ...]:
    try:
        return own_blocks(here.person, here.now, here.course)
    except NotScreened:
        return ()
