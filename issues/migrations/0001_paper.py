"""Papers, issues, pages and what was received for them."""

import django.core.validators
import django.db.models.deletion
import issues.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='running number')),
                ('page_count', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='pages')),
                ('printed_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number as printed')),
                ('printed_page_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages as printed')),
                ('printed_weekday', models.CharField(blank=True, max_length=20, verbose_name='weekday as printed')),
                ('printed_lunar_date', models.CharField(blank=True, max_length=40, verbose_name='lunar date as printed')),
            ],
            options={
                'verbose_name': 'issue',
                'verbose_name_plural': 'issues',
                'ordering': ['-date', 'publication'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='page number')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='page name')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='imported at')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='issues.issue', verbose_name='issue')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['-issue__date', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('organ', models.CharField(blank=True, max_length=100, verbose_name='organ line')),
                ('sponsor', models.CharField(blank=True, max_length=100, verbose_name='sponsor')),
                ('hotline', models.CharField(blank=True, max_length=100, verbose_name='hotline')),
                ('channels', models.TextField(blank=True, help_text='One a line.', verbose_name='channels')),
                ('mottoes', models.TextField(blank=True, help_text='One a line.', verbose_name='mottoes')),
                ('licence', models.CharField(blank=True, help_text='国内统一连续出版物号 (CN)', max_length=100, verbose_name='licence number')),
                ('weekdays', models.CharField(default='135', help_text='1 is Monday, 7 is Sunday: 135 is Monday, Wednesday and Friday.', max_length=7, validators=[django.core.validators.RegexValidator('^(?!.*(.).*\\1)[1-7]+$', 'Use each of 1 to 7 once.')], verbose_name='publication days')),
                ('days_known_from', models.DateField(blank=True, help_text='From this day to the next one every day without a paper and every extra issue is entered, so running numbers must fit exactly.', null=True, verbose_name='publication days are complete from')),
                ('days_known_to', models.DateField(blank=True, null=True, verbose_name='publication days are complete to')),
                ('reviews', models.PositiveSmallIntegerField(default=3, help_text='3: first, second and final review. 2: first and final. 1: final only. 0: stories are published straight from draft.', validators=[django.core.validators.MaxValueValidator(3)], verbose_name='number of reviews')),
                ('reviewers_differ', models.BooleanField(default=True, help_text='Nobody reviews a story twice, nor one that he was the last to change.', verbose_name='each review by another person')),
                ('blocking_codes', models.TextField(blank=True, default='facts', help_text='One code a line. An open finding of such a kind holds a page from being signed off. “facts” stands for all findings of that weight, nothing for none.', verbose_name='findings that hold a page')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('days_known_from__isnull', True), ('days_known_to__isnull', True)), ('days_known_from__lte', models.F('days_known_to')), _connector='OR'), name='publication_known_days_in_order'), models.CheckConstraint(condition=models.Q(('reviews__lte', 3)), name='publication_three_reviews_at_most')],
            },
        ),
        migrations.AddField(
            model_name='issue',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='issues.publication', verbose_name='publication'),
        ),
        migrations.CreateModel(
            name='DayException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('kind', models.CharField(choices=[('closed', 'no paper'), ('extra', 'extra issue')], default='closed', max_length=10, verbose_name='kind')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'exception to the publication days',
                'verbose_name_plural': 'exceptions to the publication days',
                'ordering': ['publication', 'date'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.BinaryField(verbose_name='received bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('encoding', models.CharField(max_length=20, verbose_name='encoding')),
                ('file_name', models.CharField(blank=True, max_length=255, verbose_name='file name')),
                ('text', models.TextField(blank=True, verbose_name='decoded text')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received at')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='issues.page', verbose_name='page')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='received by')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader_version', models.CharField(max_length=20, verbose_name='reader version')),
                ('document', models.JSONField(encoder=issues.models.PlainJSON, verbose_name='page document')),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='read at')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='issues.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='WeeklyPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('weekdays', models.CharField(help_text='1 is Monday, 7 is Sunday: 135 is Monday, Wednesday and Friday.', max_length=7, validators=[django.core.validators.RegexValidator('^(?!.*(.).*\\1)[1-7]+$', 'Use each of 1 to 7 once.')], verbose_name='publication days')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='patterns', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'weekly pattern',
                'verbose_name_plural': 'weekly patterns',
                'ordering': ['publication', 'valid_from'],
            },
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('issue', 'number'), name='page_number_once_in_issue'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='page_number_from_one'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['-date'], name='issue_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('publication', 'date'), name='issue_date_once_in_publication'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('publication', 'number'), name='issue_number_once_in_publication'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', True), ('number__gte', 1), _connector='OR'), name='issue_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='dayexception',
            constraint=models.UniqueConstraint(fields=('publication', 'date'), name='exception_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['sha256'], name='source_by_hash'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['received_at'], name='source_by_time'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['encoding'], name='source_by_encoding'),
        ),
        migrations.AddConstraint(
            model_name='weeklypattern',
            constraint=models.UniqueConstraint(fields=('publication', 'valid_from'), name='pattern_once_a_day'),
        ),
    ]
