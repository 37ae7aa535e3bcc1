"""How many approve a change to what is public."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0004_who_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='proposal_reviews',
            field=models.PositiveSmallIntegerField(default=1, help_text='1: a final reviewer. 2: a first and a final one. 3: one of each review. None of them is who proposed it, and each is another person.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='approvals of a change to what is public'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('proposal_reviews__range', (1, 3))), name='publication_one_to_three_approvals_of_a_proposal'),
        ),
    ]
