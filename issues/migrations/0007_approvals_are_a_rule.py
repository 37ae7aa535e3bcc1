"""How many approve a change to what is public becomes one of the rules that two people change."""

import django.core.validators
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep(apps, schema_editor):
    """No change of rules touched it before: each has what its paper has now."""
    papers = apps.get_model('issues', 'Publication').objects.filter(pk=OuterRef('publication'))
    now = Subquery(papers.values('proposal_reviews'))
    changes = apps.get_model('issues', 'RuleChange').objects
    changes.update(old_proposal_reviews=now, proposal_reviews=now)


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0006_front_of_the_site'),
    ]

    operations = [
        migrations.AddField(
            model_name='rulechange',
            name='old_proposal_reviews',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='approvals of a change to what is public before'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='rulechange',
            name='proposal_reviews',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='approvals of a change to what is public'),
            preserve_default=False,
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.CheckConstraint(condition=models.Q(('proposal_reviews__range', (1, 3))), name='rules_one_to_three_approvals_of_a_proposal'),
        ),
    ]
