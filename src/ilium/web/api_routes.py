"""Where the API answers, and its description at ``/api/openapi.json``: one table for both."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

import ilium
from ilium.app.events import Receipt
from ilium.cuesheet.model import SessionSheet, StandingNow
from ilium.exchange.json_schema import schema_components
from ilium.record.codec import DeviceBatch
from ilium.web import api

REFERENCE = "#/components/schemas/{name}"


class Operation(NamedTuple):
    """One address of the API.

    Parameters
    ----------
    method : str
        The only method it takes.
    path : str
        Below ``/api/``.
    view : callable
        What answers; its docstring is the description.
    summary : str
    answer : type
        What it answers with.
    body : type, optional
        What it takes.
    refusals : mapping of int to str
        The status of each refusal, and why.
    """

    method: str
    path: str
    view: Callable[[HttpRequest], HttpResponse]
    summary: str
    answer: type
    body: type | None = None
    refusals: Mapping[int, str] = MappingProxyType({})


OPERATIONS = (
    Operation(
        "POST",
        "events",
        api.post_events,
        "Store a batch of events",
        Receipt,
        DeviceBatch,
        {
            400: "The batch is malformed; nothing was stored. `index` names the event at fault.",
            403: "The token is missing or old, or another site asks.",
            413: "The body is too large.",
            415: "The body is not JSON.",
            503: "The record cannot be written now; nothing was stored. Send the batch again later.",
        },
    ),
    Operation("GET", "standing", api.get_standing, "Whether the person may move now", StandingNow),
    Operation(
        "GET",
        "session-sheet",
        api.get_session_sheet,
        "Today's session for the player",
        SessionSheet,
        refusals={409: "There is no session now: the answers or the plan say why."},
    ),
    Operation(
        "GET", "kept", api.get_kept, "What a device keeps for when the server does not answer", api.KeptForOffline
    ),
    Operation("GET", "token", api.get_csrf_token, "A token for a late delivery", api.Token),
)


@cache
def description() -> bytes:
    """Return the API in OpenAPI 3.1, as JSON; every body in it is described by msgspec."""
    kinds = [api.Refusal, *(kind for one in OPERATIONS for kind in (one.body, one.answer) if kind)]
    _, schemas = schema_components(kinds, REFERENCE)
    paths = {f"/api/{one.path}": {one.method.lower(): _described(one)} for one in OPERATIONS}
    info = {"title": "Ilium", "version": ilium.__version__, "description": ""}
    whole = {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}, "servers": []}
    return msgspec.json.encode(whole)


def _described(operation: Operation) -> dict[str, Any]:
    found = {
        "operationId": f"ilium_web_api_{operation.view.__name__}",
        "summary": operation.summary,
        "description": _text(operation.view),
        "parameters": [],
        "responses": {200: _response(operation.answer, _text(operation.answer).partition("\n")[0])}
        | {status: _response(api.Refusal, why) for status, why in operation.refusals.items()},
    }
    return found | ({"requestBody": {"required": True, **_content(operation.body)}} if operation.body else {})


def _text(described: object) -> str:
    return inspect.getdoc(described) or ""


def _response(kind: type, why: str) -> dict[str, Any]:
    return {"description": why, **_content(kind)}


def _content(kind: type) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": REFERENCE.format(name=kind.__name__)}}}}


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description of the API."""
    return HttpResponse(description(), content_type="application/json")


app_name = "api"
urlpatterns: list[URLPattern] = [
    path("openapi.json", openapi, name="openapi"),
    *(path(one.path, require_http_methods([one.method])(one.view), name=one.view.__name__) for one in OPERATIONS),
]
