"""Stories that stand on another page than the one they were read from."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from issues.keeping import keep, keep_for_ever


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0202_roles'),
        ('issues', '0201_audit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StoryMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_index', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='story_moves', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('new_page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='to')),
                ('old_page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='from')),
            ],
            options={
                'verbose_name': 'moved story',
                'verbose_name_plural': 'moved stories',
                'ordering': ['article', 'pk'],
            },
        ),
        keep("articles_storymove"),
        keep_for_ever("articles_storymove"),
    ]
