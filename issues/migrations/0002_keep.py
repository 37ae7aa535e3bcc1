"""Guard the rows that are written once."""

from django.db import migrations

from issues.keeping import keep


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial")]

    operations = [keep("issues_source", "issues_reading")]
