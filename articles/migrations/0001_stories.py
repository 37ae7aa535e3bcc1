"""Stories, their parts, and what happened to them."""

import articles.models.article
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('articles', '0003_planned_time'),
        ('articles', '0004_newest_in_state'),
        ('articles', '0005_newest_in_section'),
        ('articles', '0006_old_addresses'),
        ('articles', '0007_newest_of_contributor'),
        ('articles', '0008_labels_of_pages'),
        ('articles', '0009_editions'),
    ]

    dependencies = [
        ('issues', '0001_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.SmallIntegerField(verbose_name='order on the page')),
                ('kind', models.CharField(choices=[('news', 'news'), ('photo', 'photo story'), ('teaser', 'teaser'), ('notice', 'notice')], default='news', max_length=10, verbose_name='kind')),
                ('section', models.CharField(blank=True, max_length=100, verbose_name='section')),
                ('kicker', models.CharField(blank=True, max_length=300, verbose_name='kicker')),
                ('headline', models.CharField(blank=True, max_length=500, verbose_name='headline')),
                ('deck', models.CharField(blank=True, max_length=500, verbose_name='deck')),
                ('dateline', models.CharField(blank=True, max_length=100, verbose_name='dateline')),
                ('body', models.TextField(blank=True, help_text='One paragraph a line.', verbose_name='text')),
                ('jump_to', models.CharField(blank=True, max_length=12, null=True, validators=[django.core.validators.RegexValidator('^([A-Z]?)(\\d{1,3})(?:-(\\d{1,3}))?$', 'Write a page as 2, B02 or 4-5.')], verbose_name='continued on page')),
                ('jump_from', models.CharField(blank=True, max_length=12, null=True, validators=[django.core.validators.RegexValidator('^([A-Z]?)(\\d{1,3})(?:-(\\d{1,3}))?$', 'Write a page as 2, B02 or 4-5.')], verbose_name='continued from page')),
                ('truncated', models.BooleanField(default=False, verbose_name='breaks off')),
                ('spans', models.JSONField(blank=True, default=list, verbose_name='provenance spans')),
                ('read_index', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('first-review', 'first review'), ('second-review', 'second review'), ('final-review', 'final review'), ('signed-off', 'signed off'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('set-aside', 'set aside')], default='draft', max_length=15, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('read_version', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='issues.page', verbose_name='page')),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last editor')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['page', 'order'],
                'permissions': [('submit_article', 'Can submit articles for review'), ('review_first', 'Can do the first review of articles'), ('review_second', 'Can do the second review of articles'), ('review_final', 'Can do the final review of articles'), ('publish_article', 'Can publish and withdraw articles')],
            },
        ),
        migrations.CreateModel(
            name='Contributor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributors', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'contributor',
                'verbose_name_plural': 'contributors',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='role')),
                ('order', models.SmallIntegerField(verbose_name='order')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article')),
                ('contributor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='articles.contributor', verbose_name='contributor')),
            ],
            options={
                'verbose_name': 'byline',
                'verbose_name_plural': 'bylines',
                'ordering': ['article_id', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('notice', models.TextField(verbose_name='notice to readers')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('passages', models.JSONField(default=list, verbose_name='passages')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['article_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True, verbose_name='old address')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article', verbose_name='article')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.issue', verbose_name='issue')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.SmallIntegerField(verbose_name='order')),
                ('caption', models.TextField(blank=True, verbose_name='caption')),
                ('credit', models.CharField(blank=True, max_length=100, verbose_name='credit')),
                ('image', models.ImageField(blank=True, upload_to='photos/%Y/%m', verbose_name='image')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='articles.article')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['article_id', 'order'],
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=100, verbose_name='for whom')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article', verbose_name='article')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given out by')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issues.page', verbose_name='page')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('edition', models.CharField(blank=True, max_length=10, verbose_name='edition')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='page number')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.issue', verbose_name='issue')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='page')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'redirect',
                'verbose_name_plural': 'redirects',
                'ordering': ['-date', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Relocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_index', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relocations', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('new_page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='to')),
                ('old_page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='from')),
            ],
            options={
                'verbose_name': 'relocated story',
                'verbose_name_plural': 'relocated stories',
                'ordering': ['article_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('kind', models.CharField(choices=[('repair', 'repair'), ('edit', 'edit')], max_length=10, verbose_name='kind of change')),
                ('text', models.JSONField(verbose_name='text after the change')),
                ('images', models.JSONField(editable=False, null=True)),
                ('base', models.JSONField(editable=False, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='made by')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['article_id', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20, verbose_name='action')),
                ('old', models.CharField(choices=[('draft', 'draft'), ('first-review', 'first review'), ('second-review', 'second review'), ('final-review', 'final review'), ('signed-off', 'signed off'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('set-aside', 'set aside')], max_length=15, verbose_name='from')),
                ('new', models.CharField(choices=[('draft', 'draft'), ('first-review', 'first review'), ('second-review', 'second review'), ('final-review', 'final review'), ('signed-off', 'signed off'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('set-aside', 'set aside')], max_length=15, verbose_name='to')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('planned', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='planned for')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='made by')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'transition',
                'verbose_name_plural': 'transitions',
                'ordering': ['article_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.TextField(blank=True, verbose_name='notice to readers')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['article_id', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['page', 'status', 'published_at'], name='article_page_published'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at'], name='article_newest_published'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['section', '-published_at'], name='article_newest_in_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', '-published_at'], name='article_by_state'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', 'id'], name='article_newest_in_state'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('page', 'order'), name='article_order_once_on_page'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='article_published_has_time'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'set-aside'), _negated=True), ('published_at__isnull', True), _connector='OR'), name='article_set_aside_was_never_public'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='article_withdrawn_was_public'),
        ),
        migrations.AddIndex(
            model_name='contributor',
            index=models.Index(models.F('publication'), articles.models.article.FirstCharacter('name'), models.F('name'), name='contributor_begins_alike'),
        ),
        migrations.AddConstraint(
            model_name='contributor',
            constraint=models.UniqueConstraint(fields=('publication', 'name'), name='contributor_name_once_in_publication'),
        ),
        migrations.AddIndex(
            model_name='byline',
            index=models.Index(fields=['contributor', '-article'], name='byline_newest_of_contributor'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'order'), name='byline_order_once'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['-at'], name='correction_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(fields=('article', 'version'), name='correction_version_once'),
        ),
        migrations.AddConstraint(
            model_name='oldaddress',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', True), ('issue__isnull', False), ('page__isnull', True)), models.Q(('article__isnull', True), ('issue__isnull', True), ('page__isnull', False)), models.Q(('article__isnull', False), ('issue__isnull', True), ('page__isnull', True)), _connector='OR'), name='old_address_leads_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.UniqueConstraint(fields=('article', 'order'), name='photo_order_once'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('image', ''), ('sha256', '')), models.Q(models.Q(('image', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='photo_image_has_hash'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('page__isnull', True), ('article__isnull', True), _connector='XOR'), name='preview_link_shows_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('publication', 'date', 'edition', 'number'), name='redirect_once_a_page'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', True)), fields=('publication', 'date', 'edition'), name='redirect_once_an_issue'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issue__isnull', False), ('number__isnull', True), ('page__isnull', True)), models.Q(('issue__isnull', True), ('number__isnull', False), ('page__isnull', False)), _connector='OR'), name='redirect_issue_to_issue_page_to_page'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('article', 'version'), name='revision_version_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('by_name', ''), _negated=True), _connector='OR'), name='revision_made_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(fields=['old', '-id'], name='transition_taken_away'),
        ),
        migrations.AddConstraint(
            model_name='transition',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('by_name', ''), _negated=True), _connector='OR'), name='transition_made_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='withdrawal',
            index=models.Index(fields=['-at'], name='withdrawal_newest_first'),
        ),
    ]
