"""What movements ask of the body: the demands (``library/demands.toml``), and how a variant names its own.

A variant says ``asks = { "trunk-turn" = 2, "working.hip-bend" = 1 }``: a level of each demand that it makes, 0 where it
says nothing. A demand of a limb names whose: the working side's, the other's, or that of both.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ilium.library.spec import Spec

WHOSE: tuple[str, ...] = ("working", "other", "both")


class Demand(Spec, frozen=True, kw_only=True):
    """One thing that a movement can ask.

    Parameters
    ----------
    limb : bool
        It is asked of one side of the body.
    levels : tuple of str
        What level 1, 2 and so on mean, each asking more than the one before.
    """

    id: str
    limb: bool = False
    levels: tuple[str, ...]


class DemandsFile(Spec, frozen=True, kw_only=True):
    """The shape of ``demands.toml``."""

    demand: tuple[Demand, ...]


class Eased(Spec, frozen=True, kw_only=True):
    """A gentler way of one phase: with these words the variant asks only ``to`` of the demand ``ask``.

    ``say``, ``short`` and ``pose`` stand in place of the phase's own.
    """

    ask: str
    to: int
    phase: str
    say: str
    short: str
    pose: str


class Asked(NamedTuple):
    """One demand that a variant makes; ``whose`` is None for one of the whole body."""

    key: str
    demand: str
    whose: Literal["working", "other", "both"] | None
    level: int


def asked(asks: Mapping[str, int]) -> Iterator[Asked]:
    """Yield what a variant asks, in the order in which it says so.

    Examples
    --------
    >>> list(asked({"other.lie-on": 1}))
    [Asked(key='other.lie-on', demand='lie-on', whose='other', level=1)]
    """
    for key, level in asks.items():
        whose, dot, demand = key.partition(".")
        yield Asked(key, demand, whose, level) if dot else Asked(key, key, None, level)  # type: ignore[arg-type]
