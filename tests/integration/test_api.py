import gzip
import json
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings

from ilium.anatomy.errors import NotScreened, StoreError
from ilium.app.bootstrap import Services
from ilium.record.codec import MAX_BATCH_EVENTS, encode_batch
from ilium.record.events import Event, SessionFinished, SessionPaused, SessionStopped
from ilium.web import health, vite
from tests.records import make, many, planned, start, uuid
from tests.strategies import events

ORIGIN = "http://testserver"


@pytest.fixture
def client(site: Services) -> Client:
    """A browser with the cookie, which Django checks as it does outside tests."""
    client = Client(enforce_csrf_checks=True)
    client.headers_to_send = {"X-CSRFToken": client.get("/api/token").json()["token"], "Origin": ORIGIN}
    return client


def post(client: Client, body: bytes | list[Event], **headers: str) -> HttpResponse:
    data = body if isinstance(body, bytes) else encode_batch(body)
    sent = {**client.headers_to_send, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.post("/api/events", data, content_type="application/json", headers=sent)


def kept(site: Services) -> list[Event]:
    return [stored.event for stored in site.store.read()]


# --- batches --------------------------------------------------------------------------------------------------------


def stored_by(answer: HttpResponse) -> dict[str, object]:
    """Return what became of each event."""
    return {name: answer.json()[name] for name in ("acknowledged", "rejected")}


def test_a_batch_is_acknowledged_and_stored(client: Client, site: Services) -> None:
    answer = post(client, many(3))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert stored_by(answer) == {"acknowledged": [uuid(1), uuid(2), uuid(3)], "rejected": []}
    assert kept(site) == many(3)


def test_an_empty_batch_is_acknowledged(client: Client) -> None:
    assert stored_by(post(client, [])) == {"acknowledged": [], "rejected": []}


def test_each_answer_says_where_the_person_stands(client: Client, site: Services) -> None:
    """A device learns with every batch what holds, and can ask for it, too; the sheet to keep says it as well."""
    assert post(client, []).json()["standing"]["kind"] == "ask"
    held = post(client, [make(SessionStopped, 1, why="emergency")]).json()["standing"]
    assert (held["kind"], held["ends"], held["title"], held["call"]) == ("held", True, "Get help now", "999")
    assert client.get("/api/standing").json() == held == client.get("/api/kept").json()["standing"]
    assert client.get("/api/session-sheet").status_code == 409


def test_sent_again_it_is_acknowledged_again_and_stored_once(client: Client, site: Services) -> None:
    post(client, many(3))
    assert sorted(post(client, many(4)).json()["acknowledged"]) == [uuid(n) for n in (1, 2, 3, 4)]
    assert len(kept(site)) == 4


def test_a_conflict_rejects_that_event_only(client: Client, site: Services) -> None:
    post(client, many(1))
    answer = post(client, [make(SessionPaused, 1, why="person"), *many(1, first=2)])
    assert answer.status_code == 200
    assert answer.json()["acknowledged"] == [uuid(2)]
    assert [(one["id"], "other content" in one["reason"]) for one in answer.json()["rejected"]] == [(uuid(1), True)]
    assert kept(site) == many(2)


def test_an_end_may_come_before_its_start(client: Client, site: Services) -> None:
    post(client, [make(SessionFinished, 9)])
    assert site.person().sessions == ()
    post(client, [start(planned("figure-four"))])
    assert [session.state for session in site.person().sessions] == ["finished"]


@pytest.mark.parametrize(
    ("body", "path", "index"),
    [
        (b"{", "", None),
        (b"null", "", None),
        (b'{"events":[NaN]}', "", None),
        (b'{"events":[{"type":"no-such"}]}', "events[0].type", 0),
        (b'{"events":' + b"[" * 100_000, "events[0]", 0),
        (b'{"events":[' + encode_batch(many(1))[11:-2] + b',{"type":"daily-check-answered"}]}', "events[1]", 1),
    ],
)
def test_a_malformed_batch_stores_nothing_and_says_where(
    client: Client, site: Services, body: bytes, path: str, index: int | None
) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert (answer.json()["path"], answer.json()["index"]) == (path, index)
    assert answer.json()["error"]
    assert kept(site) == []


def test_an_oversized_batch_is_refused(client: Client, site: Services) -> None:
    answer = post(client, b" " * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["path"]) == (413, "")
    assert post(client, many(501)).status_code == 400
    assert kept(site) == []


def test_a_form_is_no_batch(client: Client) -> None:
    answer = client.post("/api/events", {"events": "[]"}, headers=client.headers_to_send)
    assert answer.status_code == 415


def test_a_record_that_cannot_be_written_is_said(client: Client, site: Services) -> None:
    site.store.close()
    answer = post(client, many(1))
    assert (answer.status_code, answer.json()["error"]) == (503, "The record is closed.")


# --- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRFToken": ""},
        {"X-CSRFToken": "x" * 64},
        {"Origin": "http://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_or_forged_request_changes_nothing(client: Client, site: Services, headers: dict[str, str]) -> None:
    answer = post(client, many(1), **headers)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert answer.json()["error"]
    assert kept(site) == []


def test_a_token_without_its_cookie_changes_nothing(client: Client, site: Services) -> None:
    client.cookies.clear()
    assert post(client, many(1)).status_code == 403
    assert kept(site) == []


def test_the_token_cookie_stays_with_this_site_and_away_from_scripts(client: Client) -> None:
    cookie = client.cookies["ilium_csrf"]
    assert (cookie["samesite"], bool(cookie["httponly"])) == ("Strict", True)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "10.0.0.1", "a b"])
