"""The audit log, written once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(unique=True, verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('actor', models.CharField(max_length=150, verbose_name='who')),
                ('action', models.CharField(max_length=40, verbose_name='what was done')),
                ('kind', models.CharField(blank=True, max_length=80, verbose_name='kind of object')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='key of the object')),
                ('label', models.CharField(blank=True, max_length=300, verbose_name='object')),
                ('payload', models.TextField(default='{}', verbose_name='particulars')),
                ('previous', models.CharField(max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-seq'],
                'indexes': [models.Index(fields=['kind', 'key'], name='audit_by_object'), models.Index(fields=['at'], name='audit_by_time'), models.Index(fields=['action'], name='audit_by_action')],
            },
        ),
    ]
