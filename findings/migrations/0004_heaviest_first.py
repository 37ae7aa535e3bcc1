from django.db import migrations, models

from findings.codes import CODES


def rank_by_weight(apps, schema_editor):
    """Give the findings that are there the rank of their code; the next check would do the same."""
    finding = apps.get_model("findings", "Finding")
    for weight in {code.weight for code in CODES.values()}:
        names = [name for name, code in CODES.items() if code.weight == weight]
        finding.objects.filter(code__in=names).update(rank=int(weight))


class Migration(migrations.Migration):
    dependencies = [("findings", "0003_labelled_lines")]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="rank",
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.RunPython(rank_by_weight, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["state", "-rank", "-id"], name="finding_heaviest"),
        ),
    ]
