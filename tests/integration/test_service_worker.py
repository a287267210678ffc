"""What the server tells the browser to keep for when it does not answer."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from ilium.app.bootstrap import Services
from ilium.app.events import record, say
from ilium.exercises.loader import load_library
from ilium.record.events import DailyCheckAnswered
from ilium.web import vite
from ilium.web.build import HEADER, WORKER, build_id, kept_files
from tests.unit.app.test_session_sheet import profile, screened


@pytest.fixture
def client(site: Services) -> Client:
    return Client()


def told(client: Client) -> tuple[dict[str, Any], str]:
    """Return what the worker is told, and its own script."""
    text = client.get("/sw.js").content.decode()
    first, script = text.split("\n", 1)
    return json.loads(first.removeprefix("self.ILIUM_BUILD = ").rstrip(";")), script


def test_the_worker_is_never_kept_by_the_browser_itself(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_s_script_stands_alone(client: Client) -> None:
    """It is a classic script, in which an import would be an error."""
    _, script = told(client)
    assert not re.search(r"\b(import|export)\b", script)


def test_everything_it_is_told_to_keep_is_there_and_of_this_build(client: Client) -> None:
    build, _ = told(client)
    assert build["id"] == build_id()
    for page in [*build["pages"], build["offline"], build["session"]]:
        answer = client.get(page)
        assert (answer.status_code, answer[HEADER]) == (200, build["id"]), page
    for file in build["files"]:
        assert client.get(file).status_code == 200, file


def test_a_page_asks_for_no_file_that_is_not_kept(client: Client) -> None:
    """Else it would look broken without the server."""
    build, _ = told(client)
    for page in build["pages"]:
        text = client.get(page).content.decode()
        assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text)) <= set(build["files"])


def test_help_and_every_exercise_are_kept_for_both_sides(client: Client) -> None:
    build, _ = told(client)
    assert {"/help/", "/about/", "/exercises/", "/exercises/figure-four/?side=left"} <= set(build["pages"])
    assert len([page for page in build["pages"] if page.endswith("?side=right")]) == len(load_library().exercises)


def test_nothing_of_the_camera_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """It is many megabytes, which nobody asked to keep; the worker keeps them once somebody did."""
    (tmp_path / "assets" / "camera").mkdir(parents=True)
    for name in ("camera/pose.task", "camera/vision.wasm", "camera/vision.js", "page-1.js", "worker-2.js"):
        (tmp_path / "assets" / name).write_text("x")
    (tmp_path / "manifest.json").write_text(json.dumps({WORKER: {"file": "assets/worker-2.js"}}))
    monkeypatch.setattr(vite, "APP", tmp_path)
    monkeypatch.setattr(vite, "MANIFEST", tmp_path / "manifest.json")
    assert kept_files() == ["/static/app/assets/page-1.js"]


def test_another_front_end_is_another_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    marks = set()
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps({WORKER: {"file": f"assets/worker-{number}.js"}}))
        monkeypatch.setattr(vite, "APP", folder)
        monkeypatch.setattr(vite, "MANIFEST", folder / "manifest.json")
        marks |= {build_id(), build_id()}
    assert len(marks) == 2


# --- what a device keeps --------------------------------------------------------------------------------------------


def ready(site: Services) -> None:
    """Let the person be screened, with where it hurts, just now."""
    at = site.clock.now()
    site.store.append([*screened(at), profile()], at)


def test_before_the_questions_there_is_nothing_to_keep(client: Client) -> None:
    answer = client.get("/api/kept")
    assert (answer.status_code, answer.json()["sheet"]) == (200, None)


def test_a_sheet_is_kept_until_something_is_new(client: Client, site: Services) -> None:
    ready(site)
    kept = client.get("/api/kept").json()
    assert kept["sheet"]["offline"]["question"] == "Is anything new since last time?"
    again = client.get("/api/kept").json()
    assert [(one["sheet"]["id"], one["pages"], one["standing"]["kind"]) for one in (kept, again)] == [
        (kept["sheet"]["id"], kept["pages"], "free")
    ] * 2
    record(site.store, site.clock, say(DailyCheckAnswered, site.clock, site.ids, anything_new=True))
    after = client.get("/api/kept").json()
    assert (after["sheet"], after["standing"]["kind"]) == (None, "ask")
    assert after["pages"] != kept["pages"]
