"""更正: changing what readers could see, and telling them so.

A correction is an edit (校是非) of a published story with a reason for the record and a notice for
the readers. A repair of an import slip (校异同) needs neither and goes through ``editing`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from articles.diff import Op, difference, sequence_changes
from articles.merge import shown_rows
from articles.models import Article, Correction, Revision
from articles.photo_files import undone_with_rows
from articles.presence import with_one
from articles.text import StoryByline, StoryPhoto, StoryText
from audit import log as audit
from editorial.editing import StoryChange, change_story
from editorial.workflow import Action, NotAllowed, may

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


def correct(
    article: Article,
    change: StoryChange,
    *,
    by: User,
    reason: str,
    notice: str,
    version: int,
) -> Correction:
    """Correct a published story that had ``version`` when ``by`` opened it.

    Raises ``NotAllowed`` when a rule forbids it or nothing differs, ``EditConflict`` when somebody
    else changed or withdrew the story first.
    """
    _check(article, by=by, reason=reason, notice=notice)
    with undone_with_rows(), audit.chained():
        current = Article.objects.with_parts().get(pk=article.pk)
        before = StoryText.of(current)
        if not change_story(
            article, change, by=by, kind=Revision.Kind.EDIT, version=version, correcting=True
        ):
            raise NotAllowed(_("Nothing differs from what the readers see. Change it first."))
        after = StoryText.of(Article.objects.with_parts().get(pk=article.pk))
        correction = Correction.objects.create(
            article=article,
            version=version + 1,
            by=by,
            passages=passages_of(before, after),
            reason=reason.strip(),
            notice=notice.strip(),
        )
        audit.record(
            "correct",
            article,
            by=by,
            version=version + 1,
            reason=correction.reason,
            notice=correction.notice,
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


def _check(article: Article, *, by: User, reason: str, notice: str) -> None:
    if not may(by, Action.WITHDRAW):
        raise NotAllowed(
            _("%(user)s may not correct published stories. Ask a publisher.") % {"user": by}
        )
    if not article.is_published:
        raise NotAllowed(
            _("“%(story)s” is not before its readers, so there is nothing to correct. Edit it.")
            % {"story": article}
        )
    if not reason.strip():
        raise NotAllowed(_("Give the reason of the correction, for the record."))
    if not notice.strip():
        raise NotAllowed(_("Write the notice that tells the readers what was wrong."))


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
