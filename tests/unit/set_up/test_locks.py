"""The locks pin everything, agree with one another, and name no registry."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PYTHON_LOCKS = ("runtime", "build", "dev")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", lock(name), flags=re.MULTILINE))


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_python_lock_names_no_address(name: str) -> None:
    """A machine's own registry serves the packages; the hashes say which."""
    assert "://" not in lock(name)
    assert not re.search(r"^\s*-", lock(name).replace("    --hash", ""), flags=re.MULTILINE)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_has_a_version_and_hashes(name: str) -> None:
    """Nothing is installed that was not looked at when the lock was made."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock(name).strip())
    assert entries
    assert [
        entry for entry in entries if not re.match(r"[A-Za-z0-9_.-]+==\S+ .*?--hash=sha256:", entry, re.DOTALL)
    ] == []


@pytest.mark.parametrize("part", ["runtime", "build"])
def test_developers_use_what_users_run(part: str) -> None:
    """The developers' lock holds the others, at the same versions."""
    assert pins(part).items() <= pins("dev").items()


def test_javascript_lock_names_no_address() -> None:
    """Every package has its hash, and none says where it is downloaded from."""
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    below = {name: package for name, package in packages.items() if name}
    assert below
    assert [name for name, package in below.items() if "resolved" in package or "integrity" not in package] == []
