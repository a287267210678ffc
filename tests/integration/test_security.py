"""Personal mode's promises, held to every address there is: the table of routes is read, not copied."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ilium.app.bootstrap import Services
from ilium.record.events import Event, SessionFinished
from ilium.screening import load_screening
from tests.integration.addresses import SESSION, Form, addresses, markup
from tests.integration.servers import Server
from tests.records import make, planned, start

ORIGIN = "http://testserver"
EVIL = "https://evil.example"
ADDRESSES = addresses()
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
PROFILE = {"side": "right", "pain_now": "4", "pain_usual": "5", "surface": "floor", "track": "gradual"}
#: A health word that no page of ours has.
CANARY = "haemorrhoidectomy"


@pytest.fixture
def client(site: Services) -> Client:
    """The browser of a person who is ready to start and has done a session; tokens are checked as outside tests."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.token = client.get("/api/token").json()["token"]
    for number, page in enumerate(load_screening().page, 1):
        lead = {"lead": "no"} if page.lead else {"none": "1"}
        assert client.post(f"/screening/{number}/", lead, headers=own(client)).status_code == 302
    about = client.get("/about-pain/").content
    (form,) = (form for form in markup(about).forms if "side" in form.fields)
    assert client.post("/about-pain/", {**form.first_values(), **PROFILE}, headers=own(client)).status_code == 302
    site.store.append([start(planned("figure-four")), make(SessionFinished, 9)], site.clock.now())
    return client


