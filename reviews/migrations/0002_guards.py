"""The database itself refuses changes to what is written once."""

from django.db import migrations

from audit.triggers import keep, keep_for_ever

TABLES = (
    "reviews_approval",
    "reviews_voiding",
    "reviews_proposal",
    "reviews_proposedimage",
    "reviews_proposalapproval",
    "reviews_proposalend",
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_approvals")]

    operations = [
        keep(*TABLES),
        keep_for_ever(*TABLES),
    ]
