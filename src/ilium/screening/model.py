"""What a screening is: the shape of ``library/screening.toml``, its answers and its outcomes.

Levels, most urgent first: ``emergency`` (now), ``same-day``, ``clinician`` (someone who knows must say yes first),
``pause`` (not today: come back later), ``changes`` (allowed with changes), ``note``.

A screening ends in one of three outcomes: `NotNow`, `NotToday`, or a `Clearance`, which only this package can make.
"""

from dataclasses import InitVar, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple, NoReturn, final

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import NotScreened
from ilium.library.spec import Spec


class Level(StrEnum):
    """How urgent an answer is; the order of the members is the order of urgency."""

    EMERGENCY = "emergency"
    SAME_DAY = "same-day"
    CLINICIAN = "clinician"
    PAUSE = "pause"
    CHANGES = "changes"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Place in the order of urgency; 0 is the most urgent.

        Examples
        --------
        >>> Level.EMERGENCY.rank < Level.CLINICIAN.rank < Level.NOTE.rank
        True
        """
        return tuple(Level).index(self)


class Tick(StrEnum):
    """An answer to one item.

    ``NOT_SURE`` counts as yes at every level (at the first two by the brief; at the others our choice, not validated:
    it errs to more care). It does not count in a page's count rule.
    """

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


class Item(Spec, frozen=True, kw_only=True):
    """One thing to tick.

    Parameters
    ----------
    ask : str
        Our own words, reading age about eleven.
    but : str
        What is not meant, always shown with the question.
    explain : str
        What it means, for "not sure".
    source : str
        An id of ``ilium/library/sources.toml``.
    level : Level, optional
        None for an item that only counts in the page's count rule.
    changes : tuple of str
        Ids of ``exercises/library/changes.toml`` that apply (for ``clinician`` items: once a clinician has said yes).
    side_changes : tuple of str
        Ids of changes that apply to the sides the person names; there are some where, and only where, ``sided``.
    sided : bool
        A yes also asks "which side: left, right or both". "Not sure" with no side named means both.
    pause_hours : int
        For ``pause`` items: hours from the answer until the person is asked again; 0 elsewhere.
    approvable : bool
        For ``clinician`` items: the person may state that a clinician who knows about it has said yes.
    yes_months : int
        For approvable items: so many months a clinician's yes holds; 0 where it is asked for with every screening.
    remembers : bool
        What it asks cannot become untrue again, so that a yes is shown as told before; never above ``clinician``.
    because : str
        Why this matters, shown with the result; for a ``note`` it is what the person is told.
    """

    id: str
    ask: str
    because: str
    source: str
    level: Level | None = None
    but: str = ""
    explain: str = ""
    changes: tuple[str, ...] = ()
    side_changes: tuple[str, ...] = ()
    sided: bool = False
    approvable: bool = False
    yes_months: int = 0
    remembers: bool = False
    pause_hours: int = 0

    @property
    def sign(self) -> str:
        """The question as a sign to look out for, with what is not meant.

        Examples
        --------
        >>> Item(id="leak", ask="It leaks", but="A drop does not count.", because="", source="").sign
        'It leaks. A drop does not count.'
        """
        return f"{self.ask}. {self.but}" if self.but else self.ask


class CountRule(Spec, frozen=True, kw_only=True):
    """So many of the page's items without a level, answered yes, lead to a sentence (never to a block).

    Of several rules of a page that are met, the one with the highest ``at_least`` speaks.
    """

    at_least: int
    say: str
    source: str


class Page(Spec, frozen=True, kw_only=True):
    """One page of the screening; where ``lead`` is a question, it must be answered yes for the items to be asked.

    An ``optional`` page may be left without an answer; it holds nothing but notes.
    """

    id: str
    title: str
    intro: str
    item: tuple[Item, ...]
    lead: str = ""
    optional: bool = False
    count_rule: tuple[CountRule, ...] = ()


class Advice(Spec, frozen=True, kw_only=True):
    """What an outcome says: what to do, and whom to call (``line`` is a key of the locale's numbers).

    ``{emergency}`` and ``{advice}`` in ``do`` stand for the locale's numbers; `ilium.screening.in_locale` fills them.
    The advice of level ``changes`` is for "you can start, with these changes"; that of ``note`` for no changes at all.
    """

    level: Level
    title: str
    do: tuple[str, ...]
    line: Literal["emergency", "advice", "none"]


class Locale(Spec, frozen=True, kw_only=True):
    """A country's numbers, worded to stand after "Call": ``emergency`` such as 112, ``advice`` such as 111."""

    id: str
    name: str
    emergency: str
    advice: str


class Reask(Spec, frozen=True, kw_only=True):
    """Why the questions are asked again: one sentence for each reason.

    ``held`` says what lifts an emergency or urgent answer, and ``examined`` that one is to be lifted. ``yes_over`` is
    said when a clinician's yes has come to its end. ``clock_minutes`` is how far a clock may lie before the time of the
    screening before it is called wrong.
    """

    old: str
    gap: str
    new: str
    leg: str
    brought_in: str
    set_aside: str
    examined: str
    yes_over: str
    held: str
    clock: str
    clock_minutes: int


class DailyQuestion(NamedTuple):
    """The one question before each session, and examples of what it means."""

    question: str
    examples: str


class Screening(Spec, frozen=True, kw_only=True):
    """The whole screening file.

    Parameters
    ----------
    every_days : int
        A clearance holds for this many times 24 hours.
    gap_days : int
        So many times 24 hours with neither a session nor a screening end it earlier.
    daily_recheck : str
        The one-line question before each session; yes ends the clearance.
    """

    version: int
    every_days: int
    gap_days: int
    daily_recheck: str
    reask: Reask
    page: tuple[Page, ...]
    advice: tuple[Advice, ...]
    locale: tuple[Locale, ...]

    @property
    def daily_question(self) -> DailyQuestion:
        """The daily re-check as its question and the examples under it."""
        question, mark, examples = self.daily_recheck.partition("?")
        return DailyQuestion(question + mark, examples.strip())


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the person answered, page by page.

    Parameters
    ----------
    ticks : dict of str to Tick
        Item id to answer. An item that a shown page has and that is missing here is unanswered, which is an error
        once the screening is assessed.
    sides : dict of str to tuple of Side
        For sided items answered yes: the sides meant.
    leads : dict of str to bool
        Page id to the answer of its lead question.
    approved : tuple of str
        Ids of clinician items that a clinician who knows about them has said yes to.
    until : dict of str to date
        The last day, UTC, on which each such yes holds; one without a day holds as long as the clearance does.
    """

    ticks: dict[str, Tick] = {}
    sides: dict[str, tuple[Side, ...]] = {}
    leads: dict[str, bool] = {}
    approved: tuple[str, ...] = ()
    until: dict[str, date] = {}


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that led to the outcome, with the words that were asked and why it matters."""

    item: str
    page: str
    level: Level
    answer: Tick
    ask: str
    because: str


class NotNow(msgspec.Struct, frozen=True, kw_only=True):
    """Not now: what to do instead, and which answers say so.

    Parameters
    ----------
    level : Level
        ``emergency``, ``same-day`` or ``clinician``: the most urgent of ``because``.
    because : tuple of Reason
        Every blocking answer, most urgent first, then in the order of the pages.
    approvable : tuple of str
        Every item of ``because``, where a clinician's yes to all of them opens the way; empty where one of them needs
        more than a yes.
    """

    level: Level
    advice: Advice
    because: tuple[Reason, ...]
    approvable: tuple[str, ...] = ()


class NotToday(msgspec.Struct, frozen=True, kw_only=True):
    """Not today: ask again at ``until`` (UTC)."""

    until: datetime
    advice: Advice
    because: tuple[Reason, ...]


class AppliedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change that the answers ask for.

    Parameters
    ----------
    id : str
        An id of ``exercises/library/changes.toml``.
    side : Side, optional
        The body's side that the answer names; None for a change that has no side.
    because : tuple of str
        Ids of the items that ask for it, in the order of the pages.
    """

    id: str
    side: Side | None = None
    because: tuple[str, ...] = ()


_KEY = object()


def _refuse() -> NoReturn:
    raise NotScreened("A clearance comes only from the screening; it cannot be made, copied or stored.")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Leave to start, with changes; only functions of `ilium.screening` can make one.

    It is never stored: keep the answers, and assess them again.

    Parameters
    ----------
    screened_at, valid_until : datetime
        UTC. It holds in ``screened_at <= now < valid_until``, unless something new or a long gap ends it earlier.
    changes : tuple of AppliedChange
        In the order of the pages, each once per side, left before right.
    notes : tuple of str
        Sentences the person is told.
    advice : Advice
        The words for "you can start".
    gap : timedelta
        So long with neither a session nor a screening end it.
    over : str
        The sentence for the person once ``valid_until`` has come.
    reask : Reask
        The sentences for asking again.
    preview : bool
        Made without a person, for the command line; never to be used for one.

    Raises
    ------
    NotScreened
        When made, replaced, copied, pickled or decoded anywhere else.

    Examples
    --------
    >>> Clearance.__new__(Clearance).__reduce__()
    Traceback (most recent call last):
    ilium.anatomy.errors.NotScreened: A clearance comes only from the screening; it cannot be made, copied or stored.
    """

    screened_at: datetime
    valid_until: datetime
    changes: tuple[AppliedChange, ...]
    notes: tuple[str, ...]
    advice: Advice
    gap: timedelta
    over: str
    reask: Reask
    preview: bool = False
    key: InitVar[object] = None

    def __post_init__(self, key: object = None) -> None:
        """Refuse to exist without the key of this package."""
        if key is not _KEY:
            _refuse()

    def __init_subclass__(cls) -> NoReturn:
        """Refuse to be the base of a class that might forget the key."""
        _refuse()

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        _refuse()

    def __setstate__(self, state: object) -> NoReturn:
        """Refuse to be filled from a pickle."""
        _refuse()


ScreeningOutcome = Clearance | NotToday | NotNow
