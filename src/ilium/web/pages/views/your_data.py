"""Your data: take it out, bring it back, delete it."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ilium.anatomy.errors import StoreError
from ilium.app.export import Merge, erase, export, import_file, weigh_file
from ilium.app.person import session_in
from ilium.exchange.export_file import encode
from ilium.exchange.tables import Table, tables
from ilium.record.codec import MalformedEvent
from ilium.record.states import Session
from ilium.store import waiting_file
from ilium.store.home import DATABASE
from ilium.web.pages import backups
from ilium.web.pages.fields import FormError
from ilium.web.pages.visit import Visit, visit
from ilium.web.services import recordings

#: What a person types so that nothing is deleted by a slip.
CONFIRMATION = "delete"
GONE = "That file is not here any more. Choose it again."
NO_FILE = "Choose a file first: one that you saved from this page, such as ilium-2026-03-01.json."
WRONG_WORD = "Type the word delete, so that nothing is deleted by a slip."


@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    """Show what is kept where, and the ways to take it out, bring it back and delete it."""
    return _page(visit(request))


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Return everything, to be read again."""
    here = visit(request)
    data = encode(export(here.services.store, here.services.clock))
    return _file(data, "application/json", f"ilium-{here.today}.json")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return the tables for a spreadsheet, in one file."""
    here = visit(request)
    return _file(zipped(tables(here.person, _sessions(here)), here.now), "application/zip", f"ilium-{here.today}.zip")


@require_POST
def bring_back(request: HttpRequest) -> HttpResponseBase:
    """Say what a file comes to and what follows from it; take it in once the person has agreed."""
    here = visit(request)
    file = request.FILES.get("file")
    data = file.read() if isinstance(file, UploadedFile) else waiting_file.take(_folder(), request.POST.get("word", ""))
    if data is None:
        return _page(here, FormError("field_file", GONE if "word" in request.POST else NO_FILE))
    try:
        return _weighed(here, data) if file else _page(visit(request), merged=import_file(here.services, data))
    except MalformedEvent as error:
        text = f"This file cannot be read, so nothing was changed. {_where(error)}"
        return _page(here, FormError("field_file", text))


def _weighed(here: Visit, data: bytes) -> HttpResponse:
    merged = weigh_file(here.services, data)
    if not merged.new:
        return _page(here, merged=merged)
    word = waiting_file.keep(_folder(), data)
    held = [hold for hold in merged.alerts.holds if hold.examined is None]
    return here.page("your_data_import.html", "settings", current="true", merged=merged, word=word, held=held)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponseBase:
    """Ask once more, then delete everything that is kept on this machine."""
    here = visit(request)
    found = backups.copies(_folder(), DATABASE)
    shown = {"copies": _names(found), "recorded": len(recordings().shelf.listed())}
    if request.method != "POST":
        return here.page("your_data_delete.html", "settings", current="true", **shown)
    if request.POST.get("word", "").strip().lower() != CONFIRMATION:
        errors = [FormError("field_word", WRONG_WORD)]
        return here.page("your_data_delete.html", "settings", current="true", errors=errors, **shown)
    erase(here.services, recordings())
    waiting_file.forget(_folder())
    if "copies" in request.POST:
        _delete_copies(found)
    return redirect("your-data-deleted")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done; the browser forgets what it keeps for this address, by header and by script."""
    here = visit(request)
    left = _names(backups.copies(_folder(), DATABASE))
    response = here.page("your_data_deleted.html", "settings", current="true", copies=left)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    for name in request.COOKIES:
        response.delete_cookie(name)
    return response


def _sessions(here: Visit) -> Iterator[Session]:
    """Yield every session whole, one after the other, the oldest first."""
    for one in here.person.sessions:
        if session := session_in(here.services.store, one.id):
            yield session


def zipped(made: Iterable[Table], now: datetime) -> bytes:
    """Return tables as CSV files in one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for table in made:
            file.writestr(zipfile.ZipInfo(f"{table.name}.csv", now.timetuple()[:6]), _csv(table))
    return archive.getvalue()


def _csv(table: Table) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([table.columns, *table.rows])
    return text.getvalue()


def _page(here: Visit, error: FormError | None = None, merged: Merge | None = None) -> HttpResponse:
    events = here.services.store.count()
    recorded = len(recordings().shelf.listed())
    context = {
        "events": events,
        "sessions": len(here.person.sessions),
        "folder": _shown(_folder()),
        "recorded": recorded,
    }
    errors = [error] if error else []
    return here.page("your_data.html", "settings", current="true", errors=errors, merged=merged, **context)


def _where(error: MalformedEvent) -> str:
    return f"At {error.path}: {error.reason}" if error.path else error.reason


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)


def _folder() -> Path:
    return Path(settings.DATA_FOLDER)


def _shown(folder: Path) -> str:
    """Return a folder's name as a page can show it, also where it holds bytes that are no text."""
    return os.fsencode(folder).decode(errors="backslashreplace")


def _names(found: tuple[Path, ...]) -> list[str]:
    return [_shown(path.relative_to(_folder())) for path in found]


def _delete_copies(found: tuple[Path, ...]) -> None:
    try:
        backups.delete(found)
    except OSError as error:
        raise StoreError("The record was deleted, but a copy of it in the data folder could not be.") from error
