"""Where and when the person is: their time zone, the time of day, and the country of the help numbers."""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from django.http import HttpRequest
from django.utils.timezone import get_default_timezone

from ilium.record.states import Person
from ilium.screening.model import Locale, Screening

ZONE_COOKIE = "tz"
COUNTRY_COOKIE = "country"
YEAR_SECONDS = 365 * 24 * 3600
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-/]{0,63}")
_PHONE = re.compile(r"[0-9]+(?: [0-9]+)*")


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


def locale_of(request: HttpRequest, person: Person, screening: Screening) -> Locale:
    """Return the country of the help numbers: what the person said, else what the browser's language suggests."""
    known = {locale.id: locale for locale in screening.locale}
    said = person.profile.locale if person.profile else request.COOKIES.get(COUNTRY_COOKIE, "")
    suggested = re.findall(r"-([a-zA-Z]{2})\b", request.headers.get("Accept-Language", ""))
    wanted = [said, *(region.lower() for region in suggested)]
    return next((known[name] for name in wanted if name in known), screening.locale[0])


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
