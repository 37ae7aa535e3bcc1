"""Changes of a paper's rules, and the pages that they do not reach."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_reviews', models.PositiveSmallIntegerField(verbose_name='number of reviews before')),
                ('old_reviewers_differ', models.BooleanField(verbose_name='each review by another person before')),
                ('old_blocking_codes', models.TextField(blank=True, verbose_name='findings that hold a page before')),
                ('reviews', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(3)], verbose_name='number of reviews')),
                ('reviewers_differ', models.BooleanField(verbose_name='each review by another person')),
                ('blocking_codes', models.TextField(blank=True, verbose_name='findings that hold a page')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('agreed', models.BooleanField(default=False, verbose_name='agreed')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_changes', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': "change of a paper's rules",
                'verbose_name_plural': "changes of papers' rules",
                'ordering': ['-pk'],
                'permissions': [('agree_rulechange', 'Can agree to rules that another has asked for')],
            },
        ),
        migrations.AddField(
            model_name='page',
            name='kept_rules',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.rulechange', verbose_name='change of rules that does not reach it'),
        ),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('publication',), name='one_rule_change_waits'),
        ),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.CheckConstraint(condition=models.Q(('agreed', False), models.Q(('asked_by', models.F('decided_by')), _negated=True), _connector='OR'), name='rules_agreed_by_a_second_person'),
        ),
    ]