@pytest.mark.parametrize("path", ["/api/token", "/healthz", "/nowhere", "/static/app/favicon.svg"])
def test_an_unknown_host_is_refused(client: Client, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert b"127.0.0.1" in answer.content


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_this_machines_own_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).json() == {"status": "ok"}


# --- the rest -------------------------------------------------------------------------------------------------------


def test_there_is_no_session_sheet_before_screening(client: Client) -> None:
    answer = client.get("/api/session-sheet")
    assert (answer.status_code, answer.json()["reason"]) == (409, NotScreened.__name__)
    assert answer.json()["error"]


def test_the_description_knows_every_event(client: Client) -> None:
    schema = client.get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert {"/api/events", "/api/session-sheet", "/api/token"} <= set(schema["paths"])
    components = schema["components"]["schemas"]
    assert {"DeviceBatch", "Receipt", "SessionSheet", "SetCompleted", "DailyCheckAnswered"} <= set(components)
    text = json.dumps(schema)
    named = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= set(components)
    assert r"\\Z" not in text


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__struct_config__.tag)
def test_the_description_names_the_events_that_are_taken_and_no_other(
    client: Client, site: Services, kind: type[Event]
) -> None:
    described = client.get("/api/openapi.json").json()["components"]["schemas"]
    taken = described["DeviceBatch"]["properties"]["events"]["items"]["discriminator"]["mapping"]

    @given(events(kind))
    @settings(max_examples=3)
    def told(event: Event) -> None:
        assert (post(client, [event]).status_code == 200) is (kind.__struct_config__.tag in taken)

    told()


def test_the_description_says_how_many_events_a_batch_may_hold(client: Client) -> None:
    described = client.get("/api/openapi.json").json()["components"]["schemas"]
    assert described["DeviceBatch"]["properties"]["events"]["maxItems"] == MAX_BATCH_EVENTS


def test_no_page_comes_from_elsewhere(client: Client) -> None:
    assert client.get("/api/docs").status_code == 404


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/no-such", 404), ("GET", "/api/events", 405)])
def test_refusals_below_api_are_json(client: Client, method: str, path: str, status: int) -> None:
    answer = client.generic(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["error"]


def test_health_and_readiness(client: Client, site: Services) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    well = {"record": "ok", "tables": "ok", "disk": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "checks": well}
    site.store.close()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {**well, "record": "The record is closed."})
    assert (answer.json()["status"], answer.json()["error"]) == ("not-ready", "The record is closed.")


