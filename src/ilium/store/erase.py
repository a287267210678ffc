"""Delete the whole record for good: the one way in which an event ever goes."""

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from ilium.anatomy.errors import StoreError

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_event'"


def erase_events(using: str) -> None:
    """Delete every event, and overwrite what deleting leaves in the database's files.

    Raises
    ------
    StoreError
        When somebody reads the record at this moment, so that a part of it is still in a file; ask again.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        with transaction.atomic(using=using, durable=True):
            _delete_all(cursor)
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone()
    if busy:
        raise StoreError("The record is empty, but its file could not be cleaned while it was read. Delete once more.")


def _delete_all(cursor: CursorWrapper) -> None:
    """Take the triggers that refuse a deletion away, delete, and put them back, in the caller's transaction."""
    cursor.execute(TRIGGERS)
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    cursor.execute("DELETE FROM store_event")
    for _, statement in triggers:
        cursor.execute(statement)
