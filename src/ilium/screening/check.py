"""The linter of the screening file: what its shape alone cannot say."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ilium.anatomy.errors import SpecificationError
from ilium.library.avoided import load_avoided
from ilium.library.sources import load_sources
from ilium.screening.model import Advice, Item, Level, Page, Screening

#: Key and reason of one finding.
Finding = tuple[str, str]

_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_BRACES = re.compile(r"\{[^}]*\}|[{}]")
_NUMBERS = ("{emergency}", "{advice}")
_NEEDED = {Level.EMERGENCY: "{emergency}", Level.SAME_DAY: "{advice}"}
_LINES = {Level.EMERGENCY: ("emergency",), Level.SAME_DAY: ("advice",), Level.CLINICIAN: ("advice", "none")}
_MAX_WORDS = 40


class ScreeningText(NamedTuple):
    """A text of the file that a person reads, and what it may hold."""

    key: str
    words: str
    optional: bool = False
    placeholders: tuple[str, ...] = ()


def check_screening(
    screening: Screening, changes: Mapping[str, bool] | None = None, *, file: str = "screening.toml"
) -> tuple[SpecificationError, ...]:
    """Return everything that is wrong with the screening, in the order of the file; empty when nothing is.

    Parameters
    ----------
    screening : Screening
        As parsed.
    changes : mapping of str to bool, optional
        Every change id the exercises know, and whether it has a side; None leaves the changes unchecked.
    file : str
        The name that the findings give.

    Examples
    --------
    >>> from ilium.screening import load_screening
    >>> check_screening(load_screening())
    ()
    """
    found = [
        *_check_numbers(screening),
        *_check_unique(screening),
        *_check_pages(screening),
        *_check_advice(screening),
        *(finding for text in _texts(screening) for finding in _check_text(text)),
        *(_check_changes(screening, changes) if changes is not None else ()),
    ]
    return tuple(SpecificationError(file, key, reason) for key, reason in found)


def _items(screening: Screening) -> Iterator[tuple[str, Page, Item]]:
    for p, page in enumerate(screening.page):
        for i, item in enumerate(page.item):
            yield f"page[{p}].item[{i}]", page, item


def _check_numbers(screening: Screening) -> Iterator[Finding]:
    numbers = {
        "version": screening.version,
        "every_days": screening.every_days,
        "gap_days": screening.gap_days,
        "reask.clock_minutes": screening.reask.clock_minutes,
    }
    return ((key, f"{number} is not above 0") for key, number in numbers.items() if number < 1)


def _check_unique(screening: Screening) -> Iterator[Finding]:
    ids = {
        "page": [page.id for page in screening.page],
        "item": [item.id for _, _, item in _items(screening)],
        "advice": [advice.level.value for advice in screening.advice],
        "locale": [locale.id for locale in screening.locale],
    }
    for table, names in ids.items():
        yield from ((table, f"{name!r} is there twice") for name, times in Counter(names).items() if times > 1)


def _check_pages(screening: Screening) -> Iterator[Finding]:
    for p, page in enumerate(screening.page):
        yield from _check_page(f"page[{p}]", page)
    for key, _, item in _items(screening):
        yield from _check_item(key, item)


def _check_page(key: str, page: Page) -> Iterator[Finding]:
    if not page.item:
        yield f"{key}.item", "a page asks something"
    if page.optional and (page.lead or any(item.level is not Level.NOTE for item in page.item)):
        yield f"{key}.optional", "a page that may be left out may hold only notes"
    if page.lead and any(item.level not in (None, Level.NOTE) for item in page.item):
        yield f"{key}.lead", "a page behind a lead question may hold only notes and counted items"
    if not page.count_rule and any(item.level is None for item in page.item):
        yield f"{key}.count_rule", "items without a level need a count rule"
    for r, rule in enumerate(page.count_rule):
        if not 1 <= rule.at_least <= sum(item.level is None for item in page.item):
            yield f"{key}.count_rule[{r}].at_least", f"{rule.at_least} items are not there to be counted"
        yield from _check_source(f"{key}.count_rule[{r}]", rule.source)


def _check_source(key: str, source: str) -> Iterator[Finding]:
    if source not in load_sources():
        yield f"{key}.source", f"no source {source!r}"


def _check_item(key: str, item: Item) -> Iterator[Finding]:
    yield from _check_source(key, item.source)
    if item.approvable and item.level is not Level.CLINICIAN:
        yield f"{key}.approvable", "only clinician items can be approved"
    if item.yes_months and not item.approvable:
        yield f"{key}.yes_months", "only approvable items have a clinician's yes"
    if item.yes_months < 0:
        yield f"{key}.yes_months", f"{item.yes_months} is below 0"
    if item.remembers and item.level in (Level.EMERGENCY, Level.SAME_DAY, Level.PAUSE):
        yield f"{key}.remembers", f"a {item.level.value} item is asked in full every time"
    if item.sided != bool(item.side_changes):
        yield f"{key}.sided", "a sided item has side_changes, and no other item has"
    if (item.changes or item.side_changes) and not _may_change(item):
        yield f"{key}.changes", "only changes items and approvable clinician items may change the plan"
    if item.level is Level.CHANGES and not (item.changes or item.side_changes):
        yield f"{key}.changes", "a changes item changes something"
    if (item.level is Level.PAUSE) != (item.pause_hours > 0):
        yield f"{key}.pause_hours", "a pause item has hours above 0, and no other item has"


def _may_change(item: Item) -> bool:
    return item.level is Level.CHANGES or (item.level is Level.CLINICIAN and item.approvable)


def _check_advice(screening: Screening) -> Iterator[Finding]:
    present = {advice.level for advice in screening.advice}
    yield from (("advice", f"no advice for level {level.value!r}") for level in Level if level not in present)
    for a, advice in enumerate(screening.advice):
        yield from _check_lines(f"advice[{a}]", advice)
    if not screening.locale:
        yield "locale", "no country"


def _check_lines(key: str, advice: Advice) -> Iterator[Finding]:
    if not advice.do:
        yield f"{key}.do", "says nothing to do"
    if (needed := _NEEDED.get(advice.level, "")) not in " ".join(advice.do):
        yield f"{key}.do", f"must say {needed}"
    if advice.line not in _LINES.get(advice.level, ("none",)):
        yield f"{key}.line", f"{advice.line!r} does not fit level {advice.level.value!r}"


def _check_text(text: ScreeningText) -> Iterator[Finding]:
    if not (text.words.strip() or text.optional):
        yield text.key, "says nothing"
    for word in load_avoided().find(text.words):
        yield text.key, f"avoided word {word!r}"
    if found := _SIDE.search(text.words):
        yield text.key, f"names a side: {found.group()!r}"
    if len(text.words.split()) > _MAX_WORDS:
        yield text.key, f"longer than {_MAX_WORDS} words"
    if set(_BRACES.findall(text.words)) - set(text.placeholders):
        yield text.key, f"unknown placeholder in {text.words!r}"


def _texts(screening: Screening) -> Iterator[ScreeningText]:
    yield ScreeningText("daily_recheck", screening.daily_recheck)
    for name in ("old", "gap", "new", "leg", "brought_in", "set_aside", "examined", "yes_over", "held", "clock"):
        yield ScreeningText(f"reask.{name}", getattr(screening.reask, name))
    for p, page in enumerate(screening.page):
        yield from _page_texts(f"page[{p}]", page)
    for key, _, item in _items(screening):
        yield from _item_texts(key, item)
    for a, advice in enumerate(screening.advice):
        yield ScreeningText(f"advice[{a}].title", advice.title)
        yield from (
            ScreeningText(f"advice[{a}].do[{d}]", line, placeholders=_NUMBERS) for d, line in enumerate(advice.do)
        )
    for place, locale in enumerate(screening.locale):
        for name in ("name", "emergency", "advice"):
            yield ScreeningText(f"locale[{place}].{name}", getattr(locale, name))


def _page_texts(key: str, page: Page) -> Iterator[ScreeningText]:
    yield ScreeningText(f"{key}.title", page.title)
    yield ScreeningText(f"{key}.intro", page.intro)
    yield ScreeningText(f"{key}.lead", page.lead, optional=True)
    yield from (ScreeningText(f"{key}.count_rule[{r}].say", rule.say) for r, rule in enumerate(page.count_rule))


def _item_texts(key: str, item: Item) -> Iterator[ScreeningText]:
    yield ScreeningText(f"{key}.ask", item.ask)
    yield ScreeningText(f"{key}.because", item.because)
    yield ScreeningText(f"{key}.but", item.but, optional=True)
    yield ScreeningText(f"{key}.explain", item.explain, optional=True)


def _check_changes(screening: Screening, changes: Mapping[str, bool]) -> Iterator[Finding]:
    for key, _, item in _items(screening):
        for wanted, sided in [*((w, False) for w in item.changes), *((w, True) for w in item.side_changes)]:
            if wanted not in changes:
                yield f"{key}.changes", f"no change {wanted!r}"
            elif changes[wanted] is not sided:
                yield f"{key}.changes", f"{wanted!r} belongs in {'changes' if sided else 'side_changes'}"
