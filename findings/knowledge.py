"""What the paper knows: its own words, who was named when, and which names are one person's."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Contributor
from issues.models import Publication


class Ended(models.Model):
    """Who decided something, when and why; what was ended stays as the record of it."""

    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("decided at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    class Meta:
        abstract = True


Decided = TypeVar("Decided", bound=Ended)


class EndedQuerySet(models.QuerySet[Decided]):
    """The word in which the rest of the code asks for what was decided and holds."""

    def in_force(self) -> Self:
        """Those that nobody ended."""
        return self.filter(ended_at__isnull=True)


class PaperWordQuerySet(EndedQuerySet["PaperWord"]):
    """The words in which the rest of the code asks for the paper's words."""

    def of(self, paper: int) -> PaperWordQuerySet:
        """Those in force for one paper, its own and those of all papers."""
        own = models.Q(publication=paper) | models.Q(publication__isnull=True)
        return self.in_force().filter(own)


class PaperWord(Ended):
    """A word that editors have decided on, for one paper or, with no paper, for all.

    ``text`` is how a term or a place is written, what no check asks about, or what may not stand.
    ``others`` are the wrong forms of a term, one a line, or what may stand for a forbidden word.
    A word is never changed: it is ended, and the other one added.
    """

    class Kind(models.TextChoices):
        TERM = "term", _("own term")
        PLACE = "place", _("place name")
        NEVER_ERROR = "never-error", _("never an error")
        FORBIDDEN = "forbidden", _("forbidden word")

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="words",
        verbose_name=_("publication"),
        help_text=_("Empty: in all papers."),
    )
    kind = models.CharField(pgettext_lazy("of a word", "kind"), max_length=15, choices=Kind)
    text = models.CharField(_("word"), max_length=60)
    others = models.TextField(
        _("other forms"),
        max_length=500,
        blank=True,
        help_text=_("Wrong forms of a term, one a line; what may stand for a forbidden word."),
    )

    objects = PaperWordQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "text", "pk"]
        verbose_name = _("word of the paper")
        verbose_name_plural = _("words of the paper")
        constraints = [
            # Its index also serves "which words has this paper".
            models.UniqueConstraint(
                fields=["publication", "kind", "text"],
                condition=models.Q(ended_at__isnull=True, publication__isnull=False),
                name="word_once_in_publication",
            ),
            models.UniqueConstraint(
                fields=["kind", "text"],
                condition=models.Q(ended_at__isnull=True, publication__isnull=True),
                name="word_once_for_all",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="word_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def forms(self) -> list[str]:
        """The other forms, one by one."""
        return [line.strip() for line in self.others.splitlines() if line.strip()]


class Mention(models.Model):
    """Somebody whom a story names with an office: a fact with its day, no judgement.

    ``head`` and ``frame`` are its first two characters, and the first with the last: of two names
    of one surname that differ in one character one of the two is the same.
    """

    # Both indexes below begin with it.
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    date = models.DateField(_("date of the issue"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=10)
    title = models.CharField(_("office"), max_length=20)
    head = models.CharField(max_length=2, editable=False)
    frame = models.CharField(max_length=2, editable=False)

    class Meta:
        ordering = ["article", "pk"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [
            # Serve "who of a name one character off was named in the last months".
            models.Index(fields=["publication", "head", "date"], name="mention_by_head"),
            models.Index(fields=["publication", "frame", "date"], name="mention_by_frame"),
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.name} {self.date:%Y-%m-%d}"


class Verdict(Ended):
    """What a person said of two names one character apart: one person, a slip, or two people.

    ``person`` is whose name is right or better known. Names and bylines stay as they were printed;
    only a slip is repaired, story by story (``VerdictPlace``). Undone, all is as before.
    """

    class Kind(models.TextChoices):
        SAME = "same", _("one person, both as printed")
        SLIP = "slip", _("one person, a slip to be repaired")
        TWO = "two", _("two people")

    person = models.ForeignKey(
        Contributor, models.PROTECT, related_name="verdicts", verbose_name=_("person")
    )
    other = models.ForeignKey(
        Contributor, models.PROTECT, related_name="other_verdicts", verbose_name=_("other name")
    )
    kind = models.CharField(_("verdict"), max_length=10, choices=Kind)

    objects = EndedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("verdict on two names")
        verbose_name_plural = _("verdicts on two names")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=models.Q(ended_at__isnull=True),
                name="verdict_once_on_two_names",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="verdict_is_on_two_names"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.other}"


class VerdictPlace(models.Model):
    """One repair of a slip in a story, or its proposal: what undoing goes back over.

    ``version`` is the story's after the repair, ``places`` which of its places had the slip, and
    ``proposal`` the number of the proposal where readers see the story.
    """

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="places")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(null=True)
    places = models.JSONField(default=list)
    proposal = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["verdict", "article", "pk"]
        verbose_name = _("place of a slip")
        verbose_name_plural = _("places of a slip")
        constraints = [
            models.UniqueConstraint(
                fields=["verdict", "article", "version"],
                condition=models.Q(proposal=None),
                name="slip_once_in_version",
            ),
            models.UniqueConstraint(fields=["proposal"], name="slip_once_in_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.article}"
