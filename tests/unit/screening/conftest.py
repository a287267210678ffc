"""Answers of a person, for the tests of screening."""

from collections.abc import Callable

import pytest

from ilium.anatomy import Side
from ilium.screening import Answers, Screening, Tick, load_screening

Answer = Callable[..., Answers]


@pytest.fixture
def screening() -> Screening:
    """Return the screening that Ilium ships."""
    return load_screening()


@pytest.fixture
def answer(screening: Screening) -> Answer:
    """Return a function: no to everything, except what is given; sided items get the sides named, or both."""

    def make(
        ticks: dict[str, Tick] | None = None,
        *,
        sides: dict[str, tuple[Side, ...]] | None = None,
        lead: bool = False,
        approved: tuple[str, ...] = (),
    ) -> Answers:
        given = ticks or {}
        items = [item for page in screening.page for item in page.item]
        both = {item.id: tuple(Side) for item in items if item.sided and given.get(item.id) is Tick.YES}
        return Answers(
            ticks={item.id: Tick.NO for item in items} | given,
            sides=both | (sides or {}),
            leads={page.id: lead for page in screening.page if page.lead},
            approved=approved,
        )

    return make
