from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.records import empty_record


@pytest.fixture(autouse=True, scope="session")
def tables(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the empty record that these tests fill, which takes Django."""
    with django_db_blocker.unblock():
        empty_record()
    yield
