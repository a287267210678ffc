"""The words of an outcome, and the numbers of a country in them."""

import msgspec

from ilium.anatomy.errors import AnswerError
from ilium.screening.model import Advice, Level, Locale, Reask, Screening


def advice_for(screening: Screening, level: Level) -> Advice:
    """Return the advice of this level, with its placeholders.

    Raises
    ------
    KeyError
        When the file has none, which `ilium.screening.check.check_screening` finds.
    """
    return {advice.level: advice for advice in screening.advice}[level]


def find_locale(screening: Screening, locale_id: str) -> Locale:
    """Return the locale with this id.

    Raises
    ------
    AnswerError
        When the file has no such locale; the message names those it has.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> find_locale(load_screening(), "gb").emergency
    '999'
    """
    known = {locale.id: locale for locale in screening.locale}
    if locale_id not in known:
        raise AnswerError(f"unknown country {locale_id!r}; there are {', '.join(known)}")
    return known[locale_id]


def in_locale(advice: Advice, locale: Locale) -> Advice:
    """Return the advice with this country's numbers in place of ``{emergency}`` and ``{advice}``.

    Examples
    --------
    >>> from ilium.screening.model import Advice, Level, Locale
    >>> here = Locale(id="gb", name="United Kingdom", emergency="999", advice="111")
    >>> call = Advice(level=Level.EMERGENCY, title="Now", do=("Call {emergency}.",), line="emergency")
    >>> in_locale(call, here).do
    ('Call 999.',)
    """
    return msgspec.structs.replace(advice, do=tuple(fill(line, locale) for line in advice.do))


def fill(line: str, locale: Locale) -> str:
    """Return one line with this country's numbers in it."""
    return line.replace("{emergency}", locale.emergency).replace("{advice}", locale.advice)


def ask_again_words(words: Reask, why: str) -> str:
    """Return the sentence for asking again after something that happened.

    Raises
    ------
    KeyError
        For a reason that the record does not have.
    """
    return {"said": words.new, "leg-symptoms": words.leg, "brought-in": words.brought_in, "set-aside": words.set_aside}[
        why
    ]
