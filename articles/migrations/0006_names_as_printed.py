"""One contributor for names that only look alike; each byline keeps its name as it was received."""

from django.db import migrations, models

from articles.usual_names import join_look_alikes


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0005_focal_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="byline",
            name="printed",
            field=models.CharField(blank=True, editable=False, max_length=100, null=True),
        ),
        migrations.RunPython(join_look_alikes, migrations.RunPython.noop),
    ]
