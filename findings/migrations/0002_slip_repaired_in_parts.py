"""A story may have a slip repaired in some of its places, and later in the others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_focal_points'),
        ('findings', '0001_questions'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='verdictplace',
            options={'ordering': ['verdict', 'article', 'pk'], 'verbose_name': 'place of a slip', 'verbose_name_plural': 'places of a slip'},
        ),
        migrations.RemoveConstraint(
            model_name='verdictplace',
            name='slip_once_in_story',
        ),
        migrations.AddConstraint(
            model_name='verdictplace',
            constraint=models.UniqueConstraint(condition=models.Q(('proposal', None)), fields=('verdict', 'article', 'version'), name='slip_once_in_version'),
        ),
        migrations.AddConstraint(
            model_name='verdictplace',
            constraint=models.UniqueConstraint(fields=('proposal',), name='slip_once_in_proposal'),
        ),
    ]
