"""What every table of rules is made of: immutable values, and where each number comes from."""

from typing import Literal

import msgspec

#: ``printed``: the routine says so; ``found``: a source we read; ``reading``: our reading of a garbled line;
#: ``ours``: our choice, not validated.
Confidence = Literal["printed", "found", "reading", "ours"]


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of package data: immutable, and an unknown key is an error."""


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


class Source(Spec, frozen=True, kw_only=True):
    """Where a number or a sentence comes from; ``note`` says how much of it was read."""

    cite: str
    note: str = ""
