"""The table of events, and the triggers that refuse to change or delete one."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSALS = {
    "sqlite": (
        """CREATE TRIGGER store_event_no_update BEFORE UPDATE ON store_event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
        """CREATE TRIGGER store_event_no_delete BEFORE DELETE ON store_event
        BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    ),
}


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REFUSALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="StoredEvent",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("session", models.UUIDField(null=True)),
                ("type", models.CharField(max_length=40)),
                ("at", models.CharField(max_length=40)),
                ("received_at", models.DateTimeField()),
                ("body", models.BinaryField()),
            ],
            options={"db_table": "store_event"},
        ),
        migrations.RunPython(refuse_changes, migrations.RunPython.noop),
    ]
