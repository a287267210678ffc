"""Sides: the body's own, the prescribed, and the ones inside one exercise."""

from enum import StrEnum


class Side(StrEnum):
    """The body's own side, as the person would say it of themselves.

    Examples
    --------
    >>> Side.LEFT.opposite
    <Side.RIGHT: 'right'>
    """

    LEFT = "left"
    RIGHT = "right"

    @property
    def opposite(self) -> "Side":
        """The other side of the same body."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class SideRole(StrEnum):
    """Which side a programme prescribes, relative to the pain."""

    AFFECTED = "affected"
    UNAFFECTED = "unaffected"
    BOTH = "both"


class PainSide(StrEnum):
    """Where the person says it hurts."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNSURE = "unsure"

    @property
    def side(self) -> Side | None:
        """The one painful side, or None where there is not exactly one."""
        return Side(self.value) if self in (PainSide.LEFT, PainSide.RIGHT) else None


class LimbRole(StrEnum):
    """A limb inside one exercise: the one that works, or the other one."""

    WORKING = "working"
    OTHER = "other"

    def of(self, working: Side) -> Side:
        """Return the body's side of this limb when ``working`` is the working side.

        Examples
        --------
        >>> LimbRole.OTHER.of(Side.RIGHT)
        <Side.LEFT: 'left'>
        """
        return working if self is LimbRole.WORKING else working.opposite
