"""Bring the database's tables up to this version, or refuse to touch them."""

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from ilium.anatomy.errors import StoreRefused


def bring_up_to_date(using: str = "default") -> None:
    """Make or change the tables where this version needs it.

    Raises
    ------
    StoreRefused
        When the database is from a newer version of Ilium, or cannot be changed.
    """
    try:
        executor = MigrationExecutor(connections[using])
        _refuse_newer(executor)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=using, verbosity=0, interactive=False)
    except DatabaseError as error:
        raise StoreRefused(f"The record cannot be opened: {error}.") from None
    finally:
        connections[using].close()


def has_pending(using: str = "default") -> bool:
    """Tell whether the database lacks something that this version needs."""
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_newer(executor: MigrationExecutor) -> None:
    """Refuse a database that has had changes this version does not know."""
    ours, known = executor.loader.migrated_apps, executor.loader.disk_migrations
    unknown = [name for app, name in executor.loader.applied_migrations if app in ours and (app, name) not in known]
    if unknown:
        text = f"The record was used by a newer version of Ilium (it has {unknown[0]})."
        raise StoreRefused(f"{text} Use that version; nothing was changed.")
