"""The rows that a page document becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, Field, Model
from django.utils.translation import gettext as _

from articles.checks.contributors import beginning_alike
from articles.importing.choosing import Refused
from articles.importing.receiving import Received
from articles.models import Article, Byline, Contributor, Photo
from articles.reading import READER_VERSION
from articles.reading.decoding import Decoded
from articles.reading.document import PageDocument, Story
from issues.models import Issue, Page, Publication, Reading, Source

FIELDS = ("kind", "section", "kicker", "headline", "deck", "dateline", "jump_to", "jump_from")
MOST_PAGES = 400
LIMITED = ("section", "kicker", "headline", "deck", "dateline")


def check_fit(document: PageDocument) -> None:
    """Raise ``Refused`` when a part is larger than its column, which no printed page has."""
    for part, value, limit in _masthead_sizes(document):
        _refuse_larger(_("The masthead"), part, value, limit)
    for place, story in enumerate(document.articles, start=1):
        for part, value, limit in _sizes(story):
            _refuse_larger(_("Story %(place)s") % {"place": place}, part, value, limit)


def _refuse_larger(owner: str, part: str, value: int, limit: int) -> None:
    if value > limit:
        raise Refused(
            _(
                "%(owner)s has a %(part)s of %(size)s, more than %(limit)s."
                " Is this the text of a newspaper page?"
            )
            % {"owner": owner, "part": part, "size": value, "limit": limit}
        )


def _masthead_sizes(document: PageDocument) -> Iterator[tuple[str, int, int]]:
    for name in ("organ", "sponsor", "hotline"):
        yield _size(Publication, name, getattr(document.masthead, name))
    for name in ("weekday", "lunar_date"):
        yield _size(Issue, f"printed_{name}", getattr(document.issue, name))
    yield _size(Page, "name", document.page.name)


def _sizes(story: Story) -> Iterator[tuple[str, int, int]]:
    for name in LIMITED:
        yield _size(Article, name, getattr(story, name))
    for byline in story.bylines:
        yield _size(Contributor, "name", byline.name)
        yield _size(Byline, "role", byline.role)
    for photo in story.photos:
        yield _size(Photo, "credit", photo.credit)
    for name in ("jump_to", "jump_from"):
        yield str(_column(Article, name).verbose_name), getattr(story, name) or 0, MOST_PAGES


def _size(model: type[Model], name: str, value: str) -> tuple[str, int, int]:
    """Return what the column is called, how long the value is, and how long it may be."""
    column = _column(model, name)
    assert isinstance(column, CharField)  # noqa: S101 - tells the type checker
    return str(column.verbose_name), len(value), column.max_length or 0


@cache
def _column(model: type[Model], name: str) -> Field[Any, Any]:
    column = model._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - tells the type checker
    return column


def write_source(
    page: Page, received: Received, decoded: Decoded, document: PageDocument, *, by: User | None
) -> None:
    """Keep the bytes as they came, and what the reader made of them."""
    source = Source.objects.create(
        page=page,
        data=received.data,
        sha256=received.sha256,
        encoding=decoded.encoding,
        file_name=(received.file_name or received.name)[-255:],
        text=decoded.text,
        received_by=by,
    )
    Reading.objects.create(
        source=source, reader_version=READER_VERSION, document=document.to_dict(explain=True)
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of a page's stories, and the names of the paper that are near those on the page."""

    stories: list[Article]
    near: list[str]


def write_stories(page: Page, document: PageDocument) -> Written:
    """Write all the stories of a new page and return their rows."""
    stories = Article.objects.bulk_create(
        [
            Article(page=page, order=order, read_index=order, **story_fields(story))
            for order, story in enumerate(document.articles)
        ]
    )
    near = write_parts(page, list(zip(stories, document.articles, strict=True)))
    return Written(stories, near)


def story_fields(story: Story) -> dict[str, object]:
    """Return the columns of a story's own row."""
    return {
        **{name: getattr(story, name) for name in FIELDS},
        "body": "\n".join(story.paragraphs),
        "truncated": story.truncated,
        "spans": [list(span) for span in story.spans],
    }


def write_parts(page: Page, pairs: list[tuple[Article, Story]]) -> list[str]:
    """Write the bylines and photos of stories that have none yet.

    Returns the names of the paper's contributors who share a first character with one of theirs.
    """
    people = contributors(page, {row.name for _article, story in pairs for row in story.bylines})
    Byline.objects.bulk_create(
        Byline(article=article, contributor=people[row.name], role=row.role, order=order)
        for article, story in pairs
        for order, row in enumerate(story.bylines)
    )
    Photo.objects.bulk_create(
        Photo(article=article, order=order, caption=row.caption, credit=row.credit)
        for article, story in pairs
        for order, row in enumerate(story.photos)
    )
    return list(people)


def contributors(page: Page, names: set[str]) -> dict[str, Contributor]:
    """Return the paper's contributors of these names and of names that begin alike.

    Those who are new are made in one query.
    """
    if not names:
        return {}
    publication = page.issue.publication
    known = {row.name: row for row in beginning_alike(publication, names)}
    # In order of name, so that two imports never wait for each other crosswise.
    new = sorted(names - known.keys())
    if new:
        Contributor.objects.bulk_create(
            (Contributor(publication=publication, name=name) for name in new),
            ignore_conflicts=True,
        )
        known |= {row.name: row for row in publication.contributors.filter(name__in=new)}
    return known
