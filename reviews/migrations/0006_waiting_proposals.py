import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Find those that wait: from now on they are found by it."""
    waiting = apps.get_model("reviews", "WaitingProposal")
    found = apps.get_model("reviews", "Proposal").objects.filter(end=None)
    waiting.objects.bulk_create([waiting(proposal_id=row.pk) for row in found.only("pk")])


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0005_place_of_a_look"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingProposal",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="reviews.proposal",
                        verbose_name="proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiting proposal",
                "verbose_name_plural": "waiting proposals",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
