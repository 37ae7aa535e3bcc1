"""The sections of one paper are found by steps."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_fast_compression'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['paper', 'section'], name='entry_sections_of_paper'),
        ),
    ]
