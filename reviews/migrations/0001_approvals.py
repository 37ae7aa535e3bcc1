"""Approvals and what voids them, comments, looks, and proposals for what is public."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reviews', '0003_page_of_an_approval'),
        ('reviews', '0004_proposals'),
        ('reviews', '0005_place_of_a_look'),
        ('reviews', '0006_waiting_proposals'),
    ]

    dependencies = [
        ('articles', '0001_stories'),
        ('issues', '0001_paper'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('repair', 'repair'), ('correction', 'correction'), ('surroundings', 'what stands round the text')], max_length=15, verbose_name='kind of change')),
                ('before', models.JSONField(verbose_name='what readers saw')),
                ('after', models.JSONField(verbose_name='what they shall see')),
                ('photos', models.JSONField(default=list, editable=False)),
                ('base', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('distance_before', models.PositiveIntegerField(editable=False, null=True)),
                ('distance_after', models.PositiveIntegerField(editable=False, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('notice', models.TextField(blank=True, verbose_name='notice to readers')),
                ('needed', models.PositiveSmallIntegerField(verbose_name='approvals needed')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.issue', verbose_name='issue')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.page', verbose_name='page')),
                ('publication', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issues.publication', verbose_name='publication')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('first-review', 'first review'), ('second-review', 'second review'), ('final-review', 'final review')], max_length=15, verbose_name='stage')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('text', models.JSONField(verbose_name='text that was read')),
                ('page_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the page')),
                ('page_text', models.JSONField(default=dict, verbose_name='what stood round it')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'approval',
                'verbose_name_plural': 'approvals',
                'ordering': ['article_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='claim', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('part', models.CharField(blank=True, max_length=20, verbose_name='part')),
                ('index', models.PositiveSmallIntegerField(default=0, verbose_name='place in its list')),
                ('start', models.PositiveIntegerField(default=0)),
                ('end', models.PositiveIntegerField(default=0)),
                ('quote', models.TextField(blank=True, verbose_name='marked passage')),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved at')),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='reviews.comment', verbose_name='answers')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resolved by')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('voided', 'approval voided'), ('returned', 'returned')], max_length=10, verbose_name='kind')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='text')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='articles.article', verbose_name='article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='for')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='WaitingProposal',
            fields=[
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='waiting', serialize=False, to='reviews.proposal', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'waiting proposal',
                'verbose_name_plural': 'waiting proposals',
            },
        ),
        migrations.CreateModel(
            name='ProposalApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('first-review', 'first review'), ('second-review', 'second review'), ('final-review', 'final review')], max_length=15, verbose_name='stage')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='reviews.proposal', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'approval of a proposal',
                'verbose_name_plural': 'approvals of proposals',
                'ordering': ['proposal', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposalEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('applied', 'before the readers'), ('refused', 'refused'), ('taken-back', 'taken back')], max_length=10, verbose_name='outcome')),
                ('version', models.PositiveIntegerField(blank=True, null=True, verbose_name='version')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='reviews.proposal', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'end of a proposal',
                'verbose_name_plural': 'ends of proposals',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposedImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('image', models.ImageField(upload_to='proposals/%Y/%m', verbose_name='image')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='images', to='reviews.proposal')),
            ],
            options={
                'verbose_name': 'proposed image',
                'verbose_name_plural': 'proposed images',
                'ordering': ['proposal', 'place'],
            },
        ),
        migrations.CreateModel(
            name='SeenText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('text', models.JSONField(verbose_name='text that was read')),
                ('page_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the page')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_texts', to='articles.article', verbose_name='article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'text last read',
                'verbose_name_plural': 'texts last read',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Voiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('changed', 'the text was changed'), ('place', 'the page, its masthead or the place on it was changed'), ('returned', 'the story was returned'), ('draft-again', 'the story became a draft again'), ('replaced', "another file took the page's place")], max_length=12, verbose_name='cause')),
                ('version', models.PositiveIntegerField(verbose_name='version after it')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('approval', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='voiding', to='reviews.approval', verbose_name='approval')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'voided approval',
                'verbose_name_plural': 'voided approvals',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='approval',
            index=models.Index(fields=['article', 'by'], name='approval_of_story_by'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='comment_passage_in_order'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_resolved_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['user', 'seen_at'], name='notice_unseen_of_user'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('issue__isnull', True), ('page__isnull', True), ('publication__isnull', True)), models.Q(('article__isnull', True), ('issue__isnull', True), ('page__isnull', False), ('publication__isnull', True)), models.Q(('article__isnull', True), ('issue__isnull', False), ('page__isnull', True), ('publication__isnull', True)), models.Q(('article__isnull', True), ('issue__isnull', True), ('page__isnull', True), ('publication__isnull', False)), _connector='OR'), name='proposal_changes_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('needed__range', (1, 3))), name='proposal_needs_one_to_three'),
        ),
        migrations.AddConstraint(
            model_name='proposalapproval',
            constraint=models.UniqueConstraint(fields=('proposal', 'by'), name='proposal_approved_once_by'),
        ),
        migrations.AddConstraint(
            model_name='proposalapproval',
            constraint=models.UniqueConstraint(fields=('proposal', 'stage'), name='proposal_approved_once_at'),
        ),
        migrations.AddConstraint(
            model_name='proposedimage',
            constraint=models.UniqueConstraint(fields=('proposal', 'place'), name='proposed_image_once'),
        ),
        migrations.AddConstraint(
            model_name='seentext',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='seen_text_once_by_user'),
        ),
    ]
