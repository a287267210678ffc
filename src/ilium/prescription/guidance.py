"""How much the guide says at each exercise: everything, in short, or the counts alone.

It fades with the days on which a variant was done on a side without trouble, and comes back after a pause, after a red,
where the person asked for it, and with every new variant or side. Which lines never fade is
`ilium.cuesheet.position`'s to hold.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Literal

import msgspec

from ilium.library.package import load_toml
from ilium.library.spec import Sourced
from ilium.prescription.pain import PainRules
from ilium.record.summaries import BlockSummary, SessionSummary

#: How far the person lets it fade: as it comes, never to the counts alone, or not at all.
Fading = Literal["fades", "short", "full"]
#: A variant of an exercise, and the side that works: what somebody knows, or does not know yet.
Known = tuple[str, str, str]
#: What the pain table answers where nothing is the matter.
_QUIET = {"green", "centralised"}


class Guidance(StrEnum):
    """``full``: all of it; ``short``: name, side, position and movement in a line; ``counts``: what never fades."""

    FULL = "full"
    SHORT = "short"
    COUNTS = "counts"


class GuidanceRule(Sourced, frozen=True, kw_only=True):
    """When guidance fades and when it comes back, in days; see ``library/guidance.toml``.

    Parameters
    ----------
    looks_back_days : int
        What lies longer ago is not looked at.
    """

    full_days: int
    short_days: int
    gap_days: int
    looks_back_days: int


class _Seen(msgspec.Struct, frozen=True):
    """Days without trouble since everything was last said anew, and the last day on which any of it was done."""

    days: int
    last: date


@cache
def load_guidance() -> GuidanceRule:
    """Return the shipped rule."""
    return load_toml("ilium.prescription", "guidance.toml", GuidanceRule)


def guidance_of(
    rule: GuidanceRule,
    pain: PainRules,
    sessions: Iterable[SessionSummary],
    today: date,
    fading: Fading = "fades",
) -> dict[Known, Guidance]:
    """Return the guidance of every variant and side that is known; of any other it is full.

    Parameters
    ----------
    pain : PainRules
        What the outcomes of the record mean.
    sessions : iterable of SessionSummary
        Of one person, in any order.
    """
    since = today - timedelta(days=rule.looks_back_days)
    marks: dict[str, str] = {outcome.id: outcome.mark for outcome in pain.outcome}
    seen: dict[Known, _Seen] = {}
    for session in sorted((one for one in sessions if since <= one.day <= today), key=lambda one: one.started_at):
        said = {one.exercise: {marks.get(name, "red") for name in one.outcomes} for one in session.exercises}
        _read(rule, seen, session, said)
    near = {known: one for known, one in seen.items() if (today - one.last).days < rule.gap_days}
    return {known: _level(rule, one.days, fading) for known, one in near.items()}


def _level(rule: GuidanceRule, days: int, fading: Fading) -> Guidance:
    if fading == "full" or days < rule.full_days:
        return Guidance.FULL
    return Guidance.SHORT if fading == "short" or days < rule.full_days + rule.short_days else Guidance.COUNTS


def _read(rule: GuidanceRule, seen: dict[Known, _Seen], session: SessionSummary, marks: Mapping[str, set[str]]) -> None:
    """Take in one session: what went well counts once a day; a red of an exercise makes all of it new again."""
    red = {exercise for exercise, found in marks.items() if not found <= {*_QUIET, "amber"}}
    for known in [known for known in seen if known[0] in red]:
        del seen[known]
    for block in session.blocks:
        if (block.begun or block.explained) and block.planned.exercise not in red:
            is_quiet = marks.get(block.planned.exercise, set()) <= _QUIET
            _read_block(rule, seen, session.day, block, went_well=block.full and is_quiet)


def _read_block(
    rule: GuidanceRule, seen: dict[Known, _Seen], day: date, block: BlockSummary, *, went_well: bool
) -> None:
    planned = block.planned
    known = (planned.exercise, planned.variant, planned.working_side)
    before = seen.get(known)
    if block.explained or before is None or (day - before.last).days >= rule.gap_days:
        before = None
    counts = went_well and not block.explained and (before is None or before.last != day)
    seen[known] = _Seen((before.days if before else 0) + counts, day)
