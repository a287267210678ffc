"""The demonstration keeps away from a real record, and can be written anew."""

from pathlib import Path

import pytest

from ilium.anatomy.errors import StoreRefused
from ilium.store import home, made_up
from tests.records import filled

pytestmark = pytest.mark.usefixtures("tables")


def test_a_real_record_is_never_replaced(tmp_path: Path) -> None:
    """A folder with a record that is not marked as made up stays as it is, byte for byte."""
    database = filled(tmp_path / home.DATABASE, 3)
    before = database.read_bytes()
    with pytest.raises(StoreRefused, match="not made up"):
        made_up.clear(tmp_path)
    assert database.read_bytes() == before and not made_up.is_made_up(tmp_path)


def test_an_earlier_demonstration_is_cleared_away(tmp_path: Path) -> None:
    made_up.clear(tmp_path)
    database = filled(tmp_path / home.DATABASE, 3)
    made_up.clear(tmp_path)
    assert made_up.is_made_up(tmp_path) and not database.exists()


def test_it_has_a_folder_of_its_own() -> None:
    assert made_up.chosen(None) != home.default_folder()
