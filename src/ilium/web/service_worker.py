"""``/sw.js``: the service worker, with the list of what it keeps; see ``docs/decisions/0006-service-worker.md``."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.web.build import build_id, kept_files, worker_script
from ilium.web.still_view import kept_stills

#: Pages that a device keeps, by name: they are read, or run a session, while the server does not answer.
PAGES = ("offline", "session", "camera", "help", "about", "exercises")


class Build(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker is told: which build it belongs to, and what it keeps; all are addresses but ``id``."""

    id: str
    files: list[str]
    pages: list[str]
    offline: str
    session: str
    start: str


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the worker; its text changes with the build, which is how browsers learn of a new one."""
    build = Build(
        id=build_id(),
        files=[*kept_files(), *kept_stills()],
        pages=kept_pages(),
        offline=reverse("offline"),
        session=reverse("session"),
        start=reverse("start"),
    )
    text = f"self.ILIUM_BUILD = {msgspec.json.encode(build).decode()};\n{worker_script()}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def kept_pages() -> list[str]:
    """Return the addresses of the pages that a device keeps, each exercise also for either side."""
    pages = [reverse(name) for name in PAGES]
    exercises = [reverse("exercise", args=[exercise.id]) for exercise in load_library().exercises]
    sided = [f"{page}?side={side.value}" for page in exercises for side in Side]
    return [*pages, *exercises, *sided]
