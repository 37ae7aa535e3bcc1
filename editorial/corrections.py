"""更正: telling readers what was changed of what they could see.

A correction is an edit (校是非) of a published story with a reason for the record and a notice for
the readers. It is proposed and approved in ``editorial.proposals``, which writes the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet

from articles.diff import Op, difference, sequence_changes
from articles.merge import shown_rows
from articles.models import Article, Correction
from articles.presence import with_one
from articles.text import StoryByline, StoryPhoto, StoryText
from audit import log as audit

IMAGES = "images"
# In the order in which a reader meets them.
PARTS = {
    "section": "栏目",
    "kicker": "引题",
    "headline": "标题",
    "deck": "副题",
    "dateline": "电头",
    "bylines": "署名",
    "paragraphs": "正文",
    "photos": "图片说明",
    IMAGES: "图片",
    "jump_to": "下转",
    "jump_from": "上接",
}


@dataclass(frozen=True, slots=True)
class CorrectedPassage:
    """One passage as it was printed and as it was corrected, as runs that a template sets."""

    label: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


def write_correction(
    article: Article,
    before: StoryText,
    after: StoryText,
    *,
    by: User,
    reason: str,
    notice: str,
    proposal: int,
) -> Correction:
    """Tell readers and record what a ``proposal`` has just corrected; ``by`` proposed it."""
    correction = Correction.objects.create(
        article=article,
        version=article.version,
        by=by,
        passages=passages_of(before, after),
        reason=reason,
        notice=notice,
    )
    audit.note(correction)
    audit.record(
        "correct",
        article,
        by=by,
        version=article.version,
        reason=reason,
        notice=notice,
        proposal=proposal,
    )
    return correction


def passages_of(before: StoryText, after: StoryText) -> list[dict[str, str]]:
    """Return each passage that differs, as it was and as it is."""
    passages = []
    for part in PARTS:
        old, new = _rows(before, part), _rows(after, part)
        if part == IMAGES:
            # A hash tells a reader nothing.
            if old != new:
                passages.append({"part": part, "before": "原图", "after": "新图" if new else ""})
            continue
        for change in sequence_changes(old, new):
            passages.append(
                {
                    "part": part,
                    "before": "\n".join(old[change.start : change.end]),
                    "after": "\n".join(new[change.low : change.high]),
                }
            )
    return passages


def shown_passages(correction: Correction) -> list[CorrectedPassage]:
    """Return a correction's passages with what was taken out and what was put in marked."""
    shown = []
    for row in correction.passages:
        runs = difference(row["before"], row["after"])
        before = [(_mark(op), text) for op, text in runs if op != Op.INSERT]
        after = [(_mark(op), text) for op, text in runs if op != Op.DELETE]
        shown.append(CorrectedPassage(PARTS.get(row["part"], ""), before, after))
    return shown


def public_corrections() -> QuerySet[Correction]:
    """Return the corrections of stories that readers may see, the newest first."""
    story = Article.objects.published().filter(pk=OuterRef("article"))
    seen = with_one(Correction.objects.all(), story)
    return seen.select_related("article__page__issue__publication").order_by("-at", "-pk")


def _rows(text: StoryText, part: str) -> list[str]:
    """Return a part of a story as lines that can be compared."""
    if part == IMAGES:
        return [row.image for row in text.photos if row.image]
    value = getattr(text, part)
    if isinstance(value, tuple):
        return [_line(row) for row in value]
    return [] if value is None or value == "" else [str(value)]


def _line(row: str | StoryByline | StoryPhoto) -> str:
    return row if isinstance(row, str) else shown_rows([row])


def _mark(op: Op) -> str:
    return "" if op == Op.EQUAL else "changed"
