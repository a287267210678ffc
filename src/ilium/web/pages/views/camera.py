"""The camera's page: where to put it, and what it sees, before a session."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.web.pages.visit import visit


@require_safe
def camera(request: HttpRequest) -> HttpResponse:
    """Show the page; its script asks for the camera only when a person presses the button that says so."""
    return visit(request).page("camera.html", "today")
