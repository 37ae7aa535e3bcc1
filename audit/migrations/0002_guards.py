"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep, keep_for_ever


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]

    operations = [
        keep("audit_auditentry"),
        keep_for_ever("audit_auditentry"),
    ]
