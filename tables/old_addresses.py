"""Where the addresses of an older e-paper lead: a table with one address a row, taken in whole.

Columns: ``address``, and either ``story`` (the number in its address here) or ``date`` with
``page`` and ``headline`` as far as the address is of a page or a story, and ``publication`` where
several papers have that day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article, OldAddress
from audit import log as audit
from issues.models import Issue, Page
from reading.page_labels import label_of, place_of
from tables.formats import Table, TableRefused, plain

COLUMNS = ("address", "story", "date", "page", "headline", "publication")
NEEDED = COLUMNS[:1]
LONGEST = 200
# What the newsroom answers for; anything else would never be asked.
ENDING = re.compile(r"^/.+\.s?html?$", re.IGNORECASE)
BATCH = 500
Target = Issue | Page | Article


class RowRefused(Exception):
    """What a row names is not there; the message says what and what to do."""


@dataclass(slots=True)
class AddressReport:
    """What became of a table. ``refused`` has a sentence for each row that cannot be taken."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Newsroom:
    """What is asked of the database for a table, a day at a time."""

    days: dict[dt.date, list[Issue]] = field(default_factory=dict)
    pages: dict[int, dict[int, Page]] = field(default_factory=dict)
    stories: dict[int, list[Article]] = field(default_factory=dict)

    def issue(self, day: str, paper: str) -> Issue:
        """Return the issue of a day. Raises ``RowRefused``."""
        try:
            date = dt.date.fromisoformat(day)
        except ValueError:
            raise RowRefused(
                _("“%(day)s” is no day. Write it as 2025-06-13.") % {"day": day}
            ) from None
        if date not in self.days:
            issues = Issue.objects.filter(date=date, edition="").select_related("publication")
            self.days[date] = list(issues)
        found = [row for row in self.days[date] if paper in ("", row.publication.name)]
        if not found:
            raise RowRefused(_("There is no issue of %(day)s. Import it first.") % {"day": day})
        if len(found) > 1:
            raise RowRefused(_("Several papers have %(day)s. Name the publication.") % {"day": day})
        return found[0]

    def page(self, issue: Issue, number: str) -> Page:
        """Return a page of an issue. Raises ``RowRefused``."""
        if issue.pk not in self.pages:
            self.pages[issue.pk] = {page.number: page for page in issue.pages.order_by("number")}
        page = self.pages[issue.pk].get(place_of(label_of(number)) or 0)
        if page is None:
            raise RowRefused(
                _("%(day)s has no page “%(number)s”. Import it first, or correct the number.")
                % {"day": issue.date, "number": number}
            )
        return page

    def story(self, page: Page, headline: str) -> Article:
        """Return the one story of a page under that headline. Raises ``RowRefused``."""
        if page.pk not in self.stories:
            found = page.articles.exclude(status=Article.Status.SET_ASIDE).order_by("order")
            self.stories[page.pk] = list(found)
        wanted = _close(headline)
        same = [row for row in self.stories[page.pk] if wanted in _headlines(row)]
        if len(same) != 1:
            raise RowRefused(
                _(
                    "%(page)s has %(count)s stories under “%(headline)s”. Give the story's number"
                    " instead, which stands in its address."
                )
                % {"page": page, "count": len(same), "headline": headline}
            )
        return same[0]


def take_addresses(table: Table, *, by: User, file_name: str = "") -> AddressReport:
    """Write all the addresses of a table; with one row refused, none. Raises ``TableRefused``."""
    if not by.has_perm("articles.publish_article"):
        raise TableRefused(_("You may not do this. Ask a publisher."))
    report, wanted = AddressReport(), _wanted(table)
    targets: dict[str, Target] = {}
    newsroom = Newsroom()
    for line, cells in wanted:
        try:
            path = _path(cells["address"])
            if path in targets:
                raise RowRefused(_("This address stands in the table twice."))
            targets[path] = _target(newsroom, cells)
        except RowRefused as error:
            words = {"line": line, "address": cells["address"], "error": error}
            report.refused.append(_("row %(line)s, %(address)s: %(error)s") % words)
    if not report.refused:
        with audit.chained():
            _write(targets, report)
            audit.record(
                "old-addresses", None, by=by, file=file_name, new=report.new, changed=report.changed
            )
    return report


def _wanted(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    unknown = [name for name in table.headers if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in table.headers]
    if unknown or missing:
        raise TableRefused(
            _("The table's columns are not known. They are: %(names)s.")
            % {"names": ", ".join(COLUMNS)}
        )
    empty = dict.fromkeys(COLUMNS, "")
    rows = (
        {name: plain(cell).strip() for name, cell in zip(table.headers, row, strict=True)}
        for row in table.rows
    )
    return ((line, empty | row) for line, row in enumerate(rows, start=2))


def _path(address: str) -> str:
    """Return the path of an address, which may be given whole. Raises ``RowRefused``."""
    path = unquote(urlsplit(address).path)
    if not ENDING.match(path) or len(path) > LONGEST:
        raise RowRefused(
            _("This is no address of a page. Write it as /html/2025-06/13/node_1.htm.")
        )
    return path


def _target(newsroom: Newsroom, cells: dict[str, str]) -> Target:
    if number := cells["story"]:
        key = int(number) if number.isdecimal() and len(number) < 19 else 0
        story = Article.objects.filter(pk=key).exclude(status=Article.Status.SET_ASIDE).first()
        if story is None:
            raise RowRefused(_("There is no story %(number)s.") % {"number": number})
        return story
    issue = newsroom.issue(cells["date"], cells["publication"])
    if not cells["page"]:
        return issue
    page = newsroom.page(issue, cells["page"])
    return newsroom.story(page, cells["headline"]) if cells["headline"] else page


def _write(targets: dict[str, Target], report: AddressReport) -> None:
    paths = list(targets)
    for start in range(0, len(paths), BATCH):
        part = paths[start : start + BATCH]
        here = {row.path: row for row in OldAddress.objects.filter(path__in=part)}
        new = [
            OldAddress(path=path, **_columns(targets[path])) for path in part if path not in here
        ]
        changed = [row for path, row in here.items() if _set(row, _columns(targets[path]))]
        audit.note(*OldAddress.objects.bulk_create(new))
        OldAddress.objects.bulk_update(changed, ["issue", "page", "article"])
        audit.note(*changed)
        report.new += len(new)
        report.changed += len(changed)
        report.unchanged += len(here) - len(changed)


def _columns(target: Target) -> dict[str, Any]:
    kinds: dict[str, type[Target]] = {"issue": Issue, "page": Page, "article": Article}
    return {name: target if isinstance(target, kind) else None for name, kind in kinds.items()}


def _set(row: OldAddress, columns: dict[str, Any]) -> bool:
    """Let a row lead to what ``columns`` say; return whether it led elsewhere."""
    before = (row.issue_id, row.page_id, row.article_id)
    for name, target in columns.items():
        setattr(row, name, target)
    return before != (row.issue_id, row.page_id, row.article_id)


def _headlines(story: Article) -> set[str]:
    """Return the headline as an older system may have it: alone, or with what stands round it."""
    over, under = story.kicker, story.deck
    told = (story.headline, over + story.headline, story.headline + under)
    return {_close(words) for words in (*told, over + story.headline + under)} - {""}


def _close(words: str) -> str:
    return "".join(words.split())
