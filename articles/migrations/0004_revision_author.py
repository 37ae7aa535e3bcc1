"""A revision may come from another newsroom or from a merge; SQLite's new table is guarded again."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from issues.keeping import keep


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_pending"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="by_name",
            field=models.CharField(blank=True, max_length=150, verbose_name="made by"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="at"
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_name=""),
                name="revision_made_by_somebody",
            ),
        ),
        keep("articles_revision"),
    ]
