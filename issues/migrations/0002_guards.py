"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_paper")]

    operations = [
        keep("issues_source", "issues_reading"),
    ]
