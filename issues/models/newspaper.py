"""报纸: a paper, who may review it, and the days on which it comes out."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Publication(models.Model):
    """报纸: one newspaper under its name, as its masthead gives it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    organ = models.CharField(_("organ line"), max_length=100, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=100, blank=True)
    hotline = models.CharField(_("hotline"), max_length=100, blank=True)
    channels = models.TextField(_("channels"), blank=True, help_text=_("One a line."))
    mottoes = models.TextField(_("mottoes"), blank=True, help_text=_("One a line."))
    licence = models.CharField(
        _("licence number"), max_length=100, blank=True, help_text=_("国内统一连续出版物号 (CN)")
    )
    # What a public site must show at its foot, under the names that the rules give it.
    news_licence = models.CharField(
        _("licence for news on the internet"),
        max_length=100,
        blank=True,
        help_text=_("互联网新闻信息服务许可证 (its number)"),
    )
    icp_record = models.CharField(
        _("ICP record"), max_length=100, blank=True, help_text=_("ICP备案号 (浙ICP备12345678号-1)")
    )
    police_record = models.CharField(
        _("police record"),
        max_length=100,
        blank=True,
        help_text=_("公安备案号 (浙公网安备33032602000001号)"),
    )
    report_contact = models.CharField(
        _("where to report harmful content"),
        max_length=200,
        blank=True,
        help_text=_("违法和不良信息举报 (telephone, mail address or both)"),
    )
    weekdays = models.CharField(
        _("publication days"),
        max_length=7,
        default="135",
        validators=[RegexValidator(r"^(?!.*(.).*\1)[1-7]+$", _("Use each of 1 to 7 once."))],
        help_text=_("1 is Monday, 7 is Sunday: 135 is Monday, Wednesday and Friday."),
    )
    days_known_from = models.DateField(
        _("publication days are complete from"),
        null=True,
        blank=True,
        help_text=_(
            "From this day to the next one every day without a paper and every extra issue is"
            " entered, so running numbers must fit exactly."
        ),
    )
    days_known_to = models.DateField(_("publication days are complete to"), null=True, blank=True)
    numbers_from = models.PositiveSmallIntegerField(
        _("numbers begin anew each year in"),
        default=0,
        blank=True,
        choices=[(0, _("never: one running number")), *((n, f"{n}月") for n in range(1, 13))],
        help_text=_("The month whose first issue of the year is 第1期."),
    )
    reviews = models.PositiveSmallIntegerField(
        _("number of reviews"),
        default=3,
        validators=[MaxValueValidator(3)],
        help_text=_(
            "3: first, second and final review. 2: first and final. 1: final only. 0: stories are"
            " published straight from draft."
        ),
    )
    reviewers_differ = models.BooleanField(
        _("each review by another person"),
        default=True,
        help_text=_("Nobody reviews a story twice, nor one whose words he wrote or brought in."),
    )
    blocking_codes = models.TextField(
        _("findings that hold a page"),
        blank=True,
        default="facts",
        help_text=_(
            "One code a line. An open finding of such a kind holds a page from being signed off."
            " “facts” stands for all findings of that weight, nothing for none."
        ),
    )

    proposal_reviews = models.PositiveSmallIntegerField(
        _("approvals of a change to what is public"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_(
            "1: a final reviewer. 2: a first and a final one. 3: one of each review. None of them"
            " is who proposed it, and each is another person."
        ),
    )

    fronts_site = models.BooleanField(
        _("the site's own paper"),
        default=False,
        editable=False,
        help_text=_("Its front page is the site's. Without one it is the paper that came first."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["fronts_site"],
                condition=models.Q(fronts_site=True),
                name="publication_one_fronts_the_site",
            ),
            models.CheckConstraint(
                condition=models.Q(proposal_reviews__range=(1, 3)),
                name="publication_one_to_three_approvals_of_a_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(days_known_from__isnull=True, days_known_to__isnull=True)
                | models.Q(days_known_from__lte=models.F("days_known_to")),
                name="publication_known_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(reviews__lte=3), name="publication_three_reviews_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its own front page."""
        return reverse("paper", args=[self.pk])

    def clean(self) -> None:
        """Refuse to count on where two issues would have one number then."""
        if not self.pk:
            return
        numbered = self.issues.filter(edition="", number__isnull=False)
        found: dict[tuple[int, int | None], dt.date] = {}
        for date, number in numbered.values_list("date", "number").order_by():
            other = found.setdefault((self.year_of_numbers(date), number), date)
            if other != date:
                text = _("The issues of %(first)s and %(second)s would have one number then.")
                days = {"first": f"{date:%Y-%m-%d}", "second": f"{other:%Y-%m-%d}"}
                raise ValidationError({"numbers_from": text % days})

    def year_of_numbers(self, date: dt.date) -> int:
        """Return the year in which the number of a day counts, 0 where numbers run on for ever."""
        if not self.numbers_from:
            return 0
        return date.year if date.month >= self.numbers_from else date.year - 1

    @property
    def channel_list(self) -> list[str]:
        """The paper's channels in printed order."""
        return self.channels.splitlines()

    @property
    def motto_list(self) -> list[str]:
        """The paper's mottoes in printed order."""
        return self.mottoes.splitlines()


class RuleChange(models.Model):
    """Other rules for a paper's reviews: asked for by one person, agreed to by another.

    ``old_*`` is what holds for the pages that were under way when it was agreed to.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="rule_changes", verbose_name=_("publication")
    )
    old_reviews = models.PositiveSmallIntegerField(_("number of reviews before"))
    old_reviewers_differ = models.BooleanField(_("each review by another person before"))
    old_blocking_codes = models.TextField(_("findings that hold a page before"), blank=True)
    old_proposal_reviews = models.PositiveSmallIntegerField(
        _("approvals of a change to what is public before")
    )
    reviews = models.PositiveSmallIntegerField(
        _("number of reviews"), validators=[MaxValueValidator(3)]
    )
    reviewers_differ = models.BooleanField(_("each review by another person"))
    blocking_codes = models.TextField(_("findings that hold a page"), blank=True)
    proposal_reviews = models.PositiveSmallIntegerField(
        _("approvals of a change to what is public"),
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    reason = models.CharField(_("reason"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    agreed = models.BooleanField(_("agreed"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of a paper's rules")
        verbose_name_plural = _("changes of papers' rules")
        permissions = [("agree_rulechange", "Can agree to rules that another has asked for")]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"],
                condition=models.Q(decided_at=None),
                name="one_rule_change_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed=False) | ~models.Q(asked_by=models.F("decided_by")),
                name="rules_agreed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(proposal_reviews__range=(1, 3)),
                name="rules_one_to_three_approvals_of_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.asked_at:%Y-%m-%d}"


class WeeklyPattern(models.Model):
    """The weekdays on which a paper came out from a day on, where they once were others."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="patterns", verbose_name=_("publication")
    )
    valid_from = models.DateField(_("valid from"))
    weekdays = models.CharField(
        _("publication days"),
        max_length=7,
        validators=[RegexValidator(r"^(?!.*(.).*\1)[1-7]+$", _("Use each of 1 to 7 once."))],
        help_text=_("1 is Monday, 7 is Sunday: 135 is Monday, Wednesday and Friday."),
    )

    class Meta:
        ordering = ["publication", "valid_from"]
        verbose_name = _("weekly pattern")
        verbose_name_plural = _("weekly patterns")
        constraints = [
            # Its index also serves the patterns of a paper in order of time.
            models.UniqueConstraint(fields=["publication", "valid_from"], name="pattern_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.valid_from:%Y-%m-%d}: {self.weekdays}"


class DayException(models.Model):
    """A day that breaks the weekly pattern: a holiday without a paper, or an extra issue."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("no paper")
        EXTRA = "extra", _("extra issue")

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="exceptions", verbose_name=_("publication")
    )
    date = models.DateField(_("date"))
    kind = models.CharField(
        pgettext_lazy("of a day", "kind"), max_length=10, choices=Kind, default=Kind.CLOSED
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["publication", "date"]
        verbose_name = _("exception to the publication days")
        verbose_name_plural = _("exceptions to the publication days")
        constraints = [
            # Its index also serves the exceptions of a paper between two days.
            models.UniqueConstraint(fields=["publication", "date"], name="exception_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.date:%Y-%m-%d}: {self.get_kind_display()}"
