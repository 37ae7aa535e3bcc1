"""One contributor for names that only look alike; each byline keeps its name as it was received."""

from django.db import migrations, models

from reading.folded import usual_name


def join_look_alikes(apps, schema_editor):
    """Give the bylines of names in look-alike characters to the contributor of the usual name.

    The rows of those names stay: the log tells of them.
    """
    Contributor = apps.get_model("articles", "Contributor")
    Byline = apps.get_model("articles", "Byline")
    rows = Contributor.objects.order_by("pk").values_list("pk", "publication_id", "name")
    for pk, paper, name in list(rows.iterator()):
        if (usual := usual_name(name)) != name:
            own = Byline.objects.filter(contributor_id=pk)
            if own.exists():
                kept, _made = Contributor.objects.get_or_create(publication_id=paper, name=usual)
                own.update(contributor_id=kept.pk, printed=name)


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
