"""Whether the server lives, and whether it can do its work."""

from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ilium.anatomy.errors import StoreError
from ilium.app.damage import damage_words
from ilium.store.home import NEEDED_BYTES, free_bytes
from ilium.store.migrate import has_pending
from ilium.store.trouble import reason
from ilium.web.errors import json_response
from ilium.web.services import services


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does."""
    return json_response({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the record can be written, has this version's tables and room to grow; else 503 and why.

    Entries that are set aside are told of, and are no reason for a 503: the rest can be read and more can be stored,
    and whoever starts a server anew that is "not ready" would do so for ever.
    """
    faults = {name: fault for name, check in CHECKS.items() if (fault := _fault(check))}
    checks = {name: faults.get(name, "ok") for name in CHECKS}
    if faults:
        return json_response({"status": "not-ready", "error": " ".join(faults.values()), "checks": checks}, 503)
    if damage := services().store.damage():
        entries = f"{damage_words(damage)}. Run: ilium doctor"
        return json_response({"status": "degraded", "error": entries, "checks": {**checks, "entries": entries}})
    return json_response({"status": "ready", "checks": checks})


def _fault(check: Callable[[], None]) -> str:
    try:
        check()
    except DatabaseError as error:
        return f"The record could not be read: {reason(error)}"
    except (StoreError, OSError) as error:
        return str(error)
    return ""


def _record() -> None:
    services().store.check()


def _tables() -> None:
    if has_pending():
        raise StoreError("The database lacks tables of this version; start Ilium again.")


def _disk() -> None:
    free = free_bytes(Path(connections["default"].settings_dict["NAME"]).parent)
    if free < NEEDED_BYTES:
        raise StoreError(f"The disk is full: {free / 1e6:.1f} MB are free, {NEEDED_BYTES / 1e6:.0f} are needed.")


CHECKS: dict[str, Callable[[], None]] = {"record": _record, "tables": _tables, "disk": _disk}
