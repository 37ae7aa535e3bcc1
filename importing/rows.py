"""The rows that a page document becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db.models import Model

from articles.column_sizes import Column, column_of, too_long
from articles.models import Article, Byline, Photo
from articles.photo_files import note_written
from articles.text import StoryText
from audit import log as audit
from audit.bulk_insert import ReadyJSON, insert
from audit.sentences import gettext as _
from editorial import bulk
from findings.directory import Known
from importing.placement import Refused
from importing.receipt import Received
from issues.models import Issue, Page, Publication, Reading, Source
from reading import READER_VERSION
from reading.decoding import Decoded
from reading.document import PageDocument
from search.entries import Searched

# Their order is a small number in the database.
MOST_ROWS = 30_000


def check_fit(document: PageDocument) -> None:
    """Raise ``Refused`` when a part is larger than its column, which no printed page has."""
    for column, words in _round_the_text(document):
        if len(words) > (column.max_length or 0):
            raise _larger(_("The masthead"), column, words)
    _check_count(None, Article, len(document.articles))
    for place, story in enumerate(document.articles, start=1):
        _check_count(place, Byline, len(story.bylines))
        _check_count(place, Photo, len(story.photos))
        for column, words in too_long(StoryText.read(story)):
            raise _larger(_owner(place), column, words)


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


def _larger(owner: str, column: Column, words: str) -> Refused:
    names = {"owner": owner, "part": column.verbose_name}
    return Refused(
        _(
            "%(owner)s has a %(part)s of %(size)s, more than %(limit)s."
            " Is this the text of a newspaper page?"
        )
        % {**names, "size": len(words), "limit": column.max_length}
    )


def _round_the_text(document: PageDocument) -> Iterator[tuple[Column, str]]:
    for name in ("organ", "sponsor", "hotline"):
        yield column_of(Publication, name), getattr(document.masthead, name)
    for name in ("weekday", "lunar_date"):
        yield column_of(Issue, f"printed_{name}"), getattr(document.issue, name)
    yield column_of(Issue, "edition"), document.issue.edition
    yield column_of(Page, "name"), document.page.name
    yield column_of(Page, "label"), document.page.label


def write_source(
    page: Page, received: Received, decoded: Decoded, reading: ReadyJSON, *, by: User | None
) -> None:
    """Keep the bytes as they came, and what the reader made of them."""
    source = keep_source(page, received, decoded, by=by)
    insert([Reading(source=source, reader_version=READER_VERSION, document=reading)])


def keep_source(page: Page, received: Received, decoded: Decoded, *, by: User | None) -> Source:
    """Keep the bytes as they came, in a file of their own."""
    source = Source(
        page=page,
        file=ContentFile(received.data, received.sha256),
        data=b"",
        sha256=received.sha256,
        encoding=decoded.encoding,
        file_name=(received.file_name or received.name)[-255:],
        text=decoded.text,
        received_by=by,
    )
    try:
        insert([source])
    finally:
        # The file is written before the row, which the database may refuse.
        note_written(source.file)
    audit.note(source, only=Source.ARRIVAL)
    return source


def write_stories(
    page: Page,
    document: PageDocument,
    known: Known | None = None,
    searched: Iterable[Searched] = (),
    keys: Sequence[int] = (),
) -> list[Article]:
    """Write all the stories of a new page, under ``keys`` if any, and return their rows."""
    stories = [(at, at, story) for at, story in enumerate(document.articles)]
    return bulk.write_stories(page, stories, known, searched, keys)
