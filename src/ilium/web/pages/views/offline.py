"""The page that stands in for every other while the server does not answer; the service worker keeps it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.web.pages.visit import visit_at_hand


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what can be done now, and what is saved where."""
    return visit_at_hand(request).page("offline.html")
