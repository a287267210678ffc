"""Where and when the person is: their time zone, the time of day, the numbers to call."""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from django.http import HttpRequest
from django.utils.timezone import get_default_timezone

ZONE_COOKIE = "tz"
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-/]{0,63}")
_PHONE = re.compile(r"\+?[0-9]+(?: [0-9]+)*")


class Call(msgspec.Struct, frozen=True):
    """A number to call, as it is read and as it is dialled."""

    words: str
    digits: str


def zone_of(request: HttpRequest) -> tzinfo:
    """Return the browser's time zone, which a small script keeps in a cookie; the server's where there is none."""
    name = request.COOKIES.get(ZONE_COOKIE, "")
    if not _ZONE_NAME.fullmatch(name):
        return get_default_timezone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return get_default_timezone()


def greeting(local: datetime) -> str:
    """Return the greeting of this time of day.

    Examples
    --------
    >>> greeting(datetime(2026, 3, 1, 7, 30)), greeting(datetime(2026, 3, 1, 23, 0))
    ('Good morning', 'Good evening')
    """
    if 4 <= local.hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= local.hour < 18 else "Good evening"


def suggested_countries(request: HttpRequest) -> tuple[str, ...]:
    """Return the countries that the browser's languages speak of, such as ``("gb",)`` for ``en-GB``."""
    regions = re.findall(r"-([a-zA-Z]{2})\b", request.headers.get("Accept-Language", ""))
    return tuple(region.lower() for region in regions)


def calls(line: str) -> tuple[Call, ...]:
    """Return the numbers in a line such as "112 or 999".

    Examples
    --------
    >>> calls("your doctor or 116 117")
    (Call(words='116 117', digits='116117'),)
    >>> calls("your doctor")
    ()
    """
    return tuple(Call(words=found, digits=found.replace(" ", "")) for found in _PHONE.findall(line))
