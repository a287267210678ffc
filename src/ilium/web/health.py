"""Whether the server lives, and whether it can do its work."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.anatomy.errors import StoreError
from ilium.store.migrate import has_pending
from ilium.web.errors import json_response
from ilium.web.services import services


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does."""
    return json_response({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the record can be written and the database has this version's tables, else 503 and why."""
    try:
        services().store.check()
        if has_pending():
            raise StoreError("The database lacks tables of this version; start Ilium again.")
    except (StoreError, DatabaseError) as error:
        return json_response({"status": "not-ready", "error": str(error)}, 503)
    return json_response({"status": "ready"})
