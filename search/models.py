"""检索: a row beside each story, with what is searched of it."""

from __future__ import annotations

from django.db import models

from articles.models import Article
from issues.models import Publication


class Entry(models.Model):
    """What is searched of one story, in the form in which it is compared.

    ``words`` is what readers have, one line for each paragraph and part: as it stands, and as it
    stood before its corrections. ``before`` is what else it once said, for the desk alone.
    ``place`` is where its dateline says that it comes from.
    ``rules`` and ``version`` say of which rules and of which version of the story it was made.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="search_entry")
    version = models.PositiveIntegerField()
    rules = models.CharField(max_length=12)
    day = models.DateField()
    paper = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    section = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=20, blank=True)
    headline = models.TextField(blank=True)
    words = models.TextField(blank=True)
    before = models.TextField(blank=True)
    grams = models.TextField(blank=True)

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        default_permissions = ()
        indexes = [
            # Serves common words: the newest days first, until there are enough, with all that
            # results are counted by, so that no row and none of its words is read for it.
            models.Index(
                fields=["-day", "number", "article", "paper", "kind", "section"],
                name="entry_newest_first",
            ),
            # Serves a section, a page and a kind in the same order.
            models.Index(fields=["section", "-day", "number", "article"], name="entry_by_section"),
            models.Index(fields=["number", "-day", "article"], name="entry_by_page"),
            # Serves the stories from a place, and the list of places.
            models.Index(fields=["place", "-day", "number", "article"], name="entry_by_place"),
            models.Index(fields=["kind", "-day", "number", "article"], name="entry_by_kind"),
            # Serves the list of one paper's sections.
            models.Index(fields=["paper", "section"], name="entry_sections_of_paper"),
        ]

    def __str__(self) -> str:
        return self.headline
