"""New grams go to a list first, which is sorted into PostgreSQL's index later."""

from django.db import migrations


def _list(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX search_entry_grams SET (fastupdate = on)")


def _no_list(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX search_entry_grams SET (fastupdate = off)")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_newest_first_alone'),
    ]

    operations = [migrations.RunPython(_list, _no_list)]