def own(client: Client) -> dict[str, str]:
    """Return the headers of a change that one of our own pages asks for."""
    return {"X-CSRFToken": client.token, "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


def kept(site: Services) -> list[Event]:
    return [stored.event for stored in site.store.read()]


def test_the_table_of_routes_is_read() -> None:
    """The tests below speak about every page, the API and the files."""
    assert {"/", "/about-pain/", f"/history/{SESSION}/", "/api/events", "/static/app/favicon.svg"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 25


# --- who may ask ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.7", "[::2]", "a@127.0.0.1", ""])
def test_no_address_answers_under_another_name(client: Client, host: str) -> None:
    """A page that rebinds its own name to this machine hears nothing of the person."""
    for address in ADDRESSES:
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400, address
        assert b"figure" not in answer.content.lower()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8765", "[::1]:8765"])
def test_every_address_answers_under_this_machines_names(client: Client, host: str) -> None:
    """So the test above fails for the name and for nothing else."""
    assert {client.get(address, headers={"Host": host}).status_code for address in ADDRESSES} <= {
        200,
        302,
        404,
        405,
        409,
    }


FOREIGN = {
    "another origin": {"Origin": EVIL},
    "an origin that hides": {"Origin": "null"},
    "our name in another's": {"Origin": f"{ORIGIN}.evil.example"},
    "another port": {"Origin": f"{ORIGIN}:81"},
    "another scheme": {"Origin": ORIGIN.replace("http", "https")},
    "another site, by fetch metadata": {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    "a page on the same machine's other port": {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    "no token": {"Origin": ORIGIN, "X-CSRFToken": ""},
    "another token": {"Origin": ORIGIN, "X-CSRFToken": "x" * 64},
}


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN)
def test_no_address_is_changed_by_another_site(client: Client, site: Services, foreign: dict[str, str]) -> None:
    """Whatever the address and the method, it is refused before it is looked at, and the record stays as it was."""
    before = kept(site)
    for address in ADDRESSES:
        for method in CHANGES:
            answer = client.generic(method, address, b"{}", "application/json", headers={**own(client), **foreign})
            assert answer.status_code == 403, (method, address)
            assert not answer.cookies
    assert kept(site) == before


def test_our_own_pages_may_ask_for_changes(client: Client) -> None:
    """So the test above fails for the origin and the token and for nothing else."""
    for address in ADDRESSES:
        for method in CHANGES:
            answer = client.generic(method, address, b"{}", "application/json", headers=own(client))
            assert answer.status_code != 403, (method, address)


def test_reading_changes_nothing(client: Client, site: Services) -> None:
    """A link, a picture or a prefetch of another site can ask for any address, and nothing comes of it."""
    before = kept(site)
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = client.generic(method, address, headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code < 500, (method, address)
    assert kept(site) == before


def test_no_answer_is_open_to_other_sites(client: Client) -> None:
    """No header shares anything across origins, whoever asks."""
    for address in ADDRESSES:
        answer = client.get(address, headers={"Origin": EVIL})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")], address
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


ELSEWHERE = [EVIL, "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]


def test_every_redirect_stays_here(client: Client) -> None:
    """No address sends a person elsewhere, also not when the request asks for it."""
    elsewhere = [
        EVIL,
        "//evil.example",
        "/\\evil.example",
        "/../../evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ]
    seen = 0
    for target in elsewhere:
        for address in ADDRESSES:
            asked = f"{address}?next={quote(target)}"
            fields = {"next": target, "country": "gb", "answer": "skip"}
            for answer in (client.get(asked), client.post(asked, fields, headers=own(client))):
                location = answer.headers.get("Location", "/")
                seen += "Location" in answer.headers
                assert location.startswith("/") and not location.startswith(("//", "/\\")), (address, location)
    assert seen > len(ELSEWHERE)


# --- what an answer carries -----------------------------------------------------------------------------------------

WRONG = ["/no-such/", "/api/no-such", "/static/app/no-such.js", "/screening/99/", "/exercises/no-such/"]


def policy(answer: HttpResponse) -> dict[str, list[str]]:
    """Return a content security policy as directives with their sources."""
    directives = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {words[0]: words[1:] for words in directives}


def test_the_policy_allows_nothing_unsafe(client: Client) -> None:
    """Own scripts and styles only, nothing inline, no frame, no plug-in, no other site."""
    for address in [*ADDRESSES, *WRONG]:
        allowed = policy(client.get(address))
        sources = {source for listed in allowed.values() for source in listed}
        assert sources <= {"'self'", "'none'", "data:", "blob:"}, address
        assert {name for name, listed in allowed.items() if {"data:", "blob:"} & {*listed}} <= {"img-src", "media-src"}
        for name in ("default-src", "script-src", "style-src", "connect-src", "form-action"):
            assert allowed[name] == ["'self'"], (address, name)
        for name in ("object-src", "base-uri", "frame-ancestors"):
            assert allowed[name] == ["'none'"], (address, name)


def test_every_answer_has_the_headers_that_close_doors(client: Client) -> None:
    """Also refusals, redirects, files and the API; nothing tells what serves."""
    for address in [*ADDRESSES, *WRONG]:
        answer = client.get(address)
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert {"microphone=()", "geolocation=()"} <= set(answer["Permissions-Policy"].split(", ")), address
        assert not {"Server", "X-Powered-By"} & set(answer.headers), address
        if not address.startswith("/static/"):
            assert "public" not in answer["Cache-Control"], f"{address} is about a person and stays out of caches"


def test_pages_hold_nothing_that_the_policy_would_have_to_stop(client: Client) -> None:
    """No inline script, style or handler, and no address of another site."""
    pages = [answer for address in [*ADDRESSES, *WRONG] if _is_page(answer := client.get(address))]
    assert len(pages) > 12
    for answer in pages:
        found = markup(answer.content)
        address = answer.request["PATH_INFO"]
        assert found.unsafe == [], address
        assert [link for link in found.links if urlsplit(link).scheme not in ("", "tel") or link.startswith("//")] == []


def _is_page(answer: HttpResponse) -> bool:
    return answer.get("Content-Type", "").startswith("text/html")


def test_every_cookie_is_out_of_reach(client: Client) -> None:
    """Not for scripts, not for other sites. Not `Secure`, because personal mode is plain HTTP on this machine."""
    cookies = {}
    for address in ADDRESSES:
        for answer in (
            client.get(address),
            client.post(address, {"country": "ie", "answer": "skip"}, headers=own(client)),
        ):
            cookies |= dict(answer.cookies)
    assert "ilium_csrf" in cookies
    for name, cookie in cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Strict", "Lax"), name
        assert (cookie["path"], cookie["domain"], cookie["secure"]) == ("/", "", ""), name
    assert cookies["ilium_csrf"]["samesite"] == "Strict"


# --- health words ---------------------------------------------------------------------------------------------------


def test_no_value_that_a_person_gives_is_logged_or_put_into_an_address(
    client: Client, site: Services, capfd: pytest.CaptureFixture[str]
) -> None:
    """A canary in every field of every form, in paths, queries, headers, cookies and bodies."""
    log = settings.DATA_FOLDER / settings.LOGGING["handlers"]["file"]["filename"].rpartition("/")[2]
    log.write_bytes(b"")  # a file that is nearly full would be rotated away meanwhile
    asked = 0
    for answer in _canaries(client):
        asked += 1
        told = [value for name, value in answer.headers.items() if name != "Allow"] + list(
            map(str, answer.cookies.values())
        )
        assert CANARY not in " ".join(told).lower(), answer.request["PATH_INFO"]
        if _is_page(answer):
            assert [link for link in markup(answer.content).links if CANARY in link.lower()] == []
    assert asked > 150
    written = log.read_text(encoding="utf-8")
    assert written.count("\n") >= asked
    said = capfd.readouterr()
    assert CANARY not in (written + said.out + said.err).lower()


def _canaries(client: Client) -> Iterator[HttpResponse]:
    """Yield the answers to requests that hold the canary somewhere."""
    forms: dict[tuple[str, str], Form] = {}
    for address in ADDRESSES:
        yield client.get(f"{address}?{CANARY}={CANARY}&year={CANARY}&side={CANARY}", headers={"User-Agent": CANARY})
        yield client.get(f"{address}{CANARY}/", headers={"Referer": f"{ORIGIN}/{CANARY}", "Accept-Language": CANARY})
        yield client.generic("POST", address, f'{{"{CANARY}":"{CANARY}"}}', "application/json", headers=own(client))
        page = client.get(address, headers={"Cookie": f"tz={CANARY}; country={CANARY}"})
        if _is_page(page):
            forms |= {(address, form.action or address): form for form in markup(page.content).forms}
    assert len(forms) > 8
    for (_, action), form in forms.items():
        for fields in _filled(form):
            yield client.post(action, fields, headers=own(client))


def _filled(form: Form) -> Iterator[dict[str, object]]:
    """Yield the form with the canary everywhere, and in each field alone."""
    spoiled = {name: _spoiled(form, name) for name in form.fields if name != "csrfmiddlewaretoken"}
    yield dict(spoiled)
    for name, value in spoiled.items():
        yield {**form.first_values(), name: value}


def _spoiled(form: Form, name: str) -> object:
    return SimpleUploadedFile(f"{CANARY}.json", f'{{"{CANARY}":1}}'.encode()) if name in form.files else CANARY


def test_forms_send_in_the_body(client: Client) -> None:
    """A form that sends by address would put the person's answers there; only what chooses a view may."""
    views = {"side", "year", "month", "s"}
    for address in ADDRESSES:
        page = client.get(address)
        for form in markup(page.content).forms if _is_page(page) else ():
            assert form.method == "post" or set(form.fields) <= views, (address, form)


# --- files ----------------------------------------------------------------------------------------------------------

OUTSIDE = [
    "../settings.py",
    "app/../../settings.py",
    "app/../../../../../../etc/passwd",
    "..",
    ".",
    "app/..",
    "/etc/passwd",
]
WRITTEN = {
    "plain": str,
    "percent": lambda path: path.replace(".", "%2e"),
    "percent, slashes too": lambda path: path.replace(".", "%2e").replace("/", "%2F"),
    "percent twice": lambda path: path.replace(".", "%252e").replace("/", "%252f"),
    "backslashes": lambda path: path.replace("/", "\\"),
    "a zero byte": lambda path: f"{path}%00.svg",
    "overlong UTF-8": lambda path: path.replace(".", "%c0%ae"),
    "a query": lambda path: f"{path}?x.svg",
    "a parameter": lambda path: path.replace("..", "..;"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, because only a real connection sends an address as it stands."""
    server = Server(data=tmp_path_factory.mktemp("secure") / "data").start()
    yield server
    server.kill()


def raw(server: Server, address: str) -> tuple[int, bytes]:
    """Ask for an address exactly as it is written."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest("GET", address, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("form", WRITTEN)
def test_static_addresses_lead_only_to_built_files(server: Server, form: str) -> None:
    """However a path that leaves the folder is written, it finds nothing."""
    for path in OUTSIDE:
        status, body = raw(server, f"/static/{WRITTEN[form](path)}")
        assert status in (400, 404), path
        assert b"root:" not in body and b"SECRET" not in body


def test_a_built_file_is_served_and_the_rest_of_the_package_is_not(server: Server) -> None:
    """So the test above fails for the path and for nothing else; the record cannot be asked for either."""
    assert raw(server, "/static/app/favicon.svg")[0] == 200
    for path in ("/static/app/../vite.py", "/static/vite.py", "/ilium.sqlite3", "/static/ilium.sqlite3", "/secret-key"):
        assert raw(server, path)[0] == 404


def test_a_real_answer_says_nothing_about_the_server(server: Server) -> None:
    """Neither uvicorn nor Django names itself or its version."""
    answer = server.ask("GET", "/")
    assert "server" not in answer.headers
    assert b"django" not in answer.body.lower() and b"uvicorn" not in answer.body.lower()


def test_the_record_and_the_log_are_the_owners_only(server: Server) -> None:
    """Whatever lies in the data folder and holds anything, nobody else on the machine can read it."""
    server.ask("GET", "/")
    files = [file for file in Path(server.data).iterdir() if file.is_file() and file.stat().st_size]
    assert {"ilium.sqlite3", "ilium.log", "secret-key"} <= {file.name for file in files}
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []
