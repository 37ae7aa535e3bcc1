"""Proposals to change what readers see, who approved them, and what became of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit.triggers import keep, keep_for_ever

TABLES = (
    'reviews_proposal',
    'reviews_proposedimage',
    'reviews_proposalapproval',
    'reviews_proposalend',
)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_guards'),
        ('issues', '0005_approvals_of_proposals'),
        ('reviews', '0003_page_of_an_approval'),
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
        keep(*TABLES),
        keep_for_ever(*TABLES),
    ]
