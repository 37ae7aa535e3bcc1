"""Stories by their time, and by their keys where thousands came out at one moment."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_alt_texts'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='article_newest_published',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_newest_in_section',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id'], name='article_newest_published'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['section', '-published_at', '-id'], name='article_newest_in_section'),
        ),
    ]
