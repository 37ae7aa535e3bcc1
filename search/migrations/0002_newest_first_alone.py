"""Common words are counted from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_entries'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='entry',
            name='entry_newest_first',
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['-day', 'number', 'article', 'paper', 'kind', 'section'], name='entry_newest_first'),
        ),
    ]
