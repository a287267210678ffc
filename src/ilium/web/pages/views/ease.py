"""A minute of ease: a position, slow breathing and advice, for a day without a session."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from ilium.app.ease import ease_now
from ilium.app.standing_now import standing_now
from ilium.prescription.loader import load_rules
from ilium.web.pages.locale import calls
from ilium.web.pages.visit import visit


@require_safe
def ease(request: HttpRequest) -> HttpResponseBase:
    """Show it to anybody but in an emergency, when the number to call is all that counts."""
    here = visit(request)
    standing = standing_now(here.person, here.screening, here.locale, here.now)
    if standing.level == "emergency":
        return redirect("today")
    rule = load_rules().ease
    found = ease_now(here.person, here.screening)
    return here.page(
        "ease.html",
        "today",
        current="true",
        standing=standing,
        calls=calls(standing.call),
        found=found,
        breath=rule.breath,
        advice=rule.do[-1],
    )
