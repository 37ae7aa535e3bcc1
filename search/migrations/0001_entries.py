"""What a search looks at, and the index over its grams."""

import django.db.models.deletion
from django.db import migrations, models

from search.gram_tables import create


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('search', '0002_places'),
    ]

    dependencies = [
        ('articles', '0001_stories'),
        ('issues', '0001_paper'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                # Before the texts: SQLite finds them without the pages that a long row overflows to.
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='articles.article')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.publication')),
                ('version', models.PositiveIntegerField()),
                ('rules', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('section', models.CharField(blank=True, max_length=100)),
                ('place', models.CharField(blank=True, max_length=20)),
                ('headline', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('before', models.TextField(blank=True)),
                ('grams', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
                'default_permissions': (),
                'indexes': [models.Index(fields=['-day', 'number', 'article'], name='entry_newest_first'), models.Index(fields=['section', '-day', 'number', 'article'], name='entry_by_section'), models.Index(fields=['number', '-day', 'article'], name='entry_by_page'), models.Index(fields=['place', '-day', 'number', 'article'], name='entry_by_place'), models.Index(fields=['kind', '-day', 'number', 'article'], name='entry_by_kind')],
            },
        ),
        create(),
    ]
