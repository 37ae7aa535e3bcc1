"""An index for the look for names that resemble each other."""


import articles.models.article
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0204_keep_approvals_for_ever'),
        ('issues', '0201_audit'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contributor',
            index=models.Index(models.F('publication'), articles.models.article.FirstCharacter('name'), models.F('name'), name='contributor_begins_alike'),
        ),
    ]
