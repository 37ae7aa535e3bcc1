"""报纸、期、版 and what was received for each page."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.models import Kept
from issues.calendar import lunar_date_name, weekday_name
from reading.page_labels import FURTHEST, LABEL, place_of

IS_EDITION = RegexValidator(r"^[^\W\d_a-zA-Z]+$", _("Write it as printed: 号外, 特刊."))
IS_LABEL = RegexValidator(rf"^{LABEL.pattern}$", _("Write a page as 2, B02 or 4-5."))


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
        numbered = Issue.objects.filter(publication=self.pk, edition="", number__isnull=False)
        rows = numbered.only("date", "number").order_by() if self.pk else ()
        found: dict[tuple[int, int | None], Issue] = {}
        for row in rows:
            other = found.setdefault((self.year_of_numbers(row.date), row.number), row)
            if other is not row:
                text = _("The issues of %(first)s and %(second)s would have one number then.")
                days = {"first": f"{row.date:%Y-%m-%d}", "second": f"{other.date:%Y-%m-%d}"}
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


def printed_numbers(first: int | None, last: int | None) -> str:
    """Return running numbers as they are printed; only a double issue has a ``last``."""
    return "—".join(str(number) for number in (first, last) if number is not None)


class Issue(models.Model):
    """期: one day's paper, or beside it an ``edition`` of its own: 号外, 特刊, 增刊.

    ``number`` is the running number the newsroom stands by, to ``number_to`` for a double issue
    (合刊); ``number_year`` the year in which it counts, where a paper's numbers begin anew each
    year. ``printed_*`` is what the page said, kept also where it was wrong. Weekday and lunar date
    follow from the date.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="issues", verbose_name=_("publication")
    )
    date = models.DateField(_("date"))
    edition = models.CharField(
        _("edition"),
        max_length=10,
        blank=True,
        validators=[IS_EDITION],
        help_text=_("号外, 特刊, 增刊 …; empty for the regular issue of the day."),
    )
    number = models.PositiveIntegerField(_("running number"), null=True, blank=True)
    number_to = models.PositiveIntegerField(
        _("last number of a double issue"), null=True, blank=True
    )
    number_year = models.PositiveSmallIntegerField(default=0, editable=False)
    page_count = models.PositiveSmallIntegerField(
        pgettext_lazy("how many", "pages"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
    )
    printed_number = models.PositiveIntegerField(_("number as printed"), null=True, blank=True)
    printed_page_count = models.PositiveSmallIntegerField(
        _("pages as printed"), null=True, blank=True
    )
    printed_weekday = models.CharField(_("weekday as printed"), max_length=20, blank=True)
    printed_lunar_date = models.CharField(_("lunar date as printed"), max_length=40, blank=True)

    class Meta:
        ordering = ["-date", "publication", "edition"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            # Its index also serves the archive of one paper, newest first.
            models.UniqueConstraint(
                fields=["publication", "date", "edition"], name="issue_date_once_in_publication"
            ),
            # Its index also serves the look for the issue that has a number.
            models.UniqueConstraint(
                fields=["publication", "number_year", "number"],
                condition=models.Q(edition=""),
                name="issue_number_once_in_publication",
                violation_error_message=_("An issue of the paper with this number already exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(number_to__isnull=True)
                | models.Q(number_to__gt=models.F("number")),
                name="issue_numbers_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1),
                name="issue_number_from_one",
            ),
        ]
        # Serves /issues/ over all papers, by date.
        indexes = [models.Index(fields=["-date"], name="issue_newest_first")]

    def __str__(self) -> str:
        return f"{self.publication} {self.day}"

    def save(self, *args: Any, **options: Any) -> None:
        """The year in which a number counts follows from the day."""
        self.number_year = self.publication.year_of_numbers(self.date)
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        if self.edition:
            return reverse("edition", args=[self.date, self.edition])
        return reverse("issue", args=[self.date])

    @property
    def day(self) -> str:
        """The day and, where it is another than the regular one, the edition."""
        return f"{self.date:%Y-%m-%d} {self.edition}".rstrip()

    @property
    def numbers(self) -> str:
        """The running number as printed, of a double issue both: 4455—4456."""
        return printed_numbers(self.number, self.number_to)

    @property
    def last_number(self) -> int | None:
        return self.number_to or self.number

    @property
    def weekday(self) -> str:
        return weekday_name(self.date)

    @property
    def lunar_date(self) -> str:
        return lunar_date_name(self.date)


class Page(models.Model):
    """版: one page of an issue.

    ``label`` is what it is called in print (A01, 4-5); ``number`` is the place in the issue that
    the label stands for, so that pages keep their order whichever of them comes first.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="pages", verbose_name=_("issue"))
    number = models.PositiveSmallIntegerField(
        _("place in the issue"), validators=[MinValueValidator(1), MaxValueValidator(FURTHEST)]
    )
    label = models.CharField(_("page number"), max_length=12, validators=[IS_LABEL])
    name = models.CharField(_("page name"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    kept_rules = models.ForeignKey(
        RuleChange,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("change of rules that does not reach it"),
    )

    class Meta:
        ordering = ["-issue__date", "number"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="page_number_once_in_issue"),
            models.UniqueConstraint(fields=["issue", "label"], name="page_label_once_in_issue"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="page_number_from_one"),
        ]

    def __str__(self) -> str:
        name = f" {self.name}" if self.name else ""
        return _("%(date)s page %(number)s%(name)s") % {
            "date": self.issue.day,
            "number": self.label,
            "name": name,
        }

    def save(self, *args: Any, **options: Any) -> None:
        """A page of which only the place is said is called by it, and the other way round."""
        self.label = self.label or str(self.number)
        self.number = self.number or self._place() or 0
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        if self.issue.edition:
            return reverse("edition-page", args=[self.issue.date, self.issue.edition, self.label])
        return reverse("page", args=[self.issue.date, self.label])

    def clean(self) -> None:
        """Refuse a label that stands for another place, which is a relocation, or a taken one."""
        if not self.issue_id:
            return
        self.number = self.number or self._place() or 0
        if self.label and self._place() != self.number:
            raise ValidationError(
                {"label": _("This label stands for another place. Relocate the page there.")}
            )
        there = Page.objects.filter(issue=self.issue_id, number=self.number).order_by()
        if other := there.exclude(pk=self.pk).first():
            text = _("There is a page %(number)s in this place of the issue already.")
            raise ValidationError({"label": text % {"number": other.label}})

    def _place(self) -> int | None:
        return place_of(self.label, sections_apart=not self.issue.edition)


class PageImage(models.Model):
    """What a page looks like: a scan, or the page as it went to the press. The newest one holds.

    For those who work on the page. Earlier ones stay for the record.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="images", verbose_name=_("page"))
    image = models.ImageField(_("image"), upload_to="scans/%Y/%m")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Nobody, where it came with a page that nobody stands for.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("image of a page")
        verbose_name_plural = _("images of pages")

    def __str__(self) -> str:
        return f"{self.page} {self.sha256[:12]}"


class Source(Kept):
    """What was received for a page, to the byte. The newest one of a page is the one in force."""

    # What the audit log says of it; its bytes are proved by their hash.
    ARRIVAL = ("page", "sha256", "file_name", "received_at", "received_by")

    page = models.ForeignKey(Page, models.PROTECT, related_name="sources", verbose_name=_("page"))
    data = models.BinaryField(_("received bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    text = models.TextField(_("decoded text"), blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("received by"),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [
            # Serves "is this file here already", before it is read.
            models.Index(fields=["sha256"], name="source_by_hash"),
            # Serve the desk's list: in which years there are some, and in which encodings.
            models.Index(fields=["received_at"], name="source_by_time"),
            models.Index(fields=["encoding"], name="source_by_encoding"),
        ]

    def __str__(self) -> str:
        return self.file_name or self.sha256[:12]


class PlainJSON(json.JSONEncoder):
    """JSON with its Chinese as it is: half the size of the escaped form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "separators": (",", ":")}))


class Reading(Kept):
    """What one version of the reader made of a source: the page document with its segments.

    ``reader_version`` is ``BARE`` where a page document came without its source and so is its own,
    and ``ELSEWHERE`` where another importer read the source.
    """

    BARE = "document"
    ELSEWHERE = "elsewhere"

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="readings", verbose_name=_("source")
    )
    reader_version = models.CharField(_("reader version"), max_length=20)
    document = models.JSONField(_("page document"), encoder=PlainJSON)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.source} ({self.reader_version})"
