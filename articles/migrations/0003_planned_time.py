"""A change of state keeps the time for which it was planned."""

from django.db import migrations, models

from audit.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="transition",
            name="planned",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="planned for"
            ),
        ),
        keep("articles_transition"),
    ]
