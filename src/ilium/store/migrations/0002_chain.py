"""The chain of digests: each row is given the digest of the one before it and one of its own."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import StateApps

from ilium.store.chain import PERSON, SELECT_UNCHAINED, START, StoredRow, chained_anew

#: Rows that are read and written at once, so that a long record needs no more memory than a short one.
CHUNK = 5000
#: Below every ``seq`` there can be.
FIRST = -(2**63)
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_event'"
COLUMNS = (
    f"ADD COLUMN person varchar(40) NOT NULL DEFAULT '{PERSON}'",
    "ADD COLUMN previous BLOB NOT NULL DEFAULT x''",
    "ADD COLUMN digest BLOB NOT NULL DEFAULT x''",
)


def chain_rows(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the columns and fill them; the triggers that refuse a change are away meanwhile, within the transaction."""
    with schema_editor.connection.cursor() as cursor:
        triggers = cursor.execute(TRIGGERS).fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for column in COLUMNS:
            cursor.execute(f"ALTER TABLE store_event {column}")
        for rows in _chunks(chained_anew(_rows(cursor))):
            cursor.executemany("UPDATE store_event SET previous = %s, digest = %s WHERE seq = %s", rows)
        for _, statement in triggers:
            cursor.execute(statement)


def _rows(cursor: CursorWrapper) -> Iterator[StoredRow]:
    """Yield the rows in their order, a part of them at a time, because they are written to in between."""
    last, query = FIRST, f"{SELECT_UNCHAINED} WHERE seq > %s ORDER BY seq LIMIT {CHUNK}"
    while rows := cursor.execute(query, [last]).fetchall():
        yield from map(StoredRow._make, rows)
        last = rows[-1][0]


def _chunks(rows: Iterable[StoredRow]) -> Iterator[list[tuple[bytes, bytes, int]]]:
    going = iter(rows)
    while chunk := [(row.previous, row.digest, row.seq) for row in islice(going, CHUNK)]:
        yield chunk


class Migration(migrations.Migration):
    dependencies = [("store", "0001_event")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(chain_rows, migrations.RunPython.noop)],
            state_operations=[
                migrations.AddField("storedevent", "person", models.CharField(default=PERSON, max_length=40)),
                migrations.AddField("storedevent", "previous", models.BinaryField(default=START)),
                migrations.AddField("storedevent", "digest", models.BinaryField(default=START)),
            ],
        ),
    ]
