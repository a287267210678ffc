"""Your recordings: listed, saved and deleted, one or all; never another file."""

import asyncio
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from django.http import StreamingHttpResponse

from ilium.motion.formats import write_recording
from ilium.motion.wire import decode
from ilium.store.recorder import Tapes
from ilium.store.recordings import ENDING, Shelf
from ilium.web import services
from ilium.web.pages.views import your_data
from tests.taping import HEADER, NoonClock, RisingIds
from tests.watching import frame

from .conftest import Site

WORDS = ("bridge", "glute", "si-", "left", "pain")


@pytest.fixture
def shelf(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The folder behind the pages, with two recordings in it."""
    tapes = Tapes(Shelf(tmp_path / "recordings"), NoonClock(), RisingIds(), lambda: False)
    monkeypatch.setattr(services, "recordings", lambda: tapes)
    monkeypatch.setattr(your_data, "recordings", lambda: tapes)
    (tmp_path / "recordings").mkdir()
    (tmp_path / "secret-key").write_text("secret")
    for number, at in enumerate(("2026-03-02T12:00:00+00:00", "2026-03-02T13:30:00+00:00"), 1):
        header = msgspec.structs.replace(HEADER, at=at, set=number)
        content = write_recording(header, [decode(frame(seq)) for seq in range(1, 20)])
        (tmp_path / "recordings" / f"{UUID(int=number)}{ENDING}").write_bytes(content)
    yield tapes.shelf
    tapes.close()


def test_without_any_the_page_says_that_none_is_made(site: Site) -> None:
    text = site.text("/your-data/recordings/")
    assert "There is none." in text
    assert "Ilium does not record." in text
    assert "There are none." in site.text("/your-data/")


def test_each_has_its_date_exercise_side_set_and_size(site: Site, shelf: Shelf) -> None:
    text = site.text("/your-data/recordings/")
    assert text.index("2 March 2026, 13:30") < text.index("2 March 2026, 12:00")
    assert "SI glute bridge, left side, set 2" in text
    assert "5.6" in text and "2 recordings, 11.2" in text
    assert "There are 2." in site.text("/your-data/")


def test_one_is_saved_as_it_is_and_no_health_word_is_in_its_name(site: Site, shelf: Shelf) -> None:
    address = f"/your-data/recordings/{UUID(int=1)}/"
    response = site.get(address)
    assert response.content == shelf.content(UUID(int=1))
    assert response.headers["Cache-Control"] == "no-store"
    name = response.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="ilium-')
    assert not any(word in name + address for word in WORDS)


def test_all_are_saved_in_one_archive_a_recording_at_a_time(site: Site, shelf: Shelf) -> None:
    response = site.get("/your-data/recordings/all.zip")
    assert isinstance(response, StreamingHttpResponse)

    async def read() -> list[bytes]:
        return [part async for part in response]

    parts = asyncio.run(read())
    assert len(parts) == 3
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in archive.namelist()] == [
            shelf.content(UUID(int=2)), shelf.content(UUID(int=1)),
        ]  # fmt: skip


def test_one_is_deleted_and_the_other_stays(site: Site, shelf: Shelf) -> None:
    address = f"/your-data/recordings/{UUID(int=1)}/delete/"
    assert site.get(address).status_code == 405
    for _ in range(2):  # the second press finds it gone
        assert site.post(address).headers["Location"] == "/your-data/recordings/?deleted=1"
    assert [one.id for one in shelf.listed()] == [UUID(int=2)]
    assert site.get(f"/your-data/recordings/{UUID(int=1)}/").status_code == 404


def test_all_are_deleted(site: Site, shelf: Shelf) -> None:
    assert site.get("/your-data/recordings/delete/").status_code == 405
    site.post("/your-data/recordings/delete/")
    assert shelf.listed() == ()
    assert "Deleted." in site.text("/your-data/recordings/?deleted=1")


def test_deleting_everything_deletes_them_too(site: Site, shelf: Shelf) -> None:
    site.settle()
    assert "are saved apart" in site.text("/your-data/delete/")
    site.post("/your-data/delete/", word="no")
    assert len(shelf.listed()) == 2
    site.post("/your-data/delete/", word="delete")
    assert shelf.listed() == ()


def test_they_are_in_no_export(site: Site, shelf: Shelf) -> None:
    site.settle()
    exported = site.get("/your-data/export.json").content
    assert b"ilium-landmarks" not in exported
    with zipfile.ZipFile(io.BytesIO(site.get("/your-data/export.zip").content)) as archive:
        assert all(
            name.endswith(".csv") and b"ilium-landmarks" not in archive.read(name) for name in archive.namelist()
        )


@pytest.mark.parametrize(
    "name", ["..%2Fsecret-key", "../secret-key", "%2e%2e/secret-key", "secret-key", f"{UUID(int=1)}{ENDING}", "%00"]
)
def test_no_other_file_is_reached(site: Site, shelf: Shelf, name: str) -> None:
    """An address holds an id and nothing else."""
    response = site.get(f"/your-data/recordings/{name}/")
    assert response.status_code == 404
    assert b"secret" not in response.content.replace(b"secret-key", b"")
    assert site.post(f"/your-data/recordings/{name}/delete/").status_code == 404
    assert (shelf.folder.parent / "secret-key").exists()


def test_it_is_off_until_the_person_says_so(site: Site) -> None:
    assert not site.services.person().settings.record_landmarks
    text = site.text("/settings/")
    assert "numbers, never a picture" in text
    box = next(tag for tag in text.split("<input") if 'name="record_landmarks"' in tag)
    assert " checked" not in box.split(">")[0]
