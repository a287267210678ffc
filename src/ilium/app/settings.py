"""The settings of a person: what follows from them for the help numbers."""

from collections.abc import Iterable

import msgspec

from ilium.record.events import Settings
from ilium.screening.model import Locale, Screening


def help_numbers(settings: Settings, screening: Screening, suggested: Iterable[str] = ()) -> Locale:
    """Return the country of the help numbers, with the person's own numbers in place of its own.

    Parameters
    ----------
    suggested : iterable of str
        Ids of countries to try where the person chose none that the screening knows, the likeliest first.

    Returns
    -------
    Locale
        The first of the screening's where nothing fits.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> numbers = help_numbers(Settings(locale="us", advice="555 0100"), load_screening())
    >>> numbers.emergency, numbers.advice
    ('911', '555 0100')
    """
    known = {locale.id: locale for locale in screening.locale}
    wanted = [settings.locale, *suggested]
    country = next((known[name] for name in wanted if name in known), screening.locale[0])
    return msgspec.structs.replace(
        country,
        emergency=settings.emergency or country.emergency,
        advice=settings.advice or country.advice,
    )
