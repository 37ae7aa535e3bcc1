"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep, keep_for_ever


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_approvals")]

    operations = [
        keep("reviews_approval", "reviews_voiding"),
        keep_for_ever("reviews_approval", "reviews_voiding"),
    ]
