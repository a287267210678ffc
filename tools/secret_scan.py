"""Fail when a file of the repository seems to hold a password, a key or a token; detect-secrets knows how they look."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parent.parent
#: Files of hashes that are no secrets, and pictures.
LEFT_OUT = (
    "requirements/",
    "frontend/package-lock.json",
    "docs/pictures/",
    "src/ilium/figure/library/",
    "lab/ilium_lab/figure/library/source.toml",
    "tests/data/",
    "src/ilium/app/library/demonstration.json",
    "tests/golden/landmark-frames.json",
)
#: Strings that look like secrets and are none: the name of the file that holds one, and an id that a test made up.
KNOWN = frozenset({"secret-key", "abc0123456789def"})


def tracked() -> list[Path]:
    """Return the files that Git has or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if not name.startswith(LEFT_OUT) and (ROOT / name).is_file()]


def findings(files: Sequence[Path]) -> list[str]:
    """Return where these files seem to hold a secret, and of which kind, but not the secret."""
    found = SecretsCollection()
    with default_settings():
        found.scan_files(*map(str, files))
    return [f"{name}:{one.line_number}: {one.type}" for name, one in found if one.secret_value not in KNOWN]


def main() -> None:
    """Scan the repository."""
    if found := findings(tracked()):
        sys.exit("\n".join(["These look like secrets:", *found]))


if __name__ == "__main__":
    main()
