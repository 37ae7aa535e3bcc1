"""Uploads that wait to be confirmed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('issues', '0001_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PendingImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='uploaded at')),
                ('date', models.DateField(null=True, verbose_name='date')),
                ('page', models.PositiveSmallIntegerField(null=True, verbose_name='page number')),
                ('replace', models.BooleanField(default=False, verbose_name='replace')),
                ('discard_edits', models.BooleanField(default=False, verbose_name='discard edits')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('report', models.JSONField(default=list, verbose_name='report')),
                ('publication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.publication', verbose_name='publication')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'pending import',
                'verbose_name_plural': 'pending imports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PendingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file name')),
                ('data', models.BinaryField(verbose_name='received bytes')),
                ('date', models.DateField(null=True, verbose_name='date')),
                ('page', models.PositiveSmallIntegerField(null=True, verbose_name='page number')),
                ('outcome', models.JSONField(default=dict, verbose_name='outcome of the dry run')),
                ('pending', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='importing.pendingimport')),
            ],
            options={
                'verbose_name': 'pending file',
                'verbose_name_plural': 'pending files',
                'ordering': ['pk'],
            },
        ),
    ]
