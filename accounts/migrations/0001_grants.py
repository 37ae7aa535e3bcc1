"""Who was given which role, links for passwords, notices on accounts."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('used', models.BooleanField(default=False, verbose_name='used')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given out by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='password_links', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'password link',
                'verbose_name_plural': 'password links',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AccountNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('link-made', 'A link for a new password was given out'), ('password-set', 'A new password was set through a link'), ('factor-removed', 'The second factor was removed'), ('role-confirmed', 'A role was confirmed and counts now'), ('role-ended', 'A role was taken back'), ('role-waits', 'A role waits to be confirmed again')], max_length=20, verbose_name='kind')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='text')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_notices', to=settings.AUTH_USER_MODEL, verbose_name='for')),
            ],
            options={
                'verbose_name': 'notice on an account',
                'verbose_name_plural': 'notices on accounts',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['user', 'seen_at'], name='account_notice_unseen')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reporter', 'reporter'), ('editor', 'editor'), ('first reviewer', 'first reviewer'), ('second reviewer', 'second reviewer'), ('final reviewer', 'final reviewer'), ('publisher', 'publisher'), ('administrator', 'system administrator'), ('security administrator', 'security administrator'), ('auditor', 'auditor')], max_length=30, verbose_name='role')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'role of a person',
                'verbose_name_plural': 'roles of people',
                'ordering': ['-pk'],
                'permissions': [('confirm_rolegrant', 'Can confirm roles that another has asked for')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'role'), name='role_stands_once'), models.CheckConstraint(condition=models.Q(('asked_by', models.F('confirmed_by')), _negated=True), name='role_confirmed_by_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('user', models.F('asked_by')), _negated=True), models.Q(('user', models.F('confirmed_by')), _negated=True)), name='role_given_by_others'), models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('asked_by', None), ('confirmed_by__isnull', False), ('role__in', ['editor', 'reporter']), _connector='OR'), name='role_confirmed_by_somebody')],
            },
        ),
    ]
