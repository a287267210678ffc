import pytest


@pytest.fixture(autouse=True)
def has_tables(tables: None) -> None:
    """These tests fill records."""
