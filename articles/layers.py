"""Three layers of every story: as received, repaired, edited. Any later one against the earlier.

*Received* is the source's own text under the story's spans. *Repaired* is what the reader made of
it, with every repair (校异同) that a person or a merge made, also one made after an edit.
*Edited* is the text as it now stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from articles.diff import Run, difference
from articles.merge import Conflict, merge_story, shown_rows
from articles.models import Article, Revision
from articles.text import PARTS as TEXT_PARTS
from articles.text import StoryText
from issues.models import Reading

# What stands on the page; the kind and whether it breaks off are said about it.
PARTS = tuple(part for part in TEXT_PARTS if part not in ("kind", "truncated"))
_FIELD_OF = {
    "byline": "bylines",
    "paragraph": "paragraphs",
    "caption": "photos",
    "credit": "photos",
    "alt": "photos",
}


@dataclass(frozen=True, slots=True)
class Layers:
    """A story's parts in each layer, as text; ``conflicts`` are repairs that met an edit.

    Such a repair is in the edited layer only: it was made to words that the repaired layer lacks.
    """

    received: dict[str, str]
    repaired: dict[str, str]
    edited: dict[str, str]
    conflicts: list[Conflict] = field(default_factory=list)

    def compare(self, earlier: str, later: str) -> list[PartDifference]:
        """Return the parts in which two layers, named as their fields, differ."""
        old, new = getattr(self, earlier), getattr(self, later)
        return [
            PartDifference(part, difference(old[part], new[part]))
            for part in PARTS
            if old[part] != new[part]
        ]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part that differs, as runs that lead from the earlier text to the later."""

    part: str
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Origin:
    """The story of a reading that a story's changes began with, and the reading."""

    story: dict[str, Any] | None = None
    reading: Reading | None = None


def layers(article: Article) -> Layers:
    revisions = list(article.revisions.filter(version__gt=article.read_version))
    return _layers(article, revisions, origin_of(article, revisions))


def page_layers(articles: Sequence[Article]) -> dict[int, Layers]:
    """Return the layers of stories of one page by their keys, in two queries for all."""
    if not articles:
        return {}
    rows: dict[int, list[Revision]] = {article.pk: [] for article in articles}
    for row in Revision.objects.filter(article__in=articles).order_by("version"):
        rows[row.article_id].append(row)
    pages = {article.page_id for article in articles}
    readings = Reading.objects.filter(source__page__in=pages).order_by("-pk")
    known = list(readings.select_related("source").defer("source__data"))
    found = {}
    for article in articles:
        revisions = [row for row in rows[article.pk] if row.version > article.read_version]
        found[article.pk] = _layers(article, revisions, origin_of(article, revisions, known))
    return found


def _layers(article: Article, revisions: Sequence[Revision], origin: Origin) -> Layers:
    base = StoryText.from_dict(origin.story) if origin.story else None
    repaired, conflicts = repaired_text(base, revisions)
    current = StoryText.of(article)
    return Layers(
        received=_received(origin),
        repaired=shown(repaired if repaired is not None else current),
        edited=shown(current),
        conflicts=conflicts,
    )


def origin_of(
    article: Article, revisions: Sequence[Revision], known: Sequence[Reading] | None = None
) -> Origin:
    """Return where a story's text came from; ``known`` are the page's readings, newest first.

    That is the first reading that was merged away under a person's changes, else the reading in
    force; for a story that is in no reading any more, an earlier one with the same spans.
    """
    rows = Reading.objects.filter(source__page_id=article.page_id).select_related("source")
    readings = rows.order_by("-pk") if known is None else known
    merged = next((row.base for row in revisions if row.base is not None), None)
    if merged is not None:
        return Origin(merged, _reading_with(readings, merged.get("spans")))
    if article.read_index is not None:
        newest = rows.order_by("-pk").first() if known is None else next(iter(known), None)
        if newest and article.read_index < len(newest.document["articles"]):
            return Origin(newest.document["articles"][article.read_index], newest)
        return Origin()
    found = _reading_with(readings, article.spans)
    return Origin(_story_with(found, article.spans) if found else None, found)


def repaired_text(
    base: StoryText | None, revisions: Iterable[Revision]
) -> tuple[StoryText | None, list[Conflict]]:
    """Return the text with its repairs and without its edits, and the repairs that met an edit."""
    repaired = before = base
    conflicts: list[Conflict] = []
    for revision in revisions:
        after = StoryText.from_dict(revision.text).words
        if repaired is None or before is None:
            # Added by hand: the first text is what the print has, as far as anybody knows.
            repaired = after
        elif revision.kind == Revision.Kind.REPAIR:
            # What the repair did to the text of its day, done to the repaired layer.
            merged = merge_story(before, repaired, after)
            repaired, conflicts = merged.text, conflicts + merged.conflicts
        before = after
    return repaired, conflicts


def shown(text: StoryText) -> dict[str, str]:
    """Return every part that stands on the page as text."""
    parts: dict[str, str] = {}
    for part in PARTS:
        value = getattr(text, part)
        if part == "paragraphs":
            parts[part] = text.body
        elif isinstance(value, tuple):
            parts[part] = shown_rows(value)
        else:
            parts[part] = "" if value is None else str(value)
    return parts


def _received(origin: Origin) -> dict[str, str]:
    """Return the source's text part by part; where no segment tells the parts, all as text."""
    parts = dict.fromkeys(PARTS, "")
    if origin.story is None or origin.reading is None:
        return parts
    if origin.reading.reader_version == Reading.BARE:
        # The received document is the source: its own words are what came.
        return shown(StoryText.from_dict(origin.story))
    text = origin.reading.source.text
    segments = origin.story.get("segments") or []
    if not segments:
        runs = [text[start:end] for start, end in origin.story.get("spans", [])]
        return parts | {"paragraphs": "\n".join(runs)}
    named = [(_FIELD_OF.get(row["part"], row["part"]), row["span"]) for row in segments]
    for part, rows in groupby(sorted(named), key=lambda row: row[0]):
        parts[part] = "\n".join(text[start:end] for _part, (start, end) in rows)
    return parts


def _reading_with(readings: Iterable[Reading], spans: Any) -> Reading | None:
    if not spans:
        return None
    return next((row for row in readings if _story_with(row, spans)), None)


def _story_with(reading: Reading, spans: Any) -> dict[str, Any] | None:
    return next((row for row in reading.document["articles"] if row["spans"] == spans), None)
