"""Received texts and their readings are compressed in the way that is quickly written and read."""

from django.db import migrations

from audit.column_compression import fast_compression


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0003_source_files'),
    ]

    operations = [
        fast_compression('issues_source', 'text'),
        fast_compression('issues_reading', 'document'),
    ]
