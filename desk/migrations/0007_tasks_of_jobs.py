"""Each thing of a job in a row of its own, so that several workers may be at one job."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def divide(apps, schema_editor):
    Job, Task = apps.get_model("desk", "Job"), apps.get_model("desk", "Task")
    for job in Job.objects.all():
        outcomes = [*job.outcomes, *[None] * len(job.items)]
        Task.objects.bulk_create(
            Task(job=job, place=place, key=key, outcome=outcome)
            for place, (key, outcome) in enumerate(zip(job.items, outcomes))
        )


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0006_log_by_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("key", models.TextField()),
                ("outcome", models.JSONField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("job", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="desk.job")),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["job", "place"],
                "indexes": [models.Index(condition=models.Q(("outcome__isnull", True)), fields=["job", "place"], name="task_to_do")],
                "constraints": [models.UniqueConstraint(fields=("job", "place"), name="task_place_once")],
            },
        ),
        migrations.RunPython(divide, migrations.RunPython.noop),
    ]
