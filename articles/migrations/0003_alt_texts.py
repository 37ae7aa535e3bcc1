"""What an image shows, in words, for readers who do not see it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='alt',
            field=models.CharField(blank=True, help_text='What is to be seen, for readers who do not see it; not printed.', max_length=300, verbose_name='image description'),
        ),
    ]
