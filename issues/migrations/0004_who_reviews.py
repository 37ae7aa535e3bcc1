"""The rule on different people speaks of all authors, not of the last one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0003_rules")]
    operations = [
        migrations.AlterField(
            model_name="publication",
            name="reviewers_differ",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Nobody reviews a story twice, nor one whose words he wrote or brought in."
                ),
                verbose_name="each review by another person",
            ),
        ),
    ]
