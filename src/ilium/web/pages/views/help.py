"""When to get help now: it needs no answers and no record."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.app.standing import holds_of
from ilium.screening import Level, Screening
from ilium.web.pages.held_words import held_context
from ilium.web.pages.locale import calls
from ilium.web.pages.visit import visit_at_hand


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show the signs, the numbers, when to stop, and whom to see."""
    here = visit_at_hand(request)
    return here.page(
        "help.html",
        "help",
        emergency=here.locale.emergency,
        emergency_calls=calls(here.locale.emergency),
        advice=here.locale.advice,
        advice_calls=calls(here.locale.advice),
        emergency_signs=_signs(here.screening, Level.EMERGENCY),
        same_day_signs=_signs(here.screening, Level.SAME_DAY),
        **(held_context(here) if holds_of(here.person) else {}),
    )


def _signs(screening: Screening, level: Level) -> tuple[str, ...]:
    return tuple(item.sign for page in screening.page for item in page.item if item.level is level)
