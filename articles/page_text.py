"""What stands round the stories of a page: one typed value with one canonical form and one hash.

A reviewer who approves a story has also seen where it stands: the masthead over it, the day and
the number, the name of its page and its place among the others. An approval names this value
beside the story's own (``articles.text``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from articles.text import sha256_of
from audit.written import canonical
from issues.models import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """All that readers see of a page but its stories. No part has a default: nobody forgets one.

    ``date`` is written as ``2025-06-13``; weekday and lunar date follow from it. ``order`` has the
    keys of the stories on the page, from the top.
    """

    paper: str
    organ: str
    sponsor: str
    hotline: str
    licence: str
    channels: tuple[str, ...]
    mottoes: tuple[str, ...]
    date: str
    edition: str
    issue_number: int | None
    number_to: int | None
    page_count: int | None
    number: int
    label: str
    name: str
    order: tuple[int, ...]

    @classmethod
    def of(cls, page: Page) -> PageText:
        """Return what stands round the stories of ``page``; its issue is best fetched along."""
        issue, paper = page.issue, page.issue.publication
        stories = page.articles.on_page().order_by("order")
        return cls(
            paper=paper.name,
            organ=paper.organ,
            sponsor=paper.sponsor,
            hotline=paper.hotline,
            licence=paper.licence,
            channels=tuple(paper.channel_list),
            mottoes=tuple(paper.motto_list),
            date=f"{issue.date:%Y-%m-%d}",
            edition=issue.edition,
            issue_number=issue.number,
            number_to=issue.number_to,
            page_count=issue.page_count,
            number=page.number,
            label=page.label,
            name=page.name,
            order=tuple(stories.values_list("pk", flat=True)),
        )

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> PageText:
        """Return the value that ``to_dict`` wrote."""
        told = {"label": str(raw["number"]), **LATER, **raw}
        plain: dict[str, Any] = {name: told[name] for name in PARTS}
        return cls(**plain | {name: tuple(raw[name]) for name in LISTS})

    def to_dict(self) -> dict[str, Any]:
        plain = asdict(self)
        # Written as before there were labels and editions, where it says the same.
        for name, value in {"label": str(self.number), **LATER}.items():
            if plain[name] == value:
                del plain[name]
        return plain | {name: list(plain[name]) for name in LISTS}

    @property
    def canonical(self) -> str:
        """The same for the same value, wherever and whenever it is written."""
        return canonical(self.to_dict())

    @property
    def sha256(self) -> str:
        return sha256_of(self.to_dict())

    def still_holds(self, now: PageText) -> bool:
        """Whether what was seen then is still true of the page as it stands now.

        A story that came or went is another matter: those that were there and still are must
        stand in the same order under the same masthead.
        """
        stayed = set(self.order) & set(now.order)
        before = [key for key in self.order if key in stayed]
        after = [key for key in now.order if key in stayed]
        return before == after and replace(self, order=()) == replace(now, order=())


PARTS = tuple(field.name for field in fields(PageText))
# What a value from before says nothing of.
LATER: dict[str, Any] = {"edition": "", "number_to": None}
LISTS = ("channels", "mottoes", "order")
