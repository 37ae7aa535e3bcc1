"""Guard the rows that are written once."""

from django.db import migrations

from issues.keeping import keep


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [keep("articles_revision", "articles_transition")]
