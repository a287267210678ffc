"""The one table of the record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import models

from ilium.store.chain import PERSON


class StoredEvent(models.Model):
    """One event, as it came; never changed and never deleted, which the database itself refuses.

    ``body`` is the event's canonical JSON and the only truth; the other columns are copies to search by.
    ``previous`` and ``digest`` are the row's place in its person's chain (`ilium.store.chain`).
    """

    seq: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    event_id: models.UUIDField[UUID, UUID] = models.UUIDField(unique=True)
    session: models.UUIDField[UUID | None, UUID | None] = models.UUIDField(null=True)
    type: models.CharField[str, str] = models.CharField(max_length=40)
    at: models.CharField[str, str] = models.CharField(max_length=40)
    received_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    body: models.BinaryField[bytes, bytes] = models.BinaryField()
    person: models.CharField[str, str] = models.CharField(max_length=40, default=PERSON)
    previous: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    digest: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")

    class Meta:
        """The table is ``store_event`` in every database; one session is found without reading it whole."""

        db_table = "store_event"
        indexes = (models.Index(fields=["session"], name="store_event_session"),)

    def __str__(self) -> str:
        """Name the event without its content."""
        return f"{self.type} {self.event_id}"
