"""A change of the tables: copied before, put back when it fails."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from ilium.anatomy.errors import StoreRefused
from ilium.store import sqlite_file
from ilium.store.migrate import bring_up_to_date, has_pending
from tests.records import copies_in, database, filled

SHIPPED = Path(sqlite_file.__file__).parent / "migrations"
LATER = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("store", "{after}")]
    operations = [{operations}]
"""
WORKS = 'migrations.RunSQL("CREATE TABLE store_more (x)")'
#: The first operation works, so that there is something to put back; outside a transaction, so that SQLite does not.
FAILS = f'{WORKS}, migrations.RunSQL("DROP TABLE store_event"), migrations.RunSQL("SELECT no_such_function()")'


@pytest.fixture
def record(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A record of ten events, which Django calls "kept"."""
    with django_db_blocker.unblock():
        file = filled(tmp_path / "kept.sqlite3", 10)
        with database("kept", file):
            yield file


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The changes of the tables of a next version, to which a test adds."""
    folder = tmp_path / f"later_{tmp_path.name}"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(MIGRATION_MODULES={"store": folder.name}):
        yield folder


def change(folder: Path, name: str, operations: str, *, atomic: bool = True) -> None:
    after = max(file.stem for file in folder.glob("0*.py"))
    text = LATER.format(after=after, operations=operations) + ("" if atomic else "    atomic = False\n")
    (folder / f"{name}.py").write_text(text)


def tables(file: Path) -> set[str]:
    connection = sqlite3.connect(file)
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


def test_a_record_is_copied_before_its_tables_change(record: Path, later: Path) -> None:
    was = sqlite_file.checked(record)
    change(later, "0901_more", WORKS)
    bring_up_to_date("kept")
    assert not has_pending("kept")
    assert "store_more" in tables(record)
    (copy,) = copies_in(record.parent)
    assert copy.name.endswith("-before-0901_more.sqlite3")
    assert sqlite_file.checked(copy) == was


@pytest.mark.parametrize("atomic", [True, False])
def test_a_change_that_fails_is_taken_back_whole(record: Path, later: Path, atomic: bool) -> None:
    was = sqlite_file.checked(record)
    change(later, "0901_more", WORKS.replace("store_more", "store_first"))
    change(later, "0902_broken", FAILS, atomic=atomic)
    with pytest.raises(StoreRefused, match=r"\(0901_more: no such function.*It is as it was before\. .*a copy.* is "):
        bring_up_to_date("kept")
    assert sqlite_file.checked(record) == was
    assert not {"store_first", "store_more"} & tables(record)
    assert len(copies_in(record.parent)) == 1
    connections["kept"].close()


def test_what_was_put_back_can_be_used_by_the_version_before(record: Path, later: Path) -> None:
    change(later, "0901_broken", FAILS, atomic=False)
    with pytest.raises(StoreRefused):
        bring_up_to_date("kept")
    (later / "0901_broken.py").unlink()
    bring_up_to_date("kept")
    with connections["kept"].cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT * FROM store_more")
    applied = {name for app, name in MigrationLoader(connections["kept"]).applied_migrations if app == "store"}
    assert applied == set(sqlite_file.known_migrations())


def test_nothing_is_copied_where_nothing_changes(record: Path) -> None:
    bring_up_to_date("kept")
    assert copies_in(record.parent) == []


def test_a_new_record_needs_no_copy(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    (tmp_path / "new.sqlite3").touch()
    with django_db_blocker.unblock(), database("new", tmp_path / "new.sqlite3"):
        bring_up_to_date("new")
        assert not has_pending("new")
    assert copies_in(tmp_path) == []


def test_a_change_waits_until_a_copy_can_be_made(record: Path, later: Path) -> None:
    (record.parent / "backups").write_text("in the way")
    change(later, "0901_more", WORKS)
    with pytest.raises(StoreRefused, match="backups could not be made"):
        bring_up_to_date("kept")
    assert "store_more" not in tables(record)
