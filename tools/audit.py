"""Ask whether any package that the locks name has a known weakness: OSV for Python, npm's registry for JavaScript.

A weakness that is found is a failure. A service that does not answer is none, because who works offline can still check
everything else; nor is it success: it ends with `NOT_AUDITED`, and `dev.py` says so in the last line of its run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import frontend

ROOT = frontend.ROOT
#: What this ends with where nobody answered.
NOT_AUDITED = 75
UV = ROOT / ".tools" / "bin" / "uv"
LOCK = ROOT / "requirements" / "dev.txt"
#: A pin of a lock, with the marker that says where it applies.
PIN = re.compile(r"^(?P<pin>[A-Za-z0-9_.-]+==[^\s;\\]+)(?P<marker> ; [^\\\n]+?)?(?= \\|$)", re.MULTILINE)
#: What uv says when it reached nobody, as against when it was asked for something it cannot do.
SILENCE = ("Request failed", "error sending request", "Failed to fetch", "Could not connect", "dns error")


class NoAnswer(Exception):
    """The service cannot be reached, or refuses to say."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A known weakness in a package."""

    package: str
    what: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.package}: {self.what}"


def pins(lock: str) -> list[str]:
    r"""Return what a lock pins, as requirements.

    Examples
    --------
    >>> pins("tzdata==2026.6 ; sys_platform == 'win32' \\\n    --hash=sha256:1")
    ["tzdata==2026.6 ; sys_platform == 'win32'"]
    """
    return [f"{found['pin']}{found['marker'] or ''}" for found in PIN.finditer(lock)]


def audit_python(*, uv: Path = UV, lock: Path = LOCK, service: Sequence[str] = ()) -> list[Weakness]:
    """Return the known weaknesses of the locked Python packages.

    Parameters
    ----------
    service : sequence of str
        Options of ``uv audit`` that name another service, for tests.

    Raises
    ------
    NoAnswer
        When the service or the package index does not answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = {"name": "audited", "version": "0", "requires-python": ">=3.11"}
        lines = [f"{key} = {json.dumps(value)}" for key, value in project.items()]
        wanted = json.dumps(pins(lock.read_text(encoding="utf-8")), indent=1)
        Path(folder, "pyproject.toml").write_text("\n".join(["[project]", *lines, f"dependencies = {wanted}", ""]))
        options = ("--preview-features=audit,json-output", "--output-format=json")
        settings = {"UV_HTTP_RETRIES": "1", "UV_PYTHON": sys.executable}
        done = _run([str(uv), "audit", *options, *service], Path(folder), settings)
    if done.returncode in (0, 1) and done.stdout.startswith("{"):
        return [_python_weakness(found) for found in json.loads(done.stdout)["vulnerabilities"]]
    if any(sign in done.stderr for sign in SILENCE):
        raise NoAnswer
    raise SystemExit(f"uv audit failed: {done.stderr.strip()}")


def _python_weakness(found: dict[str, Any]) -> Weakness:
    fixed = f"; fixed in {', '.join(found['fix_versions'])}" if found["fix_versions"] else ""
    package = found["dependency"]
    return Weakness(f"{package['name']} {package['version']}", f"{found['display_id']} {found['summary']}{fixed}")


def audit_javascript(*, service: Sequence[str] = ()) -> list[Weakness]:
    """Return the known weaknesses of the locked JavaScript packages; parameters and errors as `audit_python`."""
    done = _run([*frontend.npm_command(), "audit", "--json", *service], frontend.FRONTEND, {})
    said = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    if "vulnerabilities" in said:
        return [Weakness(name, found["severity"]) for name, found in said["vulnerabilities"].items()]
    if "message" in said:
        raise NoAnswer
    raise SystemExit(f"npm audit failed: {done.stderr.strip()}")


def _run(command: list[str], folder: Path, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False)


AUDITS: dict[str, Callable[[], list[Weakness]]] = {
    "Python": lambda: audit_python(),  # looked up when asked
    "JavaScript": lambda: audit_javascript(),
}


def main() -> None:
    """Audit the packages of one language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=AUDITS)
    language = parser.parse_args().language
    try:
        found = AUDITS[language]()
    except NoAnswer:
        print(f"ilium: not audited: {language} packages (nobody answered)", file=sys.stderr)
        raise SystemExit(NOT_AUDITED) from None
    if found:
        raise SystemExit("\n".join([f"Known weaknesses of {language} packages:", *map(str, found)]))


if __name__ == "__main__":
    main()
