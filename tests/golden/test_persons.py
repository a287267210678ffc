"""Ten made-up persons through twelve weeks: every decision, to be read when it changes."""

from collections.abc import Callable

import pytest

from ilium_lab.people.personas import KINDS, Kind
from tests.persons import walked


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_decisions(kind: Kind, golden: Callable[[str, str], None]) -> None:
    """The decisions day by day are those that were reviewed."""
    golden(f"persons/{kind.id}.txt", walked(kind))
