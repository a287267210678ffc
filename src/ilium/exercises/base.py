"""What every table of a specification is made of."""

from typing import Literal

import msgspec

#: ``printed``: the routine says so; ``found``: a source we read; ``reading``: our reading of a garbled line;
#: ``ours``: our choice, not validated.
Confidence = Literal["printed", "found", "reading", "ours"]
#: How far a camera can see something: to a stated tolerance; only roughly; not at all.
Trust = Literal["measured", "coarse", "never"]


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of a specification: immutable, and an unknown key is an error."""


class Sourced(Spec, frozen=True, kw_only=True):
    """Base of every table that holds numbers.

    Parameters
    ----------
    source : str
        An id of ``sources.toml``.
    confidence : Confidence
        How far to trust the numbers.
    """

    source: str
    confidence: Confidence
