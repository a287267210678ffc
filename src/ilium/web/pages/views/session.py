"""The session: a page for the player, which does the rest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.web.pages.visit import visit


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Show the player's page.

    It is shown whatever the screening says: a session that was cut off must be able to come back, also to its help
    page. The player is refused its sheet where there is no clearance.
    """
    return visit(request).page("session.html")
