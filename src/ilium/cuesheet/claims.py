"""What spoken lines claim (``library/claims.toml``), and whether the lines of one sheet contradict each other.

A claim is read from the words that are said: a level of a demand, a position, what one lies on, a support, minutes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ilium.cuesheet.model import BlockSheet, CueSheet, Step
from ilium.library.package import load_toml
from ilium.library.spec import Spec

POSITION, SURFACE, SUPPORT, MINUTES = "position", "surface", "support", "minutes"
LYING = ("supine", "side-lying")


class ClaimRule(Spec, frozen=True, kw_only=True):
    """Words that make a claim."""

    kind: str
    value: str
    says: tuple[str, ...]


class ClaimsFile(Spec, frozen=True, kw_only=True):
    """The shape of ``claims.toml``."""

    claim: tuple[ClaimRule, ...]


class Claim(NamedTuple):
    """Something that a line says and a machine can compare; ``kind`` may be a demand, ``value`` then is its level."""

    kind: str
    value: str


class Contradiction(NamedTuple):
    """Two claims of one kind that cannot both hold; ``where`` is an exercise, or the sheet."""

    where: str
    kind: str
    values: tuple[str, ...]


@cache
def _rules() -> tuple[tuple[Claim, re.Pattern[str]], ...]:
    found = load_toml("ilium.cuesheet", "claims.toml", ClaimsFile).claim
    return tuple((Claim(rule.kind, rule.value), _pattern(rule.says)) for rule in found)


def _pattern(says: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(words).replace(r"\{side\}", "(?:left|right)") for words in says)
    return re.compile("|".join(words), re.IGNORECASE)


def claims(line: str) -> frozenset[Claim]:
    """Return what a spoken line claims.

    Examples
    --------
    >>> sorted(claims("Bend your right knee up over your hip, 90 degrees at hip and knee."))
    [Claim(kind='hip-bend', value='2')]
    """
    return frozenset(claim for claim, said in _rules() if said.search(line))


def said_in(steps: Iterable[Step]) -> Iterator[str]:
    """Yield every line of some steps."""
    return (cue.say for step in steps for cue in step.cues if cue.say)


def block_claims(block: BlockSheet) -> frozenset[Claim]:
    """Return what the lines of a block claim, its written start position among them."""
    return frozenset(claim for line in (*said_in(block.steps), *block.position) for claim in claims(line))


def contradictions(sheet: CueSheet) -> tuple[Contradiction, ...]:
    """Return what the lines of a sheet say against each other.

    Within a block there is one position, and one level of each demand; all who lie lie on the same thing.
    """
    found = [block_claims(block) for block in sheet.blocks]
    inner = [
        Contradiction(block.exercise, kind, values)
        for block, said in zip(sheet.blocks, found, strict=True)
        for kind, values in _by_kind(said)
        if kind not in (SURFACE, SUPPORT) and len(values) > 1
    ]
    lying = [claim for said in found if any(Claim(POSITION, one) in said for one in LYING) for claim in said]
    surfaces = dict(_by_kind(lying)).get(SURFACE, ())
    return (*inner, *((Contradiction("sheet", SURFACE, surfaces),) if len(surfaces) > 1 else ()))


def _by_kind(said: Iterable[Claim]) -> Iterator[tuple[str, tuple[str, ...]]]:
    kinds: dict[str, set[str]] = {}
    for claim in said:
        kinds.setdefault(claim.kind, set()).add(claim.value)
    return ((kind, tuple(sorted(values))) for kind, values in kinds.items())
