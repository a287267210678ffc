"""The machine's time zone by name, because Django sets the process's zone to the one in its settings."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LINK = Path("/etc/localtime")


def local_zone(link: Path = LINK) -> str:
    """Return the name of the machine's zone, such as ``Europe/Berlin``; ``UTC`` where it has none that we can name.

    Parameters
    ----------
    link : Path
        The link that Debian and macOS keep to the zone's file.
    """
    named = os.environ.get("TZ", "").removeprefix(":")
    candidates = (named, str(link.resolve()).partition("/zoneinfo/")[2])
    return next((name for name in candidates if _is_zone(name)), "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
