"""Approvals and their ends are kept for ever; no kept table can be emptied at once."""

from django.db import migrations

from issues.keeping import KEPT_FOR_EVER, keep_for_ever


class Migration(migrations.Migration):
    dependencies = [("articles", "0203_moved_stories"), ("issues", "0201_audit")]

    operations = [keep_for_ever(*KEPT_FOR_EVER)]
