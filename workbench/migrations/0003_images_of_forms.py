"""An image that was chosen on a form is told from those of the desk, which a saving clears."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbench", "0002_guards")]

    operations = [
        migrations.AddField("workingimage", "for_form", models.BooleanField(default=False)),
    ]
