import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0007_tasks_of_jobs"),
    ]

    operations = [
        migrations.RemoveField(model_name="job", name="items"),
        migrations.RemoveField(model_name="job", name="outcomes"),
        migrations.AlterField(
            model_name="job",
            name="user",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="user"),
        ),
    ]
