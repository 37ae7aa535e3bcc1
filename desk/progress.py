"""How far a page is, in one word and some counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.article import SCHEDULED
from reviews.models import Stage

Status = Article.Status
SIGNED_OFF = Status.SIGNED_OFF.value
LABELS = {
    "empty": _("no stories"),
    "draft": _("draft"),
    "review": _("in review"),
    SIGNED_OFF: _("signed off"),
    SCHEDULED: _("scheduled"),
    "partly": _("partly published"),
    "published": _("published"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of a page's stories; those set aside count for nothing."""

    stories: int
    published: int
    signed_off: int = 0
    in_review: int = 0
    scheduled: int = 0

    @property
    def state(self) -> str:
        """The word that filters and colours use."""
        if not self.stories:
            return "empty"
        if self.published:
            return "published" if self.published == self.stories else "partly"
        if self.scheduled:
            return SCHEDULED
        if self.signed_off == self.stories:
            return SIGNED_OFF
        return "review" if self.signed_off or self.in_review else "draft"

    @property
    def label(self) -> str:
        """The state in the reader's language."""
        return str(LABELS[self.state])

    @property
    def reached(self) -> int:
        """How many stories have come as far as the state says; of a draft none has."""
        return self.published or self.scheduled or self.signed_off + self.in_review

    @property
    def left(self) -> int:
        """How many stories are neither before their readers nor scheduled."""
        return self.stories - self.published - self.scheduled


def progress_of(stories: Iterable[Article]) -> Progress:
    """Return how far these stories of a page are."""
    states = [story.state for story in stories if story.is_on_page]
    return Progress(
        len(states),
        states.count(Status.PUBLISHED),
        states.count(Status.SIGNED_OFF),
        sum(states.count(stage) for stage in Stage.values),
        states.count(SCHEDULED),
    )


def scheduled_at(stories: Iterable[Article]) -> dt.datetime | None:
    """Return when the first story that waits for its time is public."""
    times = [row.published_at for row in stories if row.is_scheduled and row.published_at]
    return min(times, default=None)


def progress_of_row(page: Any) -> Progress:
    """Return how far a page is that ``with_progress`` has counted."""
    return Progress(page.stories, page.public, page.signed_off, page.in_review, page.scheduled)
