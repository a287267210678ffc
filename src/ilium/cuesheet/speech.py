"""Placing spoken lines in time, so that no two are ever said at once."""

from collections.abc import Iterable

import msgspec

from ilium.cuesheet.model import Cue
from ilium.exercises.words import seconds_to_say

_LEAST = 0.001


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """How fast the guide speaks and how long it breathes between two lines (seconds)."""

    words_per_second: float
    gap_seconds: float

    def seconds(self, text: str) -> float:
        """Return how long ``text`` takes to say, rounded up to a tenth of a second."""
        return round(seconds_to_say(text, self.words_per_second) + 0.0499, 1) if text else 0.0

    def cue(self, at: float, text: str, *, must: bool = True, tone: str | None = None) -> Cue:
        """Return the cue that says ``text`` at ``at`` seconds."""
        return msgspec.convert(
            {"at": round(at, 2), "say": text, "seconds": self.seconds(text), "must": must, "tone": tone}, Cue
        )

    def in_turn(self, lines: Iterable[str], start: float = 0.0) -> tuple[Cue, ...]:
        """Return the lines said one after the other from ``start``; empty ones are left out."""
        cues: list[Cue] = []
        for line in filter(None, lines):
            at = cues[-1].at + cues[-1].seconds + self.gap_seconds if cues else start
            cues.append(self.cue(at, line))
        return tuple(cues)


def end_of(cues: Iterable[Cue]) -> float:
    """Return the second at which the last of ``cues`` has been said; 0 for none.

    Examples
    --------
    >>> end_of([Cue(at=1.0, say="Lift.", seconds=0.8)])
    1.8
    """
    return max((cue.at + cue.seconds for cue in cues), default=0.0)


def without_overlap(cues: Iterable[Cue], until: float) -> tuple[Cue, ...]:
    """Return the cues in time order, without the optional ones that would run into a neighbour or past ``until``.

    A tone's own line stays: a cue that carries a tone loses only its words.
    """
    kept: list[Cue] = []
    ordered = sorted(cues, key=lambda cue: (cue.at, not cue.must))
    for cue in ordered:
        free_from = end_of(kept)
        next_must = min((c.at for c in ordered if c.must and c.at > cue.at), default=until)
        fits = cue.at >= free_from - _LEAST and cue.at + cue.seconds <= min(next_must, until) + _LEAST
        if fits or (cue.must and cue.at >= free_from - _LEAST):
            kept.append(cue)
        elif cue.tone is not None:
            kept.append(msgspec.structs.replace(cue, say="", seconds=0.0))
    return tuple(kept)
