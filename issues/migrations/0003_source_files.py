"""What is received lies in a file; what came before stays in its row, which is written once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issues', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='file',
            field=models.FileField(null=True, upload_to='sources/%Y/%m', verbose_name='received file'),
        ),
    ]
