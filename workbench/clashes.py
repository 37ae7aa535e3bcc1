"""What saving asks about, where two people have changed the same: words, or the order of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.merge import Conflict
from articles.text import StoryText


@dataclass(frozen=True, slots=True)
class Clash:
    """A story whose words two people have changed in the same place."""

    key: str
    title: str
    mine: StoryText
    theirs: StoryText
    author: str
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class OrderClash:
    """The order of a page, as headlines, of which two people have moved the same."""

    mine: Sequence[str]
    theirs: Sequence[str]


class Clashes(Exception):
    """Somebody else has changed the same words, or the order, since; nothing was written."""

    def __init__(self, rows: Sequence[Clash], order: OrderClash | None, page: str) -> None:
        text = _(
            "Somebody else has changed the same words. Choose which shall stand; nothing is lost."
        )
        sorted_too = _(
            "Somebody else has put the stories into another order. Choose which shall stand."
        )
        super().__init__(text if rows else sorted_too)
        self.rows, self.order = list(rows), order
        # Of which page it was asked: an answer is for that one, and for no later one.
        self.page = page
