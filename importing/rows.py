"""The rows that a page document becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Contributor, Photo
from articles.text import JUMPS
from audit import log as audit
from audit.bulk_insert import insert
from editorial import bulk
from findings.directory import Known
from importing.placement import Refused
from importing.receipt import Received
from issues.models import Issue, Page, Publication, Reading, Source
from reading import READER_VERSION
from reading.decoding import Decoded
from reading.document import PageDocument, Story
from search.entries import Searched

# Their order is a small number in the database.
MOST_ROWS = 30_000
Column: TypeAlias = "Field[Any, Any]"
LIMITED = ("section", "kicker", "headline", "deck", "dateline")


def check_fit(document: PageDocument) -> None:
    """Raise ``Refused`` when a part is larger than its column, which no printed page has."""
    for column, size, limit in _masthead_sizes(document):
        if size > limit:
            raise _larger(_("The masthead"), column, size, limit)
    _check_count(None, Article, len(document.articles))
    for place, story in enumerate(document.articles, start=1):
        _check_count(place, Byline, len(story.bylines))
        _check_count(place, Photo, len(story.photos))
        for column, size, limit in _sizes(story):
            if size > limit:
                raise _larger(_owner(place), column, size, limit)


def _owner(place: int | None) -> str:
    return _("Story %(place)s") % {"place": place} if place else _("The page")


def _check_count(place: int | None, model: type[Model], count: int) -> None:
    if count > MOST_ROWS:
        raise Refused(
            _(
                "%(owner)s has more than %(limit)s of this kind: %(kind)s."
                " Is this the text of a newspaper page?"
            )
            % {"owner": _owner(place), "kind": model._meta.verbose_name_plural, "limit": MOST_ROWS}
        )


def _larger(owner: str, column: Column, size: int, limit: int) -> Refused:
    return Refused(
        _(
            "%(owner)s has a %(part)s of %(size)s, more than %(limit)s."
            " Is this the text of a newspaper page?"
        )
        % {"owner": owner, "part": column.verbose_name, "size": size, "limit": limit}
    )


def _masthead_sizes(document: PageDocument) -> Iterator[tuple[Column, int, int]]:
    for name in ("organ", "sponsor", "hotline"):
        yield _size(Publication, name, getattr(document.masthead, name))
    for name in ("weekday", "lunar_date"):
        yield _size(Issue, f"printed_{name}", getattr(document.issue, name))
    yield _size(Issue, "edition", document.issue.edition)
    yield _size(Page, "name", document.page.name)
    yield _size(Page, "label", document.page.label)


def _sizes(story: Story) -> Iterator[tuple[Column, int, int]]:
    for name in LIMITED:
        yield _size(Article, name, getattr(story, name))
    for byline in story.bylines:
        yield _size(Contributor, "name", byline.name)
        yield _size(Byline, "role", byline.role)
    for photo in story.photos:
        yield _size(Photo, "credit", photo.credit)
    for name in JUMPS:
        yield _size(Article, name, getattr(story, name) or "")


def _size(model: type[Model], name: str, value: str) -> tuple[Column, int, int]:
    """Return the column, how long the value is, and how long it may be."""
    column, limit = _column(model, name)
    return column, len(value), limit


@cache
def _column(model: type[Model], name: str) -> tuple[Column, int]:
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - tells the type checker
    return column, column.max_length or 0


def write_source(
    page: Page, received: Received, decoded: Decoded, reading: dict[str, Any], *, by: User | None
) -> None:
    """Keep the bytes as they came, and what the reader made of them."""
    source = Source(
        page=page,
        data=received.data,
        sha256=received.sha256,
        encoding=decoded.encoding,
        file_name=(received.file_name or received.name)[-255:],
        text=decoded.text,
        received_by=by,
    )
    insert([source])
    audit.note(source, only=Source.ARRIVAL)
    insert([Reading(source=source, reader_version=READER_VERSION, document=reading)])


def write_stories(
    page: Page,
    document: PageDocument,
    known: Known | None = None,
    searched: Iterable[Searched] = (),
) -> list[Article]:
    """Write all the stories of a new page and return their rows."""
    stories = enumerate(document.articles)
    return bulk.write_stories(page, [(at, at, story) for at, story in stories], known, searched)
