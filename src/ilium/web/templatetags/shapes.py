"""Small sums that the charts' templates need."""

from django import template

register = template.Library()


@register.filter
def add_units(value: float, more: float) -> float:
    """Return a place a little further on."""
    return round(value + more, 1)


@register.filter
def signed(value: int) -> str:
    """Return a number with its sign, as people write it.

    Examples
    --------
    >>> signed(2), signed(-1), signed(0)
    ('+2', '−1', '0')
    """
    return f"{value:+d}".replace("-", "−") if value else "0"
