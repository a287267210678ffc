"""Sides in words: one wording for each meaning, whoever says it."""

from collections.abc import Mapping
from typing import Final, Literal

#: One movement that both sides make.
TOGETHER: Final = "both sides together"
#: All of it on one side, then all of it on the other.
ONE_AFTER_OTHER: Final = "one side after the other"
#: The sides change from set to set.
IN_TURN: Final = "sides in turn"
#: Both, where nothing says in which of these ways.
BOTH: Final = "both sides"

SIDES: Final[Mapping[str, str]] = {"left": "left side", "right": "right side", "both": TOGETHER}


def side_words(side: Literal["left", "right", "both"], *, together: bool = True) -> str:
    """Return which side works, in words.

    Parameters
    ----------
    side : {"left", "right", "both"}
        The body's own side.
    together : bool
        Both sides make one movement; else they change from set to set.

    Examples
    --------
    >>> side_words("left"), side_words("both"), side_words("both", together=False)
    ('left side', 'both sides together', 'sides in turn')
    """
    return SIDES[side] if together or side != "both" else IN_TURN
