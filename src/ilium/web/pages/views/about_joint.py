"""About the joint: what it is, what is known, and what is not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.web.pages.visit import visit_at_hand


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page; it says the same to everybody."""
    return visit_at_hand(request).page("about_joint.html", "about")
