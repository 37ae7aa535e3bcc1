"""A page as it now stands, written back as a page document. The way back is ``import_pages``.

Beside what the format has stand more keys, which ``docs/keeping.md`` describes: the paper,
what the issue printed, the source to the byte, its readings, and the changes people made.
"""

from __future__ import annotations

import base64
from typing import Any

from django.db.models import Prefetch, QuerySet

from articles.models import Article, Revision
from articles.text import StoryText
from issues.models import Issue, Page, Publication, Reading, Source

Document = dict[str, Any]


def with_all(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Fetch all that ``export_page`` needs along, in a query for each table."""
    revisions = Revision.objects.select_related("by").order_by("version")
    stories = Article.objects.with_parts().order_by("order")
    return pages.select_related("issue__publication").prefetch_related(
        Prefetch("articles", stories.prefetch_related(Prefetch("revisions", revisions)))
    )


def export_page(page: Page, *, with_source: bool = True) -> Document:
    """Return the page document of ``page`` (fetched by ``with_all``)."""
    source = page.sources.first()
    reading = source.readings.first() if source else None
    stories = list(page.articles.all())
    if not with_source:
        return _bare(page, reading, stories)
    document = _page_fields(page, reading)
    away = _away(reading, stories)
    document["articles"] = [*(_story(article) for article in stories), *away.values()]
    document |= _rest(reading)
    document["publication"] = publication_fields(page.issue.publication)
    document["printed"] = printed_fields(page.issue)
    if source and reading:
        document["source"] = _source(source)
        document["reading"] = _reading(reading)
        if earlier := _earlier(page, source, reading):
            document["earlier"] = earlier
    document["history"] = [*(_history(article) for article in stories), *map(_aside, away)]
    return document


def _bare(page: Page, reading: Reading | None, stories: list[Article]) -> Document:
    """Return the format's own keys: the page without what was set aside."""
    document = _page_fields(page, reading)
    kept = [row for row in stories if row.is_on_page]
    document["articles"] = [_story(article) for article in kept]
    document |= _rest(reading)
    aside = [
        span
        for row in stories
        if not row.is_on_page and row.read_index is not None
        for span in row.spans
    ] + [span for story in _away(reading, stories).values() for span in story["spans"]]
    document["unassigned"] = sorted([*document["unassigned"], *aside])
    return document


def _away(reading: Reading | None, stories: list[Article]) -> dict[int, Document]:
    """Return the stories of the reading that stand on another page by now, by their place in it.

    Their words go with that page. Here they are set aside, so that no character of the source is
    without an owner.
    """
    read = reading.document["articles"] if reading else []
    here = {row.read_index for row in stories}
    return {
        index: {**StoryText.from_dict(story).to_dict(), "spans": story["spans"]}
        for index, story in enumerate(read)
        if index not in here
    }


def _aside(index: int) -> Document:
    return {
        "read_index": index,
        "read_version": 0,
        "version": 0,
        "set_aside": True,
        "revisions": [],
    }


def _page_fields(page: Page, reading: Reading | None) -> Document:
    issue, paper = page.issue, page.issue.publication
    read = reading.document.get("masthead", {}) if reading else {}
    now = publication_fields(paper)
    return {
        # What this page prints of the masthead, in the paper's words of today.
        "masthead": {
            name: (now[name] or value if value else value)
            for name, value in {**_EMPTY_MASTHEAD, **read}.items()
        },
        "issue": {
            "date": f"{issue.date:%Y-%m-%d}",
            "weekday": issue.printed_weekday,
            "lunar_date": issue.printed_lunar_date,
            "number": issue.number,
            "number_to": issue.number_to,
            "edition": issue.edition,
            "page_count": issue.page_count,
        },
        "page": {"number": page.number, "label": page.label, "name": page.name},
    }


_EMPTY_MASTHEAD: Document = {
    "channels": [],
    "organ": "",
    "sponsor": "",
    "mottoes": [],
    "hotline": "",
}


def _rest(reading: Reading | None) -> Document:
    """Return what belongs to no story, as it was read; the format has no room for its rules."""
    read = reading.document if reading else {}
    return {
        "furniture": [
            {"role": row["role"], "span": row["span"]} for row in read.get("furniture", [])
        ],
        "unassigned": read.get("unassigned", []),
        "warnings": read.get("warnings", []),
    }


def _story(article: Article) -> Document:
    # A story that is in the reading no more keeps its spans in its history: others have them now.
    spans = article.spans if article.read_index is not None else []
    return {**StoryText.of(article).words.to_dict(), "spans": spans}


def publication_fields(paper: Publication) -> Document:
    return {
        "name": paper.name,
        "organ": paper.organ,
        "sponsor": paper.sponsor,
        "hotline": paper.hotline,
        "channels": paper.channel_list,
        "mottoes": paper.motto_list,
        "licence": paper.licence,
        "weekdays": paper.weekdays,
    }


def printed_fields(issue: Issue) -> Document:
    """Return what the issue's pages printed, kept also where it was wrong."""
    return {
        "number": issue.printed_number,
        "page_count": issue.printed_page_count,
        "weekday": issue.printed_weekday,
        "lunar_date": issue.printed_lunar_date,
    }


def _source(source: Source) -> Document:
    return {
        "sha256": source.sha256,
        "encoding": source.encoding,
        "file_name": source.file_name,
        "data": base64.b64encode(source.received).decode(),
    }


def _reading(reading: Reading) -> Document:
    return {"reader_version": reading.reader_version, "document": reading.document}


def _earlier(page: Page, source: Source, newest: Reading) -> list[Document]:
    """Return the readings that are in force no more, with the source where it is another one."""
    readings = Reading.objects.filter(source__page=page).exclude(pk=newest.pk)
    return [
        _reading(row) | ({} if row.source_id == source.pk else {"source": _source(row.source)})
        for row in readings.select_related("source").order_by("source_id", "pk")
    ]


def _history(article: Article) -> Document:
    history: Document = {
        "read_index": article.read_index,
        "read_version": article.read_version,
        "version": article.version,
        "set_aside": not article.is_on_page,
        "revisions": [_revision(row) for row in article.revisions.all()],
    }
    if article.read_index is None and article.spans:
        history["spans"] = article.spans
    return history


def _revision(revision: Revision) -> Document:
    based = {} if revision.base is None else {"base": revision.base}
    return {
        "version": revision.version,
        "kind": revision.kind,
        "by": revision.author,
        "at": revision.at.isoformat(),
        "text": {**revision.text, **based},
    }
