"""A page about a fault is given even where pages cannot be made."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from ilium.anatomy.errors import StoreError
from ilium.web import vite
from ilium.web.errors import Errors, refuse


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No front end was built."""
    monkeypatch.setattr(vite, "APP", tmp_path)
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "manifest.json")


def request(path: str = "/") -> HttpRequest:
    return RequestFactory().get(path)


def test_a_person_gets_a_page_with_the_sentence() -> None:
    answer = refuse(request(), 413, "One request may hold at most 7 bytes.")
    assert answer.status_code == 413
    assert b"at most 7 bytes" in answer.content
    assert b"<html" in answer.content


@pytest.mark.usefixtures("unbuilt")
def test_without_a_front_end_a_person_gets_plain_text() -> None:
    answer = refuse(request(), 404, "The address leads nowhere.")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.content.decode() == "There is no such page. The address leads nowhere.\n"


@pytest.mark.usefixtures("site", "unbuilt")
def test_without_a_front_end_every_page_says_how_to_build_it() -> None:
    answer = Client().get("/help/")
    assert answer.status_code == 500
    assert b"python3 dev.py run" in answer.content


def test_a_fault_of_the_record_is_said_to_person_and_program() -> None:
    errors = Errors(lambda _: HttpResponse())
    page = errors.process_exception(request(), StoreError("The disk is full."))
    json = errors.process_exception(request("/api/x"), StoreError("The disk is full."))
    assert page is not None
    assert json is not None
    assert (page.status_code, b"The disk is full." in page.content) == (503, True)
    assert (json.status_code, json.content) == (503, b'{"error":"The disk is full.","path":""}')
    assert errors.process_exception(request(), ValueError("ours")) is None
