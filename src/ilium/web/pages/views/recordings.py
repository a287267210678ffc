"""Your recordings: what was kept of the camera's dots, to save and to delete."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ilium.anatomy.errors import StoreError
from ilium.anatomy.side_words import SIDES
from ilium.exercises.model import Library
from ilium.motion.formats import RecordingHeader
from ilium.store.recordings import ENDING, MAX_TOTAL_BYTES, Recorded, Shelf
from ilium.web import services
from ilium.web.pages.visit import Visit, visit

KIND = "application/octet-stream"
NOT_DELETED = "A recording could not be deleted. Is the data folder yours to change?"


class RecordingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One recording in words; ``when`` is None where its file cannot be read."""

    id: UUID
    when: datetime | None
    what: str
    size: int


@require_safe
def recordings(request: HttpRequest) -> HttpResponse:
    """List them."""
    here = visit(request)
    found = _shelf().listed()
    return here.page(
        "recordings.html",
        "settings",
        current="true",
        rows=[_row(one, here) for one in found],
        total=sum(one.size for one in found),
        most=MAX_TOTAL_BYTES // 1_000_000,
        is_wanted=here.person.settings.record_landmarks,
        is_deleted="deleted" in request.GET,
    )


@require_safe
def one(request: HttpRequest, recording: UUID) -> HttpResponse:
    """Return one recording's file."""
    content = _shelf().content(recording)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=KIND, headers=_saved_as(f"ilium-{recording}{ENDING}"))


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Return all recordings in one archive, which is made while it is sent."""
    shelf, name = _shelf(), f"ilium-recordings-{visit(request).today}.zip"
    parts = archive(shelf, [found.id for found in shelf.listed()])
    return StreamingHttpResponse(parts, content_type="application/zip", headers=_saved_as(name))


@require_POST
def delete(request: HttpRequest, recording: UUID) -> HttpResponseBase:
    """Delete one; one that is gone already is as good. Raises StoreError when it cannot be deleted."""
    try:
        _shelf().delete(recording)
    except OSError as error:
        raise StoreError(NOT_DELETED) from error
    return _deleted()


@require_POST
def delete_all(request: HttpRequest) -> HttpResponseBase:
    """Delete all of them, also what is being recorded."""
    services.recordings().erase()
    return _deleted()


class _Pipe:
    """What an archive is written to: keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, content: bytes) -> int:
        self._kept += content
        return len(content)

    def flush(self) -> None:
        """Do nothing."""

    def take(self) -> bytes:
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


async def archive(shelf: Shelf, found: list[UUID]) -> AsyncIterator[bytes]:
    """Yield an archive, a recording at a time; one that has been deleted meanwhile is left out."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as file:  # type: ignore[call-overload]
        for recording in found:
            content = await asyncio.to_thread(shelf.content, recording)
            if content is not None:
                file.writestr(f"ilium-{recording}{ENDING}", content)
                yield pipe.take()
    yield pipe.take()


def _shelf() -> Shelf:
    return services.recordings().shelf


def _deleted() -> HttpResponseBase:
    response = redirect("recordings")
    response["Location"] += "?deleted=1"
    return response


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def _row(found: Recorded, here: Visit) -> RecordingRow:
    header = found.header
    if header is None:
        return RecordingRow(id=found.id, when=None, what="This file cannot be read.", size=found.size)
    return RecordingRow(id=found.id, when=_when(header, here), what=_what(header, here.library), size=found.size)


def _when(header: RecordingHeader, here: Visit) -> datetime | None:
    try:
        return datetime.fromisoformat(header.at).astimezone(here.now.tzinfo)
    except ValueError:
        return None


def _what(header: RecordingHeader, library: Library) -> str:
    """Return the exercise, side and set; one that this version no longer has by its id."""
    name = next((known.name for known in library.exercises if known.id == header.exercise), header.exercise)
    return f"{name}, {SIDES.get(header.side, header.side)}, set {header.set}"
