"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep, keep_for_ever


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_stories")]

    operations = [
        keep("articles_revision", "articles_transition", "articles_correction", "articles_withdrawal", "articles_relocation"),
        keep_for_ever("articles_correction", "articles_withdrawal", "articles_relocation"),
    ]
