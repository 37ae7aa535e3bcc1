"""How far a page is, in one word and some counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import Article

Status = Article.Status


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of a page's stories; those set aside count for nothing."""

    stories: int
    published: int

    @property
    def state(self) -> str:
        """One of empty, draft, partly, published: the word that filters and colours use."""
        if not self.stories:
            return "empty"
        if not self.published:
            return "draft"
        return "published" if self.published == self.stories else "partly"

    @property
    def label(self) -> str:
        """The state in the reader's language."""
        return {
            "empty": _("no stories"),
            "draft": _("draft"),
            "partly": _("partly published"),
            "published": _("published"),
        }[self.state]


def progress_of(stories: Iterable[Article]) -> Progress:
    """Return how far these stories of a page are."""
    states = [story.status for story in stories if story.status != Status.WITHDRAWN]
    return Progress(len(states), states.count(Status.PUBLISHED))
