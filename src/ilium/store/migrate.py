"""Bring the database's tables up to this version, or refuse to touch them."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from ilium.anatomy.errors import StoreError, StoreRefused, StoreUnavailable
from ilium.store.backup import back_up_before, put_back
from ilium.store.trouble import is_not_now, reason, unavailable

log = logging.getLogger("ilium.store")


def bring_up_to_date(using: str = "default") -> None:
    """Make or change the tables where this version needs it.

    A record that has tables already is copied first, and put back whole when a change of it fails.

    Raises
    ------
    StoreRefused
        When the database is from a newer version of Ilium, or cannot be changed; then it is as it was.
    """
    try:
        executor = MigrationExecutor(connections[using])
        _refuse_newer(executor)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending and _has_record(executor):
            _change_or_put_back(using, pending[0][0].name)
        elif pending:
            _migrate(using)
    except DatabaseError as error:
        if is_not_now(error):
            raise unavailable(Path(connections[using].settings_dict["NAME"]), error) from error
        raise StoreRefused(f"The record cannot be opened: {reason(error)}") from None
    except StoreUnavailable:
        raise
    except StoreError as error:
        raise StoreRefused(str(error)) from error
    finally:
        connections[using].close()


def has_pending(using: str = "default") -> bool:
    """Tell whether the database lacks something that this version needs."""
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_record(executor: MigrationExecutor) -> bool:
    return any(app in executor.loader.migrated_apps for app, _ in executor.loader.applied_migrations)


def _migrate(using: str) -> None:
    call_command("migrate", database=using, verbosity=0, interactive=False)


def _change_or_put_back(using: str, change: str) -> None:
    """Copy the record, change its tables, and put the copy back when that fails."""
    connections[using].close()
    database = Path(connections[using].settings_dict["NAME"])
    copy = back_up_before(database, change, datetime.now(UTC))
    try:
        _migrate(using)
    except Exception as error:
        log.exception("migration-failed")
        connections[using].close()
        put_back(copy, database)
        text = f"The record could not be brought up to this version ({change}: {error}). It is as it was before."
        raise StoreRefused(f"{text} Use the version you had; a copy of the record is {copy}") from error


def _refuse_newer(executor: MigrationExecutor) -> None:
    """Refuse a database that has had changes this version does not know."""
    ours, known = executor.loader.migrated_apps, executor.loader.disk_migrations
    unknown = [name for app, name in executor.loader.applied_migrations if app in ours and (app, name) not in known]
    if unknown:
        text = f"The record was used by a newer version of Ilium (it has {unknown[0]})."
        raise StoreRefused(f"{text} Use that version; nothing was changed.")
