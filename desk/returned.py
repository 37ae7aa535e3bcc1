"""Why stories of a page came back, and what reviewers still ask: shown wherever it is worked on.

``admin/reviews/returned.html`` shows what ``returned_to`` gives, on any screen of the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Transition
from editorial.workflow import Action
from reviews.models import Comment, Stage

Status = Article.Status


@dataclass(slots=True)
class Returned:
    """One return: who, when, in which review, why, and which stories it took back.

    ``answered`` says that they went to review again since.
    """

    reason: str
    by: User | None
    at: dt.datetime
    stage: str
    answered: bool
    stories: list[Article] = field(default_factory=list)


def returned_to(
    stories: Sequence[Article], comments: Iterable[Comment] | None = None
) -> dict[str, Any]:
    """Return the last return of each story and the comments that nobody has resolved.

    Two queries; one where the caller has the comments.
    """
    if comments is None:
        comments = Comment.objects.filter(
            article__in=stories, answers=None, resolved_at=None
        ).select_related("by")
    return {
        "returned": _returns(stories),
        "open_comments": [row for row in comments if row.resolved_at is None],
    }


def _returns(stories: Sequence[Article]) -> list[Returned]:
    known = {row.pk: row for row in stories if row.status in {Status.DRAFT, *Stage.values}}
    moves = Transition.objects.filter(article__in=known, action__in=(Action.RETURN, Action.SUBMIT))
    last: dict[int, Transition] = {}
    answered: set[int] = set()
    for row in moves.select_related("by").order_by("pk"):
        if row.action == Action.RETURN:
            last[row.article_id] = row
            answered.discard(row.article_id)
        else:
            answered.add(row.article_id)
    found: dict[tuple[Any, ...], Returned] = {}
    for key, row in sorted(last.items(), key=lambda one: known[one[0]].order):
        stage = str(Status(row.old).label)
        same = (row.by_id, row.reason, row.old, f"{row.at:%Y-%m-%d %H:%M}", key in answered)
        told = found.setdefault(same, Returned(row.reason, row.by, row.at, stage, key in answered))
        told.stories.append(known[key])
    return sorted(found.values(), key=lambda row: row.at, reverse=True)
