"""The vocabulary every other part speaks: sides, limbs, units, errors. Standard library only."""

from ilium.anatomy.errors import IliumError
from ilium.anatomy.side import LimbRole, PainSide, Side, SideRole
from ilium.anatomy.units import Seconds, counted

__all__ = ["IliumError", "LimbRole", "PainSide", "Seconds", "Side", "SideRole", "counted"]
