"""Units of quantities, carried in the type."""

from typing import NewType

Seconds = NewType("Seconds", float)
