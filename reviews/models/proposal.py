"""提案: a change to what is public, who wants it, who approved it, and how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from audit.models import Kept
from issues.models import Issue, Page, Publication
from reviews.models.review import Stage

USER = settings.AUTH_USER_MODEL


class Proposal(Kept):
    """A change to what readers see, which takes its place when others have approved it.

    ``before`` is what readers saw when it was proposed and ``after`` what they shall see: of a
    story its whole text (``articles.text``), of what stands round it the fields that change.
    ``base`` is the hash of ``before``, ``sha256`` that of all that an approver is shown.
    ``distance_before`` and ``distance_after`` tell how far a repair is from what was received, in
    characters; ``needed`` how many approve it, by the paper's setting when it was proposed.
    """

    for_ever = True

    class Kind(models.TextChoices):
        REPAIR = "repair", _("repair")
        CORRECTION = "correction", _("correction")
        SURROUNDINGS = "surroundings", _("what stands round the text")

    kind = models.CharField(_("kind of change"), max_length=15, choices=Kind)
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("article"),
    )
    page = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issue")
    )
    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publication"),
    )
    before = models.JSONField(_("what readers saw"))
    after = models.JSONField(_("what they shall see"))
    photos = models.JSONField(default=list, editable=False)
    base = models.CharField(max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64)
    distance_before = models.PositiveIntegerField(null=True, editable=False)
    distance_after = models.PositiveIntegerField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    notice = models.TextField(_("notice to readers"), blank=True)
    needed = models.PositiveSmallIntegerField(_("approvals needed"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    article__isnull=False,
                    page__isnull=True,
                    issue__isnull=True,
                    publication__isnull=True,
                )
                | models.Q(
                    article__isnull=True,
                    page__isnull=False,
                    issue__isnull=True,
                    publication__isnull=True,
                )
                | models.Q(
                    article__isnull=True,
                    page__isnull=True,
                    issue__isnull=False,
                    publication__isnull=True,
                )
                | models.Q(
                    article__isnull=True,
                    page__isnull=True,
                    issue__isnull=True,
                    publication__isnull=False,
                ),
                name="proposal_changes_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(needed__range=(1, 3)), name="proposal_needs_one_to_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject}"

    @property
    def subject(self) -> Article | Page | Issue | Publication:
        """What it changes, or what it changes something round."""
        found = self.article or self.page or self.issue or self.publication
        assert found is not None  # noqa: S101  # the database sees to it
        return found


class WaitingProposal(models.Model):
    """That a proposal waits: the few among all that there were, found without passing the others.

    It comes with its proposal and goes when that ends; ``ProposalEnd`` alone says that it has.
    """

    proposal = models.OneToOneField(
        Proposal,
        models.CASCADE,
        primary_key=True,
        related_name="waiting",
        verbose_name=_("proposal"),
    )

    class Meta:
        verbose_name = _("waiting proposal")
        verbose_name_plural = _("waiting proposals")

    def __str__(self) -> str:
        return str(self.proposal_id)


class ProposedImage(Kept):
    """An image that a proposal brings for the photo at ``place`` of its text."""

    for_ever = True

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="images")
    place = models.PositiveSmallIntegerField()
    image = models.ImageField(_("image"), upload_to="proposals/%Y/%m")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["proposal", "place"]
        verbose_name = _("proposed image")
        verbose_name_plural = _("proposed images")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "place"], name="proposed_image_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.place}"


class ProposalApproval(Kept):
    """One approver's word for a proposal, for the hash of what he was shown."""

    for_ever = True

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="approvals", verbose_name=_("proposal")
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Stage)
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = _("approval of a proposal")
        verbose_name_plural = _("approvals of proposals")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "by"], name="proposal_approved_once_by"),
            models.UniqueConstraint(fields=["proposal", "stage"], name="proposal_approved_once_at"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.get_stage_display()} {self.by}"


class ProposalEnd(Kept):
    """What became of a proposal; ``version`` is the story's with the text that it brought."""

    for_ever = True

    class Outcome(models.TextChoices):
        APPLIED = "applied", _("before the readers")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken-back", _("taken back")

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="end", verbose_name=_("proposal")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("end of a proposal")
        verbose_name_plural = _("ends of proposals")

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.get_outcome_display()}"
