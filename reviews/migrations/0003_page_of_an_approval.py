"""An approval names what stood round the story, and can end because that was changed."""

from django.db import migrations, models

from audit.triggers import keep, keep_for_ever


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="approval",
            name="page_sha256",
            field=models.CharField(
                blank=True, default="", max_length=64, verbose_name="SHA-256 of the page"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="approval",
            name="page_text",
            field=models.JSONField(default=dict, verbose_name="what stood round it"),
        ),
        migrations.AlterField(
            model_name="voiding",
            name="cause",
            field=models.CharField(
                choices=[
                    ("changed", "the text was changed"),
                    ("place", "the page, its masthead or the place on it was changed"),
                    ("returned", "the story was returned"),
                    ("draft-again", "the story became a draft again"),
                    ("replaced", "another file took the page's place"),
                ],
                max_length=12,
                verbose_name="cause",
            ),
        ),
        # SQLite builds the tables anew for this, without their guards.
        keep("reviews_approval", "reviews_voiding"),
        keep_for_ever("reviews_approval", "reviews_voiding"),
    ]
