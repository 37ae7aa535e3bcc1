"""Filters that somebody saved, work in the background, and indexes on Django's own log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('desk', '0001_saved_filters'),
        ('desk', '0003_roles_look_at_proposals'),
        ('desk', '0004_jobs'),
        ('desk', '0005_roles_keep_words'),
        ('desk', '0006_log_by_time'),
        ('desk', '0007_tasks_of_jobs'),
        ('desk', '0008_jobs_of_the_machine'),
    ]

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('options', models.JSONField(default=dict)),
                ('back', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('held_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100, verbose_name='list')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'saved filter',
                'verbose_name_plural': 'saved filters',
                'ordering': ['model', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('key', models.TextField()),
                ('outcome', models.JSONField(null=True)),
                ('held_until', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='desk.job')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'ordering': ['job', 'place'],
            },
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['user', 'done_at'], name='job_unfinished_of_user'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('user', 'model', 'name'), name='saved_filter_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('outcome__isnull', True)), fields=['job', 'place'], name='task_to_do'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('job', 'place'), name='task_place_once'),
        ),
        # Serves the list of the log, newest first, and in which years there are entries.
        migrations.RunSQL(
            "CREATE INDEX log_newest_first ON django_admin_log (action_time DESC, id DESC)",
            "DROP INDEX log_newest_first",
        ),
        # Serves the latest entries of one person on his home page.
        migrations.RunSQL(
            "CREATE INDEX log_newest_of_user ON django_admin_log (user_id, action_time DESC)",
            "DROP INDEX log_newest_of_user",
        ),
    ]
