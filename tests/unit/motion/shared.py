"""Where the real data lies, which the project does not commit."""

import os
from pathlib import Path

import pytest


def shared_data() -> Path:
    """Return the folder of the real data; skips the test loudly where it is absent."""
    folder = Path(os.environ.get("ILIUM_SHARED_DATA", "../shared/data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set ILIUM_SHARED_DATA")
    return folder
