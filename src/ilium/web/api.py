"""The API that the player speaks: batches of events in, the session sheet out.

Bodies are read and written by msgspec, which refuses what the record must not hold. `ilium.web.api_routes` says at
which address each of these answers, and describes it. Every POST needs the header ``X-CSRFToken``, from the page's
``<meta name="csrf-token">`` or from ``GET /api/token``.
"""

import hashlib
from contextlib import suppress
from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from ilium.anatomy.errors import NotScreened, PlanError, StoreError
from ilium.app.events import record_batch
from ilium.app.session_sheet import session_sheet_now, sheet_to_keep
from ilium.app.settings import help_numbers
from ilium.app.standing_now import standing_now
from ilium.cuesheet.model import SessionSheet, StandingNow
from ilium.record.codec import MalformedEvent
from ilium.screening import load_screening
from ilium.web.errors import json_response, refuse
from ilium.web.pages.locale import suggested_countries, zone_of
from ilium.web.services import services


class Token(msgspec.Struct, frozen=True):
    """The token to send back in ``X-CSRFToken``."""

    token: str


class KeptForOffline(msgspec.Struct, frozen=True, kw_only=True):
    """What a device keeps while the server answers, for when it does not.

    Parameters
    ----------
    sheet : SessionSheet, optional
        None where there is no session now; the device then forgets the one it has.
    standing : StandingNow
        Where the person stands; the device keeps that, too.
    pages : str
        Changes whenever the pages that a device keeps may say something else.
    """

    sheet: SessionSheet | None
    standing: StandingNow
    pages: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why not: a sentence, where in the body, and which event of a batch."""

    error: str
    path: str = ""
    index: int | None = None


def post_events(request: HttpRequest) -> HttpResponse:
    """Store each event once, whatever the order, and answer once they are on the disk.

    Every event is either acknowledged, now or before, or rejected for good; the sender may forget both.
    """
    if request.content_type != "application/json":
        return refuse(request, 415, "Send JSON, with the content type application/json.")
    try:
        receipt = record_batch(services().store, services().clock, request.body)
    except MalformedEvent as error:
        return refuse(request, 400, error.reason, path=error.path, index=error.index)
    with suppress(StoreError):  # what is stored is acknowledged, also where the record cannot be read just now
        receipt = msgspec.structs.replace(receipt, standing=_standing(request))
    return json_response(receipt)


def _now(request: HttpRequest) -> datetime:
    """Return now where the person is: the plan is for their own day."""
    return services().clock.now().astimezone(zone_of(request))


def _standing(request: HttpRequest) -> StandingNow:
    person, screening = services().person(), load_screening()
    numbers = help_numbers(person.settings, screening, suggested_countries(request))
    return standing_now(person, screening, numbers, _now(request))


def get_standing(request: HttpRequest) -> HttpResponse:
    """Return where the person stands now, in words; every device asks before it begins or goes on with a movement."""
    return json_response(_standing(request))


def get_session_sheet(request: HttpRequest) -> HttpResponse:
    """Return everything that one session may need, so that it can run without the server."""
    try:
        person, now = services().person(), _now(request)
        return json_response(session_sheet_now(person, now, services().person.course(person, now)))
    except (NotScreened, PlanError) as error:
        return refuse(request, 409, str(error), reason=type(error).__name__)


def get_kept(request: HttpRequest) -> HttpResponse:
    """Return the session to keep, and a mark of what the kept pages say."""
    person, now = services().person(), _now(request)
    try:
        sheet = sheet_to_keep(person, now, services().person.course(person, now))
    except (NotScreened, PlanError):
        sheet = None
    shown = msgspec.json.encode((person.profile, person.settings, sheet and sheet.id))
    return json_response(
        KeptForOffline(sheet=sheet, standing=_standing(request), pages=hashlib.sha256(shown).hexdigest()[:16])
    )


def get_csrf_token(request: HttpRequest) -> HttpResponse:
    """Return the token that POST needs, and set the cookie that belongs to it."""
    return json_response(Token(get_token(request)))
