"""Private copies of a page at work, and each step that was taken on it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('workbench', '0003_chosen_images'),
    ]

    dependencies = [
        ('articles', '0001_stories'),
        ('issues', '0001_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Provenance',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='issues.page')),
                ('source_id', models.BigIntegerField(null=True)),
                ('rest', models.JSONField(default=dict)),
                ('stories', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='what was done')),
                ('told', models.JSONField(default=dict)),
                ('revisions', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='issues.page')),
            ],
            options={
                'verbose_name': 'operation',
                'verbose_name_plural': 'operations',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('rest', models.JSONField(null=True)),
                ('place', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_copies', to='issues.page')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'working copy',
                'verbose_name_plural': 'working copies',
            },
        ),
        migrations.CreateModel(
            name='WorkingImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('data', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='workbench.workingcopy')),
            ],
        ),
        migrations.CreateModel(
            name='WorkingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('told', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(null=True)),
                ('undone', models.BooleanField(default=False)),
                ('saved', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='workbench.workingcopy')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkingStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=12)),
                ('base_version', models.PositiveIntegerField(default=0)),
                ('base', models.JSONField(null=True)),
                ('story', models.JSONField(null=True)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stories', to='workbench.workingcopy')),
            ],
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.page')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'user'), name='presence_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='workingcopy',
            constraint=models.UniqueConstraint(fields=('user', 'page'), name='working_copy_once'),
        ),
        migrations.AddConstraint(
            model_name='workingstory',
            constraint=models.UniqueConstraint(fields=('copy', 'key'), name='working_story_once'),
        ),
    ]
