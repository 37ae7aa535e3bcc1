"""What is asked about a page, and what the paper knows: people, offices, terms, answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('findings', '0002_what_the_paper_knows'),
        ('findings', '0003_labelled_lines'),
        ('findings', '0004_heaviest_first'),
    ]

    dependencies = [
        ('articles', '0001_stories'),
        ('issues', '0001_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=40, verbose_name='place')),
                ('title', models.CharField(max_length=40, verbose_name='office')),
                ('holder', models.CharField(max_length=40, verbose_name='held by')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('since', models.DateField(blank=True, null=True, verbose_name='held from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='held to')),
                ('rank', models.PositiveSmallIntegerField(blank=True, help_text='1 is named first. Empty: in no order.', null=True, verbose_name='order of precedence')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offices', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'office',
                'verbose_name_plural': 'offices',
                'ordering': ['place', 'title', 'holder'],
            },
        ),
        migrations.CreateModel(
            name='PaperWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='decided at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('kind', models.CharField(choices=[('term', 'own term'), ('place', 'place name'), ('never-error', 'never an error'), ('forbidden', 'forbidden word')], max_length=15, verbose_name='kind')),
                ('text', models.CharField(max_length=60, verbose_name='word')),
                ('others', models.TextField(blank=True, help_text='Wrong forms of a term, one a line; what may stand for a forbidden word.', max_length=500, verbose_name='other forms')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('publication', models.ForeignKey(blank=True, help_text='Empty: in all papers.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'word of the paper',
                'verbose_name_plural': 'words of the paper',
                'ordering': ['kind', 'text', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date of the issue')),
                ('part', models.CharField(max_length=20, verbose_name='part')),
                ('part_index', models.PositiveIntegerField(verbose_name='place in its list')),
                ('text_start', models.PositiveIntegerField()),
                ('text_end', models.PositiveIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='articles.article', verbose_name='article')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='findings.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'sighting',
                'verbose_name_plural': 'sightings',
                'ordering': ['office', 'date'],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='decided at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('kind', models.CharField(choices=[('same', 'one person, both as printed'), ('slip', 'one person, a slip to be repaired'), ('two', 'two people')], max_length=10, verbose_name='verdict')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_verdicts', to='articles.contributor', verbose_name='other name')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='articles.contributor', verbose_name='person')),
            ],
            options={
                'verbose_name': 'verdict on two names',
                'verbose_name_plural': 'verdicts on two names',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='VerdictPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(null=True)),
                ('places', models.JSONField(default=list)),
                ('proposal', models.PositiveBigIntegerField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('verdict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='findings.verdict')),
            ],
            options={
                'verbose_name': 'place of a slip',
                'verbose_name_plural': 'places of a slip',
                'ordering': ['verdict', 'article'],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='decided at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('topic', models.CharField(editable=False, max_length=64)),
                ('params', models.JSONField(blank=True, default=dict, verbose_name='evidence')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('publication', models.ForeignKey(blank=True, help_text='Empty: in all papers.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'waiver',
                'verbose_name_plural': 'waivers',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('params', models.JSONField(blank=True, default=dict, verbose_name='evidence')),
                ('span_start', models.PositiveIntegerField(blank=True, null=True)),
                ('span_end', models.PositiveIntegerField(blank=True, null=True)),
                ('part', models.CharField(blank=True, max_length=20, verbose_name='part')),
                ('part_index', models.PositiveIntegerField(blank=True, null=True)),
                ('text_start', models.PositiveIntegerField(blank=True, null=True)),
                ('text_end', models.PositiveIntegerField(blank=True, null=True)),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('topic', models.CharField(blank=True, editable=False, max_length=64)),
                ('rank', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('settled', 'settled'), ('ignored', 'ignored'), ('gone', 'no longer found')], default='open', max_length=10, verbose_name='state')),
                ('found_at', models.DateTimeField(auto_now_add=True, verbose_name='found at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='articles.article', verbose_name='article')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='issues.page', verbose_name='page')),
                ('waiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='findings.waiver', verbose_name='waiver')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['page', 'span_start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Beginning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_sha256', models.CharField(editable=False, max_length=64)),
                ('offset', models.PositiveIntegerField()),
                ('begins', models.BooleanField(verbose_name='a story begins here')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='decided at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='beginnings', to='issues.source', verbose_name='received file')),
            ],
            options={
                'verbose_name': 'labelled line',
                'verbose_name_plural': 'labelled lines',
                'ordering': ['source', 'offset'],
                'constraints': [models.UniqueConstraint(fields=('text_sha256', 'offset'), name='beginning_once')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date of the issue')),
                ('name', models.CharField(max_length=10, verbose_name='name')),
                ('title', models.CharField(max_length=20, verbose_name='office')),
                ('head', models.CharField(editable=False, max_length=2)),
                ('frame', models.CharField(editable=False, max_length=2)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='articles.article')),
                ('publication', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.publication')),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'ordering': ['article', 'pk'],
                'indexes': [models.Index(fields=['publication', 'head', 'date'], name='mention_by_head'), models.Index(fields=['publication', 'frame', 'date'], name='mention_by_frame')],
            },
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(fields=['publication', 'holder'], name='office_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(fields=('publication', 'place', 'title', 'holder'), name='office_once'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='office_held_in_order'),
        ),
        migrations.AddConstraint(
            model_name='paperword',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('publication__isnull', False)), fields=('publication', 'kind', 'text'), name='word_once_in_publication'),
        ),
        migrations.AddConstraint(
            model_name='paperword',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('publication__isnull', True)), fields=('kind', 'text'), name='word_once_for_all'),
        ),
        migrations.AddConstraint(
            model_name='paperword',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='word_is_not_empty'),
        ),
        migrations.AddIndex(
            model_name='sighting',
            index=models.Index(fields=['office', 'date'], name='sighting_by_date'),
        ),
        migrations.AddConstraint(
            model_name='sighting',
            constraint=models.UniqueConstraint(fields=('article', 'part', 'part_index', 'text_start', 'office'), name='sighting_once'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'other'), name='verdict_once_on_two_names'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='verdict_is_on_two_names'),
        ),
        migrations.AddConstraint(
            model_name='verdictplace',
            constraint=models.UniqueConstraint(fields=('verdict', 'article'), name='slip_once_in_story'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('publication__isnull', False)), fields=('topic', 'publication'), name='waiver_once_in_publication'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('publication__isnull', True)), fields=('topic',), name='waiver_once_for_ever'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['state', 'page'], name='finding_open_by_page'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['code', 'fingerprint'], name='finding_asked_before'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['topic', 'state'], name='finding_by_topic'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['found_at'], name='finding_by_time'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['state', '-rank', '-id'], name='finding_heaviest'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('page', 'fingerprint'), name='finding_once_on_page'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('span_end__isnull', True), ('span_start__isnull', True)), models.Q(('span_end__gte', models.F('span_start')), ('span_end__isnull', False), ('span_start__isnull', False)), _connector='OR'), name='finding_span_in_order'),
        ),
    ]
