"""What lint asks beyond style: that no secret is in the source, and no known weakness in a dependency."""

import http.server
import json
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tools import audit, secret_scan

WEAK = {"id": "PYSEC-0000-1", "modified": "2026-01-01T00:00:00Z", "summary": "made up for a test"}
#: Put together here, so that the scan of this very file finds nothing.
PLANTED = {
    "AWS Access Key": "key = 'AKIA" + "Z7Q2MN4RT6XWPLBC'",
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "Secret Keyword": "password = '" + "correct-horse-battery'",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_found(tmp_path: Path, kind: str) -> None:
    """Its place and kind are told, and itself is not."""
    file = tmp_path / "settings.py"
    file.write_text(f"a = 1\n{PLANTED[kind]}\n")
    (found,) = {line for line in secret_scan.findings([file]) if kind in line}
    assert found == f"{file}:2: {kind}"


def test_files_without_secrets_pass() -> None:
    """Also the one that names the file of the secret."""
    assert secret_scan.findings([ROOT / "src" / "ilium" / "store" / "home.py", Path(__file__)]) == []


def test_every_tracked_file_is_looked_at() -> None:
    """But for hashes and pictures."""
    names = {file.relative_to(ROOT).as_posix() for file in secret_scan.tracked()}
    assert {"dev.py", "src/ilium/cli/parser.py", "frontend/package.json", "tests/docs/pages.py"} <= names
    assert not [name for name in names if name.startswith(secret_scan.LEFT_OUT)]


# --- weaknesses -----------------------------------------------------------------------------------------------------


class Service(http.server.BaseHTTPRequestHandler):
    """Stands for OSV and for npm's registry: one package of each is weak."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "queries" in asked:
            names = [query["package"]["name"] for query in asked["queries"]]
            self.answer({"results": [{"vulns": [WEAK]} if name == "asgiref" else {} for name in names]})
        else:
            self.send_error(405)

    def do_GET(self) -> None:
        self.answer({**WEAK, "affected": []})

    def answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


NOBODY = "http://127.0.0.1:9/"
UV = shutil.which("uv") or str(audit.UV)
needs_uv = pytest.mark.skipif(not Path(UV).exists(), reason="dev.py has not fetched uv yet")


@needs_uv
def test_a_known_weakness_fails_the_audit(tmp_path: Path, service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package, its version, and what it is; packages come from the project's own locks."""
    lock = tmp_path / "lock.txt"
    pinned = next(pin for pin in audit.pins((ROOT / "requirements" / "dev.txt").read_text()) if "asgiref==" in pin)
    lock.write_text(f"{pinned} \\\n    --hash=sha256:0\n")
    try:
        (weakness,) = audit.audit_python(uv=Path(UV), lock=lock, service=("--service-url", service))
    except audit.NoAnswer:
        pytest.skip("the package index does not answer")
    assert str(weakness) == f"{pinned.replace('==', ' ')}: PYSEC-0000-1 made up for a test"
    monkeypatch.setattr(audit, "audit_python", lambda: [weakness])
    monkeypatch.setattr(sys, "argv", ["audit", "Python"])
    with pytest.raises(SystemExit, match="PYSEC-0000-1"):
        audit.main()


def test_a_weak_javascript_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """npm's own words are read; a stand-in says them."""
    said = json.dumps({"vulnerabilities": {"svelte": {"severity": "high"}}})
    monkeypatch.setattr(audit.frontend, "npm_command", lambda: [sys.executable, "-c", f"print({said!r})"])
    assert audit.audit_javascript() == [audit.Weakness("svelte", "high")]


@needs_uv
def test_a_python_service_that_does_not_answer_is_no_failure() -> None:
    """Who works offline can still check everything else."""
    with pytest.raises(audit.NoAnswer):
        audit.audit_python(uv=Path(UV), lock=ROOT / "requirements" / "build.txt", service=("--service-url", NOBODY))


def test_a_javascript_service_that_refuses_is_no_failure(service: str) -> None:
    """Some registries do not take the question at all."""
    with pytest.raises(audit.NoAnswer):
        audit.audit_javascript(service=("--registry", service))


@pytest.mark.parametrize("language", audit.AUDITS)
def test_silence_is_one_line(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told apart from success and from a weakness."""

    def silent() -> list[audit.Weakness]:
        raise audit.NoAnswer

    monkeypatch.setattr(audit, f"audit_{language.lower()}", silent)
    monkeypatch.setattr(sys, "argv", ["audit", language])
    with pytest.raises(SystemExit) as ended:
        audit.main()
    assert ended.value.code == audit.NOT_AUDITED
    assert capsys.readouterr().err == f"ilium: not audited: {language} packages (nobody answered)\n"


def test_a_wrong_question_is_a_failure(tmp_path: Path) -> None:
    """A tool that no longer knows what we ask must not pass for silence."""
    lock = tmp_path / "lock.txt"
    lock.write_text("")
    with pytest.raises(SystemExit, match="uv audit failed"):
        audit.audit_python(uv=Path(sys.executable), lock=lock)
