"""期 and 版: an issue and its pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.sentences import gettext
from issues.calendar import lunar_date_name, weekday_name
from issues.models.newspaper import Publication, RuleChange
from reading.page_labels import FURTHEST, LABEL, place_of

IS_EDITION = RegexValidator(r"^[^\W\d_a-zA-Z]+$", _("Write it as printed: 号外, 特刊."))
IS_LABEL = RegexValidator(rf"^{LABEL.pattern}$", _("Write a page as 2, B02 or 4-5."))


@lru_cache(maxsize=512)
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
        return gettext("%(date)s page %(number)s%(name)s") % {
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
