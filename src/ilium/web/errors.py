"""How the server says no: JSON ``{"error", "path"}`` below ``/api/``, a plain page elsewhere."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ilium.anatomy.errors import StoreError
from ilium.web.logs import log_crash
from ilium.web.pages.locale import calls
from ilium.web.pages.visit import locale_at_hand
from ilium.web.vite import FrontendNotBuilt

TITLES = {
    400: "Ilium could not read that",
    403: "Ilium will not do that",
    404: "There is no such page",
    405: "That is not possible here",
    413: "That is too large",
    415: "That is not JSON",
    500: "Something went wrong in Ilium",
    503: "The record cannot be used now",
}


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, and not a person."""
    return request.path_info.startswith("/api/")


def json_response(value: object, status: int = 200) -> HttpResponse:
    """Return a value as JSON, encoded by msgspec."""
    return HttpResponse(msgspec.json.encode(value), status=status, content_type="application/json")


def refuse(
    request: HttpRequest, status: int, error: str, *, template: str = "error.html", **details: Any
) -> HttpResponse:
    """Return a refusal with one clear sentence.

    Parameters
    ----------
    error : str
        What was wrong and, if it helps, what to do.
    template : str
        The page for people; it is given ``status``, ``title`` and ``text``, which is the sentence.
    **details
        Further keys of the JSON, such as ``path``.
    """
    if is_api(request):
        return json_response({"error": error, "path": "", **details}, status)
    context = {"status": status, "title": TITLES[status], "text": error}
    try:
        return render(request, template, {**context, **_help(request, status)}, status=status)
    except Exception:  # a page about a fault must not fail: it is said in plain text then
        log_crash(refuse)
        return HttpResponse(f"{TITLES[status]}. {error}\n", status=status, content_type="text/plain; charset=utf-8")


def _help(request: HttpRequest, status: int) -> dict[str, object]:
    """Return whom to call, where what failed may have been somebody's way to be told so."""
    if status < 500:
        return {}
    found = locale_at_hand(request)
    return {"emergency": found.emergency, "emergency_calls": calls(found.emergency)}


class Errors:
    """Middleware that turns what went wrong below it into a refusal in the right form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a refusal below ``/api/`` is JSON, whoever made it."""
        response = self._get_response(request)
        if response.status_code < 400 or not is_api(request) or _is_json(response):
            return response
        answer = refuse(request, response.status_code, TITLES.get(response.status_code, response.reason_phrase) + ".")
        if "Allow" in response:
            answer["Allow"] = response["Allow"]
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what a person can do about a fault of the installation or the record."""
        if isinstance(exception, FrontendNotBuilt):
            return refuse(request, 500, str(exception))
        if isinstance(exception, StoreError):
            return refuse(request, 503, str(exception))
        return None


def _is_json(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("application/json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read."""
    return refuse(request, 400, "The request was not one that Ilium can read.", template="400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed."""
    return refuse(request, 403, "This is not allowed.", template="403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return refuse(request, 404, "The address leads nowhere.", template="404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours."""
    return refuse(request, 500, "The fault is ours. What was recorded before is kept.", template="500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request that does not show that it comes from Ilium's own page."""
    text = "The token is missing or old. Load the page again, or get a token from /api/token."
    return refuse(request, 403, text, template="403_csrf.html")
