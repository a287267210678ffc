"""What is asked of a plan and what a plan is."""

from enum import StrEnum
from typing import Literal

import msgspec

from ilium.anatomy import PainSide, Side


class Track(StrEnum):
    """How a person moves on the ladders: ``gradual`` climbs gently; ``published`` is what the routine prints."""

    GRADUAL = "gradual"
    PUBLISHED = "published"


class Mode(StrEnum):
    """``full``; or ``mobilise-only``, the gentlest rung of the stretches alone, on a sore day."""

    FULL = "full"
    MOBILISE_ONLY = "mobilise-only"


class WorkingSide(StrEnum):
    """Whose limbs work in a block; ``both`` for a symmetric variant, or for sets that change sides."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class DoseChosen(msgspec.Struct, frozen=True):
    """How much of a printed range is to be done; what lies outside of the range is its nearer end."""

    sets: int
    repetitions: int


class PlanRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is asked for.

    Parameters
    ----------
    side : PainSide
        Where it hurts.
    worse : Side, optional
        The sorer side when both hurt; the other one then goes first. None: the left goes first.
    rungs : dict of str to int
        Exercise id to the level of its ladder, instead of the track's own.
    without : tuple of str
        Exercises that rest today or are left out.
    surface : {"floor", "firm-bed"}
        Where the person lies; limits may make it a bed too.
    printed : dict of str to DoseChosen
        Exercise id to what was chosen within its printed range, for the printed track; else the lower end.
    """

    side: PainSide
    worse: Side | None = None
    track: Track = Track.GRADUAL
    rungs: dict[str, int] = {}
    without: tuple[str, ...] = ()
    surface: Literal["floor", "firm-bed"] = "floor"
    printed: dict[str, DoseChosen] = {}
    mode: Mode = Mode.FULL


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One part of one exercise on one side, with its dose.

    Parameters
    ----------
    working_side : WorkingSide
        Whose limbs work. ``both`` with ``alternate_sets``: odd sets the first side, even sets the other.
    lies_on : Side, optional
        For side-lying variants: the side underneath, which is the side opposite the working (upper) leg.
    sets, repetitions : int
        The dose that runs.
    hold_seconds : int, optional
        Seconds of each hold; None where there is none.
    breaths : int, optional
        Breaths of each hold, where the hold is counted in breaths.
    max_hold_seconds : int, optional
        Bound of a hold that is counted in breaths.
    rest_seconds : int
        Rest between two holds where the variant is counted in holds, else between two sets.
    rung : int, optional
        The ladder's level; None where the published dose stands on no rung.
    source : str
        Id of the dose's source.
    eased : tuple of str
        What the variant asks that its gentler words make less: keys of ``asks``.
    bed : bool
        The person lies on a firm bed, and the words say so.
    rolls : bool
        Between two sets the person rolls onto the side, so that no spell on the back is long.
    lines : tuple of str
        What the person's limits say at this exercise.
    """

    exercise: str
    variant: str
    phase: Literal["mobilise", "strengthen"]
    working_side: WorkingSide
    lies_on: Side | None = None
    alternate_sets: bool = False
    sets: int
    repetitions: int
    hold_seconds: int | None = None
    breaths: int | None = None
    max_hold_seconds: int | None = None
    rest_seconds: int = 0
    rung: int | None = None
    source: str
    eased: tuple[str, ...] = ()
    bed: bool = False
    rolls: bool = False
    lines: tuple[str, ...] = ()
    easier: "Block | None" = None


class EaseChosen(msgspec.Struct, frozen=True, kw_only=True):
    """A position of ease that keeps to a person's limits, in words for them.

    Parameters
    ----------
    exercise, variant : str
        The variant whose start shows it.
    working : Side, optional
        The side on top; None where it is the same on both.
    lies, bed : bool
        One lies in it; on a firm bed.
    name : str
        In a few words.
    setup : tuple of str
        How to get there, with what the limits say.
    fetch : tuple of str
        What to have at hand.
    """

    exercise: str
    variant: str
    working: Side | None
    lies: bool
    bed: bool
    name: str
    setup: tuple[str, ...]
    fetch: tuple[str, ...] = ()


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Today's ordered blocks.

    Parameters
    ----------
    changes : tuple of str
        What the person's limits change, and what is left out for them, in sentences.
    fetch : tuple of str
        What to have at hand.
    notes : tuple of str
        What is doubtful about a printed dose: shown on Today, once.
    ease : EaseChosen, optional
        On a sore day the position to begin in; None on other days, and where no position keeps to the limits.
    """

    programme: str
    track: Track
    side: PainSide
    mode: Mode
    changes: tuple[str, ...]
    fetch: tuple[str, ...] = ()
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    ease: EaseChosen | None = None
