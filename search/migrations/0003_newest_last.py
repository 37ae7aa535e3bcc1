"""SQLite's index over the grams is in the order of days, so that the newest are read first."""

from django.db import migrations

from search.gram_tables import create_anew


class Migration(migrations.Migration):
    dependencies = [("search", "0002_newest_first_alone")]

    operations = [create_anew()]
