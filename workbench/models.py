"""What somebody is working on: his private copy of a page, its steps, and who else is there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from audit.models import Kept
from issues.models import Page
from workbench.told import operation_sentence


class WorkingCopy(models.Model):
    """What one person has changed on one page and not saved. Nobody else sees it.

    Only what he touched is kept: ``rest`` has the order of the stories, the furniture and what is
    unassigned where he changed any of it, ``WorkingStory`` the stories. ``number`` counts the
    changes, so that two windows of one person do not overwrite each other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, models.CASCADE, related_name="working_copies")
    number = models.PositiveIntegerField(default=0)
    rest = models.JSONField(null=True)
    place = models.JSONField(default=dict)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="working_copy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.page}"


class WorkingStory(models.Model):
    """One story of a working copy, under the key by which the copy knows it.

    ``base`` is the text of ``base_version``, which the person began with: ``None`` for a new story.
    Without ``story`` he has not touched it, and only its key is remembered.
    """

    copy = models.ForeignKey(WorkingCopy, models.CASCADE, related_name="stories")
    key = models.CharField(max_length=12)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    base_version = models.PositiveIntegerField(default=0)
    base = models.JSONField(null=True)
    story = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "key"], name="working_story_once"),
        ]

    def __str__(self) -> str:
        return self.key


class WorkingStep(models.Model):
    """One step of a working copy: what it did, and all that it changed as it was before.

    ``after`` is what stood there when the step was undone, so that it can be done again.
    """

    copy = models.ForeignKey(WorkingCopy, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=30)
    told = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(null=True)
    undone = models.BooleanField(default=False)
    saved = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class WorkingImage(models.Model):
    """An image that somebody has chosen for a photo and not saved: written anew, seen by him alone.

    In the database, so that it goes with the working copy and leaves no file behind. One that is
    ``for_form`` was chosen on a form that is not saved yet, and stands on no desk.
    """

    copy = models.ForeignKey(WorkingCopy, models.CASCADE, related_name="images")
    name = models.CharField(max_length=100)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    for_form = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Provenance(models.Model):
    """Where the characters of a page's stories stood in its source, as they were saved last.

    It is no part of any text: a story that was changed past the desk is compared with it.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    source_id = models.BigIntegerField(null=True)
    rest = models.JSONField(default=dict)
    stories = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.page_id)


class Presence(models.Model):
    """Who had the page before him last, and on which story he works. It ends by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.page_id}"


class Operation(Kept):
    """What was done with the text of a page, as what it is: split, joined, moved.

    ``revisions`` names the stories that it changed and the versions they had then, ``told`` fills
    the sentence on it (``workbench.told``).
    """

    page = models.ForeignKey(Page, models.PROTECT, related_name="operations")
    name = models.CharField(_("what was done"), max_length=30)
    told = models.JSONField(default=dict)
    revisions = models.JSONField(default=list)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("operation")
        verbose_name_plural = _("operations")

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language."""
        return operation_sentence(self.name, self.told)