def test_a_full_disk_or_old_tables_are_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "free_bytes", lambda folder: 3_000_000)
    monkeypatch.setattr(health, "has_pending", lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["record"] == "ok"
    assert "3.0 MB are free" in answer.json()["checks"]["disk"]
    assert "start Ilium again" in answer.json()["checks"]["tables"]


def test_every_answer_has_the_headers(client: Client) -> None:
    for path in ("/healthz", "/api/token", "/api/no-such", "/no-such"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        for part in ("default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
            assert part in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"
        assert "camera=(self)" in answer["Permissions-Policy"]


def test_no_word_of_a_request_is_logged(
    client: Client, site: Services, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not from body, query, path or header, also when it goes wrong."""

    def fail(*_: object) -> None:
        raise StoreError("canary")

    def crash(*_: object) -> None:
        raise RuntimeError("canary")

    log = django_settings.DATA_FOLDER / "ilium.log"
    before = log.read_text()
    client.raise_request_exception = False
    client.get("/canary/?canary=canary", headers={"User-Agent": "canary"})
    post(client, b'{"events":[{"type":"canary"}]}')
    client.generic("CANARY", "/api/events")
    monkeypatch.setattr(site.store, "append", fail)
    assert post(client, many(1)).status_code == 503
    monkeypatch.setattr(site.store, "append", crash)
    assert post(client, many(1)).status_code == 500
    written = log.read_text().removeprefix(before)
    lines = [json.loads(line) for line in written.splitlines()]
    assert all({"time", "level", "logger", "event"} <= line.keys() for line in lines)
    asked = [(one["method"], one["route"], one["status"]) for one in lines if one["event"] == "request"]
    assert ("GET", "-", 404) in asked
    assert ("POST", "api:post_events", 400) in asked
    assert ("OTHER", "api:post_events", 403) in asked
    assert [one["level"] for one in lines if one.get("status") == 503] == ["warning"]
    assert all(one["ms"] >= 0 for one in lines if one["event"] == "request")
    assert [(one["level"], one["exception"]) for one in lines if "frames" in one] == [("error", "RuntimeError")]
    assert "canary" not in (written + capfd.readouterr().err).lower()


def test_static_files_keep_for_ever_only_under_hashed_names(client: Client) -> None:
    hashed = client.get(vite.script("src/player/main.ts"))
    assert hashed["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in hashed["Cache-Control"]
    plain = client.get("/static/app/favicon.svg")
    assert plain["Cache-Control"] == "no-cache"
    again = client.get("/static/app/favicon.svg", headers={"If-None-Match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_compiled_code_runs_only_where_the_camera_sees(client: Client) -> None:
    """The policy of the camera's own scripts allows it; no other file's does, and no page's."""
    worker = next((vite.APP / "assets" / "camera").glob("pose.worker-*.js")).name
    answer = client.get(f"/static/app/assets/camera/{worker}")
    assert answer.status_code == 200
    assert "script-src 'self' 'wasm-unsafe-eval'" in answer["Content-Security-Policy"]
    for elsewhere in (vite.script("src/player/main.ts"), "/", "/session/"):
        assert "wasm" not in client.get(elsewhere)["Content-Security-Policy"]


def test_the_figures_files_are_small_and_kept_for_ever(client: Client) -> None:
    """Body, clips and drawing come compressed; whoever takes no compression gets them plain."""
    from ilium.web import build

    files = [file for file in build.kept_files() if Path(file).suffix in {".bin", ".json"} or "figure.worker" in file]
    assert sum(file.endswith(".bin") for file in files) == 1 and len(files) > 10
    for file in files:
        plain, small = client.get(file), client.get(file, headers={"Accept-Encoding": "gzip, br"})
        assert "immutable" in small["Cache-Control"] and "Content-Encoding" not in plain
        assert len(small.content) <= (20_000 if file.endswith(".json") else 160_000)
        assert small["Content-Encoding"] == "gzip" and small["Vary"] == plain["Vary"] == "Accept-Encoding"
        assert gzip.decompress(small.content) == plain.content
        assert plain["ETag"] != small["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "app",
        "app/",
        "app/.stamp",
        "app/no-such.js",
        "app//favicon.svg",
        "app/favicon.svg%00.js",
        "app/%2e%2e/app/favicon.svg",
        "../settings.py",
        "app/../../settings.py",
        "/etc/passwd",
    ],
)
def test_static_files_are_only_those_that_were_built(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_static_files_are_only_read(client: Client) -> None:
    assert client.post("/static/app/favicon.svg", headers=client.headers_to_send).status_code == 405


def test_the_record_is_where_the_test_says(site: Services, tmp_path: Path) -> None:
    site.store.append(many(1), site.clock.now())
    assert (tmp_path / "ilium.sqlite3").is_file()
