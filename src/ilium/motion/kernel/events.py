"""What the kernel says of a frame, and how it says it."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from ilium.motion.kernel.codes import REPETITION
from ilium.motion.kernel.state import MOST_CHECKS


class Event(msgspec.Struct, frozen=True):
    """One thing that is said.

    Parameters
    ----------
    kind : int
        One of the kinds of `ilium.motion.kernel.codes`.
    at_s : float
        Capture time of the frame.
    value : int
        A position, a phase, a reason, or the number of a repetition or hold.
    joint : int
        The joint that a reason is about.
    flag : bool
        A hold goes on; a reason is about the program of the right side.
    seconds, back_s : float
        Length of a hold or repetition, and of its way back.
    range : float
        How far a repetition went, in this person's own ranges.
    checks : sequence of float
        Mean of each check of a repetition; NaN where it was not seen.
    """

    kind: int
    at_s: float
    value: int = 0
    joint: int = 0
    flag: bool = False
    seconds: float = 0.0
    back_s: float = 0.0
    range: float = 0.0
    checks: Annotated[Sequence[float], MOST_CHECKS] = ()


#: What a frame leads to, in order; `ilium.motion.fast` has one that numba fills.
Said = list[Event]


def say(
    said: Said, kind: int, at_s: float, value: int = 0, joint: int = 0, flag: bool = False, seconds: float = 0.0
) -> None:
    """Say something that is no repetition."""
    said.append(Event(kind=kind, at_s=at_s, value=value, joint=joint, flag=flag, seconds=seconds))


def say_repetition(
    said: Said, at_s: float, number: int, seconds: float, back_s: float, share: float, checks: list[float]
) -> None:
    """Say that a repetition counts."""
    said.append(
        Event(
            kind=REPETITION,
            at_s=at_s,
            value=number,
            seconds=seconds,
            back_s=back_s,
            range=share,
            checks=tuple(checks),
        )
    )
