"""What is searched is compressed in the way that is quickly read."""

from django.db import migrations

from audit.column_compression import fast_compression


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_grams_in_a_list'),
    ]

    operations = [fast_compression('search_entry', 'headline', 'words', 'before', 'grams')]
