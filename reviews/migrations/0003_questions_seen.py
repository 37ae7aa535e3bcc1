"""What was asked on a reviewer's screen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_guards")]

    operations = [
        migrations.AddField(
            "seentext",
            "questions",
            models.JSONField(default=dict, editable=False, verbose_name="questions"),
        ),
    ]
