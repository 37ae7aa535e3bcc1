"""Comments on a marked passage, their answers, and whether they are resolved."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.text import StoryText
from audit import log as audit
from audit.sentences import gettext as _
from reviews.models import Comment
from reviews.passages import find_quote, passages_of
from reviews.separation import stages_of

LONGEST = 2000


class CommentRefused(Exception):
    """A rule forbids it; the message says which and what to do instead."""


def may_comment(user: User) -> bool:
    """Return whether ``user`` takes part in reviews: as a reviewer, editor or publisher."""
    names = ("articles.change_article", "articles.publish_article")
    return user.is_active and (bool(stages_of(user)) or any(map(user.has_perm, names)))


def add_comment(
    article: Article, key: str, text: str, *, by: User, quote: str = "", near: int = 0
) -> Comment:
    """Comment on ``quote`` in the passage ``key`` (``paragraph-3``) of the story.

    Without a quote on the whole passage. Raises ``CommentRefused``.
    """
    text = _checked(text, by)
    passage = next((row for row in passages_of(StoryText.of(article)) if row.key == key), None)
    place = find_quote(passage.text, quote, near) if passage else None
    if passage is None or place is None:
        raise CommentRefused(
            _("“%(quote)s” does not stand there. Copy the passage from the text as it is now.")
            % {"quote": quote or key}
        )
    start, end = place
    return _saved(
        Comment(
            article=article,
            version=article.version,
            part=passage.part,
            index=passage.index,
            start=start,
            end=end,
            quote=passage.text[start:end],
            text=text,
            by=by,
        )
    )


def answer(comment: Comment, text: str, *, by: User) -> Comment:
    """Answer a comment. Raises ``CommentRefused``."""
    text = _checked(text, by)
    article = comment.article
    first = comment.answers or comment
    return _saved(
        Comment(article=article, answers=first, version=article.version, text=text, by=by)
    )


def resolve(comment: Comment, *, by: User, resolved: bool = True) -> bool:
    """Say that a comment is done with, or not; return whether that is new."""
    _check(by)
    with audit.chained():
        first = Comment.objects.filter(pk=comment.pk, answers__isnull=True)
        now = {"resolved_at": timezone.now(), "resolved_by_id": by.pk}
        values = now if resolved else dict.fromkeys(now)
        changed = first.filter(resolved_at__isnull=resolved).update(
            resolved_at=values["resolved_at"], resolved_by_id=values["resolved_by_id"]
        )
        if changed:
            audit.note_change(Comment, [comment.pk], **values)
            audit.record("resolve-comment", comment.article, by=by, resolved=resolved)
    return bool(changed)


def threads(articles: list[Article]) -> QuerySet[Comment]:
    """Return the comments on these stories, each with its answers, in two queries."""
    replies = Comment.objects.select_related("by").order_by("pk")
    return (
        Comment.objects.filter(article__in=articles, answers__isnull=True)
        .select_related("by", "resolved_by", "article")
        .prefetch_related(Prefetch("replies", replies))
        .order_by("pk")
    )


def _checked(text: str, by: User) -> str:
    _check(by)
    if not text.strip():
        raise CommentRefused(_("Write what you want to say."))
    if len(text) > LONGEST:
        raise CommentRefused(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
    return text.strip()


def _check(by: User) -> None:
    if not may_comment(by):
        raise CommentRefused(_("%(user)s takes no part in reviews.") % {"user": by})


def _saved(comment: Comment) -> Comment:
    with audit.chained():
        comment.save()
        audit.note(comment)
        audit.record(
            "comment", comment.article, by=comment.by, text=comment.text, quote=comment.quote
        )
    return comment
