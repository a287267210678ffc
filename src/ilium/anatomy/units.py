"""Units of quantities, carried in the type, and counts in words."""

from typing import NewType

Seconds = NewType("Seconds", float)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its unit, which is plural for every number but one.

    Examples
    --------
    >>> counted(1, "day"), counted(0, "day"), counted(2, "entry", "entries")
    ('1 day', '0 days', '2 entries')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
