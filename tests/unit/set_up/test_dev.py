"""The developer's command line: what it refuses, and what it takes for changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import frontend

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["run", "--prot", "80"], ["run", "--port", "eighty"], ["lint", "--fix"]]
)
def test_refuses_what_it_does_not_know(words: list[str]) -> None:
    """A wrong command ends with exit 2 and its reason, before anything is installed."""
    done = subprocess.run([sys.executable, ROOT / "dev.py", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dev.py" in done.stderr.splitlines()[-1]
    assert "error: " in done.stderr.splitlines()[-1]


def test_digest_follows_contents_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files have the same digest; a changed or renamed file has another."""
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    one, two = tmp_path / "one.ts", tmp_path / "two.ts"
    one.write_text("1")
    two.write_text("1")
    first = frontend.digest(iter([one]))
    assert frontend.digest(iter([one])) == first
    assert frontend.digest(iter([two])) != first
    one.write_text("2")
    assert frontend.digest(iter([one])) != first
