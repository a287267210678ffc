"""An index by session, so that the events of one are read without reading the record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_chain")]
    operations = [
        migrations.AddIndex(
            model_name="storedevent",
            index=models.Index(fields=["session"], name="store_event_session"),
        ),
    ]
