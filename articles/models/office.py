"""Offices: who holds which one where, as the stories name them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from issues.models import Publication


class Office(models.Model):
    """An office of a place, with somebody whom the paper has named as its holder.

    县委书记 alone is no office: 仙居县's and 平阳县's are two. That a story says so is a fact (a
    ``Sighting``); that it is right is a judgement, and only a person makes it (``confirmed_by``).
    """

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="offices", verbose_name=_("publication")
    )
    place = models.CharField(_("place"), max_length=40)
    title = models.CharField(_("office"), max_length=40)
    holder = models.CharField(_("held by"), max_length=40)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        ordering = ["place", "title", "holder"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            # Its index also serves "who else holds this office".
            models.UniqueConstraint(
                fields=["publication", "place", "title", "holder"], name="office_once"
            )
        ]
        indexes = [
            # Serves "which other offices has this name".
            models.Index(fields=["publication", "holder"], name="office_by_holder")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.title} {self.holder}"


class Sighting(models.Model):
    """One place in a story that names an office and its holder."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="sightings", verbose_name=_("office")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="sightings", verbose_name=_("article")
    )
    date = models.DateField(_("date of the issue"))
    part = models.CharField(_("part"), max_length=20)
    part_index = models.PositiveIntegerField(_("place in its list"))
    text_start = models.PositiveIntegerField()
    text_end = models.PositiveIntegerField()

    class Meta:
        ordering = ["office", "date"]
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        constraints = [
            # Its index also serves the sightings of one story.
            models.UniqueConstraint(
                fields=["article", "part", "part_index", "text_start", "office"],
                name="sighting_once",
            )
        ]
        # Serves "when was this holder named first and last".
        indexes = [models.Index(fields=["office", "date"], name="sighting_by_date")]

    def __str__(self) -> str:
        return f"{self.office} {self.date:%Y-%m-%d}"
