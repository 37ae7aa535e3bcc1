"""Files that were brought, and what became of each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('importing', '0002_whose_page'),
        ('importing', '0003_pictures_of_uploads'),
        ('importing', '0004_labels_of_pages'),
        ('importing', '0005_editions_of_uploads'),
        ('importing', '0006_imports_of_the_machine'),
    ]

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
                ('page', models.CharField(max_length=12, null=True, verbose_name='page number')),
                ('edition', models.CharField(blank=True, max_length=10, verbose_name='edition')),
                ('replace', models.BooleanField(default=False, verbose_name='replace')),
                ('discard_edits', models.BooleanField(default=False, verbose_name='discard edits')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('report', models.JSONField(default=list, verbose_name='report')),
                ('publication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.publication', verbose_name='publication')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
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
                ('page', models.CharField(max_length=12, null=True, verbose_name='page number')),
                ('edition', models.CharField(blank=True, max_length=10, verbose_name='edition')),
                ('new_paper', models.BooleanField(default=False, verbose_name='new paper')),
                ('paper_name', models.CharField(blank=True, max_length=100, verbose_name='name of the new paper')),
                ('outcome', models.JSONField(default=dict, verbose_name='outcome of the dry run')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
                ('passed', models.TextField(blank=True, verbose_name='why it is no page')),
                ('along', models.JSONField(default=dict, verbose_name='what came along')),
                ('publication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.publication', verbose_name='publication')),
                ('pending', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='importing.pendingimport')),
            ],
            options={
                'verbose_name': 'pending file',
                'verbose_name_plural': 'pending files',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PendingPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.TextField(verbose_name='path on the page')),
                ('name', models.TextField(verbose_name='file name')),
                ('data', models.BinaryField(verbose_name='received bytes')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='importing.pendingfile')),
            ],
            options={
                'verbose_name': 'pending picture',
                'verbose_name_plural': 'pending pictures',
                'ordering': ['pk'],
            },
        ),
    ]
