"""Papers, issues, pages, and where each page's text came from."""

import django.core.validators
import django.db.models.deletion
import issues.models.evidence
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('issues', '0003_rules'),
        ('issues', '0004_who_reviews'),
        ('issues', '0005_approvals_of_proposals'),
        ('issues', '0006_front_of_the_site'),
        ('issues', '0007_approvals_are_a_rule'),
        ('issues', '0008_page_images'),
        ('issues', '0009_notices_of_the_site'),
        ('issues', '0010_who_brought_an_image'),
        ('issues', '0011_page_labels'),
        ('issues', '0012_editions'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('edition', models.CharField(blank=True, help_text='号外, 特刊, 增刊 …; empty for the regular issue of the day.', max_length=10, validators=[django.core.validators.RegexValidator('^[^\\W\\d_a-zA-Z]+$', 'Write it as printed: 号外, 特刊.')], verbose_name='edition')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='running number')),
                ('number_to', models.PositiveIntegerField(blank=True, null=True, verbose_name='last number of a double issue')),
                ('number_year', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('page_count', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='pages')),
                ('printed_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number as printed')),
                ('printed_page_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pages as printed')),
                ('printed_weekday', models.CharField(blank=True, max_length=20, verbose_name='weekday as printed')),
                ('printed_lunar_date', models.CharField(blank=True, max_length=40, verbose_name='lunar date as printed')),
            ],
            options={
                'verbose_name': 'issue',
                'verbose_name_plural': 'issues',
                'ordering': ['-date', 'publication', 'edition'],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2600)], verbose_name='place in the issue')),
                ('label', models.CharField(max_length=12, validators=[django.core.validators.RegexValidator('^([A-Z]?)(\\d{1,3})(?:-(\\d{1,3}))?$', 'Write a page as 2, B02 or 4-5.')], verbose_name='page number')),
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
            name='PageImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ImageField(upload_to='scans/%Y/%m', verbose_name='image')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='issues.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'image of a page',
                'verbose_name_plural': 'images of pages',
                'ordering': ['-pk'],
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
                ('news_licence', models.CharField(blank=True, help_text='互联网新闻信息服务许可证 (its number)', max_length=100, verbose_name='licence for news on the internet')),
                ('icp_record', models.CharField(blank=True, help_text='ICP备案号 (浙ICP备12345678号-1)', max_length=100, verbose_name='ICP record')),
                ('police_record', models.CharField(blank=True, help_text='公安备案号 (浙公网安备33032602000001号)', max_length=100, verbose_name='police record')),
                ('report_contact', models.CharField(blank=True, help_text='违法和不良信息举报 (telephone, mail address or both)', max_length=200, verbose_name='where to report harmful content')),
                ('weekdays', models.CharField(default='135', help_text='1 is Monday, 7 is Sunday: 135 is Monday, Wednesday and Friday.', max_length=7, validators=[django.core.validators.RegexValidator('^(?!.*(.).*\\1)[1-7]+$', 'Use each of 1 to 7 once.')], verbose_name='publication days')),
                ('days_known_from', models.DateField(blank=True, help_text='From this day to the next one every day without a paper and every extra issue is entered, so running numbers must fit exactly.', null=True, verbose_name='publication days are complete from')),
                ('days_known_to', models.DateField(blank=True, null=True, verbose_name='publication days are complete to')),
                ('numbers_from', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'never: one running number'), (1, '1月'), (2, '2月'), (3, '3月'), (4, '4月'), (5, '5月'), (6, '6月'), (7, '7月'), (8, '8月'), (9, '9月'), (10, '10月'), (11, '11月'), (12, '12月')], default=0, help_text='The month whose first issue of the year is 第1期.', verbose_name='numbers begin anew each year in')),
                ('reviews', models.PositiveSmallIntegerField(default=3, help_text='3: first, second and final review. 2: first and final. 1: final only. 0: stories are published straight from draft.', validators=[django.core.validators.MaxValueValidator(3)], verbose_name='number of reviews')),
                ('reviewers_differ', models.BooleanField(default=True, help_text='Nobody reviews a story twice, nor one whose words he wrote or brought in.', verbose_name='each review by another person')),
                ('blocking_codes', models.TextField(blank=True, default='facts', help_text='One code a line. An open finding of such a kind holds a page from being signed off. “facts” stands for all findings of that weight, nothing for none.', verbose_name='findings that hold a page')),
                ('proposal_reviews', models.PositiveSmallIntegerField(default=1, help_text='1: a final reviewer. 2: a first and a final one. 3: one of each review. None of them is who proposed it, and each is another person.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='approvals of a change to what is public')),
                ('fronts_site', models.BooleanField(default=False, editable=False, help_text="Its front page is the site's. Without one it is the paper that came first.", verbose_name="the site's own paper")),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('fronts_site', True)), fields=('fronts_site',), name='publication_one_fronts_the_site'), models.CheckConstraint(condition=models.Q(('proposal_reviews__range', (1, 3))), name='publication_one_to_three_approvals_of_a_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('days_known_from__isnull', True), ('days_known_to__isnull', True)), ('days_known_from__lte', models.F('days_known_to')), _connector='OR'), name='publication_known_days_in_order'), models.CheckConstraint(condition=models.Q(('reviews__lte', 3)), name='publication_three_reviews_at_most')],
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
            name='RuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_reviews', models.PositiveSmallIntegerField(verbose_name='number of reviews before')),
                ('old_reviewers_differ', models.BooleanField(verbose_name='each review by another person before')),
                ('old_blocking_codes', models.TextField(blank=True, verbose_name='findings that hold a page before')),
                ('old_proposal_reviews', models.PositiveSmallIntegerField(verbose_name='approvals of a change to what is public before')),
                ('reviews', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(3)], verbose_name='number of reviews')),
                ('reviewers_differ', models.BooleanField(verbose_name='each review by another person')),
                ('blocking_codes', models.TextField(blank=True, verbose_name='findings that hold a page')),
                ('proposal_reviews', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='approvals of a change to what is public')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('agreed', models.BooleanField(default=False, verbose_name='agreed')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_changes', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': "change of a paper's rules",
                'verbose_name_plural': "changes of papers' rules",
                'ordering': ['-pk'],
                'permissions': [('agree_rulechange', 'Can agree to rules that another has asked for')],
            },
        ),
        migrations.AddField(
            model_name='page',
            name='kept_rules',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.rulechange', verbose_name='change of rules that does not reach it'),
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
                ('document', models.JSONField(encoder=issues.models.evidence.PlainJSON, verbose_name='page document')),
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
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['-date'], name='issue_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('publication', 'date', 'edition'), name='issue_date_once_in_publication'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(condition=models.Q(('edition', '')), fields=('publication', 'number_year', 'number'), name='issue_number_once_in_publication', violation_error_message='An issue of the paper with this number already exists.'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('number_to__isnull', True), ('number_to__gt', models.F('number')), _connector='OR'), name='issue_numbers_in_order'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', True), ('number__gte', 1), _connector='OR'), name='issue_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='dayexception',
            constraint=models.UniqueConstraint(fields=('publication', 'date'), name='exception_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('publication',), name='one_rule_change_waits'),
        ),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.CheckConstraint(condition=models.Q(('agreed', False), models.Q(('asked_by', models.F('decided_by')), _negated=True), _connector='OR'), name='rules_agreed_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='rulechange',
            constraint=models.CheckConstraint(condition=models.Q(('proposal_reviews__range', (1, 3))), name='rules_one_to_three_approvals_of_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('issue', 'number'), name='page_number_once_in_issue'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.UniqueConstraint(fields=('issue', 'label'), name='page_label_once_in_issue'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='page_number_from_one'),
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
