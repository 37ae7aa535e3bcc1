"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("workbench", "0001_working_copies")]

    operations = [keep("workbench_operation")]
