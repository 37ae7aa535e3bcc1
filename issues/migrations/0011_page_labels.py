"""版次: what a page is called in print, beside its place. Until now that was the same."""

from __future__ import annotations

from typing import Any

import django.core.validators
from django.db import migrations, models
from django.db.models.functions import Cast

from issues.models import IS_LABEL


def name_by_place(apps: Any, _schema_editor: Any) -> None:
    pages = apps.get_model("issues", "Page").objects
    pages.update(label=Cast("number", models.CharField(max_length=12)))


class Migration(migrations.Migration):
    dependencies = [("issues", "0010_who_brought_an_image")]

    operations = [
        migrations.AddField(
            "page",
            "label",
            models.CharField(
                default="", max_length=12, validators=[IS_LABEL], verbose_name="page number"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "page",
            "number",
            models.PositiveSmallIntegerField(
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(2600),
                ],
                verbose_name="place in the issue",
            ),
        ),
        migrations.RunPython(name_by_place, migrations.RunPython.noop),
        migrations.AddConstraint(
            "page",
            models.UniqueConstraint(fields=("issue", "label"), name="page_label_once_in_issue"),
        ),
    ]
