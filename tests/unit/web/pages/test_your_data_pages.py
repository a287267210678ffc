"""Your data: out, back in, and gone."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ilium.exchange.export_file import decode
from ilium.web.limits import body_limit

from .conftest import Site
from .sessions import stopped, whole


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(django_settings, "DATA_FOLDER", tmp_path)
    return tmp_path


def look_at(site: Site, data: bytes) -> str:
    return site.post("/your-data/import/", file=SimpleUploadedFile("ilium.json", data)).content.decode()


def bring(site: Site, data: bytes) -> str:
    """Choose a file and, where it has something new, agree to what it changes."""
    text = look_at(site, data)
    if word := re.search(r'name="word" value="(\w+)"', text):
        return site.post("/your-data/import/", word=word[1]).content.decode()
    return text


def test_an_empty_record_has_a_page_and_can_be_exported(site: Site) -> None:
    assert "<dt>Sessions</dt><dd>0</dd>" in site.text("/your-data/")
    assert decode(site.get("/your-data/export.json").content).events == []


def test_everything_comes_out_and_goes_in_again_unchanged(site: Site) -> None:
    site.settle()
    site.happened(*whole(site.clock.now()))
    events, response = site.events(), site.get("/your-data/export.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="ilium-2026-03-02.json"'
    assert response.headers["Cache-Control"] == "no-store"
    site.post("/your-data/delete/", word="delete")
    assert site.events() == []
    assert f"{len(events)} entries brought back." in bring(site, response.content)
    assert site.events() == events
    assert site.get("/your-data/export.json").content == response.content
    assert "Everything in this file was here already." in bring(site, response.content)


def test_a_file_says_what_it_changes_before_anything_is_taken_in(site: Site) -> None:
    site.settle()
    site.happened(*stopped(site.clock.now(), "emergency"))
    data, events = site.get("/your-data/export.json").content, site.events()
    site.post("/your-data/delete/", word="delete")
    site.settle()
    before = site.events()
    text = look_at(site, data)
    assert f"{len(events)} entries are new here" in text and "All the questions come again" in text
    assert "holds until somebody has examined you" in text
    assert site.events() == before
    bring(site, data)
    assert "Get help now" in site.text("/")


def test_a_file_is_taken_in_once_and_only_as_it_was_looked_at(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    data = site.get("/your-data/export.json").content
    site.post("/your-data/delete/", word="delete")
    word = re.findall(r'name="word" value="(\w+)"', look_at(site, data))[0]
    assert "not here any more" in site.post("/your-data/import/", word="0" * 64).content.decode()
    assert "brought back" in site.post("/your-data/import/", word=word).content.decode()
    assert "not here any more" in site.post("/your-data/import/", word=word).content.decode()


def test_the_tables_open_as_csv(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    with zipfile.ZipFile(io.BytesIO(site.get("/your-data/export.zip").content)) as archive:
        tables = {name: list(csv.DictReader(archive.read(name).decode().splitlines())) for name in archive.namelist()}
    sizes = {"sessions.csv": 1, "sets.csv": 3, "ratings.csv": 3, "measures.csv": 0}
    assert {name: len(rows) for name, rows in tables.items()} == sizes
    assert [row["side"] for row in tables["sets.csv"]] == ["right", "right", "right"]


@pytest.mark.parametrize("data", [b"", b"hello", b'{"format":"diary"}', b'{"events":[{"type":"x"}]}', b"\xff\xfe"])
def test_another_file_is_refused_with_its_place_and_nothing_is_changed(site: Site, data: bytes) -> None:
    text = bring(site, data)
    assert 'href="#field_file"' in text
    assert "nothing was changed" in text or "Choose a file first" in text
    assert site.events() == []


def test_the_place_of_a_fault_is_named(site: Site) -> None:
    site.happened(*whole(site.clock.now()))
    data = site.get("/your-data/export.json").content.replace(b'"pain_before":4', b'"pain_before":40')
    assert "At events[0].pain_before: Expected `int` &lt;= 10" in bring(site, data)


def test_a_form_without_a_file_asks_for_one(site: Site) -> None:
    assert "Choose a file first" in site.post("/your-data/import/").content.decode()


def test_only_the_import_takes_a_large_body() -> None:
    assert body_limit("/your-data/import/") > 64 * 1024 * 1024
    assert body_limit("/") == body_limit("/api/events") == body_limit("/your-data/") == 1024 * 1024


def test_a_whole_record_is_larger_than_any_other_body_and_comes_in(site: Site) -> None:
    for number in range(300):
        site.happened(*whole(site.clock.now(), f"0192c0de-0000-7000-9000-{number:012x}"))
    data = site.get("/your-data/export.json").content
    assert len(data) > django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2
    padded = data + b" " * 1_100_000
    assert "was here already" in bring(site, padded)


@pytest.mark.parametrize("word", ["", "yes", "del", "delete everything please"])
def test_nothing_is_deleted_without_the_word(site: Site, word: str) -> None:
    site.settle()
    assert 'href="#field_word"' in site.post("/your-data/delete/", word=word).content.decode()
    assert site.events()


@pytest.mark.parametrize("word", ["delete", " Delete ", "DELETE"])
def test_the_word_deletes_everything_and_the_browser_is_told_to_forget(site: Site, word: str) -> None:
    site.settle()
    site.client.cookies["tz"] = "Europe/Berlin"
    assert site.post("/your-data/delete/", word=word).headers["Location"] == "/your-data/deleted/"
    assert site.events() == []
    response = site.get("/your-data/deleted/")
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert response.cookies["tz"]["max-age"] == 0
    assert "data-forget" in response.content.decode()
    assert "Hello. This is Ilium." in site.text("/")


def test_copies_in_the_folder_are_shown_and_deleted_if_wanted(site: Site, folder: Path) -> None:
    (folder / "backups").mkdir()
    copies = [folder / "backups" / "ilium-1.sqlite3", folder / "ilium.sqlite3.before-restore-1"]
    for copy in copies:
        copy.write_bytes(b"SQLite format 3\x00" + bytes(100))
    copies[0].with_name(copies[0].name + "-wal").write_bytes(b"x")
    others = [folder / "ilium.sqlite3", folder / "secret-key"]
    others[0].write_bytes(b"SQLite format 3\x00")
    others[1].write_text("secret")
    text = site.text("/your-data/delete/")
    assert "backups/ilium-1.sqlite3" in text
    assert "these 2 copies" in text
    site.post("/your-data/delete/", word="delete")
    assert all(copy.exists() for copy in copies)
    assert "Copies are still in Ilium’s folder." in site.text("/your-data/deleted/")
    site.post("/your-data/delete/", word="delete", copies="on")
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == others
    assert "Copies are still" not in site.text("/your-data/deleted/")
