"""New grams go to a list first, which is sorted into PostgreSQL's index later. None is counted."""

from django.db import migrations

from search.gram_tables import NOT_COUNTED


def _list(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX search_entry_grams SET (fastupdate = on)")
        schema_editor.execute(NOT_COUNTED)


def _no_list(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX search_entry_grams SET (fastupdate = off)")
        schema_editor.execute("ALTER INDEX search_entry_grams ALTER COLUMN 1 SET STATISTICS -1")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_newest_last'),
    ]

    operations = [migrations.RunPython(_list, _no_list)]
